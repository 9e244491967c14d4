/* asyncio.wait_for(), after Lib/asyncio/tasks.py. */
#include "../coro/runtime_async.h"
#include "many.h"

#include <math.h>

static aw_value listen(aw_value future, aw_value waiter) {
    return aw__future_on_done(aw__future_in(future), aw__release_waiter, waiter) ? aw_none() : aw__memory_error();
}

static void forget(aw_value future, aw_value waiter) { aw__future_forget(aw__future_in(future), aw__release_waiter, waiter); }

/* Cancels it and waits until it has ended. Not for itself, so that waiting can be cancelled, too. */
static aw_value cancel_and_wait(aw_value future) {
    aw_value waiter = AW_TRY(aw_future_new());
    AW_TRY(listen(future, waiter));
    aw_value cancelled = aw_cancel(future);
    aw_value waited = aw_is_error(cancelled) ? cancelled : aw_await(waiter);
    forget(future, waiter);
    return waited;
}

/* What came of it after all, or TimeoutError. */
static aw_value result_or_timeout(aw_value future) {
    aw_value result = aw_future_result(future);
    AW_EXCEPT(result, AW_CANCELLED_ERROR, e) { return aw_raise_from(aw_exception(AW_TIMEOUT_ERROR, ""), e); }
    return result;
}

static aw_value wait_until(aw_value future, aw_value waiter) {
    aw_value woken = aw_await(waiter);
    AW_EXCEPT(woken, AW_CANCELLED_ERROR) {
        if (aw_future_done(future)) return aw_future_result(future);
        forget(future, waiter);
        AW_TRY(cancel_and_wait(future));
        return aw_reraise();
    }
    AW_TRY(woken);
    if (aw_future_done(future)) return aw_future_result(future);
    forget(future, waiter);
    AW_TRY(cancel_and_wait(future));
    return result_or_timeout(future);
}

static aw_value wait_at_once(aw_value awaitable) {
    aw_value future = AW_TRY(aw_ensure_future(awaitable));
    if (aw_future_done(future)) return aw_future_result(future);
    AW_TRY(cancel_and_wait(future));
    return result_or_timeout(future);
}

AW__RUNTIME_ASYNC(wait_for, "wait_for", (aw_value, awaitable), (double, timeout)) {
    if (isnan(timeout)) return aw_await(awaitable);
    if (timeout <= 0) return wait_at_once(awaitable);
    aw_value waiter = AW_TRY(aw_future_new());
    aw__handle *timer = aw__loop_at(aw_time() + timeout, aw__release_waiter, aw_none(), aw__retain(waiter));
    aw_value timed = aw__fresh(timer);
    if (aw_is_error(timed) && timer) aw__handle_cancel(timer);
    AW_TRY(timed);
    aw_value result = aw_ensure_future(awaitable);
    if (!aw_is_error(result)) {
        aw_value listens = listen(result, waiter);
        result = aw_is_error(listens) ? listens : wait_until(result, waiter);
    }
    aw__handle_cancel(timer);
    return result;
}

aw_value aw_wait_for(aw_value awaitable, double timeout) { return wait_for(awaitable, timeout); }
