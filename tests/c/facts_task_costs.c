/* C45: how many iterations of the loop each kind of await takes. */
#include "awaitables.h"
#include "in_loop.h"

/* How many iterations pass until an await is over. */
#define CHECK_COST(iterations, awaitable)                                                                     \
    do {                                                                                                      \
        int before = iteration;                                                                               \
        AW_AWAIT(awaitable);                                                                                  \
        CHECK_INT(iterations, iteration - before);                                                            \
    } while (0)

AW_ASYNC(c45_group, (int, count)) {
    AW_WITH(aw_task_group_new(), group) {
        for (int i = 0; i < count; i++) AW_TRY(aw_task_group_create_task(group, ret(aw_none())));
    }
    return aw_none();
}
AW_ASYNC(c45_timeout) {
    AW_WITH(aw_timeout(5)) {}
    return aw_none();
}

TEST_IN_LOOP(c45_what_awaits_cost) {
    aw_value done = aw_future_new(), future = aw_future_new(), trivial = aw_create_task(ret(aw_none()));
    aw_future_set_result(done, aw_none());
    CHECK_COST(0, ret(aw_none()));
    CHECK_COST(0, done);
    CHECK_COST(1, aw_sleep(0));
    CHECK_COST(0, trivial);
    CHECK_COST(2, aw_create_task(ret(aw_none())));
    aw_call_soon(finish_it, future);
    CHECK_COST(2, future);
    CHECK_COST(3, aw_gather(ret(aw_none()), ret(aw_none())));
    CHECK_COST(3, aw_wait(AW_LIST(aw_create_task(ret(aw_none()))), AW_ALL_COMPLETED, AW_NO_TIMEOUT));
    CHECK_COST(3, aw_wait_for(ret(aw_none()), 5));
    CHECK_COST(0, aw_wait_for(ret(aw_none()), AW_NO_TIMEOUT));
    CHECK_COST(3, aw_shield(ret(aw_none())));
    CHECK_COST(3, c45_group(1));
    CHECK_COST(0, c45_group(0));
    CHECK_COST(0, c45_timeout());
    return aw_none();
}
