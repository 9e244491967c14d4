/* Values into the mailbox and out of it. */
#include "slots.h"

#include <string.h>

aw__slot aw__mailbox[AW__SLOTS];

/* -- scratch: blocks that live until the next call. JavaScript's go after it was read, ours when the next is made. -- */

typedef struct scratch {
    struct scratch *next;
    size_t size;
    aw__slot slots[];
} scratch;
static scratch *outgoing, *incoming;
static aw_value alive; /* the value that was written last */

static void *scratch_new(scratch **list, size_t bytes) {
    scratch *block = aw__allocate(sizeof *block + bytes);
    if (!block) return NULL;
    block->next = *list;
    block->size = sizeof *block + bytes;
    *list = block;
    return block->slots;
}

static void scratch_free(scratch **list) {
    while (*list) {
        scratch *block = *list;
        *list = block->next;
        aw__free(block, block->size);
    }
}

__attribute__((export_name("aw_js_mailbox"))) aw__slot *aw_js_mailbox(void) { return aw__mailbox; }
__attribute__((export_name("aw_js_buffer"))) void *aw_js_buffer(uint32_t bytes) { return scratch_new(&incoming, bytes); }

void aw__slots_reset(void) {
    scratch_free(&incoming);
    scratch_free(&outgoing);
    aw_value before = alive;
    alive = aw_none();
    if (before.bits) aw__release(before);
}

/* -- out -- */

static void *pointer(uint32_t address) { return (void *)(uintptr_t)address; }
static uint32_t address(const void *pointed) { return (uint32_t)(uintptr_t)pointed; }

enum { SLOTS_AT_MOST = 1 << 20 };
static int64_t slots_left; /* of the value that is being written */
static bool write_items(aw__slot *slot, aw_value list, unsigned depth);

static uint32_t type_of_object(aw_type type) {
    switch (type) {
    case AW_TYPE_COROUTINE: return AW__SLOT_COROUTINE;
    case AW_TYPE_GENERATOR: return AW__SLOT_GENERATOR;
    case AW_TYPE_WRAPPER: return AW__SLOT_WRAPPER;
    case AW_TYPE_TASK: return AW__SLOT_TASK;
    case AW_TYPE_FUTURE: return AW__SLOT_FUTURE;
    case AW_TYPE_ASYNC_GENERATOR: return AW__SLOT_ASYNC_GENERATOR;
    case AW_TYPE_AWAITABLE: return AW__SLOT_AWAITABLE;
    case AW_TYPE_OBJECT:
    case AW_TYPE_HANDLE: return AW__SLOT_OBJECT;
    default: return AW__SLOT_EXCEPTION;
    }
}

static bool write(aw__slot *slot, aw_value value, unsigned depth) {
    aw_type type = aw_type_of(value);
    slot->extra = 0;
    slot->payload.integer = 0;
    switch (type) {
    case AW_TYPE_NONE: slot->type = AW__SLOT_NONE; return true;
    case AW_TYPE_BOOL: slot->type = aw_truth(value) ? AW__SLOT_TRUE : AW__SLOT_FALSE; return true;
    case AW_TYPE_INT:
        slot->type = AW__SLOT_INT;
        slot->payload.integer = aw_as_int(value);
        return true;
    case AW_TYPE_DOUBLE:
        slot->type = AW__SLOT_DOUBLE;
        slot->payload.number = aw_as_double(value);
        return true;
    case AW_TYPE_STRING:
    case AW_TYPE_BYTES:
        slot->type = type == AW_TYPE_STRING ? AW__SLOT_STRING : AW__SLOT_BYTES;
        slot->extra = (uint32_t)aw_length(value);
        slot->payload.address = address(aw_as_string(value));
        return true;
    case AW_TYPE_LIST:
    case AW_TYPE_TUPLE: slot->type = type == AW_TYPE_LIST ? AW__SLOT_LIST : AW__SLOT_TUPLE; return write_items(slot, value, depth);
    case AW_TYPE_KIND:
        aw__kind_tell(aw_kind_of(value));
        slot->type = AW__SLOT_KIND;
        slot->extra = (uint32_t)strlen(aw_kind_of(value)->name);
        slot->payload.address = address(aw_kind_of(value)->name);
        return true;
    case AW_TYPE_JS:
        slot->type = AW__SLOT_JS;
        slot->payload.address = ((aw__js_value *)(void *)aw__object_of(value))->handle;
        return true;
    case AW_TYPE_SUSPEND: slot->type = AW__SLOT_OBJECT; return true;
    default: break;
    }
    slot->type = type_of_object(type);
    slot->payload.address = address(aw__object_of(value));
    return true;
}

