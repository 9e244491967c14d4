/* C1 to C20: callbacks, iterations, timers, stopping and re-entrance. */
#include <math.h>
#include <string.h>

#include "awaitables.h"
#include "in_loop.h"

TEST_IN_LOOP(c1_call_soon_is_first_in_first_out) {
    for (int i = 0; i < 5; i++) aw_call_soon(log_it, aw_int(i));
    CHECK_LOG("");
    AW_AWAIT(ticks(1));
    CHECK_LOG("0 1 2 3 4");
    return aw_none();
}

/* -- iterations -- */

static int first_iteration;
static aw_value log_iteration(aw_value name) {
    LOG("%s+%d", aw_str(name), iteration - first_iteration);
    return aw_none();
}
static aw_value log_iteration_and_call(aw_value name) {
    log_iteration(name);
    return aw_call_soon(log_iteration, aw_string("c"));
}

TEST_IN_LOOP(c2_what_callbacks_schedule_is_for_the_next_iteration) {
    first_iteration = iteration;
    aw_call_soon(log_iteration_and_call, aw_string("a"));
    aw_call_soon(log_iteration, aw_string("b"));
    AW_AWAIT(ticks(3));
    CHECK_LOG("a+1 b+1 c+2");
    return aw_none();
}

static aw_value cancel_first(aw_value handles) {
    aw_handle_cancel(aw_item(handles, 0));
    return aw_none();
}

TEST_IN_LOOP(c3_cancelled_handles_are_not_called) {
    aw_value handles = aw_list_of(0, NULL);
    aw_call_soon(cancel_first, handles);
    aw_value handle = aw_none(), ran = aw_call_soon(log_it, aw_int(2));
    AW_SCOPE {
        aw_value tracked = tracked_new();
        handle = aw_keep(aw_call_soon(log_it, tracked));
        aw_append(handles, handle);
    }
    AW_AWAIT(ticks(2));
    CHECK_LOG("gone 2"); /* and what it was given is dropped */
    CHECK(aw_handle_cancelled(handle));
    CHECK(!aw_handle_cancelled(ran));
    aw_handle_cancel(handle);
    aw_handle_cancel(ran);
    CHECK_VALUE("<Handle cancelled>", handle);
    return aw_none();
}

static aw_value c4_bad(aw_value argument) {
    (void)argument;
    return aw_raise(AW_VALUE_ERROR, "v");
}

TEST_IN_LOOP(c4_errors_of_callbacks_go_to_the_exception_handler) {
    aw_call_soon(c4_bad, aw_none());
    aw_call_soon(log_it, aw_int(1));
    AW_AWAIT(ticks(1));
    CHECK_LOG("1");
    CHECK_LOOP_ERROR("Exception in callback c4_bad(): ValueError('v') (handle)");
    return aw_none();
}

static aw_value raise_kind(aw_value kind) { return aw_raise(aw_kind_of(kind)); }

AW_ASYNC(calls_one_that_raises, (aw_value, kind)) {
    aw_call_soon(raise_kind, kind);
    aw_call_soon(log_it, aw_int(1));
    return aw_none();
}

TEST(c5_system_exit_ends_the_run_and_keeps_what_is_ready) {
    note_loop_errors();
    CHECK_RAISES(aw_run_until_complete(calls_one_that_raises(aw_kind_value(AW_KEYBOARD_INTERRUPT))), "KeyboardInterrupt", "");
    CHECK_LOG("");
    CHECK(!aw_loop_running());
    CHECK_NONE(aw_run_forever());
    CHECK_LOG("1");
    CHECK_RAISES(aw_run_until_complete(calls_one_that_raises(aw_kind_value(AW_SYSTEM_EXIT))), "SystemExit", "");
    CHECK_NONE(aw_run_forever());
    CHECK_LOG("1");
    end_leftovers();
    CHECK_NO_LOOP_ERROR();
    aw_set_exception_handler(NULL);
}

/* -- timers -- */

TEST_IN_LOOP(c6_due_timers_run_behind_what_is_ready) {
    aw_call_later(0, log_it, aw_string("t0"));
    aw_call_soon(log_it, aw_string("s"));
    aw_call_at(aw_time() - 5, log_it, aw_string("past"));
    AW_AWAIT(ticks(2));
    CHECK_LOG("s past t0");
    return aw_none();
}

