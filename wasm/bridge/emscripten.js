// The functions of Emscripten's module `env` that standalone modules of emcc 3.1.6 to 6.x import. Files, processes and sockets answer
// "not supported", as wasi.js does.

import { Trap } from './errors.js';
import { provideImports } from './imports.js';

const NOT_SUPPORTED = -52;
const SUCCESS = 0;
const TCGETS = 0x5401;
const TIOCGWINSZ = 0x5413;

const SYSTEM_CALLS = [
  ...['accept4', 'bind', 'connect', 'getpeername', 'getsockname', 'getsockopt', 'listen', 'recvfrom', 'recvmsg', 'sendmsg', 'sendto', 'socket'],
  ...['chdir', 'chmod', 'dup', 'dup3', 'faccessat', 'fadvise64', 'fallocate', 'fchdir', 'fchmod', 'fchmodat', 'fchown32', 'fchownat'],
  ...['fcntl64', 'fdatasync', 'fstat64', 'fstatfs64', 'ftruncate64', 'getcwd', 'getdents64', 'lstat64', 'mkdirat', 'mknodat', 'mmap2'],
  ...['munmap', 'newfstatat', 'openat', 'pipe', 'pipe2', 'poll', 'readlinkat', 'renameat', 'rmdir', 'stat64', 'statfs64', 'symlinkat'],
  ...['truncate64', 'unlinkat', 'utimensat', '_newselect'],
];

const systemCalls = Object.fromEntries(SYSTEM_CALLS.map((name) => [`__syscall_${name}`, () => NOT_SUPPORTED]));

provideImports('env', (link) => {
  const memory = () => link.memory.current();
  let tempRet0 = 0;
  const copy = (/** @type {number} */ to, /** @type {number} */ from, /** @type {number} */ size) => {
    memory().u8.copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (size >>> 0));
    return to;
  };
  return {
    ...systemCalls,
    __syscall_ioctl: (/** @type {number} */ fd, /** @type {number} */ request) =>
      fd <= 2 && (request === TCGETS || request === TIOCGWINSZ) ? SUCCESS : NOT_SUPPORTED,
    _abort_js: abort,
    abort,
    _emscripten_memcpy_js: copy,
    emscripten_memcpy_big: copy,
    emscripten_memcpy_js: copy,
    emscripten_notify_memory_growth: () => memory(),
    emscripten_date_now: () => Date.now(),
    emscripten_get_now: link.clock.read,
    emscripten_get_now_res: () => 0.001,
    _emscripten_get_now_is_monotonic: () => 1,
    getentropy(/** @type {number} */ address, /** @type {number} */ length) {
      crypto.getRandomValues(memory().u8.subarray(address, address + length));
      return SUCCESS;
    },
    getTempRet0: () => tempRet0,
    setTempRet0(/** @type {number} */ value) {
      tempRet0 = value;
    },
  };
});

function abort() {
  throw new Trap('the module trapped: abort() was called; the coroutines that were running are closed');
}
