// A call through a pointer whose every target is known.
#include <aw/aw.h>
#include <stdio.h>

AW_ASYNC(prints, (int, n)) {
    printf("%d %g\n", n, n / 2.0);
    puts("done");
    return aw_none();
}
