/* Errors in the place of others, until they are met. */
#include "replaced.h"

struct aw__replacement {
    struct aw__replacement *next;
    aw__context *context;
    aw_value returned, outcome; /* with references */
};
typedef struct aw__replacement replacement;
replacement *aw__replacements;
static replacement spare; /* for when there is no memory: the error that says so must not be lost */
static bool spare_taken;

void aw__replace(aw_value returned, aw_value outcome) {
    if (aw_is(returned, outcome) || (!aw_is_error(returned) && !aw_is_error(outcome))) return;
    replacement *made = aw__allocate(sizeof *made);
    if (!made && spare_taken) return;
    if (!made) {
        made = &spare;
        spare_taken = true;
    }
    *made = (replacement){aw__replacements, aw__current, aw__retain(aw_is_error(returned) ? returned : aw_none()), aw__retain(outcome)};
    aw__replacements = made;
}

/* Newest first. An error is found by what was returned, one that waits by None. */
static replacement **find(aw_value returned) {
    for (replacement **link = &aw__replacements; *link; link = &(*link)->next)
        if ((*link)->context == aw__current && (*link)->returned.bits == returned.bits) return link;
    return NULL;
}

static aw_value take(replacement **link) {
    replacement *met = *link;
    aw_value outcome = met->outcome;
    *link = met->next;
    aw__release(met->returned);
    if (met == &spare) spare_taken = false;
    else aw__free(met, sizeof *met);
    return aw__own(outcome);
}

aw_value aw__replaced(aw_value error, bool takes) {
    replacement **link = aw_is_error(error) ? find(error) : NULL;
    if (!link) return error;
    return takes ? take(link) : (*link)->outcome;
}

aw_value aw__waiting_error(void) {
    replacement **link = find(aw_none());
    return link ? take(link) : aw_none();
}

aw_value aw__replaced_result(aw_value result) {
    result = aw__replaced(result, true);
    aw_value waiting = aw__waiting_error();
    if (aw_is_error(waiting) && aw_is_error(result)) aw__chain(aw__exception_in(result), aw__exception_in(waiting));
    else if (aw_is_error(waiting)) result = waiting;
    for (replacement **link = &aw__replacements; *link;)
        if ((*link)->context == aw__current) take(link);
        else link = &(*link)->next;
    return result;
}

aw_value aw__met(aw_value error, struct aw__with *block) {
    if (aw__replacements) error = aw__replaced(error, true);
    return aw__raised(error, block);
}
