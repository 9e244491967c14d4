/* Task groups: AW_WITH(aw_task_group_new(), group) { aw_task_group_create_task(group, work()); } */
#ifndef AW_TASK_GROUP_H
#define AW_TASK_GROUP_H

#include <aw/task.h>
#include <aw/with.h>

#ifdef __cplusplus
extern "C" {
#endif

/* asyncio.TaskGroup(): for AW_WITH. The end of the block waits for all its tasks. If one fails, the others and the block are cancelled, and what
 * leaves the block is an ExceptionGroup of all that went wrong. */
aw_value aw_task_group_new(void);
/* group.create_task(coroutine). Errors: RuntimeError "TaskGroup <TaskGroup> has not been entered", "… is finished", "… is shutting down". */
aw_value aw_task_group_create_task(aw_value group, aw_value coroutine);
/* create_task(coroutine, name=name). */
aw_value aw_task_group_create_task_named(aw_value group, aw_value coroutine, const char *name);

/* -- Exception groups -- */

/* BaseExceptionGroup(message, exceptions), a list of at least one exception value: an ExceptionGroup where all of them are Exceptions. Not raised. */
aw_value aw_exception_group(const char *message, aw_value exceptions);
/* group.exceptions: a tuple; an empty one for any other exception. */
aw_value aw_group_exceptions(aw_value group);
/* group.split(kind): the parts of it that match and that do not, each a group of the same shape, or None. Returns None. Errors: MemoryError, TypeError. */
aw_value aw_group_split(aw_value group, const aw_kind *kind, aw_value *out_matching, aw_value *out_rest);

#ifdef __cplusplus
}
#endif
#endif
