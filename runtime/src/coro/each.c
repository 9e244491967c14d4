/* The loops: AW_EACH, and what AW_ASYNC_FOR has in common with it. A round lives in the loop's scope. */
#include <aw/task.h>

#include "../base/context.h"

#include "each.h"

aw__each aw__each_over(aw_value given, aw_value iterator, uint32_t mark) {
    aw__each each = {aw__scope_enter(), given, iterator, mark, 0, true};
    return each;
}

static bool is_sequence(aw_value value) { return aw_type_of(value) == AW_TYPE_LIST || aw_type_of(value) == AW_TYPE_TUPLE; }

aw__each aw__each_begin(aw_value iterable, uint32_t mark) {
    return aw__each_over(iterable, is_sequence(iterable) ? iterable : aw_iter(iterable), mark);
}

bool aw__each_next(aw__each *each, aw_value *out_item) {
    aw__scope_renew(&each->scope);
    *out_item = each->iterator;
    if (aw_is_error(each->iterator)) return true;
    if (is_sequence(each->iterator)) {
        if (each->index >= aw_length(each->iterator)) return false;
        *out_item = aw__own(aw__retain(aw_item(each->iterator, each->index++)));
        return true;
    }
    *out_item = aw_next(each->iterator);
    return !aw_matches(*out_item, AW_STOP_ITERATION) || !aw_is_error(*out_item);
}

/* What the loop's own expression made ends with it, as a Python loop's iterator does. */
static void let_go(const aw__each *each, aw_value value) {
    if (aw__disown(each->scope.pool, value, each->mark)) aw__release(value);
}

void aw__each_leave(aw__each *each) {
    aw__scope_leave(&each->scope);
    if (aw_is_error(each->iterator)) return;
    let_go(each, each->iterator);
    if (!aw_is(each->given, each->iterator)) let_go(each, each->given);
}
