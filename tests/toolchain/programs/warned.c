#include <aw/aw.h>

AW_ASYNC(work) { return aw_none(); }
AW_ASYNC(main_coroutine) {
    work(); // forgotten: a warning
    return aw_none();
}
