// The types of mailbox slots, as docs/module.md numbers them. A slot is 16 bytes: u32 type, u32 extra, 8 bytes of payload.

export const NONE = 0;
export const FALSE = 1;
export const TRUE = 2;
export const INT = 3;
export const FLOAT = 4;
export const TEXT = 5;
export const BYTES = 6;
export const LIST = 7;
export const TUPLE = 8;
export const COROUTINE = 9;
export const GENERATOR = 10;
export const WRAPPER = 11;
export const EXCEPTION = 12;
export const OBJECT = 13;
export const HANDLE = 14;
export const CLASS = 15;
export const NEW_EXCEPTION = 16;
export const NUMBER = 17;
export const TASK = 18;
export const FUTURE = 19;
export const ASYNC_GENERATOR = 20;
export const AWAITABLE = 21;

export const SLOT_BYTES = 16;
export const SLOT_COUNT = 64;
