/* The host port of WebAssembly modules: imports from module `aw`. */
#include "../base/port.h"

#include <aw/host.h>

#include "../sync/host_items.h"
#include "../sync/host_operation.h"
#include "slots.h"

#include <string.h>

#define IMPORT(name) __attribute__((import_module("aw"), import_name(#name)))
IMPORT(host_call) int aw__import_host_call(const char *name, size_t length, uint32_t count);
IMPORT(release) void aw__import_release(uint32_t handle);
IMPORT(warning) int aw__import_warning(const char *text, size_t length);
IMPORT(unraisable) void aw__import_unraisable(void);
IMPORT(host_start) int aw__import_host_start(uint32_t number, const char *name, size_t length, uint32_t count);
IMPORT(host_cancel) void aw__import_host_cancel(uint32_t number);
IMPORT(now) double aw__import_now(void);
IMPORT(wake) void aw__import_wake(void);
IMPORT(sleep) int aw__import_sleep(double seconds);
IMPORT(loop_error) void aw__import_loop_error(const char *message, size_t length, const char *key, size_t key_length);

static aw_value as_error(aw_value exception) { return aw_is_error(exception) ? exception : aw__from_error(aw__object_of(exception)); }

static bool write_all(size_t count, const aw_value *values) {
    aw__slots_reset();
    for (size_t i = 0; i < count; i++)
        if (!aw__slot_write(&aw__mailbox[i], values[i])) return false;
    return true;
}

static aw_value write_arguments(size_t count, const aw_value *arguments) {
    if (count > AW__SLOTS) return aw_raise(AW_TYPE_ERROR, "a host function takes at most %d arguments", AW__SLOTS);
    return write_all(count, arguments) ? aw_none() : aw__memory_error();
}

static aw_value read_answer(int status) {
    aw_value result = aw__slot_read(&aw__mailbox[0]);
    aw__slots_reset();
    return status < 0 ? as_error(result) : result;
}

aw_value aw__port_call(const char *name, size_t count, const aw_value *arguments) {
    AW_TRY(write_arguments(count, arguments));
    return read_answer(aw__import_host_call(name, strlen(name), (uint32_t)count));
}

/* -- operations -- */

enum { PENDING = 0 };

bool aw__port_start(uint32_t number, const char *name, size_t count, const aw_value *arguments, aw_value *out_answer) {
    *out_answer = write_arguments(count, arguments);
    if (aw_is_error(*out_answer)) return false;
    int status = aw__import_host_start(number, name, name ? strlen(name) : 0, (uint32_t)count);
    if (status == PENDING) return true;
    *out_answer = read_answer(status);
    return false;
}

typedef struct cancelled {
    uint32_t number;
    aw_value message;
} cancelled;

static void cancel(void *argument) {
    cancelled *c = argument;
    if (!write_all(1, &c->message)) aw__slots_reset();
    aw__import_host_cancel(c->number);
    aw__slots_reset();
}

void aw__port_cancel(uint32_t number, aw_value message) {
    cancelled c = {number, message};
    aw__on_main_stack(cancel, &c);
}

aw_value aw__port_await(aw_value js) { return aw__host_operation_new(aw_none(), AW_TRY(aw_tuple_of(1, &js))); }

aw_value aw__port_aiter(aw_value js) {
    aw_value iterator = AW_TRY(AW_HOST("iterator.open", js));
    return aw_is_none(iterator) ? iterator : aw__host_items(iterator);
}

/* -- the loop -- */

double aw__port_now(void) { return aw__import_now(); }
bool aw__port_runs_loop(void) { return true; }
void aw__port_wake(void) { aw__import_wake(); }
bool aw__port_sleep(double seconds) { return aw__import_sleep(seconds); }

void aw__port_loop_error(const char *message, aw_value exception, const char *key, aw_value object) {
    aw_value both[] = {exception, object};
    if (write_all(2, both)) aw__import_loop_error(message, strlen(message), key, key ? strlen(key) : 0);
    aw__slots_reset();
}

/* -- what is let go, and what is reported -- */

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
