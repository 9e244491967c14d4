/* Asynchronous generators that were begun and not finished: the loop closes them when they are dropped, and at the end of a run. After BaseEventLoop's
 * _asyncgen_firstiter_hook, _asyncgen_finalizer_hook and shutdown_asyncgens. */
#include "run.h"

#include "../coro/async_generator.h"
#include "../coro/runtime_async.h"

static bool was_shut_down;

static aw_value firstiter(aw_value generator) {
    if (was_shut_down) {
        aw_value text = aw_format("asynchronous generator %s was scheduled after loop.shutdown_asyncgens() call", aw_repr(generator));
        aw__warn(aw_is_error(text) ? "an asynchronous generator was scheduled after loop.shutdown_asyncgens() call" : aw_as_string(text), generator);
    }
    aw__async_generator_watch(aw__async_generator_in(generator));
    return aw_none();
}

static aw_value close_in_task(aw_value closing, aw_value unused) {
    (void)unused;
    aw_value task = aw_create_task(closing);
    return aw__callback_ended(task, "create_task", aw_none());
}

static aw_value finalizer(aw_value generator) {
    aw__async_generator_unwatch(aw__async_generator_in(generator));
    aw_value closing = AW_TRY(aw_aclose(generator));
    return aw__loop_soon(close_in_task, aw__retain(closing), aw_none()) ? aw_none() : aw__memory_error();
}

void aw__loop_entered(bool entered) {
    static aw_asyncgen_hook outer_firstiter, outer_finalizer;
    if (entered) {
        aw_get_asyncgen_hooks(&outer_firstiter, &outer_finalizer);
        aw__set_asyncgen_hooks(firstiter, finalizer);
    } else {
        aw__set_asyncgen_hooks(outer_firstiter, outer_finalizer);
    }
}

/* -- at the end of a run -- */

static aw_value take_watched(void) {
    aw__writes(&aw__the_tasks);
    aw_value generators = AW_TRY(aw_list_of(0, NULL));
    for (aw__async_generator *each = aw__first_watched; each; each = each->next) AW_TRY(aw_append(generators, aw__from_object(each)));
    while (aw__first_watched) aw__async_generator_unwatch(aw__first_watched);
    return generators;
}

static aw_value close_all(aw_value generators) {
    aw_value closings = AW_TRY(aw_list_of(0, NULL));
    for (size_t i = 0; i < aw_length(generators); i++) AW_TRY(aw_append(closings, aw_aclose(aw_item(generators, i))));
    return aw_gather_list(closings, true);
}

static void report(aw_value generators, aw_value results) {
    for (size_t i = 0; i < aw_length(generators); i++) {
        aw_value result = aw_item(results, i), generator = aw_item(generators, i);
        if (aw_type_of(result) != AW_TYPE_EXCEPTION || !aw_matches(result, AW_EXCEPTION)) continue;
        aw_value message = aw_format("an error occurred during closing of asynchronous generator %s", aw_repr(generator));
        aw__loop_error(aw_is_error(message) ? "an error occurred during closing of asynchronous generator" : aw_as_string(message), result,
                       "asyncgen", generator);
    }
}

AW__RUNTIME_ASYNC(shutdown, "BaseEventLoop.shutdown_asyncgens", (bool, unused)) {
    (void)unused;
    was_shut_down = true;
    if (!aw__first_watched) return aw_none();
    aw_value generators = AW_TRY(take_watched());
    aw_value results = AW_AWAIT(close_all(generators));
    report(generators, results);
    return aw_none();
}

aw_value aw_shutdown_asyncgens(void) { return shutdown(true); }

void aw__asyncgens_reopen(void) { was_shut_down = false; }
