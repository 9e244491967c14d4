/* asyncio.timeout(): expiry, nesting, swallowing, outside cancel, rescheduling. */
#include "program.h"

static const char *python(bool truth) { return truth ? "True" : "False"; }

/* Awaits it, and prints what came of it. */
static void attempt(const char *label, aw_value coroutine) {
    AW_SCOPE {
        aw_value r = aw_await(coroutine);
        if (aw_is_error(r)) {
            aw_value cause = aw_exception_cause(r);
            printf("%s !! %s %s cause %s\n", label, aw_type_name(aw_caught(r)), aw_repr(aw_exception_args(r)), aw_type_name(cause));
        } else {
            printf("%s => %s\n", label, aw_repr(r));
        }
        printf("   cancelling %d\n", (int)aw_task_cancelling(aw_current_task()));
    }
}

AW_ASYNC(basic, (double, limit), (double, delay)) {
    aw_value t = AW_TRY(aw_timeout(limit));
    AW_WITH(t) { AW_AWAIT(aw_sleep(delay)); }
    return AW_TUPLE(aw_string(aw_repr(t)), aw_bool(aw_timeout_expired(t)));
}

AW_ASYNC(swallow) {
    aw_value t = AW_TRY(aw_timeout(0.04));
    AW_WITH(t) {
        aw_value r = aw_await(aw_sleep(30));
        AW_EXCEPT(r, AW_CANCELLED_ERROR, e) { printf("   swallowed %s\n", aw_repr(aw_exception_args(e))); }
        AW_TRY(r);
    }
    return aw_bool(aw_timeout_expired(t));
}

AW_ASYNC(convert) {
    AW_WITH(aw_timeout(0.04)) {
        aw_value r = aw_await(aw_sleep(30));
        AW_EXCEPT(r, AW_CANCELLED_ERROR) { return aw_raise(AW_KEY_ERROR, "converted"); }
        AW_TRY(r);
    }
    return aw_none();
}

AW_ASYNC(no_suspension, (double, limit)) {
    aw_value t = AW_TRY(aw_timeout(limit));
    AW_WITH(t) {}
    return aw_bool(aw_timeout_expired(t));
}

AW_ASYNC(zero, (int, count)) {
    AW_WITH(aw_timeout(0)) {
        for (int i = 0; i < count; i++) {
            printf("   step %d\n", i);
            AW_AWAIT(aw_sleep(0));
        }
    }
    return aw_string("finished");
}

static aw_value inner_block(double limit) {
    aw_value error = aw_none(), inner = AW_TRY(aw_timeout(limit));
    AW_WITH_INTO(error, inner, entered) { error = aw_await(aw_sleep(30)); }
    AW_EXCEPT(error, AW_BASE_EXCEPTION, e) {
        printf("   inner left by %s inner expired %s cancelling %d\n", aw_type_name(e), python(aw_timeout_expired(inner)),
               (int)aw_task_cancelling(aw_current_task()));
        return aw_reraise();
    }
    return error;
}

AW_ASYNC(nested, (double, outer_limit), (double, inner_limit)) {
    AW_WITH(aw_timeout(outer_limit)) { AW_TRY(inner_block(inner_limit)); }
    return aw_none();
}

static aw_value sleep_within(double limit, double delay) {
    AW_WITH(aw_timeout(limit)) { AW_AWAIT(aw_sleep(delay)); }
    return aw_none();
}

AW_ASYNC(nested_catch, (double, outer_limit), (double, inner_limit)) {
    aw_value outer = AW_TRY(aw_timeout(outer_limit));
    AW_WITH(outer) {
        aw_value r = sleep_within(inner_limit, 30);
        AW_EXCEPT(r, AW_TIMEOUT_ERROR) { printf("   inner timed out\n"); }
        AW_TRY(r);
        AW_AWAIT(aw_sleep(0.08));
    }
    return aw_bool(aw_timeout_expired(outer));
}

AW_ASYNC(rescheduled, (double, delay)) {
    AW_WITH(aw_timeout(0.08), t) {
        AW_TRY(aw_timeout_reschedule(t, aw_time() + delay)); /* AW_NO_TIMEOUT stays that */
        AW_AWAIT(aw_sleep(0.2));
    }
    return aw_string("finished");
}

/* -- a cancellation from outside -- */

