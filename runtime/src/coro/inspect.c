/* Looking at coroutines: the cr_ attributes, names and origins. */
#include "object.h"

#include "../base/mistakes.h"
#include "async_generator.h"

#include <stdio.h>

/* -- types -- */

const char *aw_type_name(aw_value value) {
    switch (aw_type_of(value)) {
    case AW_TYPE_NONE: return "NoneType";
    case AW_TYPE_BOOL: return "bool";
    case AW_TYPE_INT: return "int";
    case AW_TYPE_DOUBLE: return "float";
    case AW_TYPE_STRING: return "str";
    case AW_TYPE_BYTES: return "bytes";
    case AW_TYPE_LIST: return "list";
    case AW_TYPE_TUPLE: return "tuple";
    case AW_TYPE_KIND: return "type";
    case AW_TYPE_COROUTINE: return "coroutine";
    case AW_TYPE_GENERATOR:
    case AW_TYPE_SUSPEND: return "generator";
    case AW_TYPE_WRAPPER: return "coroutine_wrapper";
    case AW_TYPE_OBJECT: return aw__user_object_in(value)->type->name;
    case AW_TYPE_JS: return "JSValue";
    case AW_TYPE_ASYNC_GENERATOR:
    case AW_TYPE_AWAITABLE:
    case AW_TYPE_FUTURE:
    case AW_TYPE_TASK:
    case AW_TYPE_HANDLE: return aw__class_of(value)->name;
    default: return aw_kind_of(value)->name;
    }
}

/* -- state -- */

static aw__coroutine *coroutine_in(aw_value value) {
    return aw__is_coroutine(value) || aw__is_generator(value) ? aw__coroutine_in(value) : NULL;
}

/* What has a name: those, and an asynchronous generator's machine. */
static aw__coroutine *named_in(aw_value value) {
    return aw__is_async_generator(value) ? aw__async_generator_in(value)->machine : coroutine_in(value);
}

aw_state aw_coroutine_state(aw_value value) {
    aw__coroutine *coroutine = coroutine_in(value);
    if (!coroutine) return AW_CLOSED;
    aw__records(coroutine, false);
    return aw__executing(coroutine) ? AW_RUNNING : (aw_state)coroutine->state;
}

const char *aw_coroutine_state_name(aw_value value) {
    static const char *const names[] = {"CORO_CREATED", "CORO_RUNNING", "CORO_SUSPENDED", "CORO_CLOSED",
                                        "GEN_CREATED",  "GEN_RUNNING",  "GEN_SUSPENDED",  "GEN_CLOSED"};
    return names[aw_coroutine_state(value) + (aw__is_generator(value) ? 4 : 0)];
}

aw_value aw_cr_await(aw_value value) {
    aw__coroutine *coroutine = coroutine_in(value);
    if (!coroutine) return aw_none();
    aw__records(coroutine, false);
    return aw__own(aw__retain(aw__visible_delegate(coroutine)));
}

bool aw_cr_running(aw_value value) { return aw_coroutine_state(value) == AW_RUNNING; }
bool aw_cr_suspended(aw_value value) { return aw_coroutine_state(value) == AW_SUSPENDED; }

aw_site aw_cr_code(aw_value value) {
    aw__coroutine *coroutine = named_in(value);
    return coroutine ? (aw_site){coroutine->code->file, coroutine->code->line, coroutine->code->name} : (aw_site){NULL, 0, NULL};
}

static aw_site place(const aw__coroutine *coroutine) {
    if (!coroutine->site) return (aw_site){coroutine->code->file, coroutine->code->line, coroutine->code->name};
    return (aw_site){coroutine->site->file, coroutine->site->line, coroutine->code->name};
}

bool aw_cr_frame(aw_value value, aw_site *out_frame) {
    aw__coroutine *coroutine = coroutine_in(value);
    if (coroutine) aw__records(coroutine, false);
    if (!coroutine || coroutine->state == AW_CLOSED) return false;
    *out_frame = place(coroutine);
    return true;
}

/* -- names -- */

aw__labels *aw__labels_of(aw__coroutine *coroutine) {
    if (!coroutine->labels) {
        coroutine->labels = aw__allocate(sizeof *coroutine->labels);
        if (coroutine->labels) *coroutine->labels = (aw__labels){aw_none(), aw_none(), aw_none(), NULL, 0};
    }
    return coroutine->labels;
}

const char *aw_coroutine_name(aw_value value) {
    aw__coroutine *coroutine = named_in(value);
    if (!coroutine) return "";
    aw__reads(&coroutine->labels);
    const char *set = coroutine->labels ? aw_as_string(coroutine->labels->name) : NULL;
    return set ? set : coroutine->code->name;
}

const char *aw__qualname(aw_value value) { return aw_coroutine_qualname(value); }

