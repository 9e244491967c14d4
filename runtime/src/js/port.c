/* The host port of WebAssembly modules: imports from module `aw`. */
#include "../base/port.h"

#include "slots.h"

#include <string.h>

#define IMPORT(name) __attribute__((import_module("aw"), import_name(#name)))
IMPORT(host_call) int aw__import_host_call(const char *name, size_t length, uint32_t count);
IMPORT(release) void aw__import_release(uint32_t handle);
IMPORT(warning) int aw__import_warning(const char *text, size_t length);
IMPORT(unraisable) void aw__import_unraisable(void);

static aw_value as_error(aw_value exception) { return aw_is_error(exception) ? exception : aw__from_error(aw__object_of(exception)); }

static bool write_all(size_t count, const aw_value *values) {
    aw__slots_reset();
    for (size_t i = 0; i < count; i++)
        if (!aw__slot_write(&aw__mailbox[i], values[i])) return false;
    return true;
}

aw_value aw__port_call(const char *name, size_t count, const aw_value *arguments) {
    if (count > AW__SLOTS) return aw_raise(AW_TYPE_ERROR, "a host function takes at most %d arguments", AW__SLOTS);
    if (!write_all(count, arguments)) return aw__memory_error();
    int status = aw__import_host_call(name, strlen(name), (uint32_t)count);
    aw_value result = aw__slot_read(&aw__mailbox[0]);
    aw__slots_reset();
    return status < 0 ? as_error(result) : result;
}

/* Told at the end of the outermost call: a call out from the middle of destroying something could fail, if the host's stack is used up. */
enum { RELEASED_AT_MOST = 64 };
static uint32_t released[RELEASED_AT_MOST];
static unsigned released_count;

void aw__port_tell_released(void) {
    while (released_count) aw__import_release(released[--released_count]);
}

void aw__port_release(uint32_t handle) {
    if (released_count == RELEASED_AT_MOST) aw__port_tell_released();
    released[released_count++] = handle;
}

aw_value aw__port_warning(const char *text) {
    if (!aw__import_warning(text, strlen(text))) return aw_none();
    aw_value error = as_error(aw__slot_read(&aw__mailbox[0]));
    aw__slots_reset();
    return error;
}

void aw__port_unraisable(aw_value exception, aw_value object) {
    aw_value both[] = {exception, object};
    if (write_all(2, both)) aw__import_unraisable();
    aw__slots_reset();
}
