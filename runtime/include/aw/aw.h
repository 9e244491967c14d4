/* libawait: Python's coroutines and asyncio for C. This one include gives a program everything.
 * Functions are lower case and hand you an error as a value; macros are upper case and may return it to your caller. */
#ifndef AW_AW_H
#define AW_AW_H

#include <aw/value.h>
#include <aw/scope.h>
#include <aw/error.h>
#include <aw/coroutine.h>
#include <aw/awaitable.h>
#include <aw/loop.h>
#include <aw/future.h>
#include <aw/task.h>
#include <aw/async_generator.h>
#include <aw/with.h>
#include <aw/timeout.h>
#include <aw/task_group.h>
#include <aw/sync.h>
#include <aw/queue.h>
#include <aw/host.h>
#include <aw/fetch.h>
#include <aw/run.h>
#include <aw/ps.h>
#include <aw/trace.h>
#include <aw/watch.h>
#include <aw/test.h>

#endif
