/* Queue, PriorityQueue and LifoQueue: who is served when, and what cancelled getters and putters pass on. */
#include "program.h"

static aw_value notes; /* a list, of the program */
static void note(aw_value value) { aw_append(notes, value); }
static void say(const char *text) { note(aw_string(text)); }
static void out(const char *label) {
    printf("%s %s\n", label, aw_repr(notes));
    AW_SCOPE {
        while (aw_length(notes)) aw_pop(notes);
    }
}
static const char *python(bool truth) { return truth ? "True" : "False"; }

AW_ASYNC(tick, (int, n)) {
    for (int i = 0; i < n; i++) AW_AWAIT(aw_sleep(0));
    return aw_none();
}

static void print_class_and_args(aw_value error) { printf("%s %s\n", aw_kind_of(error)->name, aw_repr(aw_exception_args(error))); }

AW_ASYNC(basics) {
    aw_value q = aw_queue_new(2), one = AW_AWAIT(aw_queue_put(q, aw_int(1))), two = AW_AWAIT(aw_queue_put(q, aw_int(2)));
    bool full = aw_queue_full(q);
    size_t size = aw_queue_size(q);
    aw_value got = AW_AWAIT(aw_queue_get(q));
    printf("%s %s %s %zu %s %s %s\n", aw_repr(one), aw_repr(two), python(full), size, aw_repr(got), python(aw_queue_empty(q)), aw_str(q));
    aw_value r = aw_queue_get_nowait(aw_queue_new(0));
    AW_EXCEPT(r, AW_EXCEPTION, e) { print_class_and_args(e); }
    for (int i = 0; i < 5 && !aw_is_error(r); i++) r = aw_queue_put_nowait(q, aw_int(i));
    AW_EXCEPT(r, AW_EXCEPTION, e) { print_class_and_args(e); }
    return aw_none();
}

AW_ASYNC(g, (aw_value, q), (const char *, name)) {
    aw_value r = aw_await(aw_queue_get(q));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {
        note(AW_TUPLE(aw_string(name), aw_string("cancelled")));
        return aw_reraise();
    }
    note(AW_TUPLE(aw_string(name), AW_TRY(r)));
    return aw_none();
}

AW_ASYNC(p, (aw_value, q), (const char *, name)) {
    aw_value r = aw_await(aw_queue_put(q, aw_string(name)));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {
        note(aw_format("%s cancelled", name));
        return aw_reraise();
    }
    AW_TRY(r);
    note(aw_format("put %s", name));
    return aw_none();
}

/* Starts a task, which the loop holds. */
static aw_value start(aw_value coroutine) { return aw_create_task(coroutine); }

AW_ASYNC(getters) {
    aw_value q = aw_queue_new(0);
    AW_TRY(start(g(q, "a")));
    AW_TRY(start(g(q, "b")));
    AW_TRY(start(g(q, "c")));
    AW_AWAIT(tick(1));
    AW_TRY(aw_queue_put_nowait(q, aw_int(1)));
    AW_TRY(aw_queue_put_nowait(q, aw_int(2)));
    say("put");
    AW_AWAIT(tick(1));
    out("getters fifo");
    AW_TRY(aw_queue_put_nowait(q, aw_int(3)));
    AW_AWAIT(tick(1));
    out("third");

    AW_TRY(start(g(q, "a")));
    AW_TRY(start(g(q, "b")));
    AW_AWAIT(tick(1));
    AW_TRY(aw_queue_put_nowait(q, aw_string("x")));
    note(AW_TUPLE(aw_string("me"), AW_AWAIT(aw_queue_get(q))));
    AW_AWAIT(tick(2));
    AW_TRY(aw_queue_put_nowait(q, aw_string("y")));
    AW_TRY(aw_queue_put_nowait(q, aw_string("z")));
    AW_AWAIT(tick(2));
    out("stolen item: a goes to the back");

    aw_value a = start(g(q, "a"));
    AW_TRY(start(g(q, "b")));
    AW_AWAIT(tick(1));
    AW_TRY(aw_queue_put_nowait(q, aw_string("x")));
    aw_cancel(a);
    AW_AWAIT(tick(3));
    out("woken getter cancelled: passed on");

    a = start(g(q, "a"));
    AW_TRY(start(g(q, "b")));
    AW_AWAIT(tick(1));
    aw_cancel(a);
    AW_AWAIT(tick(1));
    AW_TRY(aw_queue_put_nowait(q, aw_string("x")));
    AW_AWAIT(tick(1));
    out("waiting getter cancelled");
    return aw_none();
}

AW_ASYNC(putters) {
    aw_value q = aw_queue_new(1);
    AW_TRY(aw_queue_put_nowait(q, aw_string("full")));
    AW_TRY(start(p(q, "a")));
    aw_value b = start(p(q, "b"));
    AW_TRY(start(p(q, "c")));
    AW_AWAIT(tick(1));
    const char *got = aw_str(AW_TRY(aw_queue_get_nowait(q)));
    printf("%s %zu\n", got, aw_queue_size(q));
    AW_AWAIT(tick(1));
    out("one putter resumed");
    printf("%zu %s\n", aw_queue_size(q), aw_str(q));
    AW_TRY(aw_queue_get_nowait(q));
    AW_TRY(aw_queue_put_nowait(q, aw_string("barge")));
    AW_AWAIT(tick(2));
    out("slot stolen");
    printf("%s\n", aw_str(AW_TRY(aw_queue_get_nowait(q))));
    AW_AWAIT(tick(2));
    out("next");
    aw_cancel(b);
    AW_AWAIT(tick(1));
    out("cancelled putter");
    printf("%s\n", aw_str(q));
    while (!aw_queue_empty(q)) {
        printf("drain %s\n", aw_str(AW_TRY(aw_queue_get_nowait(q))));
        AW_AWAIT(tick(2));
    }
    out("drained");

    q = aw_queue_new(1);
    AW_TRY(aw_queue_put_nowait(q, aw_int(0)));
    aw_value a = start(p(q, "a"));
    AW_TRY(start(p(q, "b")));
    AW_AWAIT(tick(1));
    AW_TRY(aw_queue_get_nowait(q));
    aw_cancel(a);
    AW_AWAIT(tick(3));
    out("woken putter cancelled: passed on");
    printf("%s\n", aw_str(AW_TRY(aw_queue_get_nowait(q))));
    return aw_none();
}

