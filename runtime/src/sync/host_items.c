/* Async iterables and streams of JavaScript, as asynchronous generators. */
#include "host_items.h"

#include <aw/async_generator.h>
#include <aw/host.h>

#include "../coro/runtime_async.h"

/* A call of next() that is under way may never end: the iterator is told that there will be no other, and not waited for. */
static void give_up(aw_value iterator) {
    AW_SCOPE {
        aw_value told = AW_HOST_ASYNC("iterator.return", iterator);
        if (aw_is_future(told)) aw_cancel(told);
    }
}

AW__RUNTIME_ASYNC_GENERATOR(host_items, "host_items", (aw_value, iterator)) {
    for (;;) AW_SCOPE {
        aw_value item = aw_await(AW_HOST_ASYNC("iterator.next", iterator));
        AW_EXCEPT(item, AW_STOP_ASYNC_ITERATION) { return aw_none(); }
        if (aw_matches(item, AW_CANCELLED_ERROR)) give_up(iterator);
        AW_TRY(item);
        aw_value resumed = aw_yield(item);
        if (!aw_is_error(resumed)) continue;
        AW_FINALLY(resumed) { AW_AWAIT(AW_HOST_ASYNC("iterator.return", iterator)); }
        return resumed;
    }
}

aw_value aw__host_items(aw_value iterator) { return host_items(iterator); }
