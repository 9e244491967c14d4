import { wasm, testC } from './suite.js';

testC('emcc', 'emcc', () => wasm('emcc'));
