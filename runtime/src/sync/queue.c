/* asyncio.Queue, LifoQueue and PriorityQueue, after Lib/asyncio/queues.py. */
#include <aw/queue.h>

#include "../coro/object.h"
#include "items.h"
#include "waiters.h"

typedef struct queue {
    aw__order order;
    bool shown; /* its repr is being made: one that holds itself is cut short there */
    aw__items items;
    int64_t maxsize;
    uint64_t unfinished; /* Python's event `_finished` is set while this is 0 */
    aw__waiters getters, putters, joiners;
} queue;

static void fini(void *self);
/* The three types have it in common. */
static queue *queue_in(aw_value value) {
    bool is_queue = aw__has_type(value, AW_TYPE_OBJECT) && aw__user_object_in(value)->type->fini == fini;
    return is_queue ? (queue *)(void *)aw__user_object_in(value)->data : NULL;
}

/* As whoever looks at it has it, and as whoever puts, takes or waits has it. */
static const queue *read_queue(aw_value value) {
    queue *it = queue_in(value);
    aw__reads(it);
    return it;
}
static queue *changed_queue(aw_value value) {
    queue *it = queue_in(value);
    aw__writes(it);
    return it;
}

static bool is_full(const queue *it) { return it->maxsize > 0 && it->items.count >= it->maxsize; }

/* Wakes the first that was not cancelled; those before it, and it, leave. */
static void wake_next(aw__waiters *row) {
    while (row->first) {
        aw__waiter *waiter = row->first;
        bool waits = !aw__waiter_done(waiter);
        if (waits) aw__waiter_wake(waiter);
        aw__waiters_leave(aw__future_value(&waiter->future));
        if (waits) return;
    }
}

static aw_value put_now(queue *it, aw_value item) {
    AW_TRY(aw__items_put(&it->items, it->order, item));
    it->unfinished++;
    wake_next(&it->getters);
    return aw_none();
}

static aw_value take_now(queue *it) {
    AW_TRY(aw__items_take(&it->items, it->order));
    wake_next(&it->putters);
    return aw_none();
}

/* -- put(), get() and join() -- */

/* The wait ended with an error: one who was woken, and does not come for it, wakes the next, if there is something to come for. */
static aw_step give_up(aw__operation *self, aw__waiters *row, bool is_possible, aw_value error, aw_value *out) {
    if (!aw_is_none(self->waiter)) {
        aw__future_cancel_plain(aw__future_in(self->waiter), aw_none());
        aw__waiters_leave(self->waiter);
        if (is_possible && aw__future_in(self->waiter)->state != AW__CANCELLED) wake_next(row);
    }
    return aw__operation_fail(out, error);
}

static aw_step put(aw__operation *self, aw_value input, aw_value *out) {
    queue *it = changed_queue(self->subject);
    if (aw_is_error(input)) return give_up(self, &it->putters, !is_full(it), input, out);
    if (is_full(it)) return aw__operation_wait(self, aw__waiters_join(&it->putters));
    aw_value done = put_now(it, self->argument);
    return aw_is_error(done) ? aw__operation_fail(out, done) : aw__operation_return(out, done);
}

static aw_step get(aw__operation *self, aw_value input, aw_value *out) {
    queue *it = changed_queue(self->subject);
    if (aw_is_error(input)) return give_up(self, &it->getters, it->items.count > 0, input, out);
    if (it->items.count == 0) return aw__operation_wait(self, aw__waiters_join(&it->getters));
    aw_value item = aw__retain(aw__items_next(&it->items, it->order)), done = take_now(it);
    aw_step step = aw_is_error(done) ? aw__operation_fail(out, done) : aw__operation_return(out, item);
    aw__release(item);
    return step;
}

static aw_step join(aw__operation *self, aw_value input, aw_value *out) {
    queue *it = changed_queue(self->subject);
    if (self->state == 0 && it->unfinished > 0) {
        self->state = 1;
        return aw__operation_wait(self, aw__waiters_join(&it->joiners));
    }
    if (self->state == 1) aw__waiters_leave(self->waiter);
    return aw_is_error(input) ? aw__operation_fail(out, input) : aw__operation_return(out, aw_none());
}

static const aw__operation_class put_class = AW__OPERATION_CLASS("Queue.put", put);
static const aw__operation_class get_class = AW__OPERATION_CLASS("Queue.get", get);
static const aw__operation_class join_class = AW__OPERATION_CLASS("Queue.join", join);

/* -- the object -- */

static aw_value items_repr(queue *it) {
    if (it->items.count == 0) return aw_string("");
    if (it->shown) return aw_string(" _queue=[...]");
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (uint32_t i = 0; i < it->items.count; i++) AW_TRY(aw_append(list, *aw__items_at(&it->items, i)));
    it->shown = true;
    const char *text = aw_repr(list);
    it->shown = false;
    return aw_format(" _queue=%s", text);
}

