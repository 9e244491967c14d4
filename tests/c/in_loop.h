/* Tests that run inside the loop, on the virtual clock, one counted iteration after the other:
 *
 *     TEST_IN_LOOP(name) { AW_AWAIT(aw_sleep(1)); …; return aw_none(); }
 *
 * is a coroutine. What is left over when it ends is cancelled. What the loop's exception handler hears must be checked for. */
#ifndef IN_LOOP_H
#define IN_LOOP_H

#include "check.h"

#define TEST_IN_LOOP(test_name)                                                                               \
    aw_value in_loop_##test_name(void);                                                                       \
    TEST(test_name) { run_in_loop(in_loop_##test_name()); }                                                   \
    AW_ASYNC(in_loop_##test_name)

void run_in_loop(aw_value main);
/* Ends the tasks that are left over, and closes the loop as aw_run() does. */
void end_leftovers(void);

/* Which iteration this is. */
extern int iteration;

/* The oldest error that the exception handler heard of, as "MESSAGE: repr(EXCEPTION) (KEY)". */
#define CHECK_LOOP_ERROR(text) check_loop_error(CHECK_HERE, (text))
#define CHECK_NO_LOOP_ERROR() check_loop_error(CHECK_HERE, "(none)")
void check_loop_error(const char *file, int line, const char *text);
/* From now on the exception handler is the one that notes for these checks. */
void note_loop_errors(void);

/* async def ticks(n): for _ in range(n): await asyncio.sleep(0) */
aw_value ticks(int count);
/* A callback that logs its argument. */
aw_value log_it(aw_value argument);
/* A done callback that logs its argument. */
aw_value log_done(aw_value future, aw_value argument);
/* loop.call_soon(future.set_result, 0) */
aw_value finish_it(aw_value future);

#endif
