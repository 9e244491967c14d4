/* Lock: first come first served, no barging, and what a cancelled waiter passes on. */
#include "program.h"

#include <string.h>

static aw_value notes; /* a list, of the program */
static void note(aw_value value) { aw_append(notes, value); }
static void empty(void) {
    AW_SCOPE {
        while (aw_length(notes)) aw_pop(notes);
    }
}
static void out(const char *label) {
    printf("%s %s\n", label, aw_repr(notes));
    empty();
}
static const char *python(bool truth) { return truth ? "True" : "False"; }

AW_ASYNC(tick) { return AW_AWAIT(aw_sleep(0)); }

static aw_value hold(aw_value lock, const char *name, int rounds) {
    AW_WITH(lock) {
        note(aw_string(name));
        for (int i = 0; i < rounds; i++) AW_AWAIT(aw_sleep(0));
    }
    return aw_none();
}

AW_ASYNC(w, (aw_value, lock), (const char *, name), (int, rounds)) {
    aw_value r = hold(lock, name, rounds);
    AW_EXCEPT(r, AW_CANCELLED_ERROR) {
        note(aw_format("%s cancelled", name));
        return aw_reraise();
    }
    return r;
}

static aw_value wait_all(aw_value tasks) { return aw_await(aw_wait(tasks, AW_ALL_COMPLETED, AW_NO_TIMEOUT)); }

/* Takes the lock, starts tasks that wait for it, and lets them begin. */
static aw_value crowd(aw_value lock, int count, const char *const *names, int rounds) {
    AW_AWAIT(aw_lock_acquire(lock));
    aw_value tasks = aw_list_of(0, NULL);
    for (int i = 0; i < count; i++) AW_TRY(aw_append(tasks, aw_create_task(w(lock, names[i], rounds))));
    AW_AWAIT(tick());
    return tasks;
}
#define CROWD(lock, rounds, ...)                                                                              \
    AW_TRY(crowd((lock), sizeof((const char *[]){__VA_ARGS__}) / sizeof(char *), (const char *[]){__VA_ARGS__}, (rounds)))

static aw_value queueing(aw_value lock) {
    const char *taken = aw_repr(AW_AWAIT(aw_lock_acquire(lock)));
    printf("%s %s\n", taken, python(aw_lock_locked(lock)));
    AW_TRY(aw_lock_release(lock));

    aw_value tasks = CROWD(lock, 1, "w0", "w1", "w2", "w3");
    AW_TRY(aw_lock_release(lock));
    printf("released, locked = %s\n", python(aw_lock_locked(lock)));
    AW_TRY(wait_all(tasks));
    out("fifo");

    tasks = CROWD(lock, 0, "waiter");
    AW_TRY(aw_lock_release(lock));
    AW_AWAIT(w(lock, "barger", 0));
    AW_TRY(wait_all(tasks));
    out("no barging");

    tasks = CROWD(lock, 0, "waiter");
    AW_TRY(aw_lock_release(lock));
    AW_AWAIT(aw_lock_acquire(lock));
    note(aw_string("me again"));
    AW_TRY(aw_lock_release(lock));
    AW_TRY(wait_all(tasks));
    out("release + acquire queues");

    AW_AWAIT(aw_lock_acquire(lock));
    AW_TRY(aw_lock_release(lock));
    AW_AWAIT(aw_lock_acquire(lock));
    note(aw_string("no waiters: immediate"));
    AW_TRY(aw_lock_release(lock));
    out("uncontended");
    return aw_none();
}