static aw_value counted(aw_value before, const char *format, uint64_t count) {
    if (aw_is_error(before) || count == 0) return before;
    aw_value text = AW_TRY(aw_format(format, (unsigned long long)count));
    return aw_format("%s%s", aw_as_string(before), aw_as_string(text));
}

static aw_value described(queue *it, const char *place) {
    aw__reads(it);
    aw_value items = AW_TRY(items_repr(it));
    aw_value text = aw_format("<%s%s maxsize=%lld%s", aw_type_name(aw_object_of(it)), place, (long long)it->maxsize, aw_as_string(items));
    text = counted(text, " _getters[%llu]", it->getters.count);
    text = counted(text, " _putters[%llu]", it->putters.count);
    text = AW_TRY(counted(text, " tasks=%llu", it->unfinished));
    return aw_format("%s>", aw_as_string(text));
}

static aw_value repr(void *self) {
    aw_value place = AW_TRY(aw_format(" at %#llx", (unsigned long long)(aw_object_of(self).bits & AW__PAYLOAD)));
    return described(self, aw_as_string(place));
}
static aw_value str(void *self) { return described(self, ""); }

static void fini(void *self) {
    aw__ends_quietly();
    queue *it = self;
    aw__waiters_clear(&it->getters);
    aw__waiters_clear(&it->putters);
    aw__waiters_clear(&it->joiners);
    aw__items_fini(&it->items);
}

static const aw_object_type types[] = {
    [AW__FIRST_IN] = {.name = "Queue", .repr = repr, .str = str, .fini = fini},
    [AW__LAST_IN] = {.name = "LifoQueue", .repr = repr, .str = str, .fini = fini},
    [AW__SMALLEST] = {.name = "PriorityQueue", .repr = repr, .str = str, .fini = fini},
};

static aw_value queue_new(aw__order order, int64_t maxsize) {
    aw_value made = AW_TRY(aw_object_new(&types[order], sizeof(queue)));
    queue *it = queue_in(made);
    it->order = order;
    it->maxsize = maxsize;
    return made;
}

aw_value aw_queue_new(int64_t maxsize) { return queue_new(AW__FIRST_IN, maxsize); }
aw_value aw_lifo_queue_new(int64_t maxsize) { return queue_new(AW__LAST_IN, maxsize); }
aw_value aw_priority_queue_new(int64_t maxsize) { return queue_new(AW__SMALLEST, maxsize); }

aw_value aw_queue_put(aw_value value, aw_value item) {
    return queue_in(value) ? aw__operation_new(&put_class, value, item) : aw__expected("a Queue", value);
}

aw_value aw_queue_get(aw_value value) {
    return queue_in(value) ? aw__operation_new(&get_class, value, aw_none()) : aw__expected("a Queue", value);
}

aw_value aw_queue_join(aw_value value) {
    return queue_in(value) ? aw__operation_new(&join_class, value, aw_none()) : aw__expected("a Queue", value);
}

aw_value aw_queue_put_nowait(aw_value value, aw_value item) {
    queue *it = changed_queue(value);
    if (!it) return aw__expected("a Queue", value);
    AW_TRY(item);
    return is_full(it) ? aw_raise(AW_QUEUE_FULL) : put_now(it, item);
}

aw_value aw_queue_get_nowait(aw_value value) {
    queue *it = changed_queue(value);
    if (!it) return aw__expected("a Queue", value);
    if (it->items.count == 0) return aw_raise(AW_QUEUE_EMPTY);
    aw_value item = AW_TRY(aw__own(aw__retain(aw__items_next(&it->items, it->order))));
    AW_TRY(take_now(it));
    return item;
}

aw_value aw_queue_task_done(aw_value value) {
    queue *it = changed_queue(value);
    if (!it) return aw__expected("a Queue", value);
    if (it->unfinished == 0) return aw_raise(AW_VALUE_ERROR, "task_done() called too many times");
    if (--it->unfinished == 0) aw__waiters_wake(&it->joiners, SIZE_MAX);
    return aw_none();
}

size_t aw_queue_size(aw_value value) {
    const queue *it = read_queue(value);
    return it ? it->items.count : 0;
}
bool aw_queue_empty(aw_value value) { return aw_queue_size(value) == 0; }
bool aw_queue_full(aw_value value) {
    const queue *it = read_queue(value);
    return it && is_full(it);
}
int64_t aw_queue_maxsize(aw_value value) { return queue_in(value) ? queue_in(value)->maxsize : 0; }
