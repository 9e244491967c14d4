/* Tests that pass in the loop's own order and fail in another, each in its own way; and some that pass in all. */
#include <aw/aw.h>

static aw_value condition, event, one, two;
static int flag, count;

AW_ASYNC(hops, (int, times)) {
    for (int i = 0; i < times; i++) AW_AWAIT(aw_sleep(0));
    return aw_none();
}

/* Has set the flag in time for others that make four hops, unless they overtake it. */
AW_ASYNC(set_flag) {
    AW_AWAIT(hops(2));
    flag = 1;
    return aw_none();
}

AW_ASYNC(wait_for_notification) {
    AW_WITH(condition) { AW_AWAIT(aw_condition_wait(condition)); }
    return aw_none();
}
AW_ASYNC(notify) {
    AW_AWAIT(hops(2));
    AW_WITH(condition) { AW_TRY(aw_condition_notify(condition, 1)); }
    return aw_none();
}
AW_TEST(lost_notify) {
    condition = AW_TRY(aw_condition_new(aw_none()));
    AW_AWAIT(aw_gather(wait_for_notification(), notify()));
    return aw_none();
}

AW_ASYNC(pulse) {
    AW_AWAIT(aw_sleep(0));
    AW_TRY(aw_event_set(event));
    return aw_event_clear(event);
}
AW_ASYNC(listen) { return AW_AWAIT(aw_event_wait(event)); }
AW_TEST(lost_pulse) {
    event = AW_TRY(aw_event_new());
    AW_AWAIT(aw_gather(pulse(), listen()));
    return aw_none();
}

AW_ASYNC(lock_both, (aw_value, first), (aw_value, second), (int, times)) {
    AW_AWAIT(hops(times));
    AW_WITH(first) {
        AW_AWAIT(aw_sleep(0));
        AW_WITH(second) {}
    }
    return aw_none();
}
AW_TEST(locks) {
    one = AW_TRY(aw_lock_new());
    two = AW_TRY(aw_lock_new());
    AW_AWAIT(aw_gather(lock_both(one, two, 0), lock_both(two, one, 2)));
    return aw_none();
}

AW_ASYNC(assert_flag) {
    AW_AWAIT(hops(4));
    AW_CHECK(flag);
    return aw_none();
}
AW_TEST(asserts) { return AW_AWAIT(aw_gather(set_flag(), assert_flag())); }

AW_ASYNC(raise_value_error) { return aw_raise(AW_VALUE_ERROR, "not yet"); }
AW_ASYNC(raise_unless_flag) {
    AW_AWAIT(hops(4));
    if (!flag) AW_AWAIT(raise_value_error());
    return aw_none();
}
AW_TEST(raises) { return AW_AWAIT(aw_gather(set_flag(), raise_unless_flag())); }

AW_ASYNC(forget_unless_flag) {
    AW_AWAIT(hops(4));
    aw_value hop = hops(1);
    if (flag) AW_AWAIT(hop);
    return aw_none();
}
AW_TEST(forgets) { return AW_AWAIT(aw_gather(set_flag(), forget_unless_flag())); }

AW_ASYNC(fail_unseen) {
    AW_AWAIT(hops(4));
    if (!flag) aw_is_none(aw_create_task(raise_value_error()));
    return aw_none();
}
AW_TEST(unseen) {
    AW_AWAIT(aw_gather(set_flag(), fail_unseen()));
    AW_AWAIT(aw_sleep(1));
    return aw_none();
}

static aw_value fail_in_callback(aw_value argument) { return flag ? argument : aw_raise(AW_VALUE_ERROR, "in a callback"); }
AW_ASYNC(call_soon) {
    AW_AWAIT(hops(4));
    AW_TRY(aw_call_soon(fail_in_callback, aw_none()));
    return aw_none();
}
AW_TEST(in_callback) { return AW_AWAIT(aw_gather(set_flag(), call_soon())); }

AW_ASYNC(leak_unless_flag) {
    AW_AWAIT(hops(4));
    if (!flag) aw_retain(aw_string("held for ever and ever"));
    return aw_none();
}
AW_TEST(leaks) { return AW_AWAIT(aw_gather(set_flag(), leak_unless_flag())); }

AW_ASYNC(trap_unless_flag) {
    AW_AWAIT(hops(4));
    if (!flag) __builtin_trap();
    return aw_none();
}
AW_TEST(traps) { return AW_AWAIT(aw_gather(set_flag(), trap_unless_flag())); }

AW_ASYNC(spin_unless_flag) {
    AW_AWAIT(hops(4));
    while (count == 0 && !flag) {
        AW_AWAIT(aw_sleep(0));
        flag = 0;
    }
    return aw_none();
}
AW_TEST(spins) { return AW_AWAIT(aw_gather(set_flag(), spin_unless_flag())); }

AW_TEST(host) { return AW_AWAIT(AW_HOST_ASYNC("later", aw_none())); }

AW_TEST(asserts_after_work) {
    for (int i = 0; i < 3; i++) {
        AW_TRY(AW_HOST("work"));
        AW_AWAIT(aw_sleep(0));
    }
    return AW_AWAIT(aw_gather(set_flag(), assert_flag()));
}

/* -- in every order -- */

AW_TEST(independent) {
    for (int i = 0; i < 6; i++) aw_is_none(aw_create_task(hops(9)));
    return AW_AWAIT(aw_sleep(1));
}

AW_ASYNC(add, (aw_value, lock)) {
    AW_WITH(lock) {
        int before = count;
        AW_AWAIT(aw_sleep(0));
        count = before + 1;
    }
    return aw_none();
}
AW_TEST(polite) {
    aw_value lock = AW_TRY(aw_lock_new());
    AW_AWAIT(aw_gather(add(lock), add(lock), add(lock)));
    AW_CHECK_EQUAL(count, 3);
    return aw_none();
}

AW_TEST(left_running) {
    aw_is_none(aw_create_task(hops(100)));
    aw_is_none(aw_create_task(aw_event_wait(AW_TRY(aw_event_new()))));
    AW_AWAIT(hops(2));
    return aw_none();
}

/* -- more orders than anybody has time for -- */

AW_ASYNC(scale, (int, by)) {
    for (int i = 0; i < 4; i++) {
        count = count * by + 1;
        AW_AWAIT(aw_sleep(0));
    }
    return aw_none();
}
AW_TEST(many) {
    AW_AWAIT(aw_gather(scale(2), scale(3), scale(5), scale(7)));
    return aw_none();
}
