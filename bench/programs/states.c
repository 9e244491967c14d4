/* Programs whose state is kept: a small one, and one that holds memory. */
#include <aw/aw.h>

#include <stdlib.h>
#include <string.h>

AW_ASYNC(averager) {
    double sum = 0;
    AW_FOR(int count = 0;; count++) {
        aw_value next = AW_AWAIT(aw_suspend(count ? aw_double(sum / count) : aw_none()));
        sum += aw_as_double(next);
    }
    return aw_none();
}

static char *volatile held;

AW_ASYNC(holds, (int, mebibytes)) {
    size_t size = (size_t)mebibytes << 20;
    char *block = malloc(size);
    AW_DEFER(free, block);
    if (!block) return aw_raise(AW_MEMORY_ERROR, "no memory");
    held = block;
    for (size_t i = 0; i < size; i++) block[i] = (char)(i * 7 + 1);
    AW_AWAIT(averager());
    return aw_none();
}
