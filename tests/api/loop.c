/* Tasks, host operations and asynchronous generators that the API tests run from JavaScript. */
#include <aw/aw.h>

#include <math.h>
#include <stdlib.h>

/* -- tasks -- */

AW_ASYNC(give, (aw_value, value)) { return value; }
AW_ASYNC(work, (const char *, name), (double, delay)) {
    AW_AWAIT(aw_sleep(delay));
    return aw_string(name);
}
AW_ASYNC(both) { return AW_AWAIT(aw_gather(work("a", 0.02), work("b", 0.01))); }
AW_ASYNC(hops, (int, count)) {
    AW_FOR(int i = 0; i < count; i++) AW_AWAIT(aw_sleep(0));
    return aw_int(count);
}
AW_ASYNC(hop_for, (double, seconds)) {
    double end = aw_time() + seconds;
    int64_t hops = 0;
    for (; aw_time() < end; hops++) AW_SCOPE { AW_AWAIT(aw_sleep(0)); }
    return aw_int(hops);
}
AW_ASYNC(spin, (int, tasks), (double, seconds)) {
    aw_value all = AW_TRY(aw_list_of(0, NULL));
    for (int i = 0; i < tasks; i++) AW_TRY(aw_append(all, AW_TRY(aw_create_task(hop_for(seconds)))));
    AW_AWAIT(aw_gather_list(all, false));
    return aw_none();
}
AW_ASYNC(awaits, (aw_value, awaitable)) { return AW_AWAIT(awaitable); }
AW_ASYNC(gathers, (aw_value, awaitables)) { return AW_AWAIT(aw_gather_list(awaitables, false)); }
AW_ASYNC(never) { return AW_AWAIT(AW_TRY(aw_future_new())); }
AW_ASYNC(a_future) { return AW_LIST(AW_TRY(aw_future_new())); }
AW_ASYNC(a_sleep, (double, delay)) { return AW_LIST(aw_sleep_result(delay, aw_string("slept"))); }
AW_ASYNC(makes_coroutine) { return give(aw_int(5)); }
AW_ASYNC(the_time) { return aw_double(aw_time()); }
AW_ASYNC(sleeps, (double, delay)) {
    double start = aw_time();
    AW_AWAIT(aw_sleep(delay));
    return aw_double(aw_time() - start);
}
AW_ASYNC(many_sleeps, (int, count), (double, delay)) {
    aw_value all = AW_TRY(aw_list_of(0, NULL));
    for (int i = 0; i < count; i++) AW_TRY(aw_append(all, aw_sleep_result(delay, aw_int(i))));
    return AW_AWAIT(aw_gather_list(all, false));
}
AW_ASYNC(timed, (aw_value, awaitable), (double, timeout)) { return AW_AWAIT(aw_wait_for(awaitable, timeout)); }

/* -- ends -- */

AW_ASYNC(fail_later, (const char *, text)) {
    AW_AWAIT(aw_sleep(0));
    return aw_raise(AW_VALUE_ERROR, "%s", text);
}
AW_ASYNC(fails_inside, (const char *, text)) { return AW_AWAIT(AW_TRY(aw_create_task(fail_later(text)))); }
AW_ASYNC(system_exit) {
    AW_AWAIT(aw_sleep(0));
    return aw_raise(AW_SYSTEM_EXIT, "bye");
}
AW_ASYNC(stops_loop) {
    aw_loop_stop();
    AW_AWAIT(aw_sleep(1));
    return aw_none();
}
/* Tells the host what it was cancelled with. */
AW_ASYNC(tells, (const char *, name)) {
    aw_value r = aw_await(aw_sleep(1000));
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        AW_TRY(AW_HOST("note", aw_string(name), aw_exception_args(e)));
        return aw_reraise();
    }
    return AW_TRY(r);
}
AW_ASYNC(cleans_up_slowly) {
    aw_value r = aw_await(aw_sleep(1000));
    AW_FINALLY(r) {
        AW_AWAIT(aw_sleep(0.001));
        AW_TRY(AW_HOST("note", aw_string("cleaned"), aw_none()));
    }
    return AW_TRY(r);
}
AW_ASYNC(leaves_over) {
    aw_value a = AW_TRY(aw_create_task(tells("a"))), b = AW_TRY(aw_create_task(cleans_up_slowly()));
    (void)a, (void)b;
    AW_AWAIT(aw_sleep(0));
    return aw_string("main");
}
AW_ASYNC(stubborn) {
    aw_value r = aw_await(aw_sleep(1000));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) { AW_AWAIT(AW_TRY(aw_future_new())); }
    return AW_TRY(r);
}
AW_ASYNC(forgets, (aw_value, coroutine)) {
    aw_value task = AW_TRY(aw_create_task(coroutine));
    (void)task;
    AW_AWAIT(aw_sleep(0));
    return aw_none();
}
AW_ASYNC(catches, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_BASE_EXCEPTION, e) { return aw_format("caught %s", aw_repr(e)); }
    return AW_TRY(r);
}

AW_ASYNC(one_of_many) {
    aw_value r = aw_await(aw_sleep(1000));
    AW_FINALLY(r) { AW_AWAIT(aw_sleep(0)); }
    return AW_TRY(r);
}
AW_ASYNC(crowd, (int, count)) {
    aw_value all = AW_TRY(aw_list_of(0, NULL));
    for (int i = 0; i < count; i++) AW_TRY(aw_append(all, AW_TRY(aw_create_task(one_of_many()))));
    return AW_AWAIT(aw_gather_list(all, false));
}

/* -- traps -- */

