/* Runs, and what ends them. */
#ifndef AW_RUN_RUN_H
#define AW_RUN_RUN_H

#include <aw/run.h>

#include "../task/task.h"

/* Asks the tasks that are left over to end, but for those that JavaScript waits for and the one that calls this: a list of them. */
aw_value aw__cancel_leftovers(void);
/* Tells the exception handler of those of these tasks that failed. */
void aw__report_leftovers(aw_value tasks);
/* An awaitable for a host that runs the loop by itself: all that follows the end of the main task. */
aw_value aw__run_cleanup(void);
/* DeadlockError, with its report. */
aw_value aw__deadlock_error(void);
/* After a shutdown of asynchronous generators: the next run may use them. */
void aw__asyncgens_reopen(void);
/* After a trap that left aw_run() or the like: what it waited for does not stop the loop. */
void aw__run_left(void);
/* Ends the loop: drops what is ready or set, and the tasks. */
void aw__loop_close(void);

#endif
