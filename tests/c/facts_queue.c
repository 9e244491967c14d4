/* D39 to D52: queues. */
#include "awaitables.h"
#include "in_loop.h"

AW_ASYNC(gets, (aw_value, queue), (const char *, name)) {
    aw_value item = AW_AWAIT(aw_queue_get(queue));
    LOG("%s:%s", name, aw_str(item));
    return item;
}

AW_ASYNC(puts_it, (aw_value, queue), (const char *, item)) {
    AW_AWAIT(aw_queue_put(queue, aw_string(item)));
    LOG("+%s", item);
    return aw_none();
}

TEST_IN_LOOP(d39_put_and_get_that_need_not_wait) {
    aw_value queue = aw_queue_new(2);
    CHECK_RETURNS("None", STEP(aw_queue_put(queue, aw_int(1))));
    CHECK_RETURNS("None", STEP(aw_queue_put(queue, aw_int(2))));
    CHECK(aw_queue_full(queue) && !aw_queue_empty(queue));
    CHECK_INT(2, aw_queue_size(queue));
    CHECK_RETURNS("1", STEP(aw_queue_get(queue)));
    CHECK(!aw_queue_full(queue));
    queue = aw_queue_new(-1);
    for (int i = 0; i < 99; i++) CHECK_NONE(aw_queue_put_nowait(queue, aw_int(i)));
    CHECK(!aw_queue_full(queue));
    CHECK_INT(-1, aw_queue_maxsize(queue));
    for (int i = 0; i < 99; i++) CHECK_INT(i, aw_as_int(aw_queue_get_nowait(queue)));
    CHECK(aw_queue_empty(queue));
    return aw_none();
}

TEST_IN_LOOP(d40_empty_and_full) {
    aw_value queue = aw_queue_new(1);
    aw_value empty = CHECK_RAISES(aw_queue_get_nowait(queue), "QueueEmpty", "");
    CHECK_NONE(aw_queue_put_nowait(queue, aw_int(1)));
    aw_value full = CHECK_RAISES(aw_queue_put_nowait(queue, aw_int(2)), "QueueFull", "");
    CHECK(aw_matches(empty, AW_EXCEPTION) && aw_matches(full, AW_EXCEPTION));
    CHECK_VALUE("QueueFull()", full);
    return aw_none();
}

TEST_IN_LOOP(d41_getters_are_served_in_order) {
    aw_value queue = aw_queue_new(0);
    aw_value a = aw_create_task(gets(queue, "a")), b = aw_create_task(gets(queue, "b")), c = aw_create_task(gets(queue, "c"));
    AW_AWAIT(ticks(1));
    aw_queue_put_nowait(queue, aw_int(1));
    aw_queue_put_nowait(queue, aw_int(2));
    CHECK_LOG("");
    AW_AWAIT(ticks(1));
    CHECK_LOG("a:1 b:2");
    aw_queue_put_nowait(queue, aw_int(3));
    AW_AWAIT(c);
    CHECK_LOG("c:3");
    AW_AWAIT(a);
    AW_AWAIT(b);
    return aw_none();
}

TEST_IN_LOOP(d42_an_item_may_be_taken_by_another) {
    aw_value queue = aw_queue_new(0), a = aw_create_task(gets(queue, "a")), b = aw_create_task(gets(queue, "b"));
    AW_AWAIT(ticks(1));
    aw_queue_put_nowait(queue, aw_int(1));
    CHECK_VALUE("1", AW_AWAIT(aw_queue_get(queue)));
    AW_AWAIT(ticks(2));
    CHECK_LOG("");
    aw_queue_put_nowait(queue, aw_int(2));
    aw_queue_put_nowait(queue, aw_int(3));
    AW_AWAIT(ticks(2));
    CHECK_LOG("b:2 a:3");
    AW_AWAIT(a);
    AW_AWAIT(b);
    return aw_none();
}

TEST_IN_LOOP(d43_room_may_be_taken_by_another) {
    aw_value queue = aw_queue_new(1);
    aw_queue_put_nowait(queue, aw_int(0));
    aw_value a = aw_create_task(puts_it(queue, "a")), b = aw_create_task(puts_it(queue, "b"));
    AW_AWAIT(ticks(1));
    CHECK_VALUE("0", aw_queue_get_nowait(queue));
    CHECK_INT(0, aw_queue_size(queue));
    aw_queue_put_nowait(queue, aw_string("barge"));
    AW_AWAIT(ticks(2));
    CHECK_LOG("");
    CHECK_VALUE("'barge'", aw_queue_get_nowait(queue));
    AW_AWAIT(ticks(1));
    CHECK_LOG("+b");
    CHECK_VALUE("'b'", aw_queue_get_nowait(queue));
    AW_AWAIT(ticks(1));
    CHECK_LOG("+a");
    CHECK_VALUE("'a'", aw_queue_get_nowait(queue));
    AW_AWAIT(a);
    AW_AWAIT(b);
    return aw_none();
}

