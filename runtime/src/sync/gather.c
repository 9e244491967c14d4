/* asyncio.gather(), after Lib/asyncio/tasks.py. */
#include "many.h"

/* _GatheringFuture, and what its children's callbacks share. */
typedef struct gathering {
    aw__future future;
    aw_value children; /* a list, with a reference */
    aw_value message;  /* the cancel message that the last child keeps, whatever becomes of it; with a reference */
    uint32_t distinct, finished; /* to an explorer the address of `finished` stands for all of this but the future: each child that ends well only counts */
    bool return_exceptions, cancel_requested;
    bool abandoned; /* gather() itself failed: nobody has the future */
} gathering;

static void destroy(aw__object *object) {
    gathering *outer = (gathering *)(void *)object;
    if (!aw__future_fini(&outer->future, "_GatheringFuture")) return;
    aw__release(outer->children);
    aw__release(outer->message);
    aw__object_free(outer, sizeof *outer);
}

/* A task keeps the message that it is yet to be cancelled with; one that passes the request on has none. */
static void keep_message(gathering *outer, aw_value message, aw_value last) {
    if (!aw__is_task(last) || aw_future_done(last) || !aw__task_in(last)->must_cancel) return;
    aw_value before = outer->message;
    outer->message = aw__retain(message);
    aw__release(before);
}

static bool cancel(aw__future *self, aw_value message) {
    gathering *outer = (gathering *)(void *)self;
    aw__writes(&outer->finished);
    aw__reads(self);
    if (self->state != AW__PENDING) return false;
    const aw__list *children = aw__list_in(outer->children);
    bool accepted = false;
    for (uint32_t i = 0; i < children->count; i++) {
        if (aw__future_cancel(aw__future_in(children->items[i]), message)) accepted = true;
        if (aw__cancel_went_round) return false;
    }
    keep_message(outer, message, children->items[children->count - 1]);
    if (accepted) outer->cancel_requested = true;
    return accepted;
}

static const aw__future_class gathering_class = {
    {{"_GatheringFuture", destroy, aw__future_repr}, false, aw__future_send, aw__future_throw, aw__future_close}, cancel};

/* -- the end of each child -- */

/* fut.exception(): it counts as retrieved. */
static aw__exception *exception_of(aw__future *child) {
    child->log = false;
    return aw__future_exception(child);
}

/* A cancellation's message is an empty text where it had none. */
static aw_value result_of(aw__future *child) {
    if (child->state == AW__CANCELLED) {
        aw_value message = aw_is_none(child->result) ? AW_TRY(aw_string("")) : child->result;
        return aw_exception_of(AW_CANCELLED_ERROR, 1, &message);
    }
    aw__exception *exception = exception_of(child);
    return exception ? aw__from_object(exception) : child->result;
}

static aw_value all_results(const aw__list *children) {
    aw_value results = AW_TRY(aw_list_of(0, NULL));
    for (uint32_t i = 0; i < children->count; i++) {
        AW_SCOPE { AW_TRY(aw_append(results, result_of(aw__future_in(children->items[i])))); }
    }
    return results;
}

/* The last child's _make_cancelled_error(). */
static aw_value cancelled_error(const gathering *outer) {
    const aw__list *children = aw__list_in(outer->children);
    aw__future *last = aw__future_in(children->items[children->count - 1]);
    if (last->state == AW__CANCELLED) return aw__future_cancelled_error(last);
    return aw_exception_of(AW_CANCELLED_ERROR, !aw_is_none(outer->message), &outer->message);
}

/* The children are let go: one that never ends would hold the future, which holds them. */
static void let_go_of_children(gathering *outer) {
    aw_value children = outer->children;
    outer->children = aw_none();
    aw__release(children);
}

static aw_value settle(gathering *outer, aw_value outcome) {
    if (aw__is_exception(outcome)) aw__future_set_exception(&outer->future, outcome);
    else aw__future_set_result(&outer->future, outcome);
    let_go_of_children(outer);
    return aw_none();
}

