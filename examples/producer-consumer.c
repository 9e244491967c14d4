/* A producer and two consumers share a queue with room for three. put() waits while it is full, get() while it is empty; join()
 * waits until everything was worked off.
 * libawait run producer-consumer.c */
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(produce, (aw_value, queue)) {
    for (int i = 1; i <= 8; i++) {
        AW_WATCH(i);
        AW_AWAIT(aw_queue_put(queue, aw_format("job %d", i)));
        printf("put job %d, %zu in the queue\n", i, aw_queue_size(queue));
    }
    return aw_none();
}

AW_ASYNC(consume, (aw_value, queue), (const char *, name), (double, seconds)) {
    for (;;) AW_SCOPE {
        aw_value job = AW_AWAIT(aw_queue_get(queue));
        AW_WATCH(name, job);
        AW_AWAIT(aw_sleep(seconds));
        printf("%s did %s\n", name, aw_str(job));
        AW_TRY(aw_queue_task_done(queue));
    }
}

AW_ASYNC(main_coroutine) {
    aw_value queue = aw_queue_new(3);
    aw_value quick = aw_create_task(consume(queue, "quick", 0.2)), slow = aw_create_task(consume(queue, "slow", 0.45));
    AW_AWAIT(produce(queue));
    AW_AWAIT(aw_queue_join(queue));
    puts("all done");
    aw_cancel(quick);
    aw_cancel(slow);
    return aw_none();
}
