/* The loop that tests run in: turned by hand, so that iterations can be counted. */
#include "in_loop.h"

#include <stdio.h>

enum { ERRORS = 8, ERROR_SIZE = 200 };

int iteration;
static char errors[ERRORS][ERROR_SIZE];
static int error_count, errors_taken;

static aw_value note_error(const aw_loop_error *error) {
    if (error_count < ERRORS)
        snprintf(errors[error_count], ERROR_SIZE, "%s: %s (%s)", error->message, aw_repr(error->exception), error->key ? error->key : "");
    error_count++;
    return aw_none();
}

void note_loop_errors(void) {
    error_count = errors_taken = 0;
    aw_set_exception_handler(note_error);
}

void check_loop_error(const char *file, int line, const char *text) {
    const char *got = errors_taken < error_count && errors_taken < ERRORS ? errors[errors_taken++] : "(none)";
    check_text(file, line, "the loop's error", text, got);
}

AW_ASYNC(ticks, (int, count)) {
    for (int i = 0; i < count; i++) AW_AWAIT(aw_sleep(0));
    return aw_none();
}

aw_value log_it(aw_value argument) {
    LOG("%s", aw_str(argument));
    return aw_none();
}

aw_value log_done(aw_value future, aw_value argument) {
    (void)future;
    return log_it(argument);
}

aw_value finish_it(aw_value future) { return aw_future_set_result(future, aw_int(0)); }

/* Gives the task of `main`, which has run its first step when this has ended. */
AW_ASYNC(in_loop_start, (aw_value, main)) {
    iteration = 1;
    return aw_create_task(main);
}

AW_ASYNC(in_loop_end) { return aw_none(); }

void end_leftovers(void) {
    AW_SCOPE { CHECK_NONE(aw_run(in_loop_end())); }
}

void run_in_loop(aw_value main) {
    note_loop_errors();
    aw_set_virtual_clock(true);
    AW_SCOPE {
        aw_value task = aw_run_until_complete(in_loop_start(main));
        while (!aw_future_done(task) && aw_loop_state_now() != AW_LOOP_IDLE) {
            iteration++;
            CHECK(!aw_is_error(aw_loop_turn()));
        }
        CHECK_NONE(aw_future_result(task));
    }
    end_leftovers();
    CHECK_NO_LOOP_ERROR();
    aw_set_exception_handler(NULL);
    aw_set_virtual_clock(false);
}
