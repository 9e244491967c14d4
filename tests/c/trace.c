/* The trace: which events there are, in which order, and that nothing is recorded while it is off. */
#include "in_loop.h"

#include <stdio.h>
#include <string.h>

/* "resumed inner 1>2": kind, name, task by order of appearance, other. Coroutines and tasks are numbered as the trace does, which depends on what ran before: these
 * numbers are told as letters, in the order in which they appear. */
typedef struct letters {
    uint32_t seen[26];
    int count;
} letters;

static char letter(letters *of, uint32_t number) {
    if (!number) return '-';
    for (int i = 0; i < of->count; i++)
        if (of->seen[i] == number) return (char)('a' + i);
    of->seen[of->count] = number;
    return (char)('a' + of->count++);
}

static aw_trace_event events[400];
static size_t event_count;

static const char *told(void) {
    static char text[8000];
    letters tasks = {0}, coroutines = {0};
    size_t length = 0;
    event_count = aw_trace_read(events, 400);
    for (size_t i = 0; i < event_count; i++) {
        const aw_trace_event *e = &events[i];
        bool of_task = e->kind >= AW_TRACE_TASK_CREATED && e->kind <= AW_TRACE_TASK_DONE;
        length += (size_t)snprintf(text + length, sizeof text - length, "%s %s", aw_trace_kind_name(e->kind), e->name);
        if (e->coroutine) length += (size_t)snprintf(text + length, sizeof text - length, " %c", letter(&coroutines, e->coroutine));
        if (e->other) length += (size_t)snprintf(text + length, sizeof text - length, " (%c)", letter(of_task ? &tasks : &coroutines, e->other));
        if (e->task) length += (size_t)snprintf(text + length, sizeof text - length, " in %c", letter(&tasks, e->task));
        if (e->line) length += (size_t)snprintf(text + length, sizeof text - length, " :%d", e->line);
        length += (size_t)snprintf(text + length, sizeof text - length, "\n");
    }
    return text;
}

#line 10 "app.c"
AW_ASYNC(tr_inner, (aw_value, awaitable)) { return AW_AWAIT(awaitable); }
AW_ASYNC(tr_outer, (aw_value, awaitable)) {
    AW_AWAIT(aw_sleep(0));
    return AW_AWAIT(tr_inner(awaitable));
}
AW_ASYNC(tr_fails) { return aw_raise(AW_VALUE_ERROR, "no"); }
AW_ASYNC(tr_main, (aw_value, task)) { return AW_AWAIT(task); }
#line 50 "tests/c/trace.c"

TEST(trace_of_coroutines) {
    CHECK_NONE(aw_trace_start(100));
    aw_value coroutine = tr_outer(aw_suspend(aw_int(1)));
    CHECK_NONE(aw_send(coroutine, aw_none()));
    CHECK_VALUE("1", aw_send(coroutine, aw_none()));
    CHECK_RETURNS("2", aw_send(coroutine, aw_int(2)));
    CHECK_RAISES(aw_send(tr_fails(), aw_none()), "ValueError", NULL);
    CHECK_NONE(aw_close(tr_fails()));
    CHECK_TEXT("created tr_outer a :11\n"
               "resumed tr_outer a :11\n"
               "yielded tr_outer a :12\n"
               "resumed tr_outer a :12\n"
               "created tr_inner b (a) :10\n"
               "awaited tr_outer a (b) :13\n"
               "resumed tr_inner b :10\n"
               "yielded tr_inner b :10\n"
               "yielded tr_outer a :13\n"
               "resumed tr_inner b :10\n"
               "returned tr_inner b :10\n"
               "resumed tr_outer a :13\n"
               "returned tr_outer a :13\n"
               "created tr_fails c :15\n"
               "resumed tr_fails c :15\n"
               "raised tr_fails c :15\n"
               "created tr_fails d :15\n"
               "closed tr_fails d :15\n",
               told());
    CHECK_TEXT("app.c", events[0].file);
    aw_trace_stop();
}

TEST(trace_of_tasks_and_timers) {
    aw_set_virtual_clock(true);
    CHECK_NONE(aw_trace_start(100));
    AW_SCOPE { CHECK_NONE(aw_run_until_complete(tr_main(aw_sleep(2)))); }
    const char *text = told();
    const char *name = events[1].name; /* Task-N */
    char expected[2000];
    snprintf(expected, sizeof expected,
             "created tr_main a :16\n"
             "task created %s in a\n"
             "task step %s a in a\n"
             "resumed tr_main a in a :16\n"
             "awaited tr_main a in a :16\n"
             "timer set  in a\n"
             "yielded tr_main a in a :16\n"
             "task paused %s in a\n"
             "timer fired \n"
             "task scheduled %s in a\n"
             "task step %s a in a\n"
             "resumed tr_main a in a :16\n"
             "returned tr_main a in a :16\n"
             "task done %s in a\n",
             name, name, name, name, name, name);
    CHECK_TEXT(expected, text);
    CHECK(events[5].number == 2 && events[5].clock == 0 && events[8].clock == 2);
    CHECK(events[8].real_clock - events[0].real_clock < 1);
    aw_trace_stop();
    CHECK_NONE(aw_run(tr_main(aw_sleep(0)))); /* closes the loop */
    aw_set_virtual_clock(false);
}

TEST(trace_keeps_the_newest) {
    CHECK_RAISES(aw_trace_start(0), "ValueError", "a trace needs room for at least one event");
    CHECK_NONE(aw_trace_start(3));
    for (int i = 0; i < 5; i++) CHECK_NONE(aw_close(tr_fails()));
    CHECK_INT(7, aw_trace_dropped());
    CHECK_INT(2, aw_trace_read(events, 2));
    CHECK_INT(7, events[0].sequence);
    CHECK_INT(1, aw_trace_read(events, 2));
    CHECK_INT(9, events[0].sequence);
    CHECK_INT(0, aw_trace_read(events, 2));
    aw_trace_stop();
    CHECK(!aw_trace_running());
    CHECK_NONE(aw_close(tr_fails()));
    CHECK_INT(0, aw_trace_read(events, 2));
}

TEST(trace_of_steps_that_were_quick) {
    aw_value coroutine = tr_outer(aw_suspend(aw_none()));
    CHECK_NONE(aw_send(coroutine, aw_none()));
    CHECK_NONE(aw_send(coroutine, aw_none()));
    CHECK_NONE(aw_trace_start(100));
    CHECK_RETURNS("None", aw_send(coroutine, aw_none()));
    CHECK_TEXT("resumed tr_inner a :10\nreturned tr_inner a :10\nresumed tr_outer b :13\nreturned tr_outer b :13\n", told());
    aw_trace_stop();
}