AW_ASYNC(traps_later) {
    AW_AWAIT(aw_sleep(0));
    __builtin_trap();
}
AW_ASYNC(exits_later) {
    AW_AWAIT(aw_sleep(0));
    exit(7);
}
static aw_value trapping_callback(aw_value argument) {
    (void)argument;
    __builtin_trap();
}
static aw_value failing_callback(aw_value argument) {
    (void)argument;
    return aw_raise(AW_KEY_ERROR, "callback");
}
AW_ASYNC(calls_soon, (bool, traps)) {
    if (traps) AW_TRY(aw_call_soon(trapping_callback, aw_none()));
    else AW_TRY(aw_call_soon(failing_callback, aw_none()));
    AW_AWAIT(aw_sleep(0.001));
    return aw_string("went on");
}

/* -- the host -- */

AW_ASYNC(asks, (const char *, name), (aw_value, argument)) { return AW_AWAIT(AW_HOST_ASYNC(name, argument)); }
AW_ASYNC(asks_sync, (aw_value, argument)) { return AW_HOST("ask", argument); }
AW_ASYNC(asks_caught, (const char *, name), (aw_value, argument)) {
    aw_value r = aw_await(AW_HOST_ASYNC(name, argument));
    AW_EXCEPT(r, AW_BASE_EXCEPTION, e) { return aw_format("caught %s", aw_repr(e)); }
    return AW_TRY(r);
}
AW_ASYNC(asks_and_drops) {
    AW_SCOPE {
        aw_value dropped = AW_TRY(AW_HOST_ASYNC("ask", aw_int(1)));
        (void)dropped;
    }
    AW_AWAIT(aw_sleep(0.001));
    return aw_string("dropped");
}
AW_ASYNC(asks_many, (int, count)) {
    aw_value all = AW_TRY(aw_list_of(0, NULL));
    for (int i = 0; i < count; i++) AW_TRY(aw_append(all, AW_TRY(AW_HOST_ASYNC("ask", aw_int(i)))));
    aw_value answers = AW_AWAIT(aw_gather_list(all, false));
    int64_t sum = 0;
    for (size_t i = 0; i < aw_length(answers); i++) sum += aw_as_int(aw_item(answers, i));
    return aw_int(sum);
}
AW_ASYNC(asks_in_turn, (int, count)) {
    AW_FOR(int i = 0; i < count; i++) AW_AWAIT(AW_HOST_ASYNC("ask", aw_int(i)));
    return aw_int(count);
}
AW_ASYNC(asks_and_finds_current) {
    AW_AWAIT(aw_sleep(0));
    return AW_HOST("current", aw_none());
}

/* -- asynchronous generators -- */

AW_ASYNC_GENERATOR(ticker, (int, count)) {
    for (int i = 0; i < count; i++) {
        AW_AWAIT(aw_sleep(0));
        AW_YIELD(aw_int(i));
    }
    return aw_none();
}
AW_ASYNC_GENERATOR(ticks_then_traps) {
    AW_YIELD(aw_int(1));
    __builtin_trap();
    return aw_none();
}
AW_ASYNC_GENERATOR(echoes) {
    aw_value got = aw_string("ready");
    for (;;) AW_SCOPE {
        aw_value sent = aw_yield(got);
        AW_EXCEPT(sent, AW_VALUE_ERROR, e) { sent = aw_format("caught %s", aw_str(e)); }
        if (aw_is_error(sent)) {
            AW_FINALLY(sent) { AW_TRY(AW_HOST("note", aw_string("closed"), aw_none())); }
            return sent;
        }
        got = aw_keep(sent);
    }
}
AW_ASYNC(begins) {
    aw_value generator = echoes();
    AW_AWAIT(aw_anext(generator));
    return AW_LIST(generator);
}
AW_ASYNC(collects, (aw_value, iterable)) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    AW_ASYNC_FOR(item, iterable) AW_TRY(aw_append(list, item));
    return list;
}
AW_ASYNC(takes, (aw_value, iterable), (int, count)) {
    aw_value iterator = AW_TRY(aw_aiter(iterable)), list = AW_TRY(aw_list_of(0, NULL));
    for (int i = 0; i < count; i++) AW_TRY(aw_append(list, AW_AWAIT(aw_anext(iterator))));
    AW_AWAIT(aw_aclose(iterator));
    return list;
}

/* -- fetch -- */

AW_ASYNC(fetches, (const char *, url), (aw_value, options)) {
    aw_value response = AW_AWAIT(aw_fetch(url, options));
    aw_value text = AW_AWAIT(aw_response_text(response));
    return AW_LIST(AW_TRY(aw_response_status(response)), AW_TRY(aw_response_ok(response)), AW_TRY(aw_response_header(response, "x-kind")),
                   AW_TRY(aw_response_header(response, "x-none")), text);
}
AW_ASYNC(fetches_bytes, (const char *, url)) { return AW_AWAIT(aw_response_bytes(AW_AWAIT(aw_fetch(url, aw_none())))); }
AW_ASYNC(fetches_parts, (const char *, url)) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    AW_ASYNC_FOR(part, aw_response_body(AW_AWAIT(aw_fetch(url, aw_none())))) AW_TRY(aw_append(list, aw_int((int64_t)aw_length(part))));
    return list;
}
AW_ASYNC(posts, (const char *, url)) {
    aw_value headers = AW_LIST(AW_TUPLE(aw_string("x-sent"), aw_string("yes")));
    aw_value options = AW_LIST(AW_TUPLE(aw_string("method"), aw_string("POST")), AW_TUPLE(aw_string("headers"), headers),
                               AW_TUPLE(aw_string("body"), aw_bytes("hello", 5)));
    return AW_AWAIT(aw_response_text(AW_AWAIT(aw_fetch(url, options))));
}