AW_ASYNC(j, (aw_value, q)) {
    AW_AWAIT(aw_queue_join(q));
    say("joined");
    return aw_none();
}

AW_ASYNC(joining) {
    aw_value q = aw_queue_new(0), r = aw_queue_task_done(q);
    AW_EXCEPT(r, AW_VALUE_ERROR, e) { printf("%s\n", aw_str(e)); }
    AW_AWAIT(aw_queue_join(q));
    printf("join on empty is immediate\n");
    AW_TRY(aw_queue_put_nowait(q, aw_int(1)));
    AW_TRY(aw_queue_put_nowait(q, aw_int(2)));
    aw_value t = start(j(q));
    AW_AWAIT(aw_queue_get(q));
    AW_AWAIT(aw_queue_get(q));
    AW_AWAIT(tick(2));
    say("taken");
    AW_TRY(aw_queue_task_done(q));
    AW_AWAIT(tick(2));
    say("one done");
    AW_TRY(aw_queue_task_done(q));
    AW_TRY(aw_queue_put_nowait(q, aw_int(3)));
    AW_AWAIT(tick(1));
    out("join");
    printf("%s\n", python(aw_future_done(t)));
    return aw_none();
}

/* -- the other orders -- */

static aw_value drain(aw_value q) {
    aw_value items = aw_list_of(0, NULL);
    while (!aw_queue_empty(q)) AW_TRY(aw_append(items, aw_queue_get_nowait(q)));
    return items;
}

/* Items that compare as equal are told apart by identity: each is a list of its own. */
static aw_value ties(const int priorities[6]) {
    aw_value pq = aw_priority_queue_new(0), shown = aw_list_of(0, NULL), items[6], order = aw_list_of(0, NULL);
    for (int i = 0; i < 6; i++) {
        AW_TRY(aw_append(shown, aw_int(priorities[i])));
        items[i] = AW_LIST(aw_int(priorities[i]));
        AW_TRY(aw_queue_put_nowait(pq, items[i]));
    }
    while (!aw_queue_empty(pq)) {
        aw_value got = AW_TRY(aw_queue_get_nowait(pq));
        for (int i = 0; i < 6; i++)
            if (aw_is(got, items[i])) AW_TRY(aw_append(order, aw_int(i)));
    }
    printf("ties %s %s\n", aw_repr(shown), aw_repr(order));
    return aw_none();
}

AW_ASYNC(other_orders) {
    aw_value pq = aw_priority_queue_new(0);
    AW_TRY(aw_queue_put_nowait(pq, AW_TUPLE(aw_int(2), aw_string("b"))));
    AW_TRY(aw_queue_put_nowait(pq, AW_TUPLE(aw_int(1), aw_string("z"))));
    AW_TRY(aw_queue_put_nowait(pq, AW_TUPLE(aw_int(1), aw_string("a"))));
    AW_TRY(aw_queue_put_nowait(pq, AW_TUPLE(aw_int(3), aw_string("c"))));
    printf("%s\n", aw_repr(AW_TRY(drain(pq))));
    AW_TRY(ties((int[]){1, 1, 1, 1, 1, 1}));
    AW_TRY(ties((int[]){2, 1, 2, 1, 2, 1}));
    AW_TRY(ties((int[]){3, 2, 1, 1, 2, 3}));

    aw_value lq = aw_lifo_queue_new(0);
    for (const char *c = "abc"; *c; c++) AW_TRY(aw_queue_put_nowait(lq, aw_string_of(c, 1)));
    printf("%s\n", aw_repr(AW_TRY(drain(lq))));

    pq = aw_priority_queue_new(0);
    AW_TRY(start(g(pq, "prio")));
    AW_AWAIT(tick(1));
    AW_TRY(aw_queue_put_nowait(pq, aw_int(5)));
    AW_TRY(aw_queue_put_nowait(pq, aw_int(1)));
    AW_AWAIT(tick(1));
    out("getter takes the smallest present");
    return aw_none();
}

AW_ASYNC(prod, (aw_value, q)) {
    for (int i = 0; i < 6; i++) {
        AW_AWAIT(aw_queue_put(q, aw_int(i)));
        note(aw_format("+%d", i));
    }
    return aw_none();
}

AW_ASYNC(cons, (aw_value, q)) {
    for (int i = 0; i < 6; i++) note(aw_format("-%s", aw_str(AW_AWAIT(aw_queue_get(q)))));
    return aw_none();
}

AW_ASYNC(main_coroutine) {
    AW_AWAIT(basics());
    AW_AWAIT(getters());
    AW_AWAIT(putters());
    AW_AWAIT(joining());
    AW_AWAIT(other_orders());
    aw_value q = aw_queue_new(2);
    AW_AWAIT(aw_gather(prod(q), cons(q)));
    out("maxsize 2");
    AW_AWAIT(aw_gather(cons(q), prod(q)));
    out("consumer first");
    return aw_none();
}

PROGRAM {
    notes = aw_list_of(0, NULL);
    aw_value r = aw_run(main_coroutine());
    if (aw_is_error(r)) printf("%s\n", aw_traceback(r));
}
