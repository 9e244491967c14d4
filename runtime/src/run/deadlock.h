/* The message of a DeadlockError: who waits for what, and where. */
#ifndef AW_RUN_DEADLOCK_H
#define AW_RUN_DEADLOCK_H

/* For the moment in which nothing is ready, no timer set, no host operation pending, and somebody still waits. Lives as long as the caller's scope. */
const char *aw__deadlock_report(void);

#endif