TEST_IN_LOOP(d44_a_cancelled_getter_loses_nothing) {
    aw_value queue = aw_queue_new(0), a = aw_create_task(gets(queue, "a")), b = aw_create_task(gets(queue, "b"));
    AW_AWAIT(ticks(1));
    aw_queue_put_nowait(queue, aw_string("x"));
    aw_cancel(a);
    CHECK_VALUE("'x'", AW_AWAIT(b));
    CHECK(aw_future_cancelled(a));
    a = aw_create_task(gets(queue, "a"));
    b = aw_create_task(gets(queue, "b"));
    AW_AWAIT(ticks(1));
    aw_cancel(a);
    AW_AWAIT(ticks(1));
    CHECK_VALUE("<Queue at 0x maxsize=0 _getters[1] tasks=1>", queue);
    aw_queue_put_nowait(queue, aw_string("y"));
    CHECK_VALUE("'y'", AW_AWAIT(b));
    CHECK_LOG("b:x b:y");
    return aw_none();
}

TEST_IN_LOOP(d45_a_cancelled_putter_puts_nothing) {
    aw_value queue = aw_queue_new(1);
    aw_queue_put_nowait(queue, aw_int(0));
    aw_value a = aw_create_task(puts_it(queue, "a")), b = aw_create_task(puts_it(queue, "b")), c = aw_create_task(puts_it(queue, "c"));
    AW_AWAIT(ticks(1));
    aw_cancel(c);
    AW_AWAIT(ticks(1));
    CHECK_VALUE("<Queue at 0x maxsize=1 _queue=[0] _putters[2] tasks=1>", queue);
    CHECK_VALUE("0", aw_queue_get_nowait(queue));
    aw_cancel(a);
    AW_AWAIT(b);
    CHECK(aw_future_cancelled(a) && aw_future_cancelled(c));
    CHECK_INT(1, aw_queue_size(queue));
    CHECK_VALUE("'b'", aw_queue_get_nowait(queue));
    CHECK_LOG("+b");
    return aw_none();
}

TEST_IN_LOOP(d46_join_and_task_done) {
    aw_value queue = aw_queue_new(0);
    CHECK_RETURNS("None", STEP(aw_queue_join(queue)));
    CHECK_RAISES(aw_queue_task_done(queue), "ValueError", "task_done() called too many times");
    aw_queue_put_nowait(queue, aw_int(1));
    aw_value joiner = aw_create_task(aw_queue_join(queue));
    aw_queue_get_nowait(queue);
    AW_AWAIT(ticks(3));
    CHECK(!aw_future_done(joiner));
    CHECK_NONE(aw_queue_task_done(queue));
    CHECK_NONE(AW_AWAIT(joiner));
    return aw_none();
}

TEST_IN_LOOP(d47_a_put_after_the_last_task_done) {
    aw_value queue = aw_queue_new(0);
    aw_queue_put_nowait(queue, aw_int(1));
    aw_value joiner = aw_create_task(aw_queue_join(queue));
    AW_AWAIT(ticks(1));
    aw_queue_task_done(queue);
    aw_queue_put_nowait(queue, aw_int(2));
    AW_AWAIT(ticks(1));
    CHECK(aw_future_done(joiner));
    return aw_none();
}

static aw_value put_all(aw_value queue, size_t count, const aw_value *items) {
    for (size_t i = 0; i < count; i++) AW_TRY(aw_queue_put_nowait(queue, items[i]));
    return queue;
}
#define PUT_ALL(queue, ...) put_all(queue, sizeof((aw_value[]){__VA_ARGS__}) / sizeof(aw_value), (aw_value[]){__VA_ARGS__})

static aw_value get_all(aw_value queue) {
    aw_value items = aw_list_of(0, NULL);
    while (!aw_queue_empty(queue)) AW_TRY(aw_append(items, AW_TRY(aw_queue_get_nowait(queue))));
    return items;
}

