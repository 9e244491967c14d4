/* Lists and tuples. */
#include "context.h"

static aw__list *list_in(aw_value value) { return (aw__list *)(void *)aw__object_of(value); }
static aw__list *read_list(aw_value value) {
    aw__reads(aw__object_of(value));
    return list_in(value);
}
static aw__list *written_list(aw_value value) {
    aw__writes(aw__object_of(value));
    return list_in(value);
}

static aw_value sequence(aw_type type, size_t count, const aw_value *items) {
    for (size_t i = 0; i < count; i++)
        if (aw_is_error(items[i])) return items[i];
    aw__list *list = aw__object_new(type, sizeof *list);
    if (!list) return aw__memory_error();
    if (count) {
        list->items = aw__allocate(count * sizeof *items);
        if (!list->items) {
            aw__object_free(list, sizeof *list);
            return aw__memory_error();
        }
        list->count = list->capacity = (uint32_t)count;
        for (size_t i = 0; i < count; i++) list->items[i] = aw__retain(items[i]);
    }
    return aw__fresh(list);
}

aw_value aw_list_of(size_t count, const aw_value *items) { return sequence(AW_TYPE_LIST, count, items); }
aw_value aw_tuple_of(size_t count, const aw_value *items) { return sequence(AW_TYPE_TUPLE, count, items); }

aw_value aw_item(aw_value value, size_t index) {
    aw_type type = aw_type_of(value);
    if (type == AW_TYPE_RAISED) return value;
    if (type != AW_TYPE_LIST && type != AW_TYPE_TUPLE)
        return aw_raise(AW_TYPE_ERROR, "'%s' object is not subscriptable", aw_type_name(value));
    if (index >= read_list(value)->count) return aw_raise(AW_INDEX_ERROR, "%s index out of range", aw_type_name(value));
    return list_in(value)->items[index];
}

static aw_value check_list(aw_value value, const char *method) {
    if (aw_is_error(value) || aw_type_of(value) == AW_TYPE_LIST) return value;
    return aw_raise(AW_TYPE_ERROR, "%s needs a list, not %s", method, aw_type_name(value));
}

aw_value aw_append(aw_value value, aw_value item) {
    AW_TRY(check_list(value, "aw_append"));
    AW_TRY(item);
    aw__list *list = written_list(value);
    if (list->count == list->capacity) {
        uint32_t capacity = list->capacity ? list->capacity * 2 : 4;
        aw_value *items = aw__reallocate(list->items, list->capacity * sizeof item, capacity * sizeof item);
        if (!items) return aw__memory_error();
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = aw__retain(item);
    return aw_none();
}

aw_value aw_pop(aw_value value) {
    AW_TRY(check_list(value, "aw_pop"));
    aw__list *list = written_list(value);
    if (!list->count) return aw_raise(AW_INDEX_ERROR, "pop from empty list");
    return aw__own(list->items[--list->count]);
}
