/* TaskGroup: errors, their order, and the messages of its states. */
#include "program.h"

static aw_value ticks(int count) {
    for (int i = 0; i < count; i++) AW_AWAIT(aw_sleep(0));
    return aw_none();
}

/* The exception with everything that is in it. */
static void print_tree(aw_value e) {
    printf("%s", aw_type_name(e));
    aw_value members = aw_group_exceptions(e);
    if (!aw_length(members)) {
        printf("%s", aw_repr(aw_exception_args(e)));
        return;
    }
    printf("(%s, [", aw_repr(aw_item(aw_exception_args(e), 0)));
    for (size_t i = 0; i < aw_length(members); i++) {
        if (i) printf(", ");
        print_tree(aw_item(members, i));
    }
    printf("])");
}

static void show(const char *label, aw_value coroutine) {
    AW_SCOPE {
        aw_value r = aw_await(coroutine);
        if (aw_is_error(r)) {
            printf("%s !! ", label);
            print_tree(aw_caught(r));
            printf(" cause %s suppress %s\n", aw_repr(aw_exception_cause(r)), aw_exception_suppress_context(r) ? "True" : "False");
        } else {
            printf("%s => %s\n", label, aw_repr(r));
        }
        printf("   cancelling %d\n", (int)aw_task_cancelling(aw_current_task()));
    }
}

AW_ASYNC(w, (const char *, name), (double, delay), (aw_value, exception), (aw_value, on_cancel)) {
    printf("  start %s\n", name);
    aw_value r = aw_await(aw_sleep(delay));
    AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
        printf("  cancelled %s %s\n", name, aw_repr(aw_exception_args(e)));
        return aw_is_none(on_cancel) ? aw_reraise() : aw_raise_exception(on_cancel);
    }
    AW_TRY(r);
    if (!aw_is_none(exception)) return aw_raise_exception(exception);
    printf("  end %s\n", name);
    return aw_string(name);
}
static aw_value works(const char *name, double delay) { return w(name, delay, aw_none(), aw_none()); }
static aw_value fails(const char *name, double delay, aw_value exception) { return w(name, delay, exception, aw_none()); }
#define START(group, coroutine) AW_TRY(aw_task_group_create_task((group), (coroutine)))

AW_ASYNC(ok) {
    aw_value a = aw_none(), b = aw_none(), g = AW_TRY(aw_task_group_new());
    AW_WITH(g) {
        a = START(g, works("a", 0.08));
        b = START(g, works("b", 0.04));
        printf("  body done %s\n", aw_repr(g));
    }
    return AW_TUPLE(aw_future_result(a), aw_future_result(b), aw_string(aw_repr(g)));
}

AW_ASYNC(child_error) {
    AW_WITH(aw_task_group_new(), g) {
        START(g, works("slow", 1));
        START(g, fails("bad", 0.04, aw_exception(AW_VALUE_ERROR, "v")));
        aw_value r = aw_await(aw_sleep(60));
        AW_EXCEPT(r, AW_CANCELLED_ERROR, e) {
            printf("  body cancelled %s %d\n", aw_repr(aw_exception_args(e)), (int)aw_task_cancelling(aw_current_task()));
            return aw_reraise();
        }
        AW_TRY(r);
    }
    return aw_none();
}

AW_ASYNC(child_error_waiting) {
    AW_WITH(aw_task_group_new(), g) {
        START(g, works("slow", 1));
        START(g, fails("bad", 0.04, aw_exception(AW_VALUE_ERROR, "v")));
    }
    return aw_none();
}

AW_ASYNC(more_errors) {
    AW_WITH(aw_task_group_new(), g) {
        START(g, w("x", 1, aw_none(), aw_exception(AW_KEY_ERROR, "during cancel")));
        START(g, fails("bad", 0, aw_exception(AW_VALUE_ERROR, "first")));
        START(g, fails("bad2", 0, aw_exception(AW_INDEX_ERROR, "second")));
    }
    return aw_none();
}

AW_ASYNC(body_error) {
    AW_WITH(aw_task_group_new(), g) {
        START(g, w("c", 1, aw_none(), aw_exception(AW_KEY_ERROR, "child")));
        AW_TRY(ticks(1));
        return aw_raise(AW_VALUE_ERROR, "body");
    }
    return aw_none();
}

AW_ASYNC(body_error_alone) {
    AW_WITH(aw_task_group_new()) { return aw_raise(AW_VALUE_ERROR, "body"); }
    return aw_none();
}

