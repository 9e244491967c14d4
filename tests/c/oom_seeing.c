/* Looking at what is suspended with each allocation failing: an error comes out, or a shorter text. */
#include "out-of-memory.h"

AW_ASYNC(oom_seen, (aw_value, first), (aw_value, second)) {
    AW_WITH(first) {
        AW_AWAIT(aw_sleep(0));
        AW_WITH(second) { AW_AWAIT(aw_sleep(0)); }
    }
    return aw_none();
}

AW_ASYNC(oom_looks) {
    aw_value a = AW_TRY(aw_lock_new()), b = AW_TRY(aw_lock_new());
    aw_value left = AW_TRY(aw_create_task_named(oom_seen(a, b), "left")), right = AW_TRY(aw_create_task(oom_seen(b, a)));
    for (int i = 0; i < 3; i++) AW_AWAIT(aw_sleep(0));
    AW_TRY(aw_ps());
    AW_TRY(aw_pstree());
    size_t count = aw_length(AW_TRY(aw_ps_data()));
    aw_cancel(left);
    aw_value r = aw_await(left);
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {}
    AW_TRY(r);
    AW_AWAIT(right);
    return aw_int((int64_t)count);
}
static aw_value looking(void) { return aw_run(oom_looks()); }

AW_ASYNC(oom_traced) { return AW_AWAIT(oom_looks()); }
static aw_value tracing(void) {
    AW_TRY(aw_trace_start(50));
    aw_value result = aw_run(oom_traced());
    aw_trace_stop();
    return result;
}

AW_ASYNC(oom_stuck) { return AW_AWAIT(aw_future_new()); }
static aw_value deadlock(void) {
    aw_value r = aw_run(oom_stuck());
    AW_EXCEPT(r, AW_DEADLOCK_ERROR) { return aw_bool(true); }
    return r;
}

AW_ASYNC(oom_fails) { return aw_raise(AW_VALUE_ERROR, "no"); }
AW_ASYNC(oom_mistaken) {
    AW_TRY(aw_create_task(oom_fails()));
    AW_AWAIT(aw_sleep(0));
    return aw_none();
}
static aw_value unheard(const aw_loop_error *error) {
    (void)error;
    return aw_none();
}
static aw_value kept(void) {
    AW_TRY(aw_run(oom_mistaken()));
    return aw_bool(aw_length(AW_TRY(aw_never_retrieved())) == 1);
}
static aw_value mistakes(void) {
    aw_set_exception_handler(unheard);
    aw_record_mistakes(true);
    aw_value result = aw_none();
    AW_SCOPE { result = aw_keep(kept()); }
    aw_record_mistakes(false);
    aw_set_exception_handler(NULL);
    return result;
}

TEST_OOM(looking, "3")
TEST_OOM(tracing, "3")
TEST_OOM(deadlock, "True")
TEST_OOM(mistakes, "True")
