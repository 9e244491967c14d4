/* Operations of the host, where there is none that could answer. */
#include "check.h"

TEST(no_host_function_is_a_lookup_error) {
    CHECK_RAISES(AW_HOST_ASYNC("missing", aw_int(1)), "LookupError", "no host function 'missing'");
    CHECK_RAISES(AW_HOST("missing", aw_int(1)), "LookupError", "no host function 'missing'");
}

TEST(an_argument_that_is_an_error_is_returned) {
    aw_value error = aw_raise(AW_KEY_ERROR, "argument");
    CHECK_RAISES(AW_HOST_ASYNC("missing", aw_int(1), error), "KeyError", "'argument'");
}

AW_ASYNC(asks) { return AW_AWAIT(AW_HOST_ASYNC("missing", aw_none())); }
AW_ASYNC(asks_in_gather) { return AW_AWAIT(aw_gather(aw_sleep(0), AW_HOST_ASYNC("missing", aw_none()))); }

TEST(the_error_comes_before_the_await) {
    CHECK_RAISES(aw_run(asks()), "LookupError", "no host function 'missing'");
    CHECK_RAISES(aw_run(asks_in_gather()), "LookupError", NULL);
}
