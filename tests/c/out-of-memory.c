/* Each allocation of each operation fails once: an error comes out, nothing is left behind, and everything still works. */
#include "../../runtime/src/base/heap.h"
#include "awaitables.h"
#include "out-of-memory.h"

#include <stdio.h>

/* A scenario's coroutines end with StopIteration, which is no failure. */
static aw_value ended(aw_value result) {
    return aw_matches(result, AW_STOP_ITERATION) ? aw_stop_value(aw_caught(result)) : result;
}
#define TRY(expression) AW_TRY(ended(expression))

AW_ASYNC(oom_returns_text, (const char *, text)) { return aw_format("a text from %s", text); }
AW_ASYNC(oom_catches, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_VALUE_ERROR, e) {
        aw_value caught = aw_string(aw_str(e));
        return AW_LIST(caught, AW_AWAIT(y(aw_string("in except"))));
    }
    return r;
}
AW_ASYNC(oom_cleans_up, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_FINALLY(r) { AW_AWAIT(oom_returns_text("cleanup")); }
    return r;
}

static aw_value create_send_and_return(void) {
    aw_value c = f(y(aw_string("yielded text"))), first = TRY(aw_send(c, aw_none()));
    aw_value last = TRY(aw_send(c, aw_string("sent text")));
    return AW_LIST(first, last, TRY(aw_send(oom_returns_text("send"), aw_none())));
}

static aw_value throw_in_all_forms(void) {
    aw_value c = oom_catches(f(y(aw_none())));
    TRY(aw_send(c, aw_none()));
    TRY(THROW(c, aw_kind_value(AW_VALUE_ERROR), aw_string("thrown text")));
    aw_value result = TRY(aw_send(c, aw_string("done")));
    aw_value unstarted = f(aw_none()), r = aw_throw(unstarted, aw_exception(AW_VALUE_ERROR, "early"));
    AW_EXCEPT(r, AW_VALUE_ERROR) {}
    AW_TRY(r);
    aw_value stopped = f(y(aw_none()));
    TRY(aw_send(stopped, aw_none()));
    r = aw_throw(stopped, aw_kind_value(AW_STOP_ITERATION));
    AW_EXCEPT(r, AW_RUNTIME_ERROR) {}
    AW_TRY(r);
    return result;
}

static aw_value close_chains(void) {
    aw_value c = oom_cleans_up(oom_cleans_up(oom_cleans_up(y(aw_string("y")))));
    TRY(aw_send(c, aw_none()));
    AW_TRY(aw_close(c));
    c = oom_cleans_up(IT(ItC, aw_int(1), aw_int(2)));
    TRY(aw_send(c, aw_none()));
    AW_TRY(aw_close(c));
    AW_TRY(aw_close(f(aw_none())));
    return aw_bool(true);
}

static aw_value drop_suspended(void) {
    aw_value c = oom_cleans_up(oom_cleans_up(aw_suspend(aw_string("y"))));
    return TRY(aw_send(c, aw_none()));
}

AW_ASYNC(oom_chain, (int, n), (aw_value, at_the_end)) {
    if (n == 0) return AW_AWAIT(at_the_end);
    return AW_LIST(aw_int(n), AW_AWAIT(oom_chain(n - 1, at_the_end)));
}

static aw_value await_chains(void) {
    aw_value c = oom_chain(5, y(aw_string("leaf")));
    TRY(aw_send(c, aw_none()));
    aw_value r = aw_send(oom_chain(5, raises(aw_exception(AW_KEY_ERROR, "up the chain"))), aw_none());
    AW_EXCEPT(r, AW_KEY_ERROR) {}
    AW_TRY(r);
    return TRY(aw_send(c, aw_int(1ll << 60)));
}

static aw_value wrappers_and_generators(void) {
    aw_value list = aw_list_of(0, NULL), w = aw_await_iter(f(y(aw_string("wrapped"))));
    AW_TRY(aw_append(list, TRY(aw_next(w))));
    AW_TRY(aw_append(list, TRY(aw_next(w))));
    aw_value c = f(a_new(aw_await_iter(f(y(aw_string("behind a wrapper"))))));
    AW_TRY(aw_append(list, TRY(aw_send(c, aw_none()))));
    AW_TRY(aw_append(list, TRY(aw_send(c, aw_string("sent to it")))));
    aw_value g = y(aw_string("by a generator"));
    AW_TRY(aw_append(list, TRY(aw_next(g))));
    AW_TRY(aw_append(list, TRY(aw_send(g, aw_double(1.5)))));
    return list;
}