static aw_value settle_early(gathering *outer, aw_value outcome) {
    aw__writes(&outer->finished);
    return settle(outer, outcome);
}

static aw_value child_done(aw_value future, aw_value gathered) {
    aw__future *child = aw__future_in(future);
    gathering *outer = (gathering *)(void *)aw__future_in(gathered);
    aw__reads(&outer->finished);
    outer->finished++;
    if (outer->abandoned || outer->future.state != AW__PENDING) {
        if (child->state != AW__CANCELLED) child->log = false;
        return aw_none();
    }
    if (!outer->return_exceptions) {
        if (child->state == AW__CANCELLED) return settle_early(outer, aw__future_cancelled_error(child));
        if (exception_of(child)) return settle_early(outer, child->result);
    }
    if (outer->finished < outer->distinct) return aw_none();
    aw_value results = all_results(aw__list_in(outer->children));
    return settle(outer, outer->cancel_requested && !aw_is_error(results) ? cancelled_error(outer) : results);
}

/* -- gather() -- */

typedef struct request {
    size_t count;
    const aw_value *awaitables;
    bool return_exceptions;
    aw_value result;
} request;

/* The future of one that may have come before. A trap can have left a mark on one that did not. */
static aw_value child_of(gathering *outer, const request *r, size_t index) {
    aw_value awaitable = r->awaitables[index];
    if (aw__see(awaitable)) {
        size_t first = 0;
        while (first < index && !aw_is(r->awaitables[first], awaitable)) first++;
        if (first < index) return aw__list_in(outer->children)->items[first];
    }
    aw_value future = AW_TRY(aw_ensure_future(awaitable));
    if (!aw__future_on_done(aw__future_in(future), child_done, aw__future_value(&outer->future))) return aw__memory_error();
    outer->distinct++;
    return future;
}

static aw_value add_children(gathering *outer, const request *r) {
    for (size_t i = 0; i < r->count; i++) {
        AW_SCOPE { AW_TRY(aw_append(outer->children, child_of(outer, r, i))); }
    }
    return aw_none();
}

static aw_value gathering_new(const request *r) {
    aw_value children = AW_TRY(aw_list_of(0, NULL));
    gathering *outer = (gathering *)(void *)aw__future_new(&gathering_class, AW_TYPE_FUTURE, sizeof *outer);
    if (!outer) return aw__memory_error();
    outer->children = aw__retain(children);
    outer->message = aw_none();
    outer->return_exceptions = r->return_exceptions;
    return aw__fresh(outer);
}

static aw_value gather(const request *r) {
    AW_TRY(aw__loop_check());
    for (size_t i = 0; i < r->count; i++) AW_TRY(r->awaitables[i]);
    if (!r->count) {
        aw_value done = AW_TRY(aw_future_new());
        AW_TRY(aw_future_set_result(done, aw_list_of(0, NULL)));
        return done;
    }
    aw_value made = AW_TRY(gathering_new(r));
    gathering *outer = (gathering *)(void *)aw__future_in(made);
    aw_value added = add_children(outer, r);
    aw__unsee(r->count, r->awaitables);
    if (!aw_is_error(added)) return made;
    outer->abandoned = true;
    let_go_of_children(outer);
    return added;
}

static void gather_on_main_stack(void *argument) {
    request *r = argument;
    r->result = gather(r);
}

aw_value aw_gather_of(size_t count, const aw_value *awaitables, bool return_exceptions) {
    request r = {count, awaitables, return_exceptions, aw_none()};
    aw__on_main_stack(gather_on_main_stack, &r);
    return r.result;
}

aw_value aw_gather_list(aw_value awaitables, bool return_exceptions) {
    AW_TRY(awaitables);
    if (!aw__is_list(awaitables)) return aw_raise(AW_TYPE_ERROR, "a list was expected, got %s", aw_type_name(awaitables));
    return aw_gather_of(aw_length(awaitables), aw__list_in(awaitables)->items, return_exceptions);
}
