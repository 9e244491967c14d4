/* The judge as a wasm module: one step of a scenario a call. */
#include "judge.h"

#include <stdlib.h>

static char *scenario;
static text out;

/* Where to write the next scenario. */
char *judge_buffer(size_t bytes) {
    free(scenario);
    scenario = malloc(bytes);
    return scenario;
}

/* Reads it. */
void judge_begin(size_t bytes) {
    input from = {scenario, scenario + bytes};
    out.length = 0;
    run_begin(&from);
}

/* Its next step. True: it is over, and what came of it is there. */
bool judge_step(void) { return !run_step(&out); }

const char *judge_output(void) { return out.data; }

size_t judge_output_length(void) { return out.length; }
