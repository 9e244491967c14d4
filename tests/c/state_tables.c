/* The two state tables of the semantics: each operation on a coroutine, and on a generator, in each state. */
#include "awaitables.h"
#include "check.h"

#include <stdio.h>
#include <string.h>

enum { CREATED, RUNNING, SUSPENDED, CLOSED, STATES };
static const char *const state_names[STATES] = {"CREATED", "RUNNING", "SUSPENDED", "CLOSED"};

typedef aw_value (*operation)(aw_value subject);
typedef struct row {
    const char *name;
    operation run;
    /* What it gives, and after -> the state that follows; while it runs only what it gives. */
    const char *expected[STATES];
} row;

static aw_value send_none(aw_value c) { return aw_send(c, aw_none()); }
static aw_value send_five(aw_value c) { return aw_send(c, aw_int(5)); }
static const aw_kind e_kind = {"E", AW_EXCEPTION};
static aw_value throw_e(aw_value c) { return aw_throw(c, aw_kind_value(&e_kind)); }
static aw_value throw_exit(aw_value c) { return aw_throw(c, aw_kind_value(AW_GENERATOR_EXIT)); }
static aw_value throw_stop(aw_value c) { return aw_throw(c, aw_kind_value(AW_STOP_ITERATION)); }
static aw_value throw_one(aw_value c) { return aw_throw(c, aw_int(1)); }
static aw_value close_it(aw_value c) { return aw_close(c); }
static aw_value await_it(aw_value c) { return aw_send(f(c), aw_none()); }
static aw_value iterate(aw_value c) { return aw_iter(c); }
static aw_value next_of(aw_value c) { return aw_next(c); }

static void outcome(char *text, size_t size, aw_value result) {
    if (aw_is_error(result)) snprintf(text, size, "%s", check_plain(aw_repr(aw_caught(result))));
    else snprintf(text, size, "returns %s", aw_repr(result));
}

/* The operation that the running coroutine or generator does to itself, and what came of it. */
static operation own_operation;
static aw_value own_subject;
static char own_outcome[200];

static void do_to_itself(void) { outcome(own_outcome, sizeof own_outcome, own_operation(own_subject)); }

AW_ASYNC(table_coroutine, (aw_value, awaitable), (bool, acts)) {
    if (acts) do_to_itself();
    return AW_AWAIT(awaitable);
}
AW_GENERATOR(table_generator, (bool, acts)) {
    if (acts) do_to_itself();
    AW_YIELD(aw_string("y1"));
    AW_YIELD(aw_string("y2"));
    return aw_none();
}

static aw_value new_coroutine(bool acts) { return table_coroutine(IT(It, aw_string("yielded"), aw_string("again")), acts); }

static void check_cell(const row *row, int state, aw_value (*make)(bool acts)) {
    char got[300];
    aw_value subject = make(state == RUNNING);
    if (state == RUNNING) {
        own_subject = subject;
        own_operation = row->run;
        CHECK(!aw_is_error(aw_send(subject, aw_none())));
        snprintf(got, sizeof got, "%s", own_outcome);
    } else {
        if (state == SUSPENDED) CHECK(!aw_is_error(aw_send(subject, aw_none())));
        if (state == CLOSED) CHECK_NONE(aw_close(subject));
        outcome(got, sizeof got, row->run(subject));
        size_t length = strlen(got);
        snprintf(got + length, sizeof got - length, " -> %s", strchr(aw_coroutine_state_name(subject), '_') + 1);
    }
    if (strcmp(row->expected[state], got) != 0)
        check_fail(__FILE__, __LINE__, "%s when %s:\n#   expected %s\n#   got      %s", row->name, state_names[state], row->expected[state], got);
    CHECK_NONE(aw_close(subject));
}

#define EXECUTING "ValueError('coroutine already executing')"
#define REUSED "RuntimeError('cannot reuse already awaited coroutine') -> CLOSED"
#define NOT_EXCEPTION "TypeError('exceptions must be classes or instances deriving from BaseException, not int')"
#define NOT_ITERABLE "TypeError(\"'coroutine' object is not iterable\")"

static const row coroutine_rows[] = {
    {"send(None)", send_none, {"returns 'yielded' -> SUSPENDED", EXECUTING, "returns 'again' -> SUSPENDED", REUSED}},
    {"send(5)",
     send_five,
     {"TypeError(\"can't send non-None value to a just-started coroutine\") -> CREATED", EXECUTING,
      "AttributeError(\"'It' object has no attribute 'send'\") -> CLOSED", REUSED}},
    {"throw(E)", throw_e, {"E() -> CLOSED", EXECUTING, "E() -> CLOSED", REUSED}},
    {"throw(GeneratorExit)", throw_exit, {"GeneratorExit() -> CLOSED", EXECUTING, "GeneratorExit() -> CLOSED", REUSED}},
    {"throw(StopIteration)",
     throw_stop,
     {"RuntimeError('coroutine raised StopIteration') -> CLOSED", EXECUTING, "RuntimeError('coroutine raised StopIteration') -> CLOSED",
      REUSED}},
    {"throw(1)",
     throw_one,
     {NOT_EXCEPTION " -> CREATED", NOT_EXCEPTION, NOT_EXCEPTION " -> SUSPENDED", NOT_EXCEPTION " -> CLOSED"}},
    {"close()", close_it, {"returns None -> CLOSED", EXECUTING, "returns None -> CLOSED", "returns None -> CLOSED"}},
    {"await it",
     await_it,
     {"returns 'yielded' -> SUSPENDED", EXECUTING, "RuntimeError('coroutine is being awaited already') -> SUSPENDED", REUSED}},
    {"iter(it)",
     iterate,
     {NOT_ITERABLE " -> CREATED", NOT_ITERABLE, NOT_ITERABLE " -> SUSPENDED", NOT_ITERABLE " -> CLOSED"}},
};

TEST(table_of_a_coroutine) {
    for (size_t i = 0; i < sizeof coroutine_rows / sizeof *coroutine_rows; i++)
        for (int state = 0; state < STATES; state++) AW_SCOPE { check_cell(&coroutine_rows[i], state, new_coroutine); }
}

#define GENERATOR_EXECUTING "ValueError('generator already executing')"

static const row generator_rows[] = {
    {"next", next_of, {"returns 'y1' -> SUSPENDED", GENERATOR_EXECUTING, "returns 'y2' -> SUSPENDED", "StopIteration() -> CLOSED"}},
    {"send(None)", send_none, {"returns 'y1' -> SUSPENDED", GENERATOR_EXECUTING, "returns 'y2' -> SUSPENDED", "StopIteration() -> CLOSED"}},
    {"send(5)",
     send_five,
     {"TypeError(\"can't send non-None value to a just-started generator\") -> CREATED", GENERATOR_EXECUTING,
      "returns 'y2' -> SUSPENDED", "StopIteration() -> CLOSED"}},
    {"throw(E)", throw_e, {"E() -> CLOSED", GENERATOR_EXECUTING, "E() -> CLOSED", "E() -> CLOSED"}},
    {"close()", close_it, {"returns None -> CLOSED", GENERATOR_EXECUTING, "returns None -> CLOSED", "returns None -> CLOSED"}},
};

TEST(table_of_a_generator) {
    for (size_t i = 0; i < sizeof generator_rows / sizeof *generator_rows; i++)
        for (int state = 0; state < STATES; state++) AW_SCOPE { check_cell(&generator_rows[i], state, table_generator); }
}
