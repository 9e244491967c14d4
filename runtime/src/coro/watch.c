/* Looking into a suspended coroutine. A watch is a record in the C frame that it belongs to, and the coroutine has a list of them; C stacks never move, so it stays good
 * while the coroutine is suspended, in a copy of the program, too. Programs write past the ends of their variables: nothing of a record is believed before it is looked at. */
#include <aw/watch.h>

#include <string.h>

#include "../base/block.h"
#include "async_generator.h"
#include "coroutine.h"

enum { TEXT_AT_MOST = 200 };

#define READ(type) (*(type *)memcpy(&(type){0}, where, sizeof(type)))

void aw__watch_begin(aw__watch *watch) {
    aw__labels *labels = aw__running ? aw__labels_of(aw__running) : NULL;
    if (!labels) return;
    watch->outer = labels->watches;
    watch->list = &labels->watches;
    labels->watches = watch;
}

void aw__watch_end(aw__watch *watch) {
    if (watch->list) *watch->list = watch->outer;
}

static aw__coroutine *suspended_in(aw_value value) {
    aw__touches_everything();
    aw__coroutine *coroutine = NULL;
    if (aw__is_coroutine(value) || aw__is_generator(value)) coroutine = aw__coroutine_in(value);
    if (aw__is_async_generator(value)) coroutine = aw__async_generator_in(value)->machine;
    return coroutine && coroutine->state == AW_SUSPENDED ? coroutine : NULL;
}

/* -- which records are good -- */

static bool ends_within(const char *text) {
    size_t readable = aw__readable(text);
    return text && memchr(text, 0, readable < TEXT_AT_MOST ? readable : TEXT_AT_MOST);
}

static bool is_good(const aw__coroutine *coroutine, const aw__watch *watch) {
    const aw__watched *what = watch->what;
    if (!aw__is_static(what, sizeof *what) || what->magic != AW__WATCHED || !ends_within(what->name) || !ends_within(what->type)) return false;
    return aw__stack_holds(&coroutine->stack, watch->where, what->size) || aw__is_static(watch->where, what->size);
}

/* -- what an aw_value may be read as -- */

static bool is_within(const aw__object *object, const aw__object *wanted) {
    if (object == wanted) return true;
    if (object->type != AW_TYPE_LIST && object->type != AW_TYPE_TUPLE) return false;
    const aw__list *list = (const aw__list *)(const void *)object;
    for (uint32_t i = 0; i < list->count; i++)
        if (aw__is_object(list->items[i]) && aw__object_of(list->items[i]) == wanted) return true;
    return false;
}

static bool is_held(const aw__coroutine *coroutine, const aw__object *wanted) {
    const aw__pool *pool = &coroutine->context.pool;
    for (uint32_t i = 0; i < pool->count; i++)
        if (is_within(pool->entries[i], wanted)) return true;
    for (uint32_t i = 0; i < coroutine->code->parameter_count; i++) {
        const struct aw__definition *parameter = &coroutine->code->parameters[i];
        if (parameter->code != 'v') continue;
        aw_value argument = *(const aw_value *)((const char *)coroutine->arguments + parameter->offset);
        if (aw__is_object(argument) && is_within(aw__object_of(argument), wanted)) return true;
    }
    return false;
}

/* A variable may hold anything before it is set, and a value after its scope. */
static bool is_alive(const aw__coroutine *coroutine, aw_value value) {
    switch (aw__tag(value)) {
    case AW__TAG_SPECIAL: return (value.bits & AW__PAYLOAD) <= 2;
    case AW__TAG_INT: return true;
    case AW__TAG_SUSPEND: return false;
    case AW__TAG_KIND: return aw__is_static((const void *)(uintptr_t)(value.bits & AW__PAYLOAD), sizeof(aw_kind));
    case AW__TAG_OBJECT:
    case AW__TAG_ERROR:
        for (const aw__coroutine *each = coroutine; each; each = aw__awaiter(each))
            if (is_held(each, aw__object_of(value))) return true;
        return false;
    default: return aw__tag(value) < AW__TAG_SPECIAL;
    }
}

