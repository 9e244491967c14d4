/* ps and pstree: where tasks stand, what they wait for, and who waits for them. */
#include <stdio.h>
#include <string.h>

#include "in_loop.h"

#define NAMED(coroutine, name) aw_create_task_named((coroutine), (name))
#define START(coroutine, name) CHECK(aw_is_task(NAMED((coroutine), (name))))

/* What ps says has file names and lines: these are the file and the lines that it sees. */
#line 10 "app.c"
AW_ASYNC(ps_inner, (aw_value, awaitable)) { return AW_AWAIT(awaitable); }
AW_ASYNC(ps_outer, (aw_value, awaitable)) { return AW_AWAIT(ps_inner(awaitable)); }
AW_ASYNC_GENERATOR(ps_items) {
    AW_YIELD(aw_int(1));
    AW_AWAIT(aw_sleep(2));
    return aw_none();
}
AW_ASYNC(ps_loops) {
    AW_ASYNC_FOR(item, ps_items()) { (void)item; }
    return aw_none();
}
AW_ASYNC(ps_locks, (aw_value, first), (aw_value, second)) {
    AW_WITH(first) {
        AW_AWAIT(aw_sleep(0));
        AW_WITH(second) { AW_AWAIT(aw_sleep(0)); }
    }
    return aw_none();
}
#line 31 "tests/c/ps.c"

/* The text without addresses and without the lines of this file, however long it is. */
static const char *plain_text(const char *text) {
    static char plain[4000];
    size_t length = 0;
    for (; *text && length + 1 < sizeof plain; length++) {
        plain[length] = *text++;
        if (plain[length] == 'x' && length && plain[length - 1] == '0') text += strspn(text, "0123456789abcdef");
        if (length > 5 && strncmp(&plain[length - 4], "ps.c:", 5) == 0) text += strspn(text, "0123456789");
    }
    plain[length] = 0;
    return plain;
}

static bool ends_with(const char *text, const char *end) {
    size_t length = strlen(text), wanted = strlen(end);
    return length >= wanted && strcmp(text + length - wanted, end) == 0;
}

static void begin(void) { aw_task_set_name(aw_current_task(), "main"); }

TEST_IN_LOOP(ps_table) {
    begin();
    aw_value queue = aw_queue_new(0), child = NAMED(ps_outer(aw_future_new()), "child");
    START(ps_inner(aw_gather(child, aw_future_new(), NAMED(aw_sleep(1.5), "nap"))), "gatherer");
    START(ps_outer(aw_queue_get(queue)), "getter");
    START(ps_loops(), "loops");
    START(ps_inner(child), "second");
    START(ps_inner(aw_sleep(0)), "ready");
    AW_AWAIT(ticks(1));
    CHECK_TEXT("TASK      STATE    WAITS FOR                AWAITED BY        WHERE\n"
               "main      running  -                        -                 in_loop_ps_table (tests/c/ps.c:)\n"
               "child     waiting  a future                 gatherer, second  ps_outer (app.c:11)\n"
               "                                                                ps_inner (app.c:10)\n"
               "nap       waiting  sleep, 1.5 s left        gatherer          sleep\n"
               "gatherer  waiting  gather of 2: child, nap  -                 ps_inner (app.c:10)\n"
               "getter    waiting  Queue.get                -                 ps_outer (app.c:11)\n"
               "                                                                ps_inner (app.c:10)\n"
               "                                                                Queue.get <Queue at 0x maxsize=0 _getters[1]>\n"
               "loops     waiting  sleep, 2 s left          -                 ps_loops (app.c:18)\n"
               "                                                                ps_items (app.c:14)\n"
               "                                                                sleep\n"
               "second    waiting  child                    -                 ps_inner (app.c:10)\n"
               "ready     ready    -                        -                 ps_inner (app.c:10)\n",
               plain_text(aw_as_string(aw_ps())));
    return aw_none();
}

AW_ASYNC(ps_group, (aw_value, awaitable)) {
    AW_WITH(aw_task_group_new(), group) {
        AW_TRY(aw_task_group_create_task_named(group, ps_outer(awaitable), "first"));
        AW_TRY(aw_task_group_create_task_named(group, aw_sleep(1), "second"));
    }
    return aw_none();
}

TEST_IN_LOOP(ps_of_many) {
    begin();
    aw_value a = NAMED(aw_sleep(3), "a"), b = NAMED(aw_sleep(4), "b");
    START(ps_group(aw_event_wait(aw_event_new())), "group");
    START(aw_wait(AW_LIST(a, b), AW_ALL_COMPLETED, AW_NO_TIMEOUT), "waits");
    AW_AWAIT(ticks(3));
    CHECK_TEXT("main  running, in in_loop_ps_of_many (tests/c/ps.c:)\n"
               "group  waiting for TaskGroup.__aexit__ of 2: first, second, in ps_group (tests/c/ps.c:)\n"
               "├─ first  waiting for Event.wait, in ps_outer (app.c:11) > ps_inner (app.c:10)\n"
               "└─ second  waiting for sleep, 1 s left\n"
               "waits  waiting for wait of 2: a, b\n"
               "├─ a  waiting for sleep, 3 s left\n"
               "└─ b  waiting for sleep, 4 s left\n",
               plain_text(aw_as_string(aw_pstree())));
    return aw_none();
}