AW_ASYNC(waits_within, (double, limit)) { return sleep_within(limit, 30); }

static aw_value cancel_from_outside(aw_value task) { return aw_cancel_with(task, aw_string("outside")); }

enum { NEVER, BEFORE, SAME };

AW_ASYNC(outside, (int, when)) {
    aw_value t = AW_TRY(aw_create_task(waits_within(0.08)));
    if (when == BEFORE) AW_TRY(aw_call_later(0.02, cancel_from_outside, t));
    if (when == SAME) {
        AW_AWAIT(aw_sleep(0));
        AW_TRY(aw_call_at(aw_loop_next_timer(), cancel_from_outside, t));
    }
    aw_value r = aw_await(t);
    AW_EXCEPT(r, AW_BASE_EXCEPTION, e) {
        printf("   task ended with %s %s cancelling %d\n", aw_type_name(e), aw_repr(aw_exception_args(e)), (int)aw_task_cancelling(t));
    }
    return aw_none();
}

AW_ASYNC(swallows_then_waits) {
    aw_value r = aw_await(aw_sleep(30));
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {}
    AW_TRY(r);
    r = sleep_within(0.04, 30);
    AW_EXCEPT(r, AW_TIMEOUT_ERROR) { return aw_format("TimeoutError, cancelling %d", (int)aw_task_cancelling(aw_current_task())); }
    return r;
}

AW_ASYNC(precancelled) {
    aw_value t = AW_TRY(aw_create_task(swallows_then_waits()));
    AW_AWAIT(aw_sleep(0));
    AW_TRY(aw_cancel(t));
    return AW_AWAIT(t);
}

/* -- what a timeout refuses -- */

static void note_refusal(aw_value notes, aw_value result) {
    AW_EXCEPT(result, AW_RUNTIME_ERROR, e) { aw_append(notes, aw_string(aw_str(e))); }
}

static aw_value while_expiring(aw_value t, aw_value notes) {
    AW_WITH(t) {
        aw_value r = aw_await(aw_sleep(0));
        AW_FINALLY(r) { note_refusal(notes, aw_timeout_reschedule(t, 1)); }
        AW_TRY(r);
    }
    return aw_none();
}

AW_ASYNC(states) {
    aw_value t = AW_TRY(aw_timeout(1)), notes = AW_TRY(aw_list_of(0, NULL));
    note_refusal(notes, aw_timeout_reschedule(t, 1));
    AW_WITH(t) {
        aw_value error = aw_none();
        AW_WITH_INTO(error, t, again) {}
        note_refusal(notes, error);
    }
    note_refusal(notes, aw_timeout_reschedule(t, 1));
    t = AW_TRY(aw_timeout(0));
    aw_value r = while_expiring(t, notes);
    AW_EXCEPT(r, AW_TIMEOUT_ERROR) {}
    AW_TRY(r);
    note_refusal(notes, aw_timeout_reschedule(t, 1));
    return notes;
}

AW_ASYNC(main_coroutine) {
    attempt("in time", basic(0.2, 0.04));
    attempt("expired", basic(0.04, 1));
    attempt("none", basic(AW_NO_TIMEOUT, 0.04));
    attempt("past", basic(-1, 1));
    attempt("past, sleep(0)", basic(-1, 0));
    attempt("swallow", swallow());
    attempt("convert", convert());
    attempt("no suspension, timeout 0", no_suspension(0));
    attempt("zero 1", zero(1));
    attempt("zero 2", zero(2));
    attempt("nested, inner first", nested(0.2, 0.04));
    attempt("nested, outer first", nested(0.04, 0.2));
    attempt("nested, inner caught", nested_catch(0.8, 0.04));
    attempt("nested, then outer", nested_catch(0.08, 0.04));
    attempt("reschedule none", rescheduled(AW_NO_TIMEOUT));
    attempt("reschedule later", rescheduled(2));
    attempt("reschedule sooner", rescheduled(0.04));
    attempt("outside cancel never", outside(NEVER));
    attempt("outside cancel before", outside(BEFORE));
    attempt("outside cancel same", outside(SAME));
    attempt("precancelled", precancelled());
    attempt("states", states());
    return aw_none();
}

PROGRAM {
    aw_set_virtual_clock(true);
    aw_value r = aw_run(main_coroutine());
    if (aw_is_error(r)) printf("%s\n", aw_traceback(r));
}