AW_ASYNC(body_swallows) {
    AW_WITH(aw_task_group_new(), g) {
        START(g, fails("bad", 0, aw_exception(AW_VALUE_ERROR, "v")));
        aw_value r = aw_await(aw_sleep(30));
        AW_EXCEPT(r, AW_CANCELLED_ERROR) { printf("  body swallowed\n"); }
        AW_TRY(r);
        AW_AWAIT(aw_sleep(0));
        printf("  body goes on\n");
    }
    return aw_none();
}

AW_ASYNC(boom, (bool, says)) {
    if (says) printf("  boom\n");
    return aw_raise(AW_VALUE_ERROR, "b");
}

AW_ASYNC(first_step_failure) {
    AW_WITH(aw_task_group_new(), g) {
        START(g, boom(true));
        START(g, works("sibling", 1));
    }
    return aw_none();
}

AW_ASYNC(unstarted_sibling) {
    AW_WITH(aw_task_group_new(), g) {
        START(g, boom(false));
        AW_TRY(ticks(1));
        START(g, works("created late", 1));
    }
    return aw_none();
}

static const aw_kind B = {"B", AW_BASE_EXCEPTION};
AW_ASYNC(base) {
    AW_WITH(aw_task_group_new(), g) {
        START(g, fails("b", 0, aw_exception(&B, "base")));
        START(g, fails("v", 0, aw_exception(AW_VALUE_ERROR, "v")));
    }
    return aw_none();
}

AW_ASYNC(nested) {
    AW_WITH(aw_task_group_new(), g) {
        START(g, child_error_waiting());
        START(g, works("outer sibling", 1));
    }
    return aw_none();
}

AW_ASYNC(parent_of_grandchild, (aw_value, g)) {
    START(g, works("grandchild", 0.08));
    AW_AWAIT(aw_sleep(0.04));
    printf("  child done\n");
    return aw_none();
}

AW_ASYNC(grand) {
    AW_WITH(aw_task_group_new(), g) {
        START(g, parent_of_grandchild(g));
        printf("  body done\n");
    }
    return aw_string("all done");
}

AW_ASYNC(child_cancel) {
    aw_value a = aw_none(), b = aw_none();
    AW_WITH(aw_task_group_new(), g) {
        a = START(g, works("a", 1));
        b = START(g, works("b", 0.08));
        AW_TRY(ticks(1));
        AW_TRY(aw_cancel_with(a, aw_string("just a")));
    }
    return AW_TUPLE(aw_bool(aw_future_cancelled(a)), aw_future_result(b));
}

/* -- what a group refuses -- */

static void note(aw_value notes, const char *text) { aw_append(notes, aw_string(text)); }

static void note_refusal(aw_value notes, aw_value result) {
    AW_EXCEPT(result, AW_RUNTIME_ERROR, e) { note(notes, aw_str(e)); }
}

static aw_value while_shutting_down(aw_value notes, aw_value coroutine) {
    AW_WITH(aw_task_group_new(), g) {
        START(g, fails("bad", 0, aw_exception(AW_VALUE_ERROR, "")));
        aw_value r = aw_await(aw_sleep(30));
        AW_FINALLY(r) { note_refusal(notes, aw_task_group_create_task(g, coroutine)); }
        AW_TRY(r);
    }
    return aw_none();
}

AW_ASYNC(states) {
    aw_value notes = AW_TRY(aw_list_of(0, NULL)), g = AW_TRY(aw_task_group_new()), c = works("never", 0);
    note(notes, aw_repr(g));
    note_refusal(notes, aw_task_group_create_task(g, c));
    AW_WITH(g) {
        note(notes, aw_repr(g));
        note_refusal(notes, aw_await(aw_aenter(g)));
    }
    note_refusal(notes, aw_task_group_create_task(g, c));
    aw_value r = while_shutting_down(notes, c);
    AW_EXCEPT(r, AW_EXCEPTION_GROUP) {}
    AW_TRY(r);
    AW_TRY(aw_close(c));
    return notes;
}

AW_ASYNC(main_coroutine) {
    show("ok", ok());
    show("child_error", child_error());
    show("child_error_waiting", child_error_waiting());
    show("more_errors", more_errors());
    show("body_error", body_error());
    show("body_error_alone", body_error_alone());
    show("body_swallows", body_swallows());
    show("first_step_failure", first_step_failure());
    show("unstarted_sibling", unstarted_sibling());
    show("base", base());
    show("nested", nested());
    show("grand", grand());
    show("child_cancel", child_cancel());
    show("states", states());
    return aw_none();
}

PROGRAM {
    aw_set_virtual_clock(true);
    aw_value r = aw_run(main_coroutine());
    if (aw_is_error(r)) printf("%s\n", aw_traceback(r));
}