TEST(d48_smallest_first_and_newest_first) {
    aw_value queue = PUT_ALL(aw_priority_queue_new(0), aw_int(3), aw_int(1), aw_int(2));
    CHECK_VALUE("[1, 2, 3]", get_all(queue));
    CHECK_VALUE("[2, 1, 3]", get_all(PUT_ALL(aw_lifo_queue_new(0), aw_int(3), aw_int(1), aw_int(2))));
    queue = PUT_ALL(aw_priority_queue_new(0), aw_int(1));
    CHECK_RAISES(aw_queue_put_nowait(queue, aw_string("a")), "TypeError", "'<' not supported between instances of 'str' and 'int'");
    /* As in Python it is in nevertheless, and counts for nothing. */
    CHECK_VALUE("<PriorityQueue at 0x maxsize=0 _queue=[1, 'a'] tasks=1>", queue);
    CHECK_VALUE("[1, 'a']", get_all(queue));
    queue = PUT_ALL(aw_priority_queue_new(0), AW_TUPLE(aw_int(2), aw_string("b")), AW_TUPLE(aw_int(1), aw_string("z")),
                    AW_TUPLE(aw_int(1), aw_string("a")));
    CHECK_VALUE("[(1, 'a'), (1, 'z'), (2, 'b')]", get_all(queue));
}

/* What a failed comparison in get() leaves behind. */
TEST(d48_an_item_that_cannot_be_taken_is_lost) {
    aw_value queue = PUT_ALL(aw_priority_queue_new(0), aw_int(1), aw_int(2), aw_int(3));
    CHECK_RAISES(aw_queue_put_nowait(queue, aw_string("a")), "TypeError", NULL);
    CHECK_VALUE("<PriorityQueue at 0x maxsize=0 _queue=[1, 2, 3, 'a'] tasks=3>", queue);
    CHECK_RAISES(aw_queue_get_nowait(queue), "TypeError", "'<' not supported between instances of 'str' and 'int'");
    CHECK_VALUE("<PriorityQueue at 0x maxsize=0 _queue=[2, 'a', 3] tasks=3>", queue);
}

/* Items that are equal and still told apart: lists, by identity. */
static void check_ties(int count, const int *priorities, const char *expected) {
    aw_value queue = aw_priority_queue_new(0), items = aw_list_of(0, NULL);
    for (int i = 0; i < count; i++) {
        aw_append(items, AW_LIST(aw_int(priorities[i])));
        aw_queue_put_nowait(queue, aw_item(items, (size_t)i));
    }
    while (!aw_queue_empty(queue)) {
        aw_value got = aw_queue_get_nowait(queue);
        for (int i = 0; i < count; i++)
            if (aw_is(got, aw_item(items, (size_t)i))) LOG("%d", i);
    }
    CHECK_LOG(expected);
}

TEST(d49_ties_are_in_the_order_of_heapq) {
    check_ties(6, (int[]){1, 1, 1, 1, 1, 1}, "0 2 5 4 1 3");
    check_ties(6, (int[]){2, 1, 2, 1, 2, 1}, "1 5 3 2 0 4");
    check_ties(6, (int[]){3, 2, 1, 1, 2, 3}, "2 3 1 4 0 5");
    check_ties(12, (int[]){1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1}, "0 2 6 11 10 9 8 5 7 4 1 3");
}

TEST_IN_LOOP(d50_a_getter_takes_what_is_smallest_when_it_runs) {
    aw_value queue = aw_priority_queue_new(0), task = aw_create_task(aw_queue_get(queue));
    AW_AWAIT(ticks(1));
    PUT_ALL(queue, aw_int(5), aw_int(1));
    CHECK_VALUE("1", AW_AWAIT(task));
    return aw_none();
}

TEST_IN_LOOP(d51_the_repr_of_a_queue) {
    aw_value queue = aw_queue_new(0);
    CHECK_VALUE("<Queue at 0x maxsize=0>", queue);
    CHECK_TEXT("<Queue maxsize=0>", aw_str(queue));
    aw_queue_put_nowait(queue, aw_int(1));
    CHECK_VALUE("<Queue at 0x maxsize=0 _queue=[1] tasks=1>", queue);
    CHECK_TEXT("<Queue maxsize=0 _queue=[1] tasks=1>", aw_str(queue));
    aw_queue_put_nowait(queue, queue);
    CHECK_VALUE("<Queue at 0x maxsize=0 _queue=[1, <Queue at 0x maxsize=0 _queue=[...] tasks=2>] tasks=2>", queue);
    aw_queue_get_nowait(queue);
    aw_queue_get_nowait(queue);
    queue = aw_queue_new(1);
    aw_value getter = aw_create_task(aw_queue_get(queue));
    AW_AWAIT(ticks(1));
    CHECK_VALUE("<Queue at 0x maxsize=1 _getters[1]>", queue);
    aw_queue_put_nowait(queue, aw_int(1));
    AW_AWAIT(getter);
    aw_queue_put_nowait(queue, aw_int(2));
    aw_value putter = aw_create_task(aw_queue_put(queue, aw_int(3)));
    AW_AWAIT(ticks(1));
    CHECK_VALUE("<Queue at 0x maxsize=1 _queue=[2] _putters[1] tasks=2>", queue);
    aw_queue_get_nowait(queue);
    AW_AWAIT(putter);
    CHECK_VALUE("<LifoQueue at 0x maxsize=3>", aw_lifo_queue_new(3));
    return aw_none();
}

