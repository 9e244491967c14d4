/* Facts A98 to A109: what happens when nobody holds a coroutine any longer. In C that is at the end of a scope. */
#include "awaitables.h"
#include "check.h"

#define NEVER_AWAITED(name) "coroutine '" name "' was never awaited"

AW_ASYNC(exits) { return aw_raise(AW_SYSTEM_EXIT); }

TEST(a98_dropping_before_the_start_warns) {
    AW_SCOPE {
        CHECK_NONE(aw_set_coroutine_qualname(exits(), aw_string("x.y")));
        CHECK_QUIET();
    }
    CHECK_WARNING(NEVER_AWAITED("x.y"));
    CHECK_QUIET();
}

TEST(a99_who_warns_and_who_does_not) {
    AW_SCOPE { CHECK_VALUE("1", STEP(f(y(aw_int(1))))); }
    CHECK_QUIET();
    AW_SCOPE { CHECK_NONE(aw_close(f(aw_none()))); }
    CHECK_QUIET();
    AW_SCOPE { CHECK_RAISES(aw_throw(f(aw_none()), aw_kind_value(AW_VALUE_ERROR)), "ValueError", ""); }
    CHECK_QUIET();
    AW_SCOPE { CHECK_VALUE("1", STEP(f(f(y(aw_int(1)))))); }
    CHECK_QUIET();
    AW_SCOPE { CHECK_RAISES(SEND_INT(f(aw_none()), 1), "TypeError", NULL); }
    CHECK_WARNING(NEVER_AWAITED("f"));
    CHECK_QUIET();
}

AW_ASYNC(inner) { return aw_none(); }
AW_ASYNC(outer, (aw_value, awaitable)) { return AW_AWAIT(awaitable); }

TEST(a100_dropping_a_chain_before_the_start) {
    AW_SCOPE { CHECK_STATE("CORO_CREATED", outer(inner())); }
    CHECK_WARNING(NEVER_AWAITED("outer"));
    CHECK_WARNING(NEVER_AWAITED("inner"));
    AW_SCOPE {
        aw_value c;
        AW_SCOPE { c = aw_keep(outer(inner())); }
        CHECK_QUIET();
        CHECK_NONE(aw_close(c));
        CHECK_WARNING(NEVER_AWAITED("inner"));
    }
    CHECK_QUIET();
}

AW_ASYNC(forgets) {
    AW_SCOPE { CHECK_STATE("CORO_CREATED", inner()); }
    return aw_none();
}
AW_ASYNC(awaits_forgets) { return AW_AWAIT(forgets()); }

TEST(a101_the_warning_names_the_origin) {
    CHECK_NONE(aw_set_coroutine_origin_tracking_depth(2));
    CHECK_RETURNS("None", STEP(awaits_forgets()));
    CHECK_WARNING_BEGINS(NEVER_AWAITED("inner") "\nCoroutine created at (most recent call last)\n  File \"" __FILE__ "\", line ");
}

TEST(a102_a_warning_that_is_an_error_is_unraisable) {
    check_warnings_are_errors();
    AW_SCOPE { CHECK_STATE("CORO_CREATED", inner()); }
    CHECK_UNRAISABLE("RuntimeWarning(\"coroutine 'inner' was never awaited\")", "inner");
}

TEST(a103_generators_never_warn) {
    AW_SCOPE { CHECK_STATE("GEN_CREATED", y(aw_int(1))); }
    CHECK_QUIET();
}

AW_ASYNC(cleanup_inner) {
    aw_value r = aw_await(y(aw_none()));
    AW_FINALLY(r) { LOG("i"); }
    return r;
}
AW_ASYNC(cleanup_outer) {
    aw_value r = aw_await(cleanup_inner());
    AW_EXCEPT(r, AW_GENERATOR_EXIT) {
        LOG("exit");
        r = aw_reraise();
    }
    AW_FINALLY(r) { LOG("o"); }
    return r;
}

TEST(a104_dropping_a_suspended_coroutine_closes_it) {
    AW_SCOPE {
        CHECK_NONE(STEP(cleanup_outer()));
        CHECK_LOG("");
    }
    CHECK_LOG("i exit o");
}

AW_ASYNC(raises_in_cleanup_of, (const aw_kind *, kind), (const char *, text)) {
    aw_value r = aw_await(y(aw_none()));
    AW_FINALLY(r) { return aw_raise(kind, "%s", text); }
    return r;
}

TEST(a105_an_exception_in_that_close_is_unraisable) {
    aw_value current = aw_raise(AW_KEY_ERROR, "cur");
    AW_EXCEPT(current, AW_KEY_ERROR, k) {
        AW_SCOPE { CHECK_NONE(STEP(raises_in_cleanup_of(AW_VALUE_ERROR, "in cleanup"))); }
        CHECK_SAME(k, aw_handled_exception());
    }
    CHECK_UNRAISABLE("ValueError('in cleanup')", "raises_in_cleanup_of");
}

