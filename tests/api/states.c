/* Programs whose state is kept and brought back: something of everything that can be suspended. */
#include <aw/aw.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

AW_ASYNC(averager) {
    double sum = 0;
    AW_FOR(int count = 0;; count++) {
        aw_value next = AW_AWAIT(aw_suspend(count ? aw_double(sum / count) : aw_none()));
        sum += aw_as_double(next);
    }
    return aw_none();
}

AW_ASYNC(nested, (int, depth)) {
    if (depth == 0) return AW_AWAIT(aw_suspend(aw_string("bottom")));
    aw_value inner = AW_AWAIT(nested(depth - 1));
    return aw_int(aw_as_int(inner) + depth);
}

AW_GENERATOR(numbers, (int, count)) {
    AW_FOR(int i = 0; i < count; i++) AW_YIELD(aw_int(i));
    return aw_none();
}

AW_ASYNC_GENERATOR(ticks, (int, count), (double, delay)) {
    AW_FOR(int i = 0; i < count; i++) {
        AW_AWAIT(aw_sleep(delay));
        AW_YIELD(aw_int(i));
    }
    return aw_none();
}

AW_ASYNC(worker, (aw_value, queue), (aw_value, done)) {
    AW_FOR(;;) {
        aw_value item = AW_AWAIT(aw_queue_get(queue));
        AW_AWAIT(aw_sleep(0.01 * (double)aw_as_int(item)));
        AW_TRY(aw_append(done, item));
        AW_TRY(aw_queue_task_done(queue));
    }
    return aw_none();
}

/* Two workers, a timer, an asynchronous generator and a lock at once: what they did, in order. */
AW_ASYNC(everything) {
    aw_value queue = aw_queue_new(2), done = aw_list_of(0, NULL), lock = aw_lock_new();
    aw_value workers[] = {aw_create_task(worker(queue, done)), aw_create_task(worker(queue, done))};
    AW_FOR(int i = 1; i <= 6; i++) AW_AWAIT(aw_queue_put(queue, aw_int(i)));
    AW_ASYNC_FOR(tick, ticks(3, 0.005)) {
        AW_WITH(lock) { AW_AWAIT(aw_sleep(0.001)); }
        AW_TRY(aw_append(done, AW_TUPLE(aw_string("tick"), tick)));
    }
    AW_AWAIT(aw_queue_join(queue));
    for (int i = 0; i < 2; i++) aw_cancel(workers[i]);
    return done;
}

AW_ASYNC(sleeper, (double, delay)) {
    AW_AWAIT(aw_sleep(delay));
    return aw_string("awake");
}

AW_ASYNC(asks, (const char *, name), (aw_value, argument)) { return AW_AWAIT(AW_HOST_ASYNC(name, argument)); }

/* Keeps a JavaScript value while it is suspended, and gives it to the host afterwards. */
AW_ASYNC(keeps, (aw_value, js)) {
    AW_AWAIT(aw_suspend(aw_none()));
    return AW_HOST("show", js);
}

/* Leaves a task over, whose end takes a while. */
AW_ASYNC(stubborn) {
    aw_value slept = aw_await(sleeper(1000));
    AW_EXCEPT(slept, AW_CANCELLED_ERROR) { AW_AWAIT(aw_sleep(0.02)); }
    AW_TRY(slept);
    puts("cleaned up");
    fflush(stdout);
    return aw_none();
}

/* Asks the host before it ends, cancelled or not. */
AW_ASYNC(says_bye) {
    aw_value slept = aw_await(sleeper(1000));
    AW_EXCEPT(slept, AW_CANCELLED_ERROR) { AW_AWAIT(AW_HOST_ASYNC("bye")); }
    return AW_TRY(slept);
}

AW_ASYNC(leaves_over) {
    aw_value left = aw_create_task(stubborn());
    AW_AWAIT(aw_sleep(0));
    (void)left;
    return aw_string("result");
}

AW_ASYNC(prints_half, (const char *, text)) {
    fputs(text, stdout);
    fflush(stdout);
    AW_AWAIT(aw_suspend(aw_none()));
    puts("!");
    return aw_none();
}

/* A character of two bytes, and between them it is suspended. */
AW_ASYNC(prints_a_character) {
    fputs("a\xC3", stdout);
    fflush(stdout);
    AW_AWAIT(aw_suspend(aw_none()));
    puts("\xA9" "b");
    return aw_none();
}

/* Functions that are no coroutines, with names like the compiler's and the runtime's own. */
static int counted;
__attribute__((export_name("stackPush"))) int stack_push(void) { return ++counted; }
__attribute__((export_name("_count"))) int count_it(void) { return ++counted; }
__attribute__((export_name("aw_counted"))) int count_again(void) { return ++counted; }
__attribute__((export_name("counted"))) int is_counted(void) { return counted; }

/* Takes memory that was not there before. */
AW_ASYNC(grows, (int, megabytes)) {
    AW_FOR(int i = 0;; i++) {
        size_t size = (size_t)megabytes << 20;
        unsigned char *block = malloc(size);
        AW_DEFER(free, block);
        if (!block) return aw_raise(AW_MEMORY_ERROR, "no memory for step %d", i);
        memset(block, i + 1, size);
        AW_AWAIT(aw_suspend(aw_int(block[size / 2])));
    }
    return aw_none();
}

AW_ASYNC(echo) {
    aw_value got = aw_none();
    AW_FOR(;;) got = aw_keep(AW_AWAIT(aw_suspend(got)));
    return aw_none();
}

AW_ASYNC(waits_for, (aw_value, awaitable)) { return AW_AWAIT(awaitable); }

/* Keeps two values, and gives them to the host together. */
AW_ASYNC(keeps_two, (aw_value, first), (aw_value, second)) {
    AW_AWAIT(aw_suspend(aw_none()));
    return AW_HOST("both", first, second);
}

AW_ASYNC(tells, (const char *, name), (aw_value, argument)) {
    AW_AWAIT(aw_suspend(aw_none()));
    return AW_HOST(name, argument);
}

AW_ASYNC(traps) {
    AW_AWAIT(aw_suspend(aw_int(1)));
    __builtin_trap();
}

static const aw_kind storage_error = {"StorageError", AW_OS_ERROR};

AW_ASYNC(raises, (const char *, text)) {
    aw_value cause = aw_exception(AW_VALUE_ERROR, "cause of %s", text);
    return aw_raise_from(aw_exception(&storage_error, "%s", text), cause);
}

typedef struct ticket {
    int left;
} ticket;

static aw_value ticket_next(void *self) {
    ticket *mine = self;
    return mine->left-- > 0 ? aw_int(mine->left) : aw_stop(aw_string("your turn"));
}
static aw_value ticket_await(void *self) { return aw_object_of(self); }
static const aw_object_type ticket_type = {.name = "Ticket", .await = ticket_await, .next = ticket_next};

AW_ASYNC(makes_ticket, (int, left)) {
    aw_value made = AW_TRY(aw_object_new(&ticket_type, sizeof(ticket)));
    ((ticket *)aw_object_data(made, &ticket_type))->left = left;
    return made;
}

AW_ASYNC(never) { return AW_AWAIT(aw_future_new()); }

AW_ASYNC(two_steps, (aw_value, argument)) {
    aw_value first = AW_AWAIT(AW_HOST_ASYNC("first", argument));
    AW_AWAIT(aw_sleep(0.5));
    aw_value second = AW_AWAIT(AW_HOST_ASYNC("second", first));
    return AW_LIST(first, second);
}