AW_ASYNC(produces, (aw_value, queue), (int, count)) {
    for (int i = 0; i < count; i++) {
        AW_AWAIT(aw_queue_put(queue, aw_int(i)));
        LOG("p%d", i);
    }
    return aw_none();
}
AW_ASYNC(consumes, (aw_value, queue), (int, count)) {
    for (int i = 0; i < count; i++) LOG("c%s", aw_repr(AW_AWAIT(aw_queue_get(queue))));
    return aw_none();
}

TEST_IN_LOOP(d52_producer_and_consumer_alternate) {
    aw_value queue = aw_queue_new(1);
    aw_value producer = aw_create_task(produces(queue, 3)), consumer = aw_create_task(consumes(queue, 3));
    AW_AWAIT(producer);
    AW_AWAIT(consumer);
    CHECK_LOG("p0 c0 p1 c1 p2 c2");
    queue = aw_queue_new(2);
    consumer = aw_create_task(consumes(queue, 6));
    producer = aw_create_task(produces(queue, 6));
    AW_AWAIT(producer);
    AW_AWAIT(consumer);
    CHECK_LOG("p0 p1 c0 c1 p2 p3 c2 c3 p4 p5 c4 c5");
    return aw_none();
}

/* -- what has no number -- */

TEST(queues_refuse_what_is_none) {
    aw_value five = aw_int(5), queue = aw_queue_new(0);
    CHECK_RAISES(aw_queue_put(five, five), "TypeError", "a Queue was expected, got int");
    CHECK_RAISES(aw_queue_get(aw_lock_new()), "TypeError", "a Queue was expected, got Lock");
    CHECK_RAISES(aw_queue_join(five), "TypeError", "a Queue was expected, got int");
    CHECK_RAISES(aw_queue_put_nowait(five, five), "TypeError", "a Queue was expected, got int");
    CHECK_RAISES(aw_queue_get_nowait(five), "TypeError", "a Queue was expected, got int");
    CHECK_RAISES(aw_queue_task_done(five), "TypeError", "a Queue was expected, got int");
    CHECK_RAISES(aw_queue_put(queue, aw_raise(AW_KEY_ERROR, "k")), "KeyError", "'k'");
    CHECK_RAISES(aw_queue_put_nowait(queue, aw_raise(AW_KEY_ERROR, "k")), "KeyError", "'k'");
    CHECK(aw_queue_empty(five) && !aw_queue_full(five) && aw_queue_size(five) == 0 && aw_queue_maxsize(five) == 0);
}

AW_ASYNC(gets_from_a_queue_of_its_own) {
    aw_value get = aw_none();
    AW_SCOPE { get = aw_keep(aw_queue_get(aw_queue_new(1))); }
    return AW_AWAIT(get);
}

TEST(a_queue_goes_with_what_it_holds_and_who_waits) {
    AW_SCOPE {
        aw_value c = gets_from_a_queue_of_its_own();
        CHECK_VALUE("<Future pending>", STEP(c));
        PUT_ALL(aw_queue_new(0), tracked_new(), aw_string("a text"));
    }
    CHECK_LOG("gone");
    CHECK_INT(0, check_live().objects);
}

/* The ring goes round, and grows in the middle of a round. */
TEST(a_queue_keeps_its_order_through_everything) {
    aw_value queue = aw_queue_new(0);
    int in = 0, out = 0;
    for (int round = 1; round <= 40; round++) {
        for (int i = 0; i < round; i++) aw_queue_put_nowait(queue, aw_int(in++));
        for (int i = 0; i < round - 1; i++) CHECK_INT(out++, aw_as_int(aw_queue_get_nowait(queue)));
    }
    CHECK_INT(40, aw_queue_size(queue));
    while (!aw_queue_empty(queue)) CHECK_INT(out++, aw_as_int(aw_queue_get_nowait(queue)));
    CHECK_INT(in, out);
}

/* -- the order of values -- */

#define CHECK_LESS(expected, left, right) CHECK_VALUE(expected, aw_less((left), (right)))
#define NOT_SUPPORTED(left, right) "'<' not supported between instances of '" left "' and '" right "'"

