/* Programs whose orders are tried: with hardly anything before the choices, with a set-up before them, and with long ways between them. */
#include <aw/aw.h>

static int64_t total, rows;
static aw_value lock;

static aw_value other_work(void) { return aw_sleep(0); }

/* Three who each read, wait, and write. */
AW_ASYNC(add, (int, amount), (int, works)) {
    for (int i = 0; i < works; i++) AW_AWAIT(other_work());
    int64_t before = total;
    AW_AWAIT(other_work());
    total = before + amount;
    for (int i = 0; i < works; i++) AW_AWAIT(other_work());
    return aw_none();
}

AW_TEST(small) { return AW_AWAIT(aw_gather(add(1, 0), add(10, 0), add(100, 0))); }

AW_ASYNC(fill, (int, count)) {
    for (int i = 0; i < count; i++) {
        AW_AWAIT(other_work());
        rows += i;
    }
    return aw_none();
}

AW_TEST(with_a_set_up) {
    AW_AWAIT(fill(3000));
    return AW_AWAIT(aw_gather(add(1, 0), add(10, 0), add(100, 0)));
}

/* What each does between the places where they meet is its own. */
AW_TEST(with_long_ways) { return AW_AWAIT(aw_gather(add(1, 200), add(10, 200), add(100, 200))); }

AW_ASYNC(transfer, (int, times)) {
    for (int i = 0; i < times; i++) {
        AW_WITH(lock) {
            AW_AWAIT(other_work());
            total++;
        }
    }
    return aw_none();
}

/* Workers that meet again and again. */
AW_TEST(with_a_lock) {
    lock = AW_TRY(aw_lock_new());
    return AW_AWAIT(aw_gather(transfer(2), transfer(2), transfer(2)));
}
