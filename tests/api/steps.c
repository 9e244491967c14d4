/* Coroutines that the API tests drive from JavaScript. */
#include <aw/aw.h>

#include <stdio.h>
#include <stdlib.h>

/* Yields what it is given, until it is closed. */
AW_ASYNC(echo) {
    aw_value got = aw_none();
    for (;;) AW_SCOPE { got = aw_keep(AW_AWAIT(aw_suspend(got))); }
}

AW_ASYNC(count_to, (int, limit)) {
    AW_FOR(int i = 0; i < limit; i++) { AW_AWAIT(aw_suspend(aw_int(i))); }
    return aw_int(limit);
}

AW_ASYNC(ping) {
    for (;;) AW_SCOPE { AW_AWAIT(aw_suspend(aw_none())); }
}

AW_GENERATOR(numbers, (int, limit)) {
    for (int i = 0; i < limit; i++) AW_YIELD(aw_int(i));
    return aw_string("end");
}

/* -- results -- */

AW_ASYNC(give, (aw_value, value)) { return value; }
AW_ASYNC(nothing) { return aw_none(); }
AW_ASYNC(a_float) { return aw_double(2.5); }
AW_ASYNC(big, (int, shift)) { return aw_int((int64_t)1 << shift); }
AW_ASYNC(smallest) { return aw_int(INT64_MIN); }
AW_ASYNC(a_tuple) { return AW_TUPLE(aw_int(1), AW_LIST(aw_string("x"), aw_none())); }
AW_ASYNC(all_kinds, (int, i), (unsigned, u), (double, f), (bool, b), (const char *, s), (aw_value, v)) {
    return aw_format("%d %u %g %d %s %s", i, u, f, b, s ? s : "-", aw_repr(v));
}
AW_ASYNC(pointer, (void *, p)) { return aw_int((intptr_t)p); }
AW_ASYNC(repr, (aw_value, value)) { return aw_string(aw_repr(value)); }
AW_ASYNC(same, (aw_value, left), (aw_value, right)) { return aw_bool(aw_is(left, right)); }
AW_ASYNC(suspension) { return aw_suspend(aw_int(1)); }
AW_ASYNC(nested) {
    aw_value list = aw_list_of(0, NULL);
    return aw_append(list, list), list;
}

/* -- errors -- */

static const aw_kind my_error = {"MyError", AW_VALUE_ERROR};
static const aw_kind my_child = {"MyChild", &my_error};

AW_ASYNC(fail, (const char *, text)) { return aw_raise(AW_VALUE_ERROR, "%s", text); }
AW_ASYNC(middle, (const char *, text)) { return AW_AWAIT(fail(text)); }
AW_ASYNC(outer, (const char *, text)) { return AW_AWAIT(middle(text)); }
AW_ASYNC(fail_mine) { return aw_raise(&my_child, "mine"); }
AW_ASYNC(mine_class) { return aw_kind_value(&my_error); }
AW_ASYNC(catch_mine) {
    aw_value r = aw_await(aw_suspend(aw_int(1)));
    AW_EXCEPT(r, &my_error, e) { return aw_format("caught %s", aw_repr(e)); }
    return AW_TRY(r);
}
AW_ASYNC(chained) {
    aw_value r = aw_raise(AW_KEY_ERROR, "first");
    AW_EXCEPT(r, AW_KEY_ERROR) { return aw_raise(AW_RUNTIME_ERROR, "second"); }
    return aw_none();
}
AW_ASYNC(caused) {
    aw_value r = aw_raise(AW_KEY_ERROR, "first");
    AW_EXCEPT(r, AW_KEY_ERROR, e) { return aw_raise_from(aw_exception(AW_RUNTIME_ERROR, "second"), e); }
    return aw_none();
}
/* Yields the exception that it caught, then raises it again. */
AW_ASYNC(catch_and_show) {
    aw_value r = aw_await(aw_suspend(aw_string("ready")));
    AW_EXCEPT(r, AW_BASE_EXCEPTION, e) {
        AW_AWAIT(aw_suspend(e));
        return aw_reraise();
    }
    return AW_TRY(r);
}
AW_ASYNC(an_exception) { return aw_exception(AW_KEY_ERROR, "plain"); }
AW_ASYNC(exceptions) {
    aw_value inner = aw_exception(AW_KEY_ERROR, "inner");
    return AW_TUPLE(inner, AW_LIST(aw_exception_of(AW_VALUE_ERROR, 1, &inner)));
}
AW_ASYNC(stubborn) {
    aw_value r = aw_await(aw_suspend(aw_int(1)));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) { AW_AWAIT(aw_suspend(aw_int(2))); }
    return aw_string("done");
}
AW_ASYNC(bad_cleanup) {
    aw_value r = aw_await(aw_suspend(aw_int(1)));
    AW_EXCEPT(r, AW_GENERATOR_EXIT) { return aw_raise(AW_VALUE_ERROR, "in cleanup"); }
    return AW_TRY(r);
}