const char *aw_coroutine_qualname(aw_value value) {
    aw__coroutine *coroutine = named_in(value);
    if (!coroutine) return "";
    aw__reads(&coroutine->labels);
    const char *set = coroutine->labels ? aw_as_string(coroutine->labels->qualname) : NULL;
    return set ? set : coroutine->code->name;
}

static aw_value set_label(aw_value value, aw_value text, const char *attribute, size_t offset) {
    AW_TRY(value);
    AW_TRY(text);
    aw__coroutine *coroutine = named_in(value);
    if (!coroutine) return aw_raise(AW_ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'", aw_type_name(value), attribute);
    if (aw_type_of(text) != AW_TYPE_STRING) return aw_raise(AW_TYPE_ERROR, "%s must be set to a string object", attribute);
    aw__labels *labels = aw__labels_of(coroutine);
    if (!labels) return aw__memory_error();
    aw__writes(&coroutine->labels);
    aw_value *label = (aw_value *)(void *)((char *)labels + offset), old = *label;
    *label = aw__retain(text);
    aw__release(old);
    return aw_none();
}

aw_value aw_set_coroutine_name(aw_value coroutine, aw_value name) {
    return set_label(coroutine, name, "__name__", offsetof(aw__labels, name));
}

aw_value aw_set_coroutine_qualname(aw_value coroutine, aw_value qualname) {
    return set_label(coroutine, qualname, "__qualname__", offsetof(aw__labels, qualname));
}

/* -- origins -- */

int aw__origin_depth;

aw_value aw_set_coroutine_origin_tracking_depth(int depth) {
    if (depth < 0) return aw_raise(AW_VALUE_ERROR, "depth must be >= 0");
    aw__writes(&aw__origin_depth);
    aw__origin_depth = depth;
    return aw_none();
}

static aw_value describe_origin(void) {
    aw_value frames = AW_TRY(aw_list_of(0, NULL));
    aw__context *context = aw__current;
    for (int left = aw__origin_depth; left > 0 && aw__of_context(context); left--) {
        aw_site site = place(aw__of_context(context));
        AW_TRY(aw_append(frames, AW_TUPLE(aw_string(site.file), aw_int(site.line), aw_string(site.function))));
        context = context->resumer ? context->resumer : context->awaiter;
    }
    aw__list *list = (aw__list *)(void *)aw__object_of(frames);
    return aw_tuple_of(list->count, list->items);
}

aw_value aw__remember_origin(aw_value coroutine) {
    aw_value failure = aw_none();
    AW_SCOPE {
        aw_value origin = describe_origin();
        aw__labels *labels = aw_is_error(origin) ? NULL : aw__labels_of(aw__coroutine_in(coroutine));
        if (labels) labels->origin = aw__retain(origin);
        else failure = aw__memory_error();
    }
    return aw_is_error(failure) ? failure : coroutine;
}

aw_value aw_cr_origin(aw_value value) {
    aw__coroutine *coroutine = coroutine_in(value);
    return coroutine && coroutine->labels ? aw__own(aw__retain(coroutine->labels->origin)) : aw_none();
}

/* -- "never awaited" -- */

static aw_value warning_text(aw_value coroutine) {
    aw_value text = AW_TRY(aw_format("coroutine '%s' was never awaited", aw_coroutine_qualname(coroutine)));
    aw_value origin = aw_cr_origin(coroutine);
    if (!aw_length(origin)) return text;
    text = AW_TRY(aw_format("%s\nCoroutine created at (most recent call last)", aw_as_string(text)));
    for (size_t i = aw_length(origin); i > 0; i--) {
        aw_value frame = aw_item(origin, i - 1);
        text = AW_TRY(aw_format("%s\n  File \"%s\", line %d, in %s", aw_as_string(text), aw_as_string(aw_item(frame, 0)),
                                (int)aw_as_int(aw_item(frame, 1)), aw_as_string(aw_item(frame, 2))));
    }
    return text;
}

/* Where nobody tracked who created it, the definition is the best that there is. */
static const char *with_definition(aw_value coroutine, const char *warning) {
    if (aw_length(aw_cr_origin(coroutine))) return warning;
    aw_site site = aw_cr_code(coroutine);
    aw_value text = aw_format("%s\n  defined at %s:%d", warning, site.file, site.line);
    return aw_is_error(text) ? warning : aw_as_string(text);
}

void aw__warn_never_awaited(aw_value coroutine) {
    AW_SCOPE {
        aw_value text = warning_text(coroutine);
        const char *warning = aw_is_error(text) ? "a coroutine was never awaited" : aw_as_string(text);
        aw__note_mistake(AW__NEVER_AWAITED, with_definition(coroutine, warning), aw_none(), aw_none());
        aw__warn(warning, coroutine);
    }
}

/* -- definitions -- */

static aw_code *first, *last;

void aw__define(aw_code *code) {
    if (last) last->next = code;
    else first = code;
    last = code;
}

aw_code *aw__definitions(void) { return first; }
