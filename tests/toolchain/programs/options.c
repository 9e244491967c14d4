// What build options change.
#include <aw/aw.h>
#include "answer.h"

int exported(int n) { return n + ANSWER; }
AW_ASYNC(main_coroutine) { return aw_tuple_of(2, (aw_value[]){aw_int(ANSWER), aw_string(__FILE__)}); }
