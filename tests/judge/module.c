/* The judge as a wasm module: one scenario a call. */
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

/* Runs it; gives the address of what came of it. */
const char *judge_run(size_t bytes) {
    input from = {scenario, scenario + bytes};
    out.length = 0;
    run_next(&from, &out);
    return out.data;
}

size_t judge_output_length(void) { return out.length; }
