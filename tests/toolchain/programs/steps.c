// Coroutines whose C stacks the build can and cannot work out, and a plain function that awaits.
#include <alloca.h>
#include <aw/aw.h>

enum { BUFFER = 1000 };

__attribute__((noinline)) static int fill(volatile char *to, int n) {
    for (int i = 0; i < BUFFER; i++) to[i] = (char)n;
    return to[n % BUFFER];
}

__attribute__((noinline)) static int needs_buffer(int n) {
    volatile char buffer[BUFFER];
    return fill(buffer, n) + buffer[0];
}

__attribute__((noinline)) aw_value helper(int n) {
    aw_value got = AW_AWAIT(aw_suspend(aw_int(n)));
    return aw_int(aw_as_int(got) + 1);
}

AW_ASYNC(main_coroutine, (int, n)) { return helper(n); }

AW_ASYNC(buffered, (int, n)) { return aw_int(needs_buffer(n)); }

__attribute__((noinline)) static int recursive(int n) {
    volatile char buffer[BUFFER];
    fill(buffer, n);
    return n ? recursive(n - 1) + buffer[0] : 0;
}

AW_ASYNC(deep, (int, n)) { return aw_int(recursive(n)); }

AW_ASYNC(dynamic, (int, n)) {
    volatile char *buffer = alloca((size_t)n + BUFFER);
    return aw_int(fill(buffer, n));
}

static int (*chosen)(int) = needs_buffer;
AW_ASYNC(through_pointer, (int, n)) {
    if (n < 0) chosen = recursive;
    return aw_int(n > 100 ? 0 : chosen(n));
}
