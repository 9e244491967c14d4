/* Functions whose names the runtime has, too, and functions of the C library. */
#include <aw/aw.h>

#include <stdlib.h>
#include <string.h>

static int total;
static char kept[32];

__attribute__((noinline)) static int finish(int by) { return total += by; }
__attribute__((noinline)) static int grow(int by) { return finish(by) * 2; }
__attribute__((noinline)) int aw_of_the_program(int by) { return grow(by); }

AW_ASYNC(main_coroutine, (int, by)) {
    char *copy = strdup(aw_as_string(aw_format("%d", aw_of_the_program(by))));
    strcpy(kept, copy);
    free(copy);
    return aw_int(strtol(kept, NULL, 10));
}
