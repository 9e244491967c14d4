/* Deadlines for a block: AW_WITH(aw_timeout(1.0)) { … } */
#ifndef AW_TIMEOUT_H
#define AW_TIMEOUT_H

#include <aw/task.h>
#include <aw/with.h>

#ifdef __cplusplus
extern "C" {
#endif

/* asyncio.timeout(delay): for AW_WITH. When `delay` seconds have passed the task is cancelled, and the CancelledError that leaves the block becomes
 * TimeoutError. AW_NO_TIMEOUT: never. Error: MemoryError. */
aw_value aw_timeout(double delay);
/* asyncio.timeout_at(when), in seconds of aw_time(). */
aw_value aw_timeout_at(double when);
/* timeout.reschedule(when). Returns None. Errors: RuntimeError "Timeout has not been entered", "Cannot change state of finished Timeout". */
aw_value aw_timeout_reschedule(aw_value timeout, double when);
/* timeout.when(): in seconds of aw_time(); AW_NO_TIMEOUT where there is none. */
double aw_timeout_when(aw_value timeout);
/* timeout.expired(). */
bool aw_timeout_expired(aw_value timeout);

#ifdef __cplusplus
}
#endif
#endif
