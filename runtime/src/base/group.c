/* Exception groups. After CPython's BaseExceptionGroup. */
#include "group.h"

#include "port.h"

#include <aw/task_group.h>

static const aw__list *list_in(aw_value value) { return (const aw__list *)(const void *)aw__object_of(value); }

const aw__list *aw__group_members(const aw__exception *exception) {
    if (exception->kind != AW_EXCEPTION_GROUP && exception->kind != AW_BASE_EXCEPTION_GROUP) return NULL;
    if (exception->argument_count != 2) return NULL;
    aw_value members = list_in(exception->arguments)->items[1];
    return aw__has_type(members, AW_TYPE_LIST) ? list_in(members) : NULL;
}

/* -- making -- */

/* The exceptions of a list as plain values, in a list of its own. */
static aw_value plain(aw_value exceptions) {
    aw_value members = AW_TRY(aw_list_of(0, NULL));
    const aw__list *given = list_in(exceptions);
    for (uint32_t i = 0; i < given->count; i++) {
        if (!aw__is_exception(given->items[i])) return aw_raise(AW_VALUE_ERROR, "Item %u of second argument (exceptions) is not an exception", (unsigned)i);
        AW_TRY(aw_append(members, aw_caught(given->items[i])));
    }
    return members;
}

static aw_value group_of(aw_value message, aw_value members) {
    const aw_kind *kind = AW_EXCEPTION_GROUP;
    for (uint32_t i = 0; i < list_in(members)->count; i++)
        if (!aw_matches(list_in(members)->items[i], AW_EXCEPTION)) kind = AW_BASE_EXCEPTION_GROUP;
    aw_value arguments[] = {message, members};
    return aw_exception_of(kind, 2, arguments);
}

aw_value aw_exception_group(const char *message, aw_value exceptions) {
    AW_TRY(exceptions);
    if (aw_type_of(exceptions) != AW_TYPE_LIST && aw_type_of(exceptions) != AW_TYPE_TUPLE)
        return aw_raise(AW_TYPE_ERROR, "second argument (exceptions) must be a sequence");
    if (!aw_length(exceptions)) return aw_raise(AW_VALUE_ERROR, "second argument (exceptions) must be a non-empty sequence");
    aw_value made = aw_none();
    AW_SCOPE { made = aw_keep(group_of(AW_TRY(aw_string(message)), AW_TRY(plain(exceptions)))); }
    return made;
}

aw_value aw_group_exceptions(aw_value group) {
    const aw__list *members = aw__is_exception(group) ? aw__group_members(aw__exception_in(group)) : NULL;
    return members ? aw_tuple_of(members->count, members->items) : aw_tuple_of(0, NULL);
}

/* -- split() -- */

/* A group of these members with the message and the past of `group`; None where there are none. */
static aw_value derive(const aw__exception *group, aw_value members) {
    if (!aw_length(members)) return aw_none();
    aw_value made = AW_TRY(group_of(list_in(group->arguments)->items[0], members));
    aw__exception_inherit(aw__exception_in(made), group);
    return made;
}

typedef struct parts {
    aw_value matching, rest;
} parts;

/* None, or an error. */
static aw_value split(aw_value exception, const aw_kind *kind, parts *out) {
    *out = (parts){aw_none(), aw_none()};
    const aw__exception *group = aw__exception_in(exception);
    const aw__list *members = aw__group_members(group);
    bool matches = aw_matches(exception, kind);
    if (matches || !members) {
        *(matches ? &out->matching : &out->rest) = exception;
        return aw_none();
    }
    parts lists = {AW_TRY(aw_list_of(0, NULL)), AW_TRY(aw_list_of(0, NULL))};
    for (uint32_t i = 0; i < members->count; i++) {
        parts of_member;
        AW_TRY(split(members->items[i], kind, &of_member));
        if (!aw_is_none(of_member.matching)) AW_TRY(aw_append(lists.matching, of_member.matching));
        if (!aw_is_none(of_member.rest)) AW_TRY(aw_append(lists.rest, of_member.rest));
    }
    out->matching = AW_TRY(derive(group, lists.matching));
    out->rest = AW_TRY(derive(group, lists.rest));
    return aw_none();
}

typedef struct request {
    aw_value group;
    const aw_kind *kind;
    parts parts;
    aw_value failure;
} request;

static void split_on_main_stack(void *argument) {
    request *r = argument;
    AW_SCOPE {
        r->failure = aw_keep(split(aw_caught(r->group), r->kind, &r->parts));
        if (!aw_is_error(r->failure)) r->parts = (parts){aw_keep(r->parts.matching), aw_keep(r->parts.rest)};
    }
}

aw_value aw_group_split(aw_value group, const aw_kind *kind, aw_value *out_matching, aw_value *out_rest) {
    if (!aw__is_exception(group) || !aw__group_members(aw__exception_in(group)))
        return aw_raise(AW_TYPE_ERROR, "an exception group was expected, not %s", aw_type_name(group));
    request r = {.group = group, .kind = kind};
    aw__on_main_stack(split_on_main_stack, &r);
    AW_TRY(r.failure);
    *out_matching = AW_TRY(r.parts.matching);
    *out_rest = AW_TRY(r.parts.rest);
    return aw_none();
}
