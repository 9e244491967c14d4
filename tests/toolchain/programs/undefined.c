#include <aw/aw.h>

int nowhere_defined(void);
AW_ASYNC(main_coroutine) { return aw_int(nowhere_defined()); }
