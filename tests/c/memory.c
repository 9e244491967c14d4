/* Who owns what: scopes, what a long loop leaves behind, what is kept and for how long. */
#include "awaitables.h"
#include "check.h"

/* Sanitizers make each switch many times slower: natively there are fewer. */
#ifdef __wasm__
enum { MILLION = 1000000, MANY = 100000, TEXTS = 31888890 };
#else
enum { MILLION = 100000, MANY = 50000, TEXTS = 3088890 };
#endif

AW_ASYNC(makes_text, (int, number)) { return aw_format("a text that needs memory: %d", number); }

/* Notes what is alive early and late in a loop. */
typedef struct watch {
    aw_live_counts early;
    bool flat;
} watch;
static void look(watch *watch, int round, int rounds) {
    if (round == 10) watch->early = aw_live();
    if (round != rounds - 1) return;
    aw_live_counts late = aw_live(), early = watch->early;
    watch->flat = late.bytes <= early.bytes + 64 && late.objects <= early.objects && late.stacks <= early.stacks;
    if (!watch->flat) LOG("%zu bytes became %zu, %zu objects %zu", early.bytes, late.bytes, early.objects, late.objects);
}

AW_ASYNC(awaits_texts_in_for, (int, rounds)) {
    watch watch = {0};
    size_t length = 0;
    AW_FOR(int i = 0; i < rounds; i++) {
        length += aw_length(AW_AWAIT(makes_text(i)));
        look(&watch, i, rounds);
    }
    return AW_TUPLE(aw_bool(watch.flat), aw_int((int64_t)length));
}
AW_ASYNC(awaits_texts_in_scope, (int, rounds)) {
    watch watch = {0};
    for (int i = 0; i < rounds; i++) AW_SCOPE {
            aw_value text = AW_AWAIT(makes_text(i));
            look(&watch, i, rounds);
            if (i % 3 == 0) continue;
            CHECK(aw_length(text) > 0);
        }
    return aw_bool(watch.flat);
}

TEST(a_million_awaited_texts_stay_flat) {
    CHECK_RETURNS(aw_repr(AW_TUPLE(aw_bool(true), aw_int(TEXTS))), STEP(awaits_texts_in_for(MILLION)));
    CHECK_LOG("");
}

TEST(a_scope_in_a_long_loop_stays_flat) {
    CHECK_RETURNS("True", STEP(awaits_texts_in_scope(MANY * 2)));
    CHECK_LOG("");
}

AW_ASYNC(awaits_texts_that_suspend, (int, rounds)) {
    watch watch = {0};
    AW_FOR(int i = 0; i < rounds; i++) {
        aw_value text = AW_AWAIT(f(aw_suspend(aw_format("yielded text number %d", i))));
        CHECK(aw_length(text) > 0);
        look(&watch, i, rounds);
    }
    return aw_bool(watch.flat);
}

TEST(texts_that_are_yielded_and_sent_stay_flat) {
    aw_value c = awaits_texts_that_suspend(MANY), result = aw_none();
    AW_FOR(int i = 0; !aw_is_error(result); i++) {
        result = aw_send(c, i ? aw_format("sent text number %d", i) : aw_none());
        if (aw_is_error(result)) CHECK_RETURNS("True", result);
    }
    CHECK_LOG("");
}

AW_ASYNC(returns_number, (int, number)) { return aw_int(number); }
AW_ASYNC(returns_number_later, (int, number)) { return AW_AWAIT(returns_number(number)); }
AW_ASYNC(awaits_without_scope, (int, rounds)) {
    watch watch = {0};
    int64_t sum = 0;
    for (int i = 0; i < rounds; i++) {
        sum += aw_as_int(AW_AWAIT(returns_number(1)));
        sum += aw_as_int(AW_AWAIT(returns_number_later(1)));
        look(&watch, i, rounds);
    }
    return AW_TUPLE(aw_bool(watch.flat), aw_int(sum));
}

TEST(temporary_coroutines_need_no_scope) {
    CHECK_RETURNS(aw_repr(AW_TUPLE(aw_bool(true), aw_int(2 * MANY))), STEP(awaits_without_scope(MANY)));
    CHECK_LOG("");
}

AW_ASYNC(keeps_what_it_names) {
    aw_value c = aw_none();
    aw_value r = AW_AWAIT(c = f(returns_number(3)));
    CHECK_STATE("CORO_CLOSED", c);
    return r;
}

TEST(an_assignment_in_an_await_keeps_the_coroutine) { CHECK_RETURNS("3", STEP(keeps_what_it_names())); }

AW_ASYNC(waits) { return AW_AWAIT(aw_suspend(aw_none())); }

