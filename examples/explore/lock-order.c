/* Two transfers between the same two accounts, each of which locks the account that it takes from, and then the other. In the loop's own order the first is done
 * before the second has checked its limit, and the test passes. In other orders each holds what the other waits for.
 * libawait explore lock-order.c */
#include <aw/aw.h>

typedef struct account {
    aw_value lock;
    int64_t balance;
} account;

static aw_value check_limit(void) { return aw_sleep(0); }

static aw_value move(account *from, account *to, int amount) {
    AW_AWAIT(check_limit());
    from->balance -= amount;
    to->balance += amount;
    return aw_none();
}

AW_ASYNC(transfer, (account *, from), (account *, to), (int, amount)) {
    AW_WITH(from->lock) {
        AW_AWAIT(check_limit());
        AW_WITH(to->lock) { AW_TRY(move(from, to, amount)); }
    }
    return aw_none();
}

AW_ASYNC(late_transfer, (account *, from), (account *, to), (int, amount)) {
    for (int i = 0; i < 3; i++) AW_AWAIT(check_limit());
    return AW_AWAIT(transfer(from, to, amount));
}

AW_TEST(transfers_in_both_directions) {
    account left = {aw_lock_new(), 100}, right = {aw_lock_new(), 100};
    AW_AWAIT(aw_gather(transfer(&left, &right, 30), late_transfer(&right, &left, 10)));
    AW_CHECK_EQUAL(left.balance, 80);
    return aw_none();
}

/* -- The same with an order among the locks: nobody who holds the later one waits for the earlier -- */

AW_ASYNC(ordered_transfer, (account *, from), (account *, to), (int, amount), (int, checks)) {
    account *first = from < to ? from : to, *second = from < to ? to : from;
    for (int i = 0; i < checks; i++) AW_AWAIT(check_limit());
    AW_WITH(first->lock) {
        AW_AWAIT(check_limit());
        AW_WITH(second->lock) { AW_TRY(move(from, to, amount)); }
    }
    return aw_none();
}

AW_TEST(transfers_with_an_order_among_the_locks) {
    account left = {aw_lock_new(), 100}, right = {aw_lock_new(), 100};
    AW_AWAIT(aw_gather(ordered_transfer(&left, &right, 30, 0), ordered_transfer(&right, &left, 10, 3)));
    AW_CHECK_EQUAL(left.balance, 80);
    return aw_none();
}
