/* The life of a coroutine object: made, entered, ended, destroyed. */
#include "observe.h"

#include "../base/replaced.h"

#include <string.h>

aw__coroutine *aw__running, *aw__active, *aw__driven, *aw__suspended_leaf;
aw_value aw__yielded;
unsigned aw__depth;
uint32_t aw__epoch;

/* -- made -- */

static void retain_arguments(aw__coroutine *coroutine) {
    for (uint32_t i = 0; i < coroutine->code->parameter_count; i++) {
        const struct aw__definition *parameter = &coroutine->code->parameters[i];
        if (parameter->code == 'v') aw__retain(*(aw_value *)((char *)coroutine->arguments + parameter->offset));
    }
}

static void release_arguments(aw__coroutine *coroutine) {
    for (uint32_t i = 0; i < coroutine->code->parameter_count; i++) {
        const struct aw__definition *parameter = &coroutine->code->parameters[i];
        if (parameter->code == 'v') aw__release(*(aw_value *)((char *)coroutine->arguments + parameter->offset));
    }
}

static size_t object_size(const aw_code *code) { return sizeof(aw__coroutine) + code->arguments_size; }

aw_value aw__coroutine_new(aw_code *code, const void *arguments) {
    for (uint32_t i = 0; i < code->parameter_count; i++) {
        if (code->parameters[i].code != 'v') continue;
        aw_value argument = *(const aw_value *)((const char *)arguments + code->parameters[i].offset);
        if (aw_is_error(argument)) return argument;
    }
    aw__coroutine *coroutine = aw__object_new(code->kind == aw__coroutine_code ? AW_TYPE_COROUTINE : AW_TYPE_GENERATOR, object_size(code));
    if (!coroutine) return aw__memory_error();
    coroutine->code = code;
    coroutine->delegate = aw_none();
    if (code->arguments_size) memcpy(coroutine->arguments, arguments, code->arguments_size);
    retain_arguments(coroutine);
    aw__counts.coroutines++;
    if (code->kind == aw__async_generator_code) return aw__async_generator_new(coroutine);
    aw_value made = aw__fresh(coroutine);
    if (aw_is_error(made)) return made;
    aw__observe(AW_TRACE_CREATED, coroutine);
    aw__reads(&aw__origin_depth);
    return aw__origin_depth ? aw__remember_origin(made) : made;
}

bool aw__make_stack(aw__coroutine *coroutine) {
    const aw_code *code = coroutine->code;
    if (code->own_stack) return aw__stack_init(&coroutine->stack, *code->own_stack, false);
    if (code->stack_size == AW__STACK_UNKNOWN) return aw__stack_init(&coroutine->stack, AW_DEFAULT_STACK, false);
    return aw__stack_init(&coroutine->stack, code->stack_size, true);
}

/* -- entered -- */

aw_step aw__enter(aw__coroutine *coroutine, aw_value input, aw_value *out) {
    if (coroutine->state == AW_CREATED && !aw__make_stack(coroutine)) return aw__finish(coroutine, aw__memory_error(), out);
    aw__observe(AW_TRACE_RESUMED, coroutine);
    return aw__left(coroutine, aw__switch_into(coroutine, input), out);
}

aw_step aw__left(aw__coroutine *coroutine, aw__stack_state state, aw_value *out) {
    if (state == AW__ENDED) return aw__finish(coroutine, (aw_value){aw__stack_result}, out);
    coroutine->state = AW_SUSPENDED;
    *out = aw__yielded;
    aw__observe(AW_TRACE_YIELDED, coroutine);
    if (state == AW__LEFT) return AW_STEP_NEXT;
    aw__release(aw__yielded);
    return aw__finish(coroutine, aw__memory_error(), out);
}

/* -- ended -- */

static aw_site place(const aw__coroutine *coroutine) {
    aw_code *code = coroutine->code;
    if (!coroutine->site) return (aw_site){code->file, code->line, code->name};
    return (aw_site){coroutine->site->file, coroutine->site->line, code->name};
}

static aw_value leave_with_error(aw__coroutine *coroutine, aw_value error) {
    static const char *const raised_stop[] = {"coroutine raised StopIteration", "generator raised StopIteration", "async generator raised StopIteration"};
    if (aw_matches(error, AW_STOP_ITERATION))
        error = aw__error_from(error, raised_stop[coroutine->code->kind]);
    else if (coroutine->code->kind == aw__async_generator_code && aw_matches(error, AW_STOP_ASYNC_ITERATION))
        error = aw__error_from(error, "async generator raised StopAsyncIteration");
    aw__trace_add(error, place(coroutine));
    return error;
}

