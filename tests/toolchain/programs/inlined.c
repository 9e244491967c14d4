// What an optimiser would make, if it moved a suspending function of the runtime into another.
#include <aw/aw.h>

__attribute__((import_module("asyncify"), import_name("start_unwind"))) void unwind_by_hand(void *buffer);

__attribute__((noinline)) static void thief(int n) {
    if (n > 1000) unwind_by_hand(NULL);
}

AW_ASYNC(main_coroutine, (int, n)) {
    thief(n);
    return aw_none();
}
