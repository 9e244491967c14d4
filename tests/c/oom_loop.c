/* Each allocation fails once of what the loop, its timers and its tasks do, with the root context's pool full or nearly so. */
#include "../../runtime/src/base/heap.h"
#include "in_loop.h"
#include "out-of-memory.h"

enum { POOL = 64 };

/* JavaScript would keep what it is told of. */
static aw_value hears_nothing(const aw_loop_error *error) {
    (void)error;
    return aw_none();
}

/* Fails each of the first allocations of a run, with room for a few references only. */
static void fail_with_full_pool(aw_value (*main)(void), const char *expected) {
    check_forget();
    aw_set_exception_handler(hears_nothing);
    for (int full = POOL - 24; full <= POOL; full++) {
        for (long n = 0; n < 30; n++) {
            AW_SCOPE {
                for (int i = 0; i < full; i++) aw_string("text");
                aw__fail_allocation_after(n);
                aw_value result = aw_run(main());
                aw__fail_allocation_after(-1);
                if (aw_is_error(result)) CHECK_TEXT("MemoryError", aw_kind_of(result)->name);
                else CHECK_VALUE(expected, result);
            }
            check_forget();
        }
    }
    aw_set_exception_handler(NULL);
}

AW_ASYNC(oom_gives_text) {
    AW_AWAIT(aw_sleep(0));
    return aw_string("a text that needs memory");
}
TEST(out_of_memory_at_the_end_of_a_step) { fail_with_full_pool(oom_gives_text, "'a text that needs memory'"); }

/* A timer's call, and a task that was told of no memory, are what they are without. */
static int fired;
static aw_value fires(aw_value argument) {
    (void)argument;
    fired++;
    return aw_none();
}
AW_ASYNC(oom_sets_timer) {
    fired = 0;
    aw_value handle = aw_call_later(0.0001, fires, aw_string("an argument"));
    AW_AWAIT(aw_sleep(0.001));
    if (aw_is_error(handle)) CHECK_INT(0, fired);
    AW_TRY(handle);
    return aw_int(fired);
}
TEST(out_of_memory_while_a_timer_is_set) { fail_with_full_pool(oom_sets_timer, "1"); }

AW_ASYNC(oom_waits_for_text) { return aw_await(aw_wait_for(oom_gives_text(), 1)); }
TEST(out_of_memory_while_waiting_for) { fail_with_full_pool(oom_waits_for_text, "'a text that needs memory'"); }

AW_ASYNC(oom_sleeps_on) {
    AW_AWAIT(aw_sleep(0.0001));
    return aw_int(1);
}
TEST(out_of_memory_when_a_timer_fires) { fail_with_full_pool(oom_sleeps_on, "1"); }
