/* Operations of the host: AW_HOST_ASYNC, and the waiting for promises. */
#include "host_operation.h"

#include <aw/host.h>

#include "../base/trace.h"
#include "../coro/coroutine.h"

#include <string.h>

/* -- their numbers: places in a table. The number of one that was dropped is given to no other before the host was told. -- */

typedef struct place {
    aw__host_operation *operation; /* NULL: it is free, or it was dropped */
    uint32_t next;                 /* of those that are free, or that were dropped; 0 ends the list */
} place;

enum { FIRST_PLACES = 16 };
static place first_places[FIRST_PLACES];
static place *places = first_places;
static uint32_t capacity = FIRST_PLACES, used = 1, free_list, dropped_list, taken; /* place 0 is not used */

static bool grow(void) {
    place *more = aw__allocate(2 * capacity * sizeof *more);
    if (!more) return false;
    memcpy(more, places, capacity * sizeof *more);
    if (places != first_places) aw__free(places, capacity * sizeof *places);
    places = more;
    capacity *= 2;
    return true;
}

static aw__host_operation *oldest, *newest;

static uint32_t take_number(aw__host_operation *operation) {
    uint32_t number = free_list;
    if (number) free_list = places[number].next;
    else if (used < capacity || grow()) number = used++;
    else return 0;
    places[number] = (place){operation, 0};
    taken++;
    return number;
}

/* From now on the host is to answer. */
static void enter(aw__host_operation *self) {
    self->older = newest;
    self->newer = NULL;
    if (newest) newest->newer = self;
    else oldest = self;
    newest = self;
    aw__the_loop.host_operations++;
}

static void unlist(aw__host_operation *self) {
    if (self->older) self->older->newer = self->newer;
    else oldest = self->newer;
    if (self->newer) self->newer->older = self->older;
    else newest = self->older;
    aw__the_loop.host_operations--;
}

static void free_number(uint32_t number) {
    places[number] = (place){NULL, free_list};
    free_list = number;
    if (--taken) return;
    free_list = 0;
    used = 1;
    if (places == first_places) return;
    aw__free(places, capacity * sizeof *places);
    places = first_places;
    capacity = FIRST_PLACES;
}

void aw__host_operations_tell(void) {
    while (dropped_list) {
        uint32_t number = dropped_list;
        dropped_list = places[number].next;
        aw__port_cancel(number, aw_none());
        free_number(number);
    }
}

/* -- the future -- */

static void destroy(aw__object *object) {
    aw__host_operation *self = (aw__host_operation *)(void *)object;
    uint32_t number = self->number;
    if (!aw__future_fini(&self->future, "Future")) return;
    if (number) { /* calling out from here could fail */
        places[number] = (place){NULL, dropped_list};
        dropped_list = number;
        unlist(self);
    }
    aw__release(self->name);
    aw__release(self->arguments);
    aw__object_free(self, sizeof *self);
}

/* What the trace is told. */
static void observe(aw_trace_kind kind, const aw__host_operation *self) {
    if (!aw__is_tracing()) return;
    aw__trace(&(aw__traced){.kind = kind, .task = aw__trace_task(), .other = self->number, .name = aw__host_operation_name(&self->future)});
}

/* The place is empty; the number, which is yet to be freed. */
static uint32_t leave(aw__host_operation *self) {
    uint32_t number = self->number;
    places[number].operation = NULL;
    self->number = 0;
    unlist(self);
    return number;
}

static void end(aw__host_operation *self) { free_number(leave(self)); }

static bool cancel(aw__future *future, aw_value message) {
    aw__host_operation *self = (aw__host_operation *)(void *)future;
    aw__writes(&aw__the_host);
    if (!aw__future_cancel_plain(future, message)) return false;
    if (!self->number) return true;
    observe(AW_TRACE_HOST_CANCELLED, self);
    uint32_t number = leave(self);
    aw__port_cancel(number, message);
    free_number(number);
    return true;
}

static const aw__future_class host_operation_class = {
    {{"Future", destroy, aw__future_repr}, false, aw__future_send, aw__future_throw, aw__future_close}, cancel};

const char *aw__host_operation_name(const aw__future *future) {
    if (future->base.class != &host_operation_class.base.class) return NULL;
    aw_value name = ((const aw__host_operation *)(const void *)future)->name;
    return aw_is_none(name) ? "a promise" : aw_as_string(name);
}

bool aw__host_operation_answer(uint32_t number, aw_value answer) {
    aw__host_operation *self = number && number < used ? places[number].operation : NULL;
    if (!self) return false;
    observe(AW_TRACE_HOST_SETTLED, self);
    end(self);
    return aw_is_error(answer) ? aw__future_set_exception(&self->future, answer) : aw__future_set_result(&self->future, answer);
}

/* -- starting one -- */

typedef struct start {
    aw_value name, arguments, result;
} start;

static void begin(void *argument) {
    start *s = argument;
    aw__list *arguments = (aw__list *)(void *)aw__object_of(s->arguments);
    aw__host_operation *self = (aw__host_operation *)(void *)aw__future_new(&host_operation_class, AW_TYPE_FUTURE, sizeof *self);
    s->result = aw__fresh(self);
    if (aw_is_error(s->result)) return;
    self->name = aw__retain(s->name);
    self->arguments = aw__retain(s->arguments);
    self->number = take_number(self);
    if (!self->number) {
        s->result = aw__memory_error();
        return;
    }
    enter(self);
    observe(AW_TRACE_HOST_STARTED, self);
    aw_value answer;
    if (aw__port_start(self->number, aw_as_string(s->name), arguments->count, arguments->items, &answer)) return;
    observe(AW_TRACE_HOST_SETTLED, self);
    end(self);
    if (aw_is_error(answer)) s->result = answer;
    else aw__future_set_result(&self->future, answer);
}

aw_value aw__host_operation_new(aw_value name, aw_value arguments) {
    aw__writes(&aw__the_host);
    start s = {name, arguments, aw_none()};
    aw__coroutine *running = aw__running;
    aw__running = NULL;
    aw__on_main_stack(begin, &s);
    aw__running = running;
    return s.result;
}

aw_value aw_host_async(const char *name, size_t count, const aw_value *arguments) {
    for (size_t i = 0; i < count; i++) AW_TRY(arguments[i]);
    aw_value text = AW_TRY(aw_string(name));
    return aw__host_operation_new(text, AW_TRY(aw_tuple_of(count, arguments)));
}

/* -- seeing them -- */

aw_value aw__host_operations(void) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (aw__host_operation *self = oldest; self; self = self->newer)
        AW_TRY(aw_append(list, AW_TUPLE(aw_int(self->number), self->name, self->arguments)));
    return list;
}