TEST_IN_LOOP(c7_a_delay_of_nothing_comes_after_call_soon) {
    first_iteration = iteration;
    aw_call_later(0, log_iteration, aw_string("t"));
    aw_call_later(-1, log_iteration, aw_string("neg"));
    aw_call_soon(log_iteration, aw_string("s"));
    AW_AWAIT(ticks(2));
    CHECK_LOG("s+1 neg+1 t+1");
    return aw_none();
}

TEST_IN_LOOP(c8_timers_fire_in_the_order_of_their_deadlines) {
    aw_call_later(3, log_it, aw_int(3));
    aw_call_later(1, log_it, aw_int(1));
    aw_call_later(2, log_it, aw_int(2));
    AW_AWAIT(aw_sleep(4));
    CHECK_LOG("1 2 3");
    return aw_none();
}

/* Logs the number of a pair; the last one finishes the future. No other timer is set: it would change the order. */
static int c9_left;
static aw_value log_and_finish(aw_value pair) {
    log_it(aw_item(pair, 0));
    return --c9_left ? aw_none() : finish_it(aw_item(pair, 1));
}

TEST_IN_LOOP(c9_equal_deadlines_fire_in_the_order_of_heapq) {
    static const char *const orders[] = {
        "0",
        "0 1",
        "0 1 2",
        "0 2 1 3",
        "0 2 4 1 3",
        "0 2 5 4 1 3",
        "0 2 5 6 4 1 3",
        "0 2 6 5 7 4 1 3",
        "0 2 6 8 5 7 4 1 3",
        "0 2 6 9 8 5 7 4 1 3",
        "0 2 6 10 9 8 5 7 4 1 3",
        "0 2 6 11 10 9 8 5 7 4 1 3",
        "0 2 6 12 11 10 9 8 5 7 4 1 3",
        "0 2 6 13 12 11 10 9 8 5 7 4 1 3",
        "0 2 6 13 14 12 11 10 9 8 5 7 4 1 3",
        "0 2 6 14 13 15 12 11 10 9 8 5 7 4 1 3",
        "0 2 6 14 16 13 15 12 11 10 9 8 5 7 4 1 3",
        "0 2 6 14 17 16 13 15 12 11 10 9 8 5 7 4 1 3",
        "0 2 6 14 18 17 16 13 15 12 11 10 9 8 5 7 4 1 3",
    };
    for (int count = 1; count <= (int)(sizeof orders / sizeof *orders); count++) {
        aw_value future = aw_future_new();
        c9_left = count;
        for (int i = 0; i < count; i++) aw_call_at(aw_time() + 5, log_and_finish, AW_TUPLE(aw_int(i), future));
        AW_AWAIT(future);
        CHECK_LOG(orders[count - 1]);
    }
    return aw_none();
}

TEST_IN_LOOP(c10_deadlines) {
    aw_value handle = aw_call_at(aw_time() + 2, log_it, aw_none());
    CHECK(aw_handle_when(handle) == aw_time() + 2);
    CHECK(isnan(aw_handle_when(aw_call_soon(log_it, aw_none()))));
    CHECK_RAISES(aw_call_later((double)NAN, log_it, aw_none()), "TypeError", "delay must not be None");
    CHECK_RAISES(aw_call_at((double)NAN, log_it, aw_none()), "TypeError", "when cannot be None");
    return aw_none();
}

TEST_IN_LOOP(c11_a_cancelled_timer_is_not_waited_for) {
    aw_handle_cancel(aw_call_later(1, log_it, aw_int(1)));
    AW_AWAIT(aw_sleep(2));
    CHECK_LOG("");
    CHECK(aw_time() == 2);
    AW_AWAIT(ticks(1));
    size_t before = aw_live().objects;
    AW_SCOPE {
        aw_value handles = aw_list_of(0, NULL);
        for (int i = 0; i < 200; i++)
            AW_SCOPE { aw_append(handles, aw_call_later(100 + i, log_it, aw_none())); }
        for (size_t i = 0; i < 150; i++) aw_handle_cancel(aw_item(handles, i));
    }
    CHECK_INT(200, aw_live().objects - before); /* they go when they are too many, in the next iteration */
    AW_AWAIT(ticks(1));
    CHECK_INT(50, aw_live().objects - before);
    return aw_none();
}

/* -- stopping -- */

