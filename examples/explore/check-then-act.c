/* Two workers share a queue: each looks if there is a job, says so in the log, which takes a moment, and takes the job. In the loop's own order the second one looks when
 * the queue is empty already, and the test passes. In other orders both see the same last job, and only one can have it.
 * libawait explore check-then-act.c */
#include <aw/aw.h>

static int done;

static aw_value write_log(void) { return aw_sleep(0); }

AW_ASYNC(work, (aw_value, queue), (int, other_duties)) {
    for (int i = 0; i < other_duties; i++) AW_AWAIT(write_log());
    while (!aw_queue_empty(queue)) {
        AW_AWAIT(write_log());
        AW_TRY(aw_queue_get_nowait(queue));              // QueueEmpty, if somebody was quicker
        done++;
    }
    return aw_none();
}

AW_TEST(every_job_is_done_once) {
    aw_value queue = aw_queue_new(0);
    AW_TRY(aw_queue_put_nowait(queue, aw_string("the only job")));
    AW_AWAIT(aw_gather(work(queue, 0), work(queue, 2)));
    AW_CHECK_EQUAL(done, 1);
    return aw_none();
}

/* -- The same without a moment between looking and taking -- */

AW_ASYNC(work_at_once, (aw_value, queue), (int, other_duties)) {
    for (int i = 0; i < other_duties; i++) AW_AWAIT(write_log());
    while (!aw_queue_empty(queue)) {
        AW_TRY(aw_queue_get_nowait(queue));
        AW_AWAIT(write_log());
        done++;
    }
    return aw_none();
}

AW_TEST(every_job_is_done_once_at_once) {
    aw_value queue = aw_queue_new(0);
    AW_TRY(aw_queue_put_nowait(queue, aw_string("the only job")));
    AW_AWAIT(aw_gather(work_at_once(queue, 0), work_at_once(queue, 2)));
    AW_CHECK_EQUAL(done, 1);
    return aw_none();
}
