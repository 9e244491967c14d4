/* Facts B44 to B52: async for, aiter and anext. */
#include "awaitables.h"
#include "check.h"
#include "in_loop.h"

/* class AI: its __anext__ is a coroutine, which gives its values one after the other, raises those that are exceptions, and stops. */
typedef struct ai_data {
    aw_value values;
    size_t at;
} ai_data;
static const aw_object_type AI;
AW_ASYNC(ai_step, (aw_value, self)) {
    ai_data *ai = aw_object_data(self, &AI);
    if (ai->at == aw_length(ai->values)) return aw_raise(AW_STOP_ASYNC_ITERATION);
    aw_value value = aw_item(ai->values, ai->at++);
    return aw_type_of(value) == AW_TYPE_EXCEPTION ? aw_raise_exception(value) : value;
}
static aw_value ai_aiter(void *self) {
    LOG("aiter");
    return aw_object_of(self);
}
static aw_value ai_anext(void *self) { return ai_step(aw_object_of(self)); }
static const aw_object_type AI = {.name = "AI", .aiter = ai_aiter, .anext = ai_anext};

static aw_value ai_new(aw_value values) {
    aw_value object = AW_TRY(aw_object_new(&AI, sizeof(ai_data)));
    ((ai_data *)aw_object_data(object, &AI))->values = AW_TRY(values);
    AW_TRY(aw_object_hold(object, values));
    return object;
}
#define NEW_AI(...) ai_new(AW_LIST(__VA_ARGS__))
static aw_value empty_ai(void) { return ai_new(aw_list_of(0, NULL)); }

/* [item async for item in iterable] */
AW_ASYNC(collect, (aw_value, iterable)) {
    aw_value items = AW_TRY(aw_list_of(0, NULL));
    AW_ASYNC_FOR(item, iterable) { AW_TRY(aw_append(items, item)); }
    AW_TRY(aw_append(items, aw_string("end")));
    return items;
}

TEST(b44_the_protocol) {
    CHECK_RETURNS("[1, 2, 'end']", STEP(collect(NEW_AI(aw_int(1), aw_int(2)))));
    CHECK_LOG("aiter");
}

static aw_value gives_object(void *self) {
    (void)self;
    static const aw_object_type plain = {.name = "object"};
    return aw_object_new(&plain, 1);
}
static aw_value gives_self(void *self) { return aw_object_of(self); }
static aw_value gives_five(void *self) {
    (void)self;
    return aw_int(5);
}
static aw_value gives_coroutine(void *self) {
    (void)self;
    return ret(aw_none());
}
static aw_value raises_stop(void *self) {
    (void)self;
    return aw_raise(AW_STOP_ASYNC_ITERATION, "early");
}
static const aw_object_type no_anext = {.name = "A", .aiter = gives_object}, not_awaitable = {.name = "B", .aiter = gives_self, .anext = gives_five},
                            async_aiter = {.name = "C", .aiter = gives_coroutine}, aiter_stops = {.name = "D", .aiter = raises_stop},
                            anext_stops = {.name = "E", .aiter = gives_self, .anext = raises_stop};

#define NO_ANEXT "'async for' received an object from __aiter__ that does not implement __anext__: "

TEST(b45_what_is_no_asynchronous_iterator) {
    CHECK_RAISES(STEP(collect(aw_int(1))), "TypeError", "'async for' requires an object with __aiter__ method, got int");
    CHECK_RAISES(STEP(collect(aw_object_new(&no_anext, 1))), "TypeError", NO_ANEXT "object");
    aw_value e = CHECK_RAISES(STEP(collect(aw_object_new(&not_awaitable, 1))), "TypeError", "'async for' received an invalid object from __anext__: int");
    CHECK_VALUE("TypeError(\"object int can't be used in 'await' expression\")", aw_exception_cause(e));
    CHECK_SAME(aw_exception_cause(e), aw_exception_context(e));
    AW_SCOPE { CHECK_RAISES(STEP(collect(aw_object_new(&async_aiter, 1))), "TypeError", NO_ANEXT "coroutine"); }
    CHECK_WARNING("coroutine 'ret' was never awaited");
    CHECK_RAISES(STEP(collect(aw_object_new(&aiter_stops, 1))), "StopAsyncIteration", "early");
    CHECK_RETURNS("['end']", STEP(collect(aw_object_new(&anext_stops, 1))));
}