TEST(numbers_are_ordered_by_value) {
    CHECK_LESS("True", aw_int(1), aw_int(2));
    CHECK_LESS("False", aw_int(2), aw_int(2));
    CHECK_LESS("True", aw_bool(false), aw_bool(true));
    CHECK_LESS("True", aw_bool(true), aw_double(1.5));
    CHECK_LESS("False", aw_double(0.0 / 0.0), aw_int(1));
    CHECK_LESS("False", aw_int(1), aw_double(0.0 / 0.0));
    CHECK_LESS("True", aw_int(INT64_MIN), aw_double(-1.5));
    CHECK_LESS("False", aw_int(-1), aw_double(-1.5));
    CHECK_LESS("True", aw_double(-1.5), aw_int(-1));
    /* 2**53 + 1 has no double; nor has 2**63 - 1, whose nearest is 2**63 */
    CHECK_LESS("False", aw_int((1ll << 53) + 1), aw_double(0x1p53));
    CHECK_LESS("True", aw_double(0x1p53), aw_int((1ll << 53) + 1));
    CHECK_LESS("True", aw_int(INT64_MAX), aw_double(0x1p63));
    CHECK_LESS("False", aw_double(0x1p63), aw_int(INT64_MAX));
    CHECK_LESS("False", aw_int(INT64_MIN), aw_double(-0x1p63));
    CHECK_LESS("False", aw_double(-0x1p63), aw_int(INT64_MIN));
    CHECK_LESS("True", aw_double(-1e300), aw_int(INT64_MIN));
    CHECK_LESS("True", aw_int(INT64_MAX), aw_double(1.0 / 0.0));
}

TEST(texts_and_sequences_are_ordered_by_what_differs_first) {
    CHECK_LESS("True", aw_string("a"), aw_string("b"));
    CHECK_LESS("True", aw_string("a"), aw_string("aa"));
    CHECK_LESS("False", aw_string("a"), aw_string("a"));
    CHECK_LESS("True", aw_string("z"), aw_string("\xc3\xa4"));
    CHECK_LESS("True", aw_bytes("a\0b", 3), aw_bytes("a\0c", 3));
    CHECK_LESS("True", AW_LIST(aw_int(1), aw_int(2)), AW_LIST(aw_int(1), aw_int(3)));
    CHECK_LESS("True", AW_TUPLE(aw_int(1)), AW_TUPLE(aw_int(1), aw_none()));
    CHECK_LESS("False", AW_TUPLE(aw_int(1), aw_none()), AW_TUPLE(aw_int(1), aw_none()));
    CHECK_LESS("True", AW_LIST(AW_LIST(aw_int(1)), aw_string("a")), AW_LIST(AW_LIST(aw_int(1)), aw_string("b")));
    CHECK_LESS("True", AW_LIST(AW_LIST(aw_int(1)), aw_string("b")), AW_LIST(AW_LIST(aw_int(2)), aw_string("a")));
    CHECK_LESS("True", aw_list_of(0, NULL), AW_LIST(aw_none()));
}

TEST(what_has_no_order) {
    CHECK_RAISES(aw_less(aw_string("a"), aw_int(1)), "TypeError", NOT_SUPPORTED("str", "int"));
    CHECK_RAISES(aw_less(aw_none(), aw_none()), "TypeError", NOT_SUPPORTED("NoneType", "NoneType"));
    CHECK_RAISES(aw_less(aw_string("a"), aw_bytes("a", 1)), "TypeError", NOT_SUPPORTED("str", "bytes"));
    CHECK_RAISES(aw_less(AW_LIST(aw_int(1)), AW_TUPLE(aw_int(2))), "TypeError", NOT_SUPPORTED("list", "tuple"));
    CHECK_RAISES(aw_less(AW_TUPLE(aw_int(1), aw_none()), AW_TUPLE(aw_int(1), aw_int(1))), "TypeError", NOT_SUPPORTED("NoneType", "int"));
    CHECK_RAISES(aw_less(aw_lock_new(), aw_lock_new()), "TypeError", NOT_SUPPORTED("Lock", "Lock"));
    CHECK_RAISES(aw_less(aw_raise(AW_KEY_ERROR, "k"), aw_int(1)), "KeyError", "'k'");
    aw_value left = AW_LIST(aw_int(1)), right = AW_LIST(aw_int(1));
    for (int i = 0; i < 1500; i++) {
        left = AW_LIST(left);
        right = AW_LIST(right);
    }
    CHECK_RAISES(aw_less(left, right), "RecursionError", "maximum recursion depth exceeded in comparison");
}
