/* Programs drawn from a seed, which a host function gives: a few tasks that share variables, locks, a queue and the rest. What each saw is its own text, and all of
 * them together are the result, so that two orders that differ in any effect differ in it. */
#include <aw/aw.h>
#include <stdio.h>
#include <string.h>

enum { TASKS = 3, VARIABLES = 2, LENGTH = 64 };

static uint32_t state;
static unsigned draw(unsigned below) {
    state = state * 1664525u + 1013904223u;
    return (unsigned)(((uint64_t)state * below) >> 32);
}

typedef struct step {
    unsigned kind, which, amount;
} step;
static step plans[TASKS][3];
static unsigned lengths[TASKS];
static char seen[TASKS][LENGTH];
static int variables[VARIABLES];
static aw_value lock, event, condition, semaphore, queue, tasks[TASKS];

static void note(int task, const char *what, int number) {
    size_t length = strlen(seen[task]);
    snprintf(seen[task] + length, LENGTH - length, "%s%d ", what, number);
}

AW_ASYNC(child, (int, task), (int, amount)) {
    AW_AWAIT(aw_sleep(0));
    variables[0] += amount;
    return aw_int(variables[0]);
}

static aw_value perform(int task, step s) {
    int *variable = &variables[s.which % VARIABLES];
    switch (s.kind) {
    case 0: AW_AWAIT(aw_sleep(0)); break;
    case 1: note(task, "r", *variable); break;
    case 2: *variable = *variable * 3 + (int)s.amount; break;
    case 3:
        if (*variable % 2) note(task, "odd", 0);
        else variables[(s.which + 1) % VARIABLES] += 5;
        break;
    case 4: {
        int before = *variable;
        AW_AWAIT(aw_sleep(0));
        *variable = before + (int)s.amount;
        break;
    }
    case 5:
        AW_WITH(lock) {
            note(task, "l", *variable);
            if (s.amount % 2) AW_AWAIT(aw_sleep(0));
            ++*variable;
        }
        break;
    case 6: AW_TRY(aw_queue_put_nowait(queue, aw_int(10 * task + (int)s.amount))); break;
    case 7: note(task, "q", (int)aw_as_int(AW_AWAIT(aw_queue_get(queue)))); break;
    case 8:
        if (!aw_queue_empty(queue)) note(task, "n", (int)aw_as_int(AW_TRY(aw_queue_get_nowait(queue))));
        break;
    case 9: AW_TRY(s.amount % 3 ? aw_event_set(event) : aw_event_clear(event)); break;
    case 10: AW_AWAIT(aw_event_wait(event)); break;
    case 11:
        AW_WITH(condition) { AW_AWAIT(aw_condition_wait(condition)); }
        break;
    case 12:
        AW_WITH(condition) { AW_TRY(aw_condition_notify(condition, 1)); }
        break;
    case 13:
        AW_WITH(semaphore) { AW_AWAIT(aw_sleep(s.amount % 2)); }
        note(task, "s", aw_semaphore_locked(semaphore));
        break;
    case 14: note(task, "c", aw_truth(aw_cancel(tasks[s.which % TASKS]))); break;
    case 15: note(task, "w", (int)aw_as_int(AW_AWAIT(aw_wait_for(child(task, (int)s.amount), s.amount % 2 ? 1 : 0.5)))); break;
    case 16: note(task, "k", (int)aw_as_int(AW_AWAIT(aw_create_task(child(task, (int)s.amount))))); break;
    case 17:
        AW_WITH(aw_timeout(1)) { AW_AWAIT(aw_sleep(1 + s.amount % 2)); }
        break;
    default: AW_AWAIT(aw_sleep(1)); break;
    }
    return aw_none();
}

AW_ASYNC(careful, (int, task)) {
    for (unsigned i = 0; i < lengths[task]; i++) {
        aw_value result = perform(task, plans[task][i]);
        AW_EXCEPT(result, AW_BASE_EXCEPTION, e) { note(task, aw_type_name(e), 0); }
    }
    return aw_none();
}

AW_TEST(drawn) {
    state = (uint32_t)aw_as_int(AW_TRY(AW_HOST("seed", aw_none())));
    for (int i = 0; i < 5; i++) draw(2);
    lock = AW_TRY(aw_lock_new());
    event = AW_TRY(aw_event_new());
    condition = AW_TRY(aw_condition_new(aw_none()));
    semaphore = AW_TRY(aw_semaphore_new(1));
    queue = AW_TRY(aw_queue_new(0));
    for (int task = 0; task < TASKS; task++) {
        lengths[task] = 1 + draw(task == 0 ? 3 : 2);
        for (unsigned i = 0; i < lengths[task]; i++) plans[task][i] = (step){draw(19), draw(6), 1 + draw(5)};
    }
    for (int task = 0; task < TASKS; task++) tasks[task] = AW_TRY(aw_create_task(careful(task)));
    for (int task = 0; task < TASKS; task++) {
        aw_value ended = aw_await(tasks[task]);
        AW_EXCEPT(ended, AW_CANCELLED_ERROR) {}
    }
    return aw_format("%s| %s| %s| %d %d", seen[0], seen[1], seen[2], variables[0], variables[1]);
}