static aw_value cancelling(aw_value lock) {
    aw_value tasks = CROWD(lock, 0, "a", "b", "c");
    aw_cancel(aw_item(tasks, 0));
    AW_AWAIT(tick());
    AW_TRY(aw_lock_release(lock));
    AW_TRY(wait_all(tasks));
    out("cancelled while queued");

    tasks = CROWD(lock, 0, "a", "b", "c");
    AW_TRY(aw_lock_release(lock));
    aw_cancel(aw_item(tasks, 0));
    AW_TRY(wait_all(tasks));
    out("cancelled after wake-up");
    printf("%s\n", python(aw_lock_locked(lock)));

    tasks = CROWD(lock, 0, "a", "b", "c");
    AW_TRY(aw_lock_release(lock));
    aw_cancel(aw_item(tasks, 0));
    aw_cancel(aw_item(tasks, 1));
    AW_TRY(wait_all(tasks));
    out("two cancelled");

    tasks = CROWD(lock, 0, "a");
    aw_cancel(aw_item(tasks, 0));
    AW_TRY(aw_lock_release(lock));
    AW_AWAIT(w(lock, "newcomer takes it", 0));
    AW_TRY(wait_all(tasks));
    out("only waiter cancelled, not yet run");

    tasks = CROWD(lock, 0, "a");
    AW_TRY(aw_lock_release(lock));
    aw_cancel(aw_item(tasks, 0));
    AW_AWAIT(w(lock, "newcomer", 0));
    AW_TRY(wait_all(tasks));
    out("woken then cancelled, newcomer");
    return aw_none();
}

static void release_too_often(aw_value lock) {
    aw_value r = aw_lock_release(lock);
    AW_EXCEPT(r, AW_RUNTIME_ERROR, e) { printf("%s\n", aw_str(e)); }
}

AW_ASYNC(other, (aw_value, lock)) { return aw_lock_release(lock); }

static const char *end_of(const char *text, size_t length) { return text + strlen(text) - length; }

static aw_value releasing(aw_value lock) {
    aw_value tasks = CROWD(lock, 0, "a", "b");
    AW_TRY(aw_lock_release(lock));
    release_too_often(lock);
    AW_TRY(wait_all(tasks));
    out("double release");
    release_too_often(lock);

    AW_AWAIT(aw_lock_acquire(lock));
    AW_AWAIT(aw_create_task(other(lock)));
    printf("released by another task %s\n", python(aw_lock_locked(lock)));

    printf("%s\n", end_of(aw_repr(lock), 11));
    tasks = CROWD(lock, 0, "x");
    printf("%s\n", end_of(aw_repr(lock), 21));
    AW_TRY(aw_lock_release(lock));
    AW_TRY(wait_all(tasks));
    empty();
    return aw_none();
}

AW_ASYNC(pingpong, (aw_value, lock), (const char *, name), (bool, yields)) {
    for (int i = 0; i < 3; i++) {
        AW_AWAIT(aw_lock_acquire(lock));
        note(aw_format("%s%d", name, i));
        if (yields) AW_AWAIT(aw_sleep(0));
        AW_TRY(aw_lock_release(lock));
    }
    return aw_none();
}

static aw_value fail_inside(aw_value lock) {
    AW_WITH(lock) { return aw_raise(AW_KEY_ERROR); }
    return aw_none();
}

AW_ASYNC(main_coroutine) {
    aw_value lock = aw_lock_new();
    AW_TRY(queueing(lock));
    AW_TRY(cancelling(lock));
    AW_TRY(releasing(lock));
    AW_AWAIT(aw_gather(pingpong(lock, "p", false), pingpong(lock, "q", false)));
    out("never contended: no alternation");
    AW_AWAIT(aw_gather(pingpong(lock, "p", true), pingpong(lock, "q", true), pingpong(lock, "r", true)));
    out("contended: round robin");
    aw_value r = fail_inside(lock);
    AW_EXCEPT(r, AW_KEY_ERROR) { printf("after exception %s\n", python(aw_lock_locked(lock))); }
    return r;
}

PROGRAM {
    notes = aw_list_of(0, NULL);
    aw_value r = aw_run(main_coroutine());
    if (aw_is_error(r)) printf("%s\n", aw_traceback(r));
}
