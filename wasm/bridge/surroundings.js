// All that a module can import beside what every module does: what compilers and their C libraries ask for, and what only some builds have.

import './access-log.js';
import './emscripten.js';
import './patience.js';
import './wasi.js';
