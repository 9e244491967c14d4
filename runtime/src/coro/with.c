/* async with. After CPython's BEFORE_ASYNC_WITH and WITH_EXCEPT_START. */
#include <aw/with.h>

#include "coroutine.h"
#include "native.h"
#include "object.h"

#include "../base/replaced.h"

/* -- the manager's methods -- */

static aw_value no_protocol(aw_value manager, const char *missed) {
    if (aw_is_error(manager)) return manager;
    return aw_raise(AW_TYPE_ERROR, "'%s' object does not support the asynchronous context manager protocol%s", aw_type_name(manager), missed);
}

static bool has_method(aw_value manager, bool enters) {
    if (aw_type_of(manager) != AW_TYPE_OBJECT) return false;
    const aw_object_type *type = aw__user_object_in(manager)->type;
    return enters ? type->aenter != NULL : type->aexit != NULL;
}

static aw_value check_awaitable(aw_value made, const char *method) {
    if (aw_is_error(made) || aw__is_awaitable(made)) return made;
    return aw_raise(AW_TYPE_ERROR, "'async with' received an object from %s that does not implement __await__: %s", method, aw_type_name(made));
}

typedef struct request {
    aw_value manager, error, made;
} request;

static void enter_manager(void *argument) {
    request *r = argument;
    r->made = check_awaitable(aw__user_aenter(r->manager), "__aenter__");
}

static void exit_manager(void *argument) {
    request *r = argument;
    r->made = check_awaitable(aw__user_aexit(r->manager, aw_caught(r->error)), "__aexit__");
}

/* As Python looks both up before it enters. */
aw_value aw_aenter(aw_value manager) {
    if (!has_method(manager, true)) return no_protocol(manager, "");
    if (!has_method(manager, false)) return no_protocol(manager, " (missed __aexit__ method)");
    request r = {.manager = manager};
    aw__on_main_stack(enter_manager, &r);
    return r.made;
}

aw_value aw_aexit(aw_value manager, aw_value error) {
    if (!has_method(manager, false)) return no_protocol(manager, " (missed __aexit__ method)");
    request r = {.manager = manager, .error = error};
    aw__on_main_stack(exit_manager, &r);
    return r.made;
}

/* -- the block -- */

static void let_go(aw__with *with) {
    aw__pool *pool = &aw__current->pool;
    if (aw__disown(pool, with->manager, pool->mark)) aw__release(with->manager);
}

static aw_value enter(aw__with *with) {
    AW_TRY(aw__own(aw__retain(with->manager)));
    uint32_t mark = aw__pool_mark();
    with->value = aw__await(aw_aenter(with->manager), with->site, mark);
    with->entered = !aw_is_error(with->value);
    if (with->entered) return aw_bool(true);
    let_go(with);
    return with->value;
}

/* What becomes of the error, or of None, when the block is left with it. */
static aw_value leave(aw__with *with, aw_value error) {
    aw_value outcome = error;
    with->entered = false;
    AW_SCOPE {
        AW_FINALLY(error) {
            uint32_t mark = aw__pool_mark();
            aw_value answer = aw__await(aw_aexit(with->manager, error), with->site, mark);
            if (aw_is_error(answer)) outcome = aw_keep(answer);
            else if (aw_truth(answer)) outcome = aw_none();
        }
    }
    let_go(with);
    return outcome;
}

aw_value aw__with_go_on(aw__with *with) {
    if (!with->entered) return enter(with);
    AW_TRY(leave(with, aw_none()));
    return aw_bool(false);
}

bool aw__with_into(aw__with *with, aw_value *outcome) {
    if (with->entered) {
        aw_value error = aw_is_error(*outcome) ? *outcome : aw_none(), left = leave(with, error);
        if (!aw_is(error, left)) *outcome = left;
        return false;
    }
    aw_value entered = enter(with);
    if (aw_is_error(entered)) *outcome = entered;
    return with->entered;
}

void aw__note_leaving(aw_value error, aw__with *block) { block->error = block->returned = error; }

/* The end of a block that a `return` leaves. */
void aw__with_leave(aw__with *with) {
    if (!with->entered) return;
    aw_value outcome = leave(with, aw_is_error(with->error) ? with->error : aw_none());
    if (with->outer) {
        with->outer->error = outcome;
        with->outer->returned = with->returned;
    } else {
        aw__replace(with->returned, outcome);
    }
}
