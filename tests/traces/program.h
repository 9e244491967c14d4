/* What every trace program shares: how it starts, natively and as wasm, and the beginning of the line that tells how a step ended. */
#ifndef PROGRAM_H
#define PROGRAM_H

#include <aw/aw.h>
#include <stdio.h>

/* PROGRAM { … } is the program: main() natively, the export program() as wasm. What it makes is released at its end; its status is 0
 * if nothing of that stays alive. */
#define PROGRAM static void run_program(void)
PROGRAM;

#ifdef __wasm__
__attribute__((export_name("program"))) int program(void);
int program(void)
#else
int main(void)
#endif
{
    aw_live_counts before = aw_live();
    AW_SCOPE { run_program(); }
    fflush(stdout);
    aw_live_counts after = aw_live();
    if (after.objects == before.objects && after.stacks == before.stacks) return 0;
    fprintf(stderr, "still alive: %zu objects, %zu stacks\n", after.objects - before.objects, after.stacks - before.stacks);
    return 1;
}

/* Prints `label => value` or `label !! ErrorType (its, arguments)`, without the end of the line. */
static inline void print_outcome(const char *label, aw_value result) {
    if (!aw_is_error(result)) {
        printf("%s => %s", label, aw_repr(result));
    } else {
        aw_value e = aw_caught(result);
        printf("%s !! %s %s", label, aw_type_name(e), aw_repr(aw_exception_args(e)));
    }
}

#endif