/* -- what can be shown -- */

/* A pointer may be wild, too. Whether a text is still there nobody can know, only whether it can be read. */
static bool is_sound(const aw__coroutine *coroutine, const aw__watch *watch) {
    const void *where = watch->where;
    if (watch->what->code == 'v') return is_alive(coroutine, READ(aw_value));
    if (watch->what->code != 's') return true;
    const char *text = READ(const char *);
    return !text || aw__readable(text) > 0;
}

/* -- values -- */

static aw_value text_of(const char *text, size_t at_most) {
    if (!text) return aw_none();
    size_t readable = aw__readable(text), length = 0;
    if (at_most > readable) at_most = readable;
    while (length < at_most && text[length]) length++;
    return aw_string_of(text, length);
}

static aw_value signed_of(const void *where, size_t size) {
    return aw_int(size == 1 ? READ(int8_t) : size == 2 ? READ(int16_t) : size == 4 ? READ(int32_t) : READ(int64_t));
}

static aw_value unsigned_of(const void *where, size_t size) {
    uint64_t number = size == 1 ? READ(uint8_t) : size == 2 ? READ(uint16_t) : size == 4 ? READ(uint32_t) : READ(uint64_t);
    return number > INT64_MAX ? aw_double((double)number) : aw_int((int64_t)number);
}

static aw_value value_of(const aw__watched *what, const void *where) {
    switch (what->code) {
    case 'b': return aw_bool(READ(uint8_t) != 0);
    case 'i': return signed_of(where, what->size);
    case 'u': return unsigned_of(where, what->size);
    case 'f': return aw_double(what->size == sizeof(float) ? (double)READ(float) : READ(double));
    case 's': return text_of(READ(const char *), TEXT_AT_MOST);
    case 't': return text_of(where, what->size < TEXT_AT_MOST ? what->size : TEXT_AT_MOST);
    default: {
        aw_value value = READ(aw_value);
        return aw_is_error(value) ? aw__from_object(aw__object_of(value)) : value;
    }
    }
}

/* Inwards, so that the list is built from its end. Each record is on the stack, so there are only so many: a list that has become a circle ends, too. */
static aw_value add_watches(aw_value list, const aw__coroutine *coroutine, const aw__watch *watch, unsigned left) {
    if (!left || !watch || (uintptr_t)watch % _Alignof(aw__watch) || !aw__stack_holds(&coroutine->stack, watch, sizeof *watch)) return list;
    AW_TRY(add_watches(list, coroutine, watch->outer, left - 1));
    if (!is_good(coroutine, watch) || !is_sound(coroutine, watch)) return list;
    const aw__watched *what = watch->what;
    AW_SCOPE { AW_TRY(aw_append(list, AW_TUPLE(aw_string(what->name), aw_string(what->type), aw_int(what->line), value_of(what, watch->where)))); }
    return list;
}

enum { WATCHES_AT_MOST = 100 };

typedef struct asked {
    const aw__coroutine *coroutine;
    aw_value answer;
} asked;

static void look(void *argument) {
    asked *ask = argument;
    const aw__labels *labels = ask->coroutine->labels;
    ask->answer = aw_list_of(0, NULL);
    if (labels && !aw_is_error(ask->answer)) ask->answer = add_watches(ask->answer, ask->coroutine, labels->watches, WATCHES_AT_MOST);
}

aw_value aw_coroutine_watched(aw_value value) {
    const aw__coroutine *coroutine = suspended_in(value);
    if (!coroutine) return aw_list_of(0, NULL);
    asked ask = {coroutine, aw_none()};
    aw__on_main_stack(look, &ask);
    return ask.answer;
}

/* -- memory -- */

bool aw_coroutine_memory(aw_value value, aw_memory *out_memory) {
    const aw__coroutine *coroutine = suspended_in(value);
    aw__stack_use use;
    if (!coroutine || !aw__stack_measure(&coroutine->stack, &use)) return false;
    *out_memory = (aw_memory){use.frames, use.size, use.used, use.exact};
    return true;
}
