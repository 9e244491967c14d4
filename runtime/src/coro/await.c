/* await: where coroutines suspend. */
#include "coroutine.h"
#include "native.h"
#include "object.h"
#include "observe.h"

#include "../base/replaced.h"

enum { EAGER_AT_MOST = 48 }; /* coroutines started on top of their awaiters; deeper ones are started by the drive, from the bottom */

static aw_value refused(void) {
    return aw_raise(AW_RUNTIME_ERROR, "await outside a coroutine: only a coroutine, or a function that it calls, can await");
}

/* The value is what the await gives; None that it is not there yet is told by the flag. */
typedef struct begun {
    aw__coroutine *self;
    aw_value awaitable;
    uint32_t mark;
    bool suspends;
} begun;

static void give(begun *await, aw_step step, aw_value out) {
    await->suspends = step == AW_STEP_NEXT;
    if (await->suspends) {
        aw__yielded = out;
    } else {
        aw__detach(await->self);
        await->self->transfer = aw__own(out);
    }
}

static void fail(begun *await, aw_value error) { await->self->transfer = error; }

static void await_coroutine(begun *await) {
    aw__coroutine *inner = aw__coroutine_in(await->awaitable);
    aw__records(inner, true);
    if (!aw_is_none(aw__visible_delegate(inner))) return fail(await, aw_raise(AW_RUNTIME_ERROR, "coroutine is being awaited already"));
    if (aw__executing(inner)) return fail(await, aw_raise(AW_VALUE_ERROR, "coroutine already executing"));
    if (inner->state == AW_CLOSED) return fail(await, aw_raise(AW_RUNTIME_ERROR, "cannot reuse already awaited coroutine"));
    aw__attach(await->self, await->awaitable, await->mark);
    if (aw__depth >= EAGER_AT_MOST) {
        await->self->starting = await->suspends = true;
        aw__suspended_leaf = await->self;
        aw__yielded = aw_none();
        return;
    }
    aw_value out;
    aw_step step = aw__enter(inner, aw_none(), &out);
    give(await, step, out);
}

static void await_delegate(begun *await, aw_value delegate) {
    aw_value out;
    aw__attach(await->self, delegate, await->mark);
    aw_step step = aw__delegate_send(await->self, aw_none(), &out);
    give(await, step, out);
    aw__suspended_leaf = await->self;
}

static void await_object(begun *await) {
    aw_value iterator = aw__user_await(await->awaitable);
    if (aw_is_error(iterator)) return fail(await, iterator);
    if (aw__is_coroutine(iterator)) return fail(await, aw_raise(AW_TYPE_ERROR, "__await__() returned a coroutine"));
    if (!aw__is_iterator(iterator) && !aw__awaitable_class_of(iterator))
        return fail(await, aw_raise(AW_TYPE_ERROR, "__await__() returned non-iterator of type '%s'", aw_type_name(iterator)));
    await_delegate(await, iterator);
}

static void await_promise(begun *await) {
    aw_value future = aw__port_await(await->awaitable);
    if (aw_is_error(future)) fail(await, future);
    else await_delegate(await, future);
}

bool aw__is_awaitable(aw_value value) {
    aw_type type = aw_type_of(value);
    if (type == AW_TYPE_JS) return true; /* if it is a promise, which only the host knows */
    if (type == AW_TYPE_OBJECT) return aw__can_await(value);
    return type == AW_TYPE_COROUTINE || type == AW_TYPE_GENERATOR || type == AW_TYPE_SUSPEND || aw__awaitable_class_of(value);
}

/* What an aw_suspend() hands to whoever drives. */
static inline aw_value handed_out(aw_value suspension) {
    if (aw__is_object(suspension)) return ((aw__suspension *)(void *)aw__object_of(suspension))->value;
    uint64_t kind = suspension.bits >> 32 & 0xFFFF;
    return aw__pack(kind ? AW__TAG_INT : AW__TAG_SPECIAL, (uint64_t)(int64_t)(int32_t)(uint32_t)suspension.bits & AW__PAYLOAD);
}

static void begin(void *argument) {
    begun *await = argument;
    aw_value waiting = aw__replacements ? aw__waiting_error() : aw_none();
    if (aw_is_error(waiting)) return fail(await, waiting);
    aw__observe_await(await->self, await->awaitable);
    switch (aw_type_of(await->awaitable)) {
    case AW_TYPE_RAISED: return fail(await, await->awaitable);
    case AW_TYPE_COROUTINE: return await_coroutine(await);
    case AW_TYPE_GENERATOR: return await_delegate(await, await->awaitable);
    case AW_TYPE_SUSPEND:
        aw__attach(await->self, await->awaitable, await->mark);
        aw__yielded = aw__retain(handed_out(await->awaitable));
        aw__suspended_leaf = await->self;
        await->suspends = true;
        return;
    case AW_TYPE_OBJECT:
        if (aw__can_await(await->awaitable)) return await_object(await);
        break;
    case AW_TYPE_AWAITABLE:
    case AW_TYPE_FUTURE:
    case AW_TYPE_TASK: return await_delegate(await, await->awaitable);
    case AW_TYPE_JS: return await_promise(await);
    default: break;
    }
    fail(await, aw_raise(AW_TYPE_ERROR, "object %s can't be used in 'await' expression", aw_type_name(await->awaitable)));
}

/* Apart from the commonest case, which needs no frame on the C stack. */
static __attribute__((noinline)) bool begin_elsewhere(aw__coroutine *self, aw_value awaitable, uint32_t mark) {
    begun await = {self, awaitable, mark, false};
    aw__on_main_stack(begin, &await);
    return await.suspends;
}

/* All that happens before the coroutine is left, but for the commonest case, on the main stack. */
static bool suspends(aw__coroutine *self, aw_value awaitable, uint32_t mark) {
    if (aw__tag(awaitable) == AW__TAG_SUSPEND && !aw__replacements) {
        self->delegate = awaitable;
        aw__yielded = handed_out(awaitable);
        aw__suspended_leaf = self;
        return true;
    }
    return begin_elsewhere(self, awaitable, mark);
}

AW__SUSPENDS(aw__await) aw_value aw__await(aw_value awaitable, const aw_site *site, uint32_t mark) {
    if (!aw__stack_resuming()) {
        aw__coroutine *self = aw__running;
        if (!self) return aw_is_error(awaitable) ? awaitable : refused();
        self->site = site;
        if (!suspends(self, awaitable, mark)) return self->transfer;
    }
    if (!aw__stack_leave()) return awaitable;
    return aw__running->transfer;
}

AW__SUSPENDS(aw__yield) aw_value aw__yield(aw_value value, const aw_site *site) {
    if (!aw__stack_resuming()) {
        aw__coroutine *self = aw__running;
        if (aw_is_error(value)) return value;
        if (!self || self->code->kind == aw__coroutine_code) return aw_raise(AW_RUNTIME_ERROR, "AW_YIELD outside a generator");
        aw_value waiting = aw__replacements ? aw__waiting_error() : aw_none();
        if (aw_is_error(waiting)) return waiting;
        self->site = site;
        aw__yielded = aw__retain(value);
        aw__suspended_leaf = self;
    }
    if (!aw__stack_leave()) return value;
    return aw__running->transfer;
}
