/* The judge as a program: scenarios on stdin, what came of them on stdout. */
#include "judge.h"

#include <stdio.h>
#include <stdlib.h>

int main(void) {
    text all = {0};
    char chunk[65536];
    for (size_t got; (got = fread(chunk, 1, sizeof chunk, stdin)) > 0;) text_add(&all, chunk, got);
    input from = {all.data, all.data + all.length};
    text out = {0};
    while (run_next(&from, &out)) {
        fwrite(out.data, 1, out.length, stdout);
        fflush(stdout); /* should the next one crash, these are known */
        out.length = 0;
    }
    free(out.data);
    free(all.data);
    return 0;
}
