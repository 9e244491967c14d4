#include <aw/aw.h>

AW_ASYNC(main_coroutine, (int, n)) {
    aw_value got = AW_AWAIT(aw_suspend(aw_int(n)));
    return aw_int(aw_as_int(got) * 2);
}
