import { wasm, testC } from './suite.js';

testC('clang', null, () => wasm('clang'));