AW_ASYNC(stops_in_the_body) {
    AW_ASYNC_FOR(item, NEW_AI(aw_int(1), aw_int(2))) { return aw_raise(AW_STOP_ASYNC_ITERATION, "body"); }
    return aw_string("else");
}

TEST(b46_a_stop_in_the_body) {
    CHECK_RAISES(STEP(stops_in_the_body()), "StopAsyncIteration", "body");
    CHECK_LOG("aiter");
}

TEST(b47_other_errors_pass) { CHECK_RAISES(STEP(collect(NEW_AI(aw_int(1), aw_exception(AW_KEY_ERROR, "k")))), "KeyError", "'k'"); }

static const aw_kind stop_kind = {"SA", AW_STOP_ASYNC_ITERATION};

TEST(b48_which_stops_end_the_loop) {
    CHECK_RETURNS("['end']", STEP(collect(NEW_AI(aw_exception(&stop_kind, "")))));
    CHECK_RAISES(STEP(collect(NEW_AI(aw_exception(AW_STOP_ITERATION, "")))), "RuntimeError", "coroutine raised StopIteration");
}

AW_ASYNC(two_with_defaults) {
    aw_value first = AW_AWAIT(aw_anext_or(empty_ai(), aw_string("d")));
    return AW_TUPLE(first, AW_AWAIT(aw_anext_or(NEW_AI(aw_int(4)), aw_string("d"))));
}

TEST(b49_aiter_and_anext) {
    CHECK_RAISES(aw_aiter(aw_int(1)), "TypeError", "'int' object is not an async iterable");
    CHECK_RAISES(aw_anext(aw_int(1)), "TypeError", "'int' object is not an async iterator");
    CHECK_RAISES(aw_anext_or(aw_int(1), aw_none()), "TypeError", "'int' object is not an async iterator");
    CHECK_RAISES(aw_aiter(aw_object_new(&no_anext, 1)), "TypeError", "aiter() returned not an async iterator of type 'object'");
    CHECK_RETURNS("('d', 4)", STEP(two_with_defaults()));
    aw_value failing = NEW_AI(aw_exception(AW_KEY_ERROR, "k"));
    CHECK_RAISES(STEP(aw_anext_or(failing, aw_int(1))), "KeyError", "'k'");
}

/* [await y(x) async for x in AI(1, 2)] */
AW_ASYNC(suspends_for_each) {
    aw_value items = AW_TRY(aw_list_of(0, NULL));
    AW_ASYNC_FOR(item, NEW_AI(aw_int(1), aw_int(2))) { AW_TRY(aw_append(items, AW_AWAIT(y(item)))); }
    return items;
}

TEST(b50_a_comprehension_suspends_the_coroutine_around_it) {
    aw_value o = suspends_for_each();
    CHECK_VALUE("1", STEP(o));
    CHECK_VALUE("2", SEND_TEXT(o, "a"));
    CHECK_RETURNS("['a', 'b']", SEND_TEXT(o, "b"));
}

/* (x + 1 async for x in iterable): C has no expression for it; a function does what Python does. */
AW_ASYNC_GENERATOR(plus_one_over, (aw_value, iterator)) {
    AW_ASYNC_FOR(item, iterator) { AW_YIELD(aw_int(aw_as_int(item) + 1)); }
    return aw_none();
}
static aw_value plus_one(aw_value iterable) { return plus_one_over(AW_TRY(aw_aiter(iterable))); }

TEST(b51_an_asynchronous_generator_over_another) {
    CHECK_RAISES(plus_one(aw_int(5)), "TypeError", "'int' object is not an async iterable");
    CHECK_RETURNS("2", STEP(aw_anext(plus_one(NEW_AI(aw_int(1))))));
}

AW_ASYNC_GENERATOR(rescues) {
    aw_value r = aw_await(IT(It, aw_string("w"), aw_string("w2")));
    AW_EXCEPT(r, AW_VALUE_ERROR) { AW_YIELD(aw_string("rescued")); }
    return r;
}

TEST(b52_what_is_thrown_in_goes_to_the_generator_first) {
    aw_value o = collect(rescues());
    CHECK_VALUE("'w'", STEP(o));
    CHECK_RETURNS("['rescued', 'end']", aw_throw(o, aw_kind_value(AW_VALUE_ERROR)));
}

/* -- what C adds -- */