AW_ASYNC(awaits_in_inner_finally) {
    aw_value r = aw_await(y(aw_none()));
    AW_FINALLY(r) {
        AW_AWAIT(y(aw_none()));
        LOG("after");
    }
    return r;
}
AW_ASYNC(has_outer_finally) {
    aw_value r = aw_await(awaits_in_inner_finally());
    AW_FINALLY(r) { LOG("outer finally"); }
    return r;
}
static aw_value two_finally_blocks(void) {
    aw_value r = aw_await(y(aw_none()));
    AW_FINALLY(r) {
        AW_AWAIT(y(aw_none()));
        LOG("after");
    }
    return r;
}
AW_ASYNC(has_both) {
    aw_value r = two_finally_blocks();
    AW_FINALLY(r) { LOG("outer finally"); }
    return r;
}

TEST(a106_suspending_in_that_close) {
    AW_SCOPE { CHECK_NONE(STEP(has_both())); }
    CHECK_UNRAISABLE("RuntimeError('coroutine ignored GeneratorExit')", "has_both");
    CHECK_LOG("");
    /* Where the inner one is a coroutine of its own, the outer one gets that error and goes on; then the inner one is dropped. */
    AW_SCOPE { CHECK_NONE(STEP(has_outer_finally())); }
    CHECK_LOG("outer finally");
    CHECK_UNRAISABLE("RuntimeError('coroutine ignored GeneratorExit')", "has_outer_finally");
}

static aw_value resurrected, itself;

AW_ASYNC(resurrects) {
    aw_value r = aw_await(y(aw_none()));
    AW_FINALLY(r) {
        LOG("cleanup");
        resurrected = aw_retain(itself);
    }
    return r;
}

TEST(a107_resurrecting_in_the_own_cleanup) {
    AW_SCOPE {
        itself = resurrects();
        CHECK_NONE(STEP(itself));
    }
    CHECK_LOG("cleanup");
    CHECK_INT(1, check_live().coroutines);
    CHECK_STATE("CORO_CLOSED", resurrected);
    CHECK_RAISES(STEP(resurrected), "RuntimeError", "cannot reuse already awaited coroutine");
    aw_release(resurrected);
    CHECK_LOG("");
    CHECK_INT(0, check_live().coroutines);
}

AW_ASYNC(holds, (aw_value, list)) {
    (void)list;
    aw_value r = aw_await(aw_suspend(aw_none()));
    AW_FINALLY(r) { LOG("closed"); }
    return r;
}

TEST(a108_a_cycle_ends_when_its_coroutine_is_closed) {
    aw_value c = aw_none();
    AW_SCOPE {
        aw_value list = aw_list_of(0, NULL);
        c = holds(list);
        CHECK_NONE(aw_append(list, c));
        CHECK_NONE(STEP(c));
    }
    CHECK_LOG("");
    CHECK_INT(1, check_live().coroutines);
    CHECK_NONE(aw_close(c));
    CHECK_LOG("closed");
}

TEST(a109_system_exit_in_that_close_is_unraisable) {
    AW_SCOPE { CHECK_NONE(STEP(raises_in_cleanup_of(AW_KEYBOARD_INTERRUPT, "k"))); }
    CHECK_UNRAISABLE("KeyboardInterrupt('k')", "raises_in_cleanup_of");
    AW_SCOPE { CHECK_NONE(STEP(raises_in_cleanup_of(AW_SYSTEM_EXIT, "s"))); }
    CHECK_UNRAISABLE("SystemExit('s')", "raises_in_cleanup_of");
}

static aw_value brought_back;

static void keep_object(aw_value exception, aw_value object) {
    LOG("%s", aw_repr(exception));
    brought_back = aw_retain(object);
}

AW_ASYNC(does_not_end) {
    for (int left = 3;; left--) {
        aw_value r = aw_await(aw_suspend(aw_int(left)));
        AW_EXCEPT(r, AW_GENERATOR_EXIT) { LOG("exit %d", left); }
    }
}

/* CPython calls the finalizer of an object once, whoever brought it back to life: with `sys.unraisablehook = lambda u: held.append(u.object)`, then
 * `del c`, the coroutine in `held` goes on by send(), and `held.clear()` does not close it again. */
TEST(who_was_brought_back_to_life_is_not_closed_again) {
    aw_set_unraisable_hook(keep_object);
    AW_SCOPE { CHECK_VALUE("3", STEP(does_not_end())); }
    CHECK_LOG("exit 3 RuntimeError('coroutine ignored GeneratorExit')");
    CHECK_STATE("CORO_SUSPENDED", brought_back);
    AW_SCOPE { CHECK_VALUE("1", STEP(brought_back)); }
    AW_SCOPE { aw_release(brought_back); }
    CHECK_LOG("");
    CHECK_INT(0, check_live().coroutines);
}