static bool write_items(aw__slot *slot, aw_value list, unsigned depth) {
    size_t count = depth < 100 ? aw_length(list) : 0; /* a list may hold itself, even twice */
    if ((slots_left -= count) < 0) return false;
    aw__slot *items = scratch_new(&outgoing, count * sizeof *items);
    if (!items) return false;
    slot->extra = (uint32_t)count;
    slot->payload.address = address(items);
    for (size_t i = 0; i < count; i++)
        if (!write(&items[i], aw_item(list, i), depth + 1)) return false;
    return true;
}

bool aw__slot_write(aw__slot *slot, aw_value value) {
    aw_value before = alive;
    alive = aw__retain(value);
    if (before.bits) aw__release(before);
    slots_left = SLOTS_AT_MOST;
    if (write(slot, value, 0)) return true;
    write(slot, aw__memory_error(), 0);
    return false;
}

aw_value aw__slot_written(void) { return alive; }

/* -- in -- */

static aw_value read_items(const aw__slot *slot) {
    const aw__slot *items = pointer(slot->payload.address);
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (uint32_t i = 0; i < slot->extra; i++)
        AW_SCOPE { AW_TRY(aw_append(list, aw__slot_read(&items[i]))); }
    if (slot->type == AW__SLOT_LIST) return list;
    return aw_tuple_of(slot->extra, ((aw__list *)(void *)aw__object_of(list))->items);
}

/* An exception that JavaScript made, or a JavaScript error: it keeps the object that it stands for. */
static aw_value read_exception(const aw__slot *slot) {
    const aw__slot *parts = pointer(slot->payload.address);
    aw_value name = AW_TRY(aw__slot_read(&parts[0]));
    aw_value arguments = AW_TRY(aw__slot_read(&parts[1]));
    aw_value js = AW_TRY(aw__slot_read(&parts[2]));
    const aw_kind *kind = aw_kind_named(aw_as_string(name));
    aw__list *items = (aw__list *)(void *)aw__object_of(arguments);
    aw_value exception = AW_TRY(aw_exception_of(kind ? kind : AW_JS_ERROR, items->count, items->items));
    aw__exception_in(exception)->js = aw__retain(js);
    return exception;
}

aw_value aw__slot_read(const aw__slot *slot) {
    switch (slot->type) {
    case AW__SLOT_NONE: return aw_none();
    case AW__SLOT_FALSE:
    case AW__SLOT_TRUE: return aw_bool(slot->type == AW__SLOT_TRUE);
    case AW__SLOT_INT: return aw_int(slot->payload.integer);
    case AW__SLOT_NUMBER: return aw_int((int64_t)slot->payload.number);
    case AW__SLOT_DOUBLE: return aw_double(slot->payload.number);
    case AW__SLOT_STRING: return aw_string_of(pointer(slot->payload.address), slot->extra);
    case AW__SLOT_BYTES: return aw_bytes(pointer(slot->payload.address), slot->extra);
    case AW__SLOT_LIST:
    case AW__SLOT_TUPLE: return read_items(slot);
    case AW__SLOT_JS: return aw__js_value_new(slot->payload.address);
    case AW__SLOT_KIND: {
        aw_value name = AW_TRY(aw_string_of(pointer(slot->payload.address), slot->extra));
        const aw_kind *kind = aw_kind_named(aw_as_string(name));
        return aw_kind_value(kind ? kind : AW_JS_ERROR);
    }
    case AW__SLOT_NEW_EXCEPTION: return read_exception(slot);
    default: return aw__own(aw__retain(aw__from_object(pointer(slot->payload.address))));
    }
}
