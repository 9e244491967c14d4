import { native, testC } from './suite.js';

testC('native, clang', 'clang', () => native('clang'));