static aw_value custom_awaitables(void) {
    aw_value c = f(a_new(IT(ItC, aw_int(1), aw_string("sent"), aw_string("thrown")))), list = aw_list_of(0, NULL);
    AW_TRY(aw_append(list, TRY(aw_send(c, aw_none()))));
    AW_TRY(aw_append(list, TRY(aw_send(c, aw_string("value")))));
    AW_TRY(aw_append(list, TRY(THROW(c, aw_kind_value(AW_VALUE_ERROR), aw_string("x")))));
    AW_TRY(aw_append(list, TRY(aw_send(c, aw_none()))));
    return list;
}

static aw_value values_and_texts(void) {
    aw_value list = AW_LIST(aw_int(1ll << 60), aw_double(0.1), aw_string("a"), aw_bytes("b", 1), AW_TUPLE(aw_none()));
    for (int i = 0; i < 20; i++) AW_TRY(aw_append(list, aw_format("%d%s", i, "text")));
    for (int i = 0; i < 20; i++) AW_TRY(aw_pop(list));
    AW_TRY(aw_string(aw_repr(list)));
    aw_value copy = aw_none();
    AW_SCOPE { copy = AW_TRY(aw_keep(aw_list_of(1, &list))); }
    return copy;
}

static aw_value exceptions(void) {
    aw_value r = aw_raise(AW_KEY_ERROR, "first %d", 1), e = aw_none();
    AW_EXCEPT(r, AW_KEY_ERROR) {
        aw_value second = aw_raise(AW_VALUE_ERROR, "second");
        AW_EXCEPT(second, AW_VALUE_ERROR) {
            aw_value third = aw_raise_from(aw_exception(AW_TYPE_ERROR, "third"), aw_exception(AW_OS_ERROR, "cause"));
            if (!aw_matches(third, AW_TYPE_ERROR)) return third;
            e = aw_caught(aw_send(oom_chain(3, raises(third)), aw_none()));
        }
        AW_TRY(second);
    }
    AW_TRY(r);
    if (!aw_matches(e, AW_TYPE_ERROR)) return aw_raise_exception(e);
    AW_TRY(aw_exception_trace(e));
    AW_TRY(aw_string(aw_traceback(e)));
    return AW_LIST(e, aw_exception_context(e), aw_exception_cause(e));
}

static aw_value names_and_origins(void) {
    AW_TRY(aw_set_coroutine_origin_tracking_depth(3));
    aw_value c = oom_chain(3, y(aw_string("leaf")));
    aw_value named = aw_set_coroutine_qualname(c, aw_string("module.name")), other = aw_set_coroutine_name(c, aw_string("name"));
    aw_value first = ended(aw_send(c, aw_none())), origin = aw_cr_origin(c);
    AW_SCOPE { (void)ret(aw_none()).bits; }
    aw_set_coroutine_origin_tracking_depth(0);
    AW_TRY(named);
    AW_TRY(other);
    AW_TRY(first);
    return AW_LIST(origin, aw_string(aw_coroutine_qualname(c)));
}

/* Many frames on a small stack: as wasm, what is saved of them finds no room there and goes to the heap. */
__attribute__((noinline)) static aw_value descend(int depth, char *text) {
    char own[48];
    snprintf(own, sizeof own, "%s%d", text, depth % 10);
    if (depth == 0) return aw_await(aw_suspend(aw_string(own)));
    aw_value r = AW_TRY(descend(depth - 1, own));
    return aw_format("%c%s", own[0], aw_str(r));
}
AW_STACK(oom_many_frames, 2048);
AW_ASYNC(oom_many_frames) { return descend(20, ""); }
static aw_value many_frames(void) {
    aw_value c = oom_many_frames(), first = TRY(aw_send(c, aw_none()));
    return AW_LIST(first, TRY(aw_send(c, aw_string("sent"))));
}

AW_ASYNC_GENERATOR(oom_items, (int, count)) {
    for (int i = 0; i < count; i++) {
        aw_value r = aw_yield(AW_AWAIT(oom_returns_text("an item")));
        AW_EXCEPT(r, AW_VALUE_ERROR) { r = AW_YIELD(AW_AWAIT(y(aw_string("in except")))); }
        AW_FINALLY(r) { AW_AWAIT(oom_returns_text("cleanup")); }
        AW_TRY(r);
    }
    return aw_none();
}
static aw_value async_generators(void) {
    aw_value a = oom_items(9), list = AW_LIST(TRY(aw_send(aw_anext(a), aw_none())));
    AW_TRY(aw_append(list, TRY(aw_send(aw_asend(a, aw_string("sent")), aw_none()))));
    aw_value x = aw_athrow(a, aw_exception(AW_VALUE_ERROR, "thrown"));
    AW_TRY(aw_append(list, TRY(aw_send(x, aw_none()))));
    AW_TRY(aw_append(list, TRY(aw_send(x, aw_string("sent to it")))));
    AW_TRY(aw_append(list, TRY(aw_send(aw_aclose(a), aw_none()))));
    AW_TRY(aw_append(list, TRY(aw_send(aw_anext_or(a, aw_string("the end")), aw_none()))));
    return list;
}

