/* Seeing what is suspended: which tasks there are, where each stands, what it waits for and who waits for it. None of these suspends or changes anything; all may be
 * called at any time, also from a callback or between two turns of the loop. */
#ifndef AW_PS_H
#define AW_PS_H

#include <aw/task.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The tasks that are not done, as a table for people:
 *
 *     TASK    STATE    WAITS FOR                    AWAITED BY  WHERE
 *     Task-1  waiting  gather of 2: Task-2, worker  -           main_coroutine (app.c:31)
 *     Task-2  waiting  sleep                        Task-1      poll (app.c:12)
 *                                                                 sleep
 *     worker  waiting  Queue.get                    Task-1      work (app.c:20)
 *                                                                 Queue.get
 *
 * States: running, ready (its next step is scheduled), waiting, cancelling (it was asked to end, and has not yet). WHERE lists the coroutines
 * from the outermost to the one that is suspended. A str. Error: MemoryError. */
aw_value aw_ps(void);
/* The same as a tree: under each task those that it waits for. Circles are told below it in a sentence. A str. Error: MemoryError. */
aw_value aw_pstree(void);
/* The same as data: a list with a tuple for each task, (name, state, awaits, awaited, awaited_by, frames). `awaits` is the text of WAITS FOR, or None;
 * `awaited` and `awaited_by` are lists of tasks, by their index in this list; `frames` is a list of tuples (function, file, line), outermost
 * first, in which file is None for what is the runtime's own. Error: MemoryError. */
aw_value aw_ps_data(void);

/* -- Mistakes, for tests to assert that there were none -- */

/* From now on the three kinds of mistakes below are kept as texts, as well as reported as always. False: no longer, and those kept are forgotten. */
void aw_record_mistakes(bool record);
/* "coroutine 'work' was never awaited", and where it was created (with aw_set_coroutine_origin_tracking_depth()) or defined. A list of str. Error: MemoryError. */
aw_value aw_never_awaited(void);
/* "Task exception was never retrieved", the task, and the traceback. */
aw_value aw_never_retrieved(void);
/* "Task was destroyed but it is pending!", and the task. */
aw_value aw_destroyed_pending(void);

#ifdef __cplusplus
}
#endif
#endif
