/* cr_running, cr_suspended, cr_await and cr_frame in every state, also while a send, throw or close is passed on. */
#include "program.h"

AW_GENERATOR(y, (aw_value, v)) { return AW_YIELD(v); }

static aw_value it, inner, outer;

static const char *name_of(aw_value awaited) {
    if (aw_is_none(awaited)) return "None";
    if (aw_is(awaited, it)) return "it";
    if (aw_is(awaited, inner)) return "inner";
    if (aw_is(awaited, outer)) return "outer";
    return aw_type_name(awaited);
}

static const char *truth(bool b) { return b ? "True" : "False"; }

static void describe(const char *name, aw_value c) {
    aw_site frame;
    printf("   %s %s running=%s suspended=%s await=%s frame=%s\n", name, aw_coroutine_state_name(c), truth(aw_cr_running(c)),
           truth(aw_cr_suspended(c)), name_of(aw_cr_await(c)), truth(aw_cr_frame(c, &frame)));
}

static void both(const char *title) {
    printf("%s\n", title);
    describe("outer", outer);
    describe("inner", inner);
}

/* An iterator that looks at both coroutines while it is called. */
static aw_value it_self(void *self) { return aw_object_of(self); }
static aw_value it_next(void *self) {
    (void)self;
    both(" in next:");
    return aw_string("n");
}
static aw_value it_send(void *self, aw_value value) {
    (void)self, (void)value;
    both(" in send:");
    return aw_string("s");
}
static aw_value it_throw(void *self, size_t count, const aw_value *arguments) {
    (void)self, (void)count, (void)arguments;
    both(" in throw:");
    return aw_string("t");
}
static aw_value it_close(void *self) {
    (void)self;
    both(" in close:");
    return aw_none();
}
static const aw_object_type it_type = {
    .name = "It", .await = it_self, .iter = it_self, .next = it_next, .send = it_send, .throw_into = it_throw, .close = it_close};

AW_ASYNC(awaits_it) { return AW_AWAIT(it); }
AW_ASYNC(awaits_inner) { return AW_AWAIT(inner); }

static void step(aw_value yielded) {
    if (aw_is_error(yielded)) print_outcome("unexpected", yielded);
}

/* Yields first, first + 1, and ends. */
struct two {
    int next, end;
};
static aw_value two_next(void *self) {
    struct two *two = self;
    return two->next < two->end ? aw_int(two->next++) : aw_stop(aw_none());
}
static const aw_object_type two_type = {.name = "two_iterator", .iter = it_self, .next = two_next};
static aw_value two_new(int first) {
    aw_value object = AW_TRY(aw_object_new(&two_type, sizeof(struct two)));
    *(struct two *)aw_object_data(object, &two_type) = (struct two){first, first + 2};
    return object;
}

/* An awaitable whose iterator is another object. */
struct awaitable {
    aw_value iterator;
};
static aw_value awaitable_await(void *self) { return ((struct awaitable *)self)->iterator; }
static const aw_object_type awaitable_type = {.name = "W", .await = awaitable_await};
static aw_value awaitable_new(aw_value iterator) {
    aw_value object = AW_TRY(aw_object_new(&awaitable_type, sizeof(struct awaitable)));
    AW_TRY(aw_object_hold(object, iterator));
    ((struct awaitable *)aw_object_data(object, &awaitable_type))->iterator = iterator;
    return object;
}

AW_ASYNC(moves, (aw_value, first), (aw_value, second)) {
    aw_value r = aw_await(first);
    AW_EXCEPT(r, AW_VALUE_ERROR) { AW_AWAIT(second); }
    AW_TRY(r);
    return aw_none();
}

AW_ASYNC(deep, (int, n)) { return AW_AWAIT(n ? deep(n - 1) : y(aw_string("bottom"))); }

static void await_moves(void) {
    aw_value first = two_new(1), second = two_new(3);
    aw_value m = moves(awaitable_new(first), awaitable_new(second));
    step(aw_send(m, aw_none()));
    printf("await is the iterator, not the object: %s\n", truth(aw_is(aw_cr_await(m), first)));
    step(aw_throw(m, aw_kind_value(AW_VALUE_ERROR)));
    printf("moved: %s\n", truth(aw_is(aw_cr_await(m), second)));

    aw_value r = aw_none();
    while (!aw_is_error(r)) r = aw_send(m, aw_none());
    AW_EXCEPT(r, AW_STOP_ITERATION) {
        aw_site frame;
        printf("done %s %s\n", aw_repr(aw_cr_await(m)), aw_cr_frame(m, &frame) ? frame.function : "None");
    }
}

static void await_chain(void) {
    aw_value d = deep(3), names = aw_list_of(0, NULL);
    step(aw_send(d, aw_none()));
    for (; aw_type_of(d) == AW_TYPE_COROUTINE; d = aw_cr_await(d)) aw_append(names, aw_string(aw_coroutine_name(d)));
    printf("%s %s\n", aw_repr(names), aw_type_name(d));
}

PROGRAM {
    it = aw_object_new(&it_type, 0);
    inner = awaits_it();
    outer = awaits_inner();
    both("created");
    step(aw_send(outer, aw_none()));
    both("suspended");
    step(aw_send(outer, aw_none()));
    step(aw_send(outer, aw_string("x")));
    step(aw_throw(outer, aw_kind_value(AW_VALUE_ERROR)));
    both("after throw");
    step(aw_close(outer));
    both("closed");
    await_moves();
    await_chain();
}
