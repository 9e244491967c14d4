/* Try: send(None) again and again. The await stands in a plain C function that calls itself: a suspended coroutine keeps
 * its whole C stack, and needs no special kind of function. After a reset, close() it in the middle. */
#include <aw/aw.h>

static aw_value move_tower(int disks, char from, char to, char spare) {
    if (disks == 0) return aw_none();
    AW_WATCH(disks, from, to);
    AW_TRY(move_tower(disks - 1, from, spare, to));
    AW_AWAIT(aw_suspend(aw_format("disk %d from %c to %c", disks, from, to)));
    return move_tower(disks - 1, spare, to, from);
}

AW_ASYNC(hanoi, (int, disks)) {
    AW_TRY(move_tower(disks, 'A', 'C', 'B'));
    return aw_format("%d disks moved", disks);
}