AW_ASYNC(oom_loops) {
    aw_value list = AW_TRY(aw_list_of(0, NULL)), texts = AW_LIST(aw_string("a"), aw_string("b"));
    AW_ASYNC_FOR(item, oom_items(2)) { AW_TRY(aw_append(list, item)); }
    AW_EACH(item, texts) { AW_TRY(aw_append(list, item)); }
    AW_ASYNC_FOR(item, oom_items(2)) { break; }
    AW_WITH(aw_aclosing(oom_items(2)), generator) { AW_TRY(aw_append(list, AW_AWAIT(aw_anext(generator)))); }
    return list;
}
static aw_value loops(void) { return TRY(aw_send(oom_loops(), aw_none())); }

AW_ASYNC(oom_runs) {
    AW_AWAIT(aw_suspend(aw_none()));
    AW_FOR(int i = 0; i < 3; i++) { AW_AWAIT(oom_returns_text("a loop")); }
    return AW_AWAIT(oom_returns_text("run"));
}
static aw_value run(void) {
    aw_value r = aw_run(f(aw_suspend(aw_int(3))));
    AW_EXCEPT(r, AW_RUNTIME_ERROR) {}
    AW_TRY(r);
    return aw_run(oom_runs());
}

enum { PLENTY = 1000000 };

static bool works(scenario run_it, const char *expected) {
    bool same = false;
    AW_SCOPE {
        aw_value result = run_it();
        same = !aw_is_error(result);
        CHECK_VALUE(expected, result);
    }
    return same;
}

static bool check_nothing_alive(long n, long needed) {
    aw_live_counts live = check_live();
    if (!live.objects && !live.stacks && !live.bytes) return true;
    check_fail(__FILE__, __LINE__, "allocation %ld of %ld: %zu objects, %zu stacks, %zu bytes are alive", n, needed, live.objects, live.stacks,
               live.bytes);
    return false;
}

/* Tasks whose exceptions nobody retrieves: there are many. */
static aw_value hear_nothing(const aw_loop_error *error) {
    (void)error;
    return aw_none();
}

void fail_each_allocation(scenario run_it, const char *expected) {
    aw_set_exception_handler(hear_nothing);
    aw__fail_allocation_after(PLENTY);
    bool working = works(run_it, expected);
    long needed = PLENTY - aw__fail_allocation_after(-1);
    check_forget();
    CHECK(needed > 3);
    for (long n = 0; working && n < needed; n++) {
        AW_SCOPE {
            aw__fail_allocation_after(n);
            aw_value result = run_it();
            if (aw_is_error(result)) CHECK_TEXT("MemoryError", aw_kind_of(result)->name);
            if (n % 2) aw__fail_allocation_after(-1);
        }
        aw__fail_allocation_after(-1);
        check_forget();
        working = check_nothing_alive(n, needed) && works(run_it, expected);
        check_forget();
    }
    aw_set_exception_handler(NULL);
}

TEST_OOM(create_send_and_return, "['yielded text', 'sent text', 'a text from send']")
TEST_OOM(throw_in_all_forms, "['thrown text', 'done']")
TEST_OOM(close_chains, "True")
TEST_OOM(drop_suspended, "'y'")
TEST_OOM(await_chains, "[5, [4, [3, [2, [1, 1152921504606846976]]]]]")
TEST_OOM(wrappers_and_generators, "['wrapped', None, 'behind a wrapper', 'sent to it', 'by a generator', 1.5]")
TEST_OOM(custom_awaitables, "[1, 'sent', 'thrown', 'end']")
TEST_OOM(values_and_texts, "[[1152921504606846976, 0.1, 'a', b'b', (None,)]]")
TEST_OOM(exceptions, "[TypeError('third'), ValueError('second'), OSError('cause')]")
TEST_OOM(names_and_origins, "[(), 'module.name']")
TEST_OOM(many_frames, "['098765432109876543210', '00000000000000000000sent']")
TEST_OOM(async_generators, "['a text from an item', 'a text from an item', 'in except', 'sent to it', None, 'the end']")
TEST_OOM(loops, "['a text from an item', 'a text from an item', 'a', 'b', 'a text from an item']")
TEST_OOM(run, "'a text from run'")