TEST(many_suspended_at_once) {
    aw_value list = aw_list_of(0, NULL);
    AW_FOR(int i = 0; i < MANY; i++) {
        aw_value c = waits();
        CHECK_NONE(STEP(c));
        CHECK_NONE(aw_append(list, c));
    }
    CHECK_INT(MANY, check_live().coroutines);
    CHECK_INT(MANY, check_live().stacks);
    int64_t sum = 0;
    AW_FOR(int i = 0; i < MANY; i++) {
        aw_value c = aw_item(list, (size_t)i);
        aw_value stop = aw_send(c, aw_int(i % 2));
        if (i % 2 == 0) CHECK_RETURNS("0", stop);
        sum += aw_as_int(aw_stop_value(aw_caught(stop)));
    }
    CHECK_INT(MANY / 2, sum);
    CHECK_INT(0, check_live().stacks);
}

TEST(dropping_many_suspended) {
    AW_SCOPE {
        aw_value list = aw_list_of(0, NULL);
        AW_FOR(int i = 0; i < MANY; i++) {
            aw_value c = f(waits());
            CHECK_NONE(STEP(c));
            CHECK_NONE(aw_append(list, c));
        }
        CHECK_INT(2 * MANY, check_live().coroutines);
    }
    CHECK_INT(0, check_live().coroutines);
    CHECK_INT(0, check_live().stacks);
}

static aw_value left_by(int way) {
    AW_SCOPE {
        aw_value text = tracked_new();
        if (way == 0) return text;
        if (way == 1) break;
        if (way == 2) continue;
        if (way == 3) goto out;
        LOG("end");
    }
out:
    return aw_none();
}

TEST(leaving_a_scope) {
    const char *logs[] = {"after gone", "after gone", "gone after", "after gone", "end gone after"};
    for (int way = 0; way < 5; way++) {
        AW_SCOPE {
            aw_value left = left_by(way);
            if (way == 0) CHECK_TEXT("Tracked", aw_type_name(left));
            LOG("after");
        }
        CHECK_LOG(logs[way]);
    }
}

TEST(each_round_releases_what_the_round_before_it_made) {
    AW_SCOPE {
        AW_FOR(int i = 0; i < 3; i++) {
            LOG("%d", i);
            CHECK_TEXT("Tracked", aw_type_name(tracked_new()));
        }
        LOG("after");
    }
    CHECK_LOG("0 gone 1 gone 2 after gone");
}

TEST(keeping_a_value) {
    AW_SCOPE {
        aw_value kept = aw_none();
        AW_SCOPE {
            kept = aw_keep(tracked_new());
            tracked_new();
        }
        LOG("after");
        CHECK_TEXT("Tracked", aw_type_name(kept));
    }
    CHECK_LOG("gone after gone");
}

AW_ASYNC(scopes_across_awaits) {
    AW_SCOPE {
        aw_value first = tracked_new();
        AW_SCOPE {
            aw_value second = tracked_new();
            AW_AWAIT(aw_suspend(aw_int(1)));
            CHECK_TEXT("Tracked", aw_type_name(second));
        }
        LOG("inner");
        AW_AWAIT(aw_suspend(aw_int(2)));
        CHECK_TEXT("Tracked", aw_type_name(first));
    }
    LOG("outer");
    return aw_none();
}

TEST(scopes_hold_across_awaits) {
    aw_value a = scopes_across_awaits(), b = scopes_across_awaits();
    CHECK_VALUE("1", STEP(a));
    CHECK_VALUE("1", STEP(b));
    CHECK_LOG("");
    CHECK_VALUE("2", STEP(a));
    CHECK_LOG("gone inner");
    CHECK_RETURNS("None", STEP(a));
    CHECK_LOG("gone outer");
    CHECK_NONE(aw_close(b));
    CHECK_LOG("gone gone");
}

static void log_deferred(void *text) { LOG("%s", (const char *)text); }
AW_ASYNC(defers) {
    AW_DEFER(log_deferred, "first");
    AW_DEFER(log_deferred, "second");
    AW_AWAIT(y(aw_int(1)));
    LOG("body");
    return aw_none();
}

TEST(deferred_calls_run_however_the_block_is_left) {
    aw_value c = defers();
    CHECK_VALUE("1", STEP(c));
    CHECK_RETURNS("None", STEP(c));
    CHECK_LOG("body second first");
    c = defers();
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("second first");
    c = defers();
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_kind_value(AW_KEY_ERROR)), "KeyError", "");
    CHECK_LOG("second first");
}

static aw_value global;
AW_ASYNC(moves_to_the_caller) {
    aw_value text = aw_string("made inside, used outside");
    return AW_LIST(text, aw_format("%d", 5));
}

TEST(results_move_and_globals_are_retained) {
    AW_SCOPE {
        aw_value stop = CHECK_RAISES(STEP(moves_to_the_caller()), "StopIteration", NULL);
        global = aw_retain(aw_stop_value(stop));
    }
    AW_SCOPE { CHECK_VALUE("['made inside, used outside', '5']", global); }
    aw_release(global);
    CHECK_INT(0, check_live().objects);
}