TEST_IN_LOOP(ps_tree) {
    begin();
    aw_value child = NAMED(ps_outer(aw_future_new()), "child"), nap = NAMED(aw_sleep(1.5), "nap");
    aw_value gatherer = NAMED(ps_inner(aw_gather(child, nap)), "gatherer");
    START(ps_inner(aw_shield(gatherer)), "shielded");
    START(ps_inner(aw_wait_for(child, 9)), "patient");
    AW_AWAIT(ticks(3));
    CHECK_TEXT("main  running, in in_loop_ps_tree (tests/c/ps.c:)\n"
               "shielded  waiting for a future of gatherer, in ps_inner (app.c:10)\n"
               "└─ gatherer  waiting for gather of 2: child, nap, in ps_inner (app.c:10)\n"
               "   ├─ child  waiting for a future, in ps_outer (app.c:11) > ps_inner (app.c:10)\n"
               "   └─ nap  waiting for sleep, 1.5 s left\n"
               "patient  waiting for wait_for of child, in ps_inner (app.c:10)\n"
               "└─ child  waiting for a future\n",
               plain_text(aw_as_string(aw_pstree())));
    return aw_none();
}

TEST_IN_LOOP(ps_states) {
    begin();
    aw_value task = NAMED(ps_inner(aw_future_new()), "child");
    AW_AWAIT(ticks(1));
    aw_cancel(task);
    aw_value data = aw_ps_data();
    CHECK_VALUE("'running'", aw_item(aw_item(data, 0), 1));
    CHECK_VALUE("('child', 'cancelling', None, [], [], [('ps_inner', 'app.c', 10)])", aw_item(data, 1));
    return aw_none();
}

TEST_IN_LOOP(ps_circle_of_locks) {
    begin();
    aw_value a = aw_lock_new(), b = aw_lock_new();
    START(ps_locks(a, b), "left");
    START(ps_locks(b, a), "right");
    AW_AWAIT(ticks(3));
    CHECK_TEXT("main  running, in in_loop_ps_circle_of_locks (tests/c/ps.c:)\n"
               "left  waiting for Lock, held by right, in ps_locks (app.c:24)\n"
               "└─ right  waiting for Lock, held by left, in ps_locks (app.c:24)\n"
               "   └─ left  waiting for Lock, held by right  (see above)\n"
               "\n"
               "left and right wait for each other.\n",
               plain_text(aw_as_string(aw_pstree())));
    CHECK_VALUE("'left'", aw_item(aw_item(aw_ps_data(), 1), 0));
    CHECK_VALUE("[2]", aw_item(aw_item(aw_ps_data(), 1), 3));
    CHECK_VALUE("[2]", aw_item(aw_item(aw_ps_data(), 1), 4));
    return aw_none();
}

/* Through shield(), so that the circle can be cancelled at the end. */
static aw_value ps_circle_tasks;
AW_ASYNC(ps_next, (int, index), (int, count)) { return AW_AWAIT(aw_shield(aw_item(ps_circle_tasks, (size_t)((index + 1) % count)))); }

static void make_circle(int count) {
    ps_circle_tasks = aw_list_of(0, NULL);
    for (int i = 0; i < count; i++) aw_append(ps_circle_tasks, NAMED(ps_next(i, count), aw_as_string(aw_format("t%d", i))));
}

TEST_IN_LOOP(ps_circles_in_words) {
    begin();
    make_circle(3);
    AW_AWAIT(ticks(1));
    CHECK(ends_with(aw_as_string(aw_pstree()), "\n\nt0 waits for t1, which waits for t2, which waits for t0.\n"));
    for (size_t i = 0; i < 3; i++) aw_cancel(aw_item(ps_circle_tasks, i));
    AW_AWAIT(ticks(5));
    make_circle(8);
    AW_AWAIT(ticks(1));
    CHECK(ends_with(aw_as_string(aw_pstree()), "\nt0 waits for t1, which waits for t2, which waits for t3, which waits for t4, which waits for t5, "
                                               "and so on through 2 more, which waits for t0.\n"));
    return aw_none();
}

TEST(ps_without_tasks) {
    CHECK_VALUE("'no tasks\\n'", aw_ps());
    CHECK_VALUE("'no tasks\\n'", aw_pstree());
    CHECK_VALUE("[]", aw_ps_data());
}
