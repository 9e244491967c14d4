/* What a task does with strange yields. */
#include "program.h"

#include <string.h>

static int tick;
static aw_value count(aw_value unused) {
    tick++;
    return aw_call_soon(count, unused);
}

/* The message with objects written as <Task>, <Future>, <generator>. */
static const char *clean(aw_value exception) {
    const char *from = aw_str(exception);
    aw_value text = aw_string("");
    while (*from) {
        size_t plain = strcspn(from, "<");
        text = aw_format("%s%.*s", aw_str(text), (int)plain, from);
        from += plain;
        if (!*from) break;
        text = aw_format("%s%.*s>", aw_str(text), (int)strcspn(from, " >"), from);
        int depth = 0;
        do depth += *from == '<' ? 1 : *from == '>' ? -1 : 0;
        while (*from++ && depth);
    }
    return aw_str(text);
}

AW_GENERATOR(y, (aw_value, value)) { return AW_YIELD(value); }

static aw_value show(const char *label, aw_value value) {
    int before = tick;
    aw_value r = aw_await(y(value));
    if (!aw_is_error(r)) printf("%s resumed with %s after %d\n", label, aw_repr(r), tick - before);
    AW_EXCEPT(r, AW_BASE_EXCEPTION, e) { printf("%s %s %s after %d\n", label, aw_type_name(e), clean(e), tick - before); }
    return aw_string(label);
}
AW_ASYNC(yields, (const char *, label), (aw_value, value)) { return show(label, value); }
AW_ASYNC(yields_itself) { return show("self", aw_current_task()); }

AW_ASYNC(awaits_itself) {
    int before = tick;
    aw_value r = aw_await(aw_current_task());
    AW_EXCEPT(r, AW_RUNTIME_ERROR, e) { printf("await self: %s after %d\n", clean(e), tick - before); }
    return r;
}

AW_ASYNC(uncaught) { return AW_AWAIT(y(aw_int(5))); }

/* -- an object whose __await__ is a generator -- */

static aw_value set_value(aw_value future) { return aw_future_set_result(future, aw_string("future value")); }
AW_GENERATOR(steps) {
    printf("  aw %s\n", aw_repr(AW_YIELD(aw_none())));
    aw_value future = AW_TRY(aw_future_new());
    AW_TRY(aw_call_soon(set_value, future));
    printf("  aw %s\n", aw_str(AW_AWAIT(future)));
    return aw_string("aw done");
}
static aw_value await_steps(void *self) {
    (void)self;
    return steps();
}
static const aw_object_type steps_type = {.name = "Aw", .await = await_steps};
static aw_value aw_object(void) { return aw_object_new(&steps_type, 1); }

static void refused(aw_value result) {
    AW_EXCEPT(result, AW_KINDS(AW_TYPE_ERROR, AW_RUNTIME_ERROR), e) { printf("%s\n", aw_str(e)); }
}

static aw_value wait_until_done(aw_value task) { return aw_await(aw_wait(AW_LIST(task), AW_ALL_COMPLETED, AW_NO_TIMEOUT)); }

AW_ASYNC(everything) {
    aw_call_soon(count, aw_none());
    AW_AWAIT(aw_sleep(0));
    aw_value f = AW_TRY(aw_future_new()), d = AW_TRY(aw_future_new());
    aw_future_set_result(d, aw_int(1));
    AW_AWAIT(aw_create_task_named(yields("None", aw_none()), "T"));
    AW_AWAIT(aw_create_task_named(yields("int", aw_int(123)), "T"));
    AW_AWAIT(aw_create_task_named(yields("str", aw_string("abc")), "T"));
    AW_AWAIT(aw_create_task_named(yields("list", aw_list_of(0, NULL)), "T"));
    AW_AWAIT(aw_create_task_named(yields("future", f), "T"));
    AW_AWAIT(aw_create_task_named(yields("done future", d), "T"));
    AW_AWAIT(aw_create_task_named(yields("generator", y(aw_none())), "T"));
    AW_AWAIT(aw_create_task_named(yields_itself(), "T"));
    AW_AWAIT(aw_create_task(awaits_itself()));
    aw_value t = AW_TRY(aw_create_task(uncaught()));
    AW_TRY(wait_until_done(t));
    printf("uncaught: %s\n", aw_repr(aw_future_exception(t)));
    aw_value result = AW_AWAIT(aw_object());
    printf("%s\n", aw_str(result));
    result = AW_AWAIT(aw_create_task(aw_wait_for(aw_object(), 5)));
    printf("%s\n", aw_str(result));
    t = AW_TRY(aw_create_task(yields("cancelled while bad yield pending", aw_int(7))));
    AW_AWAIT(aw_sleep(0));
    aw_cancel_with(t, aw_string("x"));
    AW_TRY(wait_until_done(t));
    refused(aw_create_task(aw_int(5)));
    refused(aw_create_task(aw_none()));
    t = AW_TRY(aw_create_task(uncaught()));
    refused(aw_future_set_result(t, aw_none()));
    refused(aw_future_set_exception(t, aw_none()));
    AW_TRY(wait_until_done(t));
    printf("%s\n", aw_repr(aw_future_exception(t)));
    return aw_none();
}

PROGRAM {
    aw_set_virtual_clock(true);
    aw_value ended = aw_run(everything());
    if (aw_is_error(ended)) printf("!! %s\n", aw_repr(aw_caught(ended)));
    aw_set_virtual_clock(false);
}
