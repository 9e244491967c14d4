/* The mailbox that values cross in, between C and JavaScript. docs/module.md is the specification. */
#ifndef AW_JS_SLOTS_H
#define AW_JS_SLOTS_H

#include "../base/context.h"

enum {
    AW__SLOT_NONE,
    AW__SLOT_FALSE,
    AW__SLOT_TRUE,
    AW__SLOT_INT,
    AW__SLOT_DOUBLE,
    AW__SLOT_STRING,
    AW__SLOT_BYTES,
    AW__SLOT_LIST,
    AW__SLOT_TUPLE,
    AW__SLOT_COROUTINE,
    AW__SLOT_GENERATOR,
    AW__SLOT_WRAPPER,
    AW__SLOT_EXCEPTION,
    AW__SLOT_OBJECT,
    AW__SLOT_JS,
    AW__SLOT_KIND,
    AW__SLOT_NEW_EXCEPTION,
    AW__SLOT_NUMBER,
    AW__SLOT_TASK,
    AW__SLOT_FUTURE,
    AW__SLOT_ASYNC_GENERATOR,
    AW__SLOT_AWAITABLE
};

typedef struct aw__slot {
    uint32_t type, extra;
    union {
        int64_t integer;
        double number;
        uint32_t address;
    } payload;
} aw__slot;

enum { AW__SLOTS = 64 };
extern aw__slot aw__mailbox[AW__SLOTS];

/* The value that JavaScript wrote into a slot, in the caller's scope. Errors: MemoryError, TypeError. */
aw_value aw__slot_read(const aw__slot *slot);
/* Writes a value for JavaScript to read before its next call. An error is written as its exception. What it needs beside the slot, and the value
 * itself, stay alive until the next write. False where memory is exhausted; the slot then says so. */
bool aw__slot_write(aw__slot *slot, aw_value value);
/* The value that was written last, as long as it stays alive. */
aw_value aw__slot_written(void);
/* Tells JavaScript which of its values C has let go of. */
void aw__port_tell_released(void);
/* Empties the scratch memory of both directions. */
void aw__slots_reset(void);

#endif
