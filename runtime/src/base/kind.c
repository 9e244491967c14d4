/* The exception classes, and how they are found by name. */
#include "exception.h"

#include <string.h>

#define DEFINE(name, parent) const aw_kind aw_kind_##name = {#name, parent};
AW__KINDS(DEFINE)
#define ADDRESS(name, parent) &aw_kind_##name,
static const aw_kind *const builtin[] = {AW__KINDS(ADDRESS)};
enum { MOST_TOLD = 256 };
static const aw_kind *told[MOST_TOLD]; /* the program's own, as far as the host has heard of them */
static size_t told_count;

aw_value aw_kind_value(const aw_kind *kind) { return aw__pack(AW__TAG_KIND, (uintptr_t)kind); }

const aw_kind *aw_kind_of(aw_value value) {
    if (aw__is_exception(value)) return aw__exception_in(value)->kind;
    return aw__tag(value) == AW__TAG_KIND ? (const aw_kind *)aw__object_of(value) : NULL;
}

bool aw_matches(aw_value exception, const aw_kind *kind) {
    const aw_kind *of = aw_kind_of(exception);
    for (; of; of = of->parent)
        if (of == kind || (of == AW_EXCEPTION_GROUP && kind == AW_BASE_EXCEPTION_GROUP)) return true;
    return false;
}

const aw_kind *aw_kind_named(const char *name) {
    for (size_t i = 0; i < sizeof builtin / sizeof *builtin; i++)
        if (strcmp(builtin[i]->name, name) == 0) return builtin[i];
    for (size_t i = 0; i < told_count; i++)
        if (strcmp(told[i]->name, name) == 0) return told[i];
    return NULL;
}

void aw__kind_tell(const aw_kind *kind) {
    for (; kind && !aw_kind_named(kind->name) && told_count < MOST_TOLD; kind = kind->parent) told[told_count++] = kind;
}
