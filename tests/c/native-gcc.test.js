import { native, testC } from './suite.js';

testC('native, gcc', 'gcc', () => native('gcc'));
