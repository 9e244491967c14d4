/* Two people book money into one account. Each reads the balance, writes the journal, which takes a moment, and sets the new balance. In the loop's own order one of
 * them is done before the other reads, because Bob looks up the rate first, and the test passes. In other orders one booking is lost.
 * libawait explore lost-update.c */
#include <aw/aw.h>

static int64_t balance;

static aw_value write_journal(void) { return aw_sleep(0); }
static aw_value look_up_rate(void) { return aw_sleep(0); }

AW_ASYNC(book, (int, amount)) {
    int64_t before = balance; AW_WATCH(before, balance);
    AW_AWAIT(write_journal());
    balance = before + amount;                           // whatever was booked meanwhile is gone
    return aw_none();
}

AW_ASYNC(book_foreign, (int, amount)) {
    AW_AWAIT(look_up_rate());
    AW_AWAIT(look_up_rate());
    return AW_AWAIT(book(2 * amount));
}

AW_TEST(both_bookings_count) {
    AW_AWAIT(aw_gather(book(100), book_foreign(10)));
    AW_CHECK_EQUAL(balance, 120);
    return aw_none();
}

/* -- The same with a lock around what belongs together: right in every order -- */

AW_ASYNC(book_locked, (aw_value, lock), (int, amount)) {
    AW_WITH(lock) { AW_AWAIT(book(amount)); }
    return aw_none();
}

AW_ASYNC(book_foreign_locked, (aw_value, lock), (int, amount)) {
    AW_AWAIT(look_up_rate());
    AW_AWAIT(look_up_rate());
    return AW_AWAIT(book_locked(lock, 2 * amount));
}

AW_TEST(both_bookings_count_with_a_lock) {
    aw_value lock = aw_lock_new();
    AW_AWAIT(aw_gather(book_locked(lock, 100), book_foreign_locked(lock, 10)));
    AW_CHECK_EQUAL(balance, 120);
    return aw_none();
}
