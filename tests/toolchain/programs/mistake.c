#include <aw/aw.h>

AW_ASYNC(main_coroutine) { return mistaken; }