/* -- awaiting -- */

AW_ASYNC(awaits, (aw_value, awaitable)) { return AW_AWAIT(awaitable); }
AW_ASYNC(makes, (int, depth)) { return depth > 0 ? AW_AWAIT(makes(depth - 1)) : AW_AWAIT(aw_suspend(aw_string("leaf"))); }
AW_ASYNC(maker) { return nothing(); }

/* -- the host -- */

AW_ASYNC(call_host, (aw_value, argument)) { return AW_HOST("visit", argument); }
AW_ASYNC(call_three) { return AW_HOST("three", aw_int(1), aw_string("two"), AW_LIST(aw_int(3))); }
AW_ASYNC(call_missing) { return AW_HOST("missing", aw_none()); }
AW_ASYNC(host_caught, (aw_value, argument)) {
    aw_value r = AW_HOST("visit", argument);
    AW_EXCEPT(r, AW_BASE_EXCEPTION, e) { return aw_format("caught %s", aw_repr(e)); }
    return AW_TRY(r);
}
AW_ASYNC(host_then_suspend, (aw_value, argument)) {
    aw_value r = AW_TRY(AW_HOST("visit", argument));
    AW_AWAIT(aw_suspend(r));
    return aw_string("done");
}
AW_ASYNC(recurse_host, (int, depth)) { return depth > 0 ? AW_HOST("again", aw_int(depth - 1)) : aw_string("bottom"); }

/* -- traps -- */

AW_ASYNC(traps) {
    AW_AWAIT(aw_suspend(aw_int(1)));
    __builtin_trap();
}
AW_ASYNC(aborts) { abort(); }
AW_ASYNC(exits) { exit(3); }
static int sink;
static __attribute__((noinline)) void use(volatile char *bytes, int size) {
    for (int i = 0; i < size; i += 64) bytes[i] = (char)i;
    sink += bytes[size / 2];
}
static __attribute__((noinline)) int sprawl(int depth) {
    char bytes[1024];
    use(bytes, sizeof bytes);
    return depth > 0 ? sprawl(depth - 1) + bytes[depth % 1024] : 0;
}
AW_STACK(deep, 4096);
AW_ASYNC(deep) {
    AW_AWAIT(aw_suspend(aw_int(1)));
    return aw_int(sprawl(100));
}
/* Needs no C stack, only the engine's. */
static volatile int calls;
static __attribute__((noinline)) int forever(int depth) {
    if (depth < 0) return 0;
    int below = forever(depth + 1);
    calls++;
    return below;
}
AW_ASYNC(endless) { return aw_int(forever(1)); }

/* -- memory -- */

AW_ASYNC(grow, (int, bytes)) {
    void *block = malloc((size_t)bytes);
    if (!block) return aw_raise(AW_MEMORY_ERROR, "");
    use(block, bytes);
    AW_AWAIT(aw_suspend(aw_int(bytes)));
    free(block);
    return aw_string("freed");
}

/* Takes all the memory there is but for small pieces, until it is resumed. */
AW_ASYNC(exhaust) {
    struct block {
        struct block *next;
    } *list = NULL;
    for (size_t size = (size_t)1 << 28; size >= 4096; size /= 2)
        for (struct block *block; (block = malloc(size)); list = block) block->next = list;
    aw_value r = aw_await(aw_suspend(aw_none()));
    for (struct block *next; list; list = next) {
        next = list->next;
        free(list);
    }
    return r;
}

/* -- output -- */

AW_ASYNC(prints) {
    printf("one\ntwo");
    printf(" halves\n");
    fprintf(stderr, "to stderr\n");
    return aw_none();
}
AW_ASYNC(environment, (const char *, name)) {
    const char *value = getenv(name);
    return value ? aw_string(value) : aw_none();
}
__attribute__((export_name("add"))) int add(int left, int right) { return left + right; }