static aw_value sum_of(aw_value iterable) {
    int64_t sum = 0;
    AW_EACH(item, iterable) { sum += aw_as_int(item); }
    return aw_int(sum);
}
AW_GENERATOR(numbers, (int, count)) {
    for (int i = 1; i <= count; i++) AW_YIELD(aw_int(i));
    return aw_none();
}
AW_GENERATOR(raises_after_one) {
    AW_YIELD(aw_int(1));
    return aw_raise(AW_KEY_ERROR, "k");
}
static aw_value first_of(aw_value (*make)(int)) {
    AW_EACH(item, make(3)) { return item; }
    return aw_none();
}
static aw_value tracked_in_list(int unused) {
    (void)unused;
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    AW_SCOPE { AW_TRY(aw_append(list, tracked_new())); }
    return list;
}

TEST(each_over_lists_and_iterators) {
    CHECK_VALUE("6", sum_of(AW_LIST(aw_int(1), aw_int(2), aw_int(3))));
    CHECK_VALUE("3", sum_of(AW_TUPLE(aw_int(1), aw_int(2))));
    CHECK_VALUE("10", sum_of(numbers(4)));
    CHECK_RAISES(sum_of(raises_after_one()), "KeyError", "'k'");
    CHECK_RAISES(sum_of(aw_int(1)), "TypeError", "'int' object is not iterable");
    CHECK_VALUE("1", first_of(numbers));
    AW_SCOPE {
        CHECK_VALUE("<Tracked object at 0x>", first_of(tracked_in_list)); /* the list has gone with the loop */
        CHECK_LOG("");
    }
    CHECK_LOG("gone");
}

AW_ASYNC_GENERATOR(yields_tracked, (int, count)) {
    AW_FOR(int i = 0; i < count; i++) AW_YIELD(tracked_new());
    return aw_none();
}
AW_ASYNC(goes_through, (aw_value, generator)) {
    AW_ASYNC_FOR(item, generator) { LOG("item"); }
    return aw_none();
}

TEST(each_round_lets_go_of_its_item) {
    CHECK_RETURNS("None", STEP(goes_through(yields_tracked(2))));
    CHECK_LOG("item gone item gone");
}

AW_ASYNC(ignores_its_exit, (aw_value, item_source)) {
    AW_ASYNC_FOR(item, item_source) {
        aw_value r = aw_await(aw_suspend(item));
        if (aw_is_error(r)) r = aw_await(aw_suspend(aw_none()));
        AW_TRY(r);
    }
    return aw_none();
}
AW_ASYNC(loops_over_its_own) {
    AW_ASYNC_FOR(item, yields_tracked(2)) {
        aw_value r = aw_await(aw_suspend(item));
        if (aw_is_error(r)) AW_AWAIT(aw_suspend(aw_none()));
    }
    return aw_none();
}

TEST(a_loop_that_is_never_left) {
    AW_SCOPE { CHECK_VALUE("<Tracked object at 0x>", STEP(ignores_its_exit(yields_tracked(2)))); }
    CHECK_UNRAISABLE("RuntimeError('coroutine ignored GeneratorExit')", "ignores_its_exit");
    CHECK_LOG("gone");
    AW_SCOPE { CHECK_VALUE("<Tracked object at 0x>", STEP(loops_over_its_own())); }
    CHECK_UNRAISABLE("RuntimeError('coroutine ignored GeneratorExit')", "loops_over_its_own");
    CHECK_LOG("gone");
}

AW_ASYNC_GENERATOR(counts_to, (int, count)) {
    AW_FOR(int i = 0; i < count; i++) {
        if (i % 100 == 0) AW_AWAIT(aw_suspend(aw_none()));
        AW_YIELD(aw_format("item %d of a long text", i));
    }
    return aw_none();
}
AW_ASYNC(goes_far, (int, count)) {
    size_t bytes = 0;
    AW_ASYNC_FOR(item, counts_to(count)) {
        size_t now = aw_live().bytes;
        if (bytes < now) bytes = now;
    }
    return aw_int((int64_t)bytes);
}

TEST(a_long_loop_stays_flat) {
    int64_t bytes[2];
    for (int i = 0; i < 2; i++) {
        aw_value c = goes_far(i ? 20000 : 200), r = STEP(c);
        while (!aw_is_error(r)) r = STEP(c);
        bytes[i] = aw_as_int(aw_stop_value(r));
    }
    CHECK(bytes[1] < bytes[0] + 4096);
}