aw_step aw__finish(aw__coroutine *coroutine, aw_value result, aw_value *out) {
    if (aw_is_error(result) || aw__replacements) {
        aw__context *current = aw__current;
        aw__current = &coroutine->context;
        if (aw__replacements) result = aw__replaced_result(result);
        if (aw_is_error(result)) result = leave_with_error(coroutine, result);
        aw__current = current;
    }
    aw__observe(coroutine->state == AW_CREATED ? AW_TRACE_CLOSED : aw_is_error(result) ? AW_TRACE_RAISED : AW_TRACE_RETURNED, coroutine);
    *out = aw__retain(result);
    if (coroutine->state != AW_CREATED) aw__stack_fini(&coroutine->stack);
    coroutine->state = AW_CLOSED;
    coroutine->context.handled = NULL;
    coroutine->context.resumer = NULL;
    if (!aw__is_none(coroutine->delegate)) aw__detach(coroutine);
    coroutine->passed = false;
    release_arguments(coroutine);
    if (coroutine->context.pool.entries) aw__pool_fini(&coroutine->context.pool);
    return aw_is_error(result) ? AW_STEP_ERROR : AW_STEP_RETURN;
}

/* -- destroyed: as CPython's finalizer, which may bring the object back to life -- */

static void finalize(aw__coroutine *coroutine) {
    aw_value self = aw__from_object(coroutine), ended;
    if (coroutine->state == AW_CREATED) {
        if (coroutine->code->kind == aw__coroutine_code) aw__warn_never_awaited(self);
        if (coroutine->state == AW_CREATED) aw__finish(coroutine, aw_none(), &ended);
        return;
    }
    if (coroutine->state != AW_SUSPENDED) return;
    aw__runs_at_its_end(coroutine);
    aw_value error = aw__close(coroutine, true);
    if (aw_is_error(error)) aw__unraisable(error, self);
    aw__release(error);
}

static void free_coroutine(aw__coroutine *coroutine) {
    if (coroutine->state != AW_CLOSED) { /* it ignored GeneratorExit, or nobody closed it: the rest of its body never runs */
        aw_value ended;
        aw__finish(coroutine, aw_none(), &ended);
    }
    if (coroutine->labels) {
        aw__release(coroutine->labels->name);
        aw__release(coroutine->labels->qualname);
        aw__release(coroutine->labels->origin);
        aw__free(coroutine->labels, sizeof *coroutine->labels);
    }
    aw__counts.coroutines--;
    aw__object_free(coroutine, object_size(coroutine->code));
}

/* A coroutine that ignores GeneratorExit inside a handler is part of a cycle in CPython: the exception that it handles has a traceback, which
 * has the frame. So what it awaits and holds stays until the collector comes by. */
enum { GARBAGE_AT_MOST = 100 };
static aw__coroutine *garbage; /* linked by `below` */
static unsigned garbage_count;

void aw_collect(void) {
    if (garbage) aw__touches_everything();
    while (garbage) {
        aw__coroutine *coroutine = garbage;
        garbage = coroutine->below;
        garbage_count--;
        AW_SCOPE { free_coroutine(coroutine); }
    }
}

void aw__coroutine_destroy(aw__object *object) {
    aw__coroutine *coroutine = (aw__coroutine *)(void *)object;
    if (coroutine->state == AW_CLOSED) return free_coroutine(coroutine);
    aw__coroutine *running = aw__running;
    aw__running = NULL; /* hooks that hear of it cannot await */
    object->references = 1;
    if (!coroutine->finalized) {
        coroutine->finalized = true;
        AW_SCOPE { finalize(coroutine); }
    }
    aw__running = running;
    if (--object->references) return;
    if (coroutine->state != AW_SUSPENDED || !coroutine->context.handled) return free_coroutine(coroutine);
    coroutine->below = garbage;
    garbage = coroutine;
    if (++garbage_count > GARBAGE_AT_MOST) aw_collect();
}

const char *aw__stack_owner(void) { return aw__active ? aw__active->code->name : NULL; }
void aw__note_site(const aw_site *site) {
    aw__coroutine *coroutine = aw__of_context(aw__current);
    if (coroutine && site) coroutine->site = site;
}
