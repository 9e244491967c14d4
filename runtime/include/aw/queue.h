/* asyncio's queues. Functions that may wait give an awaitable: AW_AWAIT(aw_queue_get(queue)). The others never suspend; those that give a value return
 * TypeError "a Queue was expected, got int" for what is none, the rest 0 or true. */
#ifndef AW_QUEUE_H
#define AW_QUEUE_H

#include <aw/value.h>

#ifdef __cplusplus
extern "C" {
#endif

/* At most `maxsize` items at a time; 0 or less: any number. First in, first out; the newest first; the smallest first, by Python's `<`. */
aw_value aw_queue_new(int64_t maxsize);
aw_value aw_lifo_queue_new(int64_t maxsize);
aw_value aw_priority_queue_new(int64_t maxsize);
/* Awaitable: waits while the queue is full. Gives None. Error: TypeError where items cannot be ordered. */
aw_value aw_queue_put(aw_value queue, aw_value item) __attribute__((warn_unused_result));
/* Awaitable: waits while the queue is empty. Gives the item. */
aw_value aw_queue_get(aw_value queue) __attribute__((warn_unused_result));
aw_value aw_queue_put_nowait(aw_value queue, aw_value item); /* None. Error: QueueFull */
aw_value aw_queue_get_nowait(aw_value queue);                /* Error: QueueEmpty */
aw_value aw_queue_task_done(aw_value queue);                 /* None. Error: ValueError "task_done() called too many times" */
aw_value aw_queue_join(aw_value queue) __attribute__((warn_unused_result));                      /* awaitable: waits until each item was followed by a task_done() */
size_t aw_queue_size(aw_value queue);
bool aw_queue_empty(aw_value queue);
bool aw_queue_full(aw_value queue);
int64_t aw_queue_maxsize(aw_value queue);

#ifdef __cplusplus
}
#endif
#endif