static aw_value log_and_call_soon(aw_value next) {
    LOG("%s", aw_str(aw_item(next, 0)));
    if (aw_length(next) > 1) aw_call_soon(log_and_call_soon, AW_LIST(aw_item(next, 1)));
    return aw_none();
}
static aw_value stop_and_call_soon(aw_value next) {
    aw_loop_stop();
    return aw_call_soon(log_and_call_soon, next);
}
AW_ASYNC(calls_one_that_stops) {
    aw_call_soon(stop_and_call_soon, AW_LIST(aw_string("later"), aw_string("last")));
    aw_call_soon(log_it, aw_string("same batch"));
    AW_AWAIT(ticks(100));
    return aw_none();
}

TEST(c12_c14_stop_ends_the_run_after_the_iteration) {
    CHECK_RAISES(aw_run_until_complete(calls_one_that_stops()), "RuntimeError", "Event loop stopped before Future completed.");
    CHECK_LOG("same batch");
    aw_loop_stop();
    CHECK_NONE(aw_run_forever());
    CHECK_LOG("later");
    end_leftovers();
    CHECK_NONE(aw_run_forever());
    CHECK_LOG("last");
}

AW_ASYNC(leaves_callbacks) {
    aw_call_soon(log_it, aw_string("x"));
    aw_call_soon(log_and_call_soon, AW_LIST(aw_string("y"), aw_string("too late")));
    return aw_int(5);
}

TEST(c13_run_until_complete_stops_after_the_iteration_behind_the_last_step) {
    CHECK_VALUE("5", aw_run_until_complete(leaves_callbacks()));
    CHECK_LOG("x y");
    CHECK_NONE(aw_run_forever());
    CHECK_LOG("too late");
    CHECK_RAISES(aw_run_until_complete(raises(aw_exception(AW_KEY_ERROR, "k"))), "KeyError", "'k'");
    end_leftovers();
}

TEST_IN_LOOP(c15_a_running_loop_cannot_be_run) {
    aw_value c = ret(aw_int(1));
    CHECK_RAISES(aw_run_forever(), "RuntimeError", "This event loop is already running");
    CHECK_RAISES(aw_run_until_complete(aw_future_new()), "RuntimeError", "This event loop is already running");
    CHECK_RAISES(aw_run_until_complete(c), "RuntimeError", "This event loop is already running");
    CHECK_RAISES(aw_loop_turn(), "RuntimeError", "This event loop is already running");
    CHECK_RAISES(aw_loop_step(), "RuntimeError", "This event loop is already running");
    CHECK_STATE("CORO_CREATED", c);
    CHECK_NONE(aw_close(c));
    return aw_none();
}

TEST_IN_LOOP(c17_inside_the_loop_there_is_one) {
    CHECK(aw_loop_running());
    CHECK(!aw_is_error(aw_future_new()));
    return aw_none();
}

/* In WebAssembly the host's loop is there at any time. */
TEST(c17_outside_there_is_no_running_loop) {
    CHECK(!aw_loop_running());
#ifdef __wasm__
    CHECK(aw_is_future(aw_future_new()));
    CHECK_NONE(aw_current_task());
#else
    aw_value c = ret(aw_none());
    CHECK_RAISES(aw_create_task(c), "RuntimeError", "no running event loop");
    CHECK_RAISES(aw_future_new(), "RuntimeError", "no running event loop");
    CHECK_RAISES(aw_call_soon(log_it, aw_none()), "RuntimeError", "no running event loop");
    CHECK_RAISES(aw_current_task(), "RuntimeError", "no running event loop");
    CHECK_STATE("CORO_CREATED", c);
    CHECK_NONE(aw_close(c));
#endif
}

static aw_value failing_handler(const aw_loop_error *error) {
    LOG("%s", error->message);
    return strcmp(error->message, "exit") == 0 ? aw_raise(AW_SYSTEM_EXIT, "3") : aw_none();
}

TEST(c18_the_exception_handler) {
    aw_set_exception_handler(failing_handler);
    CHECK_NONE(aw_call_exception_handler(&(aw_loop_error){"m", aw_none(), NULL, aw_none()}));
    CHECK_RAISES(aw_call_exception_handler(&(aw_loop_error){"exit", aw_none(), NULL, aw_none()}), "SystemExit", "3");
    CHECK_LOG("m exit");
    aw_set_exception_handler(NULL);
}
