/* What tests of exploring run: tasks that share something, or nothing. */
#include <aw/aw.h>

#include <stdlib.h>
#include <string.h>

static int numbers[2], unused;
static char text[16], copy[16];
static struct {
    int all[64];
} tables[2];
static int *heap[2];

AW_ASYNC(write_number, (int, which)) { numbers[which]++; return aw_none(); }
AW_ASYNC(read_number, (int, which)) { return aw_int(numbers[which]); }
AW_ASYNC(copy_table, (int, to)) {
    tables[to] = tables[1 - to];
    return aw_none();
}
AW_ASYNC(read_table, (int, which)) { return aw_int(tables[which].all[63]); }
AW_ASYNC(write_text, (const char *, given)) {
    strcpy(text, given);
    return aw_none();
}
AW_ASYNC(read_text) { return aw_int((int64_t)strlen(text)); }
AW_ASYNC(copy_text, (int, count)) {
    memmove(copy, text, (size_t)count);
    return aw_string(copy);
}
AW_ASYNC(use_stack, (int, times)) {
    volatile int local[8] = {0};
    for (int i = 0; i < times; i++) {
        local[i & 7] = i;
        AW_AWAIT(aw_sleep(0));
    }
    return aw_int(local[0]);
}
AW_ASYNC(inner) { AW_AWAIT(aw_sleep(0)); return aw_int(unused); }
AW_ASYNC(await_inner, (int, times)) {
    for (int i = 0; i < times; i++) AW_AWAIT(inner());
    return aw_none();
}
AW_ASYNC(allocate, (int, which)) {
    heap[which] = calloc(4, sizeof(int));
    return aw_none();
}
AW_ASYNC(write_heap, (int, which)) {
    heap[which][1] = 5;
    return aw_none();
}
/* Others may have the address of what is on its stack. */
AW_ASYNC(hold_local, (int, times)) {
    int local = 0;
    heap[1] = &local;
    for (int i = 0; i < times; i++) AW_AWAIT(aw_sleep(0));
    return aw_int(local);
}

AW_ASYNC(wait, (double, delay)) { return AW_AWAIT(aw_sleep(delay)); }

AW_ASYNC(new_queue) { return aw_queue_new(0); }
AW_ASYNC(new_lock) { return aw_lock_new(); }
AW_ASYNC(new_event) { return aw_event_new(); }
AW_ASYNC(new_future) { return aw_future_new(); }
AW_ASYNC(put, (aw_value, queue)) { return AW_AWAIT(aw_queue_put(queue, aw_int(1))); }
AW_ASYNC(get, (aw_value, queue)) { return AW_AWAIT(aw_queue_get(queue)); }
AW_ASYNC(size, (aw_value, queue)) { return aw_int((int64_t)aw_queue_size(queue)); }
AW_ASYNC(acquire, (aw_value, lock)) { return AW_AWAIT(aw_lock_acquire(lock)); }
AW_ASYNC(set_event, (aw_value, event)) { return aw_event_set(event); }
AW_ASYNC(wait_event, (aw_value, event)) { return AW_AWAIT(aw_event_wait(event)); }
AW_ASYNC(wait_future, (aw_value, future)) { return AW_AWAIT(future); }
AW_ASYNC(set_future, (aw_value, future)) { return aw_future_set_result(future, aw_int(3)); }
AW_ASYNC(cancel_task, (aw_value, task)) { return aw_cancel(task); }
AW_ASYNC(all_tasks) { return aw_int((int64_t)aw_length(aw_all_tasks())); }
AW_ASYNC(make_task) {
    aw_create_task(inner());
    return aw_none();
}
AW_ASYNC(call_host) { return AW_HOST("hosted"); }

static aw_value lists[2];
AW_ASYNC(make_lists) {
    for (int i = 0; i < 2; i++) lists[i] = aw_retain(AW_TRY(AW_LIST(aw_int(i))));
    return aw_none();
}
AW_ASYNC(drop_lists) {
    for (int i = 0; i < 2; i++) aw_release(lists[i]);
    return aw_none();
}
AW_ASYNC(append, (int, which)) { return aw_append(lists[which], aw_int(7)); }
AW_ASYNC(item, (int, which)) { return aw_item(lists[which], 0); }

/* -- a program that uses most of what the loop has, and notes what happened -- */

static char notes[1024];
static aw_value note(aw_value what) {
    strncat(notes, aw_as_string(what), sizeof notes - strlen(notes) - 1);
    return aw_none();
}
#define NOTE(...) note(aw_format(__VA_ARGS__))

AW_ASYNC(worker, (const char *, name), (aw_value, queue), (aw_value, lock)) {
    for (int i = 0; i < 2; i++) {
        AW_AWAIT(aw_lock_acquire(lock));
        NOTE("%s locks %d\n", name, i);
        AW_AWAIT(aw_sleep(i ? 0.5 : 0));
        AW_TRY(aw_lock_release(lock));
        AW_AWAIT(aw_queue_put(queue, aw_string(name)));
    }
    return aw_string(name);
}
AW_ASYNC(consumer, (aw_value, queue)) {
    for (int i = 0; i < 6; i++) NOTE("got %s\n", aw_as_string(AW_AWAIT(aw_queue_get(queue))));
    return aw_none();
}
static aw_value told(aw_value what) { return NOTE("callback %s\n", aw_as_string(what)); }
static aw_value done(aw_value task, aw_value unused_argument) {
    (void)unused_argument;
    return NOTE("%s is done\n", aw_task_name(task));
}
AW_ASYNC(program) {
    aw_value queue = aw_queue_new(1), lock = aw_lock_new();
    aw_value eats = aw_create_task_named(consumer(queue), "eats");
    AW_TRY(aw_add_done_callback(eats, done, aw_none()));
    AW_TRY(aw_call_soon(told, aw_string("soon")));
    AW_TRY(aw_call_later(0.5, told, aw_string("later")));
    aw_value all = AW_AWAIT(aw_gather(worker("a", queue, lock), worker("b", queue, lock), worker("c", queue, lock)));
    AW_AWAIT(eats);
    NOTE("end at %g\n", aw_time());
    return AW_LIST(aw_string(notes), all);
}
