/* libawait: Python's coroutines for C. This one include gives a program everything.
 * Functions are lower case and hand you an error as a value; macros are upper case and may return it to your caller. */
#ifndef AW_AW_H
#define AW_AW_H

#include <aw/value.h>
#include <aw/scope.h>
#include <aw/error.h>
#include <aw/coroutine.h>
#include <aw/awaitable.h>
#include <aw/host.h>
#include <aw/run.h>

#endif
