/* The asynchronous generator object: made, first iterated, looked at, and finalized. */
#include "async_generator.h"
#include "observe.h"

/* -- the hooks -- */

static aw_asyncgen_hook firstiter_hook, finalizer_hook;

void aw_set_asyncgen_hooks(aw_asyncgen_hook firstiter, aw_asyncgen_hook finalizer) {
    aw__writes(&firstiter_hook);
    aw__set_asyncgen_hooks(firstiter, finalizer);
}

void aw__set_asyncgen_hooks(aw_asyncgen_hook firstiter, aw_asyncgen_hook finalizer) {
    firstiter_hook = firstiter;
    finalizer_hook = finalizer;
}

void aw_get_asyncgen_hooks(aw_asyncgen_hook *out_firstiter, aw_asyncgen_hook *out_finalizer) {
    aw__reads(&firstiter_hook);
    *out_firstiter = firstiter_hook;
    *out_finalizer = finalizer_hook;
}

/* The build knows it by name: a hook cannot suspend what is below it. */
static __attribute__((noinline)) aw_value call_asyncgen_hook(aw_asyncgen_hook hook, aw_value generator) {
    aw__coroutine *running = aw__running;
    aw__running = NULL;
    aw_value result = hook(generator);
    aw__running = running;
    return result;
}

aw_value aw__async_generator_begin(aw__async_generator *generator) {
    aw__writes(generator);
    if (generator->hooked) return aw_none();
    generator->hooked = true;
    aw__reads(&firstiter_hook);
    generator->finalizer = finalizer_hook;
    if (!firstiter_hook) return aw_none();
    aw_value result = call_asyncgen_hook(firstiter_hook, aw__from_object(generator));
    return aw_is_error(result) ? result : aw_none();
}

/* -- the end: as CPython's finalizer, which comes once, though it may bring the object back to life -- */

static void finalize(aw__async_generator *generator) {
    aw_value self = aw__from_object(generator), error;
    if (generator->machine->state == AW_CLOSED) return;
    aw__runs_at_its_end(generator);
    aw__reads(&aw__the_tasks);
    if (generator->finalizer && !generator->closed) error = aw__retain(call_asyncgen_hook(generator->finalizer, self));
    else error = aw__close(generator->machine, true);
    if (aw_is_error(error)) aw__unraisable(error, self);
    aw__release(error);
}

static void destroy(aw__object *object) {
    aw__async_generator *generator = (aw__async_generator *)(void *)object;
    if (!generator->machine->finalized) {
        aw__coroutine *running = aw__running;
        aw__running = NULL;
        generator->machine->finalized = true;
        object->references = 1;
        AW_SCOPE { finalize(generator); }
        aw__running = running;
        if (--object->references) return;
    }
    aw__async_generator_unwatch(generator);
    aw__object_release(&generator->machine->object);
    aw__object_free(generator, sizeof *generator);
}

/* -- watched ones -- */

aw__async_generator *aw__first_watched;
static aw__async_generator *last_watched;

void aw__async_generator_watch(aw__async_generator *generator) {
    aw__reads(&aw__the_tasks);
    if (generator->watched) return;
    generator->watched = true;
    generator->previous = last_watched;
    if (last_watched) last_watched->next = generator;
    else aw__first_watched = generator;
    last_watched = generator;
}

void aw__async_generator_unwatch(aw__async_generator *generator) {
    if (!generator->watched) return;
    generator->watched = false;
    if (generator->previous) generator->previous->next = generator->next;
    else aw__first_watched = generator->next;
    if (generator->next) generator->next->previous = generator->previous;
    else last_watched = generator->previous;
    generator->next = generator->previous = NULL;
}

/* -- the object -- */

static aw_value repr(aw_value self) {
    return aw_format("<async_generator object %s at %#llx>", aw_coroutine_qualname(self), (unsigned long long)(self.bits & AW__PAYLOAD));
}

static const aw__class class = {"async_generator", destroy, repr};

aw_value aw__async_generator_new(aw__coroutine *machine) {
    aw__async_generator *generator = aw__classed_new(AW_TYPE_ASYNC_GENERATOR, &class, sizeof *generator);
    if (!generator) {
        aw__object_release(&machine->object);
        return aw__memory_error();
    }
    generator->machine = machine;
    aw__observe(AW_TRACE_CREATED, machine);
    return aw__own(aw__from_object(generator));
}

bool aw_ag_running(aw_value generator) {
    if (!aw__is_async_generator(generator)) return false;
    aw__reads(aw__object_of(generator));
    return aw__async_generator_runs(aw__async_generator_in(generator));
}

aw_value aw_ag_await(aw_value generator) {
    if (!aw__is_async_generator(generator)) return aw_none();
    aw__reads(aw__object_of(generator));
    return aw__own(aw__retain(aw__visible_delegate(aw__async_generator_in(generator)->machine)));
}

bool aw_ag_frame(aw_value generator, aw_site *out_frame) {
    return aw__is_async_generator(generator) && aw_cr_frame(aw__from_object(aw__async_generator_in(generator)->machine), out_frame);
}
