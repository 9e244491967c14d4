/* What is awaited to drive an asynchronous generator: anext and asend give one kind of step, athrow and aclose another. A yield ends a step with the item,
 * an await of the generator's suspends it. After async_gen_asend_send and its neighbours in CPython 3.11's genobject.c. */
#include "async_generator.h"

enum { INITIAL, ITERATING, CLOSED };

typedef struct asend_step {
    aw__classed base;
    uint8_t state;
    aw_value generator, value; /* with references */
} asend_step;

typedef struct athrow_step {
    aw__classed base;
    uint8_t state;
    bool closes; /* aclose() */
    uint32_t count;
    aw_value generator, arguments[3]; /* with references */
} athrow_step;

/* Each step changes the generator, or asks whether another does. */
static aw__async_generator *generator_of(aw_value generator) {
    aw__writes(aw__object_of(generator));
    return aw__async_generator_in(generator);
}

static asend_step *asend_in(aw_value self) { return (asend_step *)(void *)aw__object_of(self); }
static athrow_step *athrow_in(aw_value self) { return (athrow_step *)(void *)aw__object_of(self); }

static aw_step fail(aw_value error, aw_value *out) {
    *out = aw__retain(error);
    return AW_STEP_ERROR;
}

static aw_step finish(aw_value *out) {
    *out = aw_none();
    return AW_STEP_RETURN;
}

static bool is_at_yield(const aw__async_generator *generator) { return aw_is_none(generator->machine->delegate); }

static bool ends_iteration(aw_value error) { return aw_matches(error, AW_STOP_ASYNC_ITERATION) || aw_matches(error, AW_GENERATOR_EXIT); }

/* What the machine did, as the outcome of a step: CPython's async_gen_unwrap_value. */
static aw_step unwrap(aw__async_generator *generator, aw_step step, aw_value *out) {
    if (step == AW_STEP_NEXT && !is_at_yield(generator)) return step;
    generator->running = false;
    if (step == AW_STEP_NEXT) return AW_STEP_RETURN;
    if (step == AW_STEP_RETURN) {
        aw__release(*out);
        *out = aw__retain(aw_raise(AW_STOP_ASYNC_ITERATION));
    }
    if (ends_iteration(*out)) generator->closed = true;
    if (!aw_matches(*out, AW_STOP_ITERATION)) return AW_STEP_ERROR;
    aw_value stop = *out; /* thrown into one that had ended: it ends the await */
    *out = aw__retain(aw_stop_value(stop));
    aw__release(stop);
    return AW_STEP_RETURN;
}

/* -- anext and asend -- */

static aw_value asend_reused(void) { return aw_raise(AW_RUNTIME_ERROR, "cannot reuse already awaited __anext__()/asend()"); }

static aw_step asend_send(aw_value self, aw_value value, aw_value *out) {
    asend_step *step = asend_in(self);
    aw__async_generator *generator = generator_of(step->generator);
    if (step->state == CLOSED) return fail(asend_reused(), out);
    if (step->state == INITIAL) {
        if (aw__async_generator_runs(generator)) return fail(aw_raise(AW_RUNTIME_ERROR, "anext(): asynchronous generator is already running"), out);
        if (aw_is_none(value)) value = step->value;
        step->state = ITERATING;
    }
    generator->running = true;
    aw__retain(self);
    aw_step how = unwrap(generator, aw__send(generator->machine, value, out), out);
    if (how != AW_STEP_NEXT) step->state = CLOSED;
    aw__release(self);
    return how;
}

static aw_step asend_throw(aw_value self, size_t count, const aw_value *arguments, aw_value *out) {
    asend_step *step = asend_in(self);
    aw__async_generator *generator = generator_of(step->generator);
    if (step->state == CLOSED) return fail(asend_reused(), out);
    aw__retain(self);
    aw_step how = unwrap(generator, aw__throw(generator->machine, count, arguments, out), out);
    if (how != AW_STEP_NEXT) step->state = CLOSED;
    aw__release(self);
    return how;
}

/* The generator itself is not touched. */
static aw_value asend_close(aw_value self) {
    asend_in(self)->state = CLOSED;
    return aw_none();
}

static void asend_destroy(aw__object *object) {
    asend_step *step = (asend_step *)(void *)object;
    aw__release(step->generator);
    aw__release(step->value);
    aw__object_free(step, sizeof *step);
}

static const aw__awaitable_class asend_class = {{"async_generator_asend", asend_destroy, NULL}, true, asend_send, asend_throw, asend_close};

/* -- athrow and aclose -- */

static aw_value athrow_reused(void) { return aw_raise(AW_RUNTIME_ERROR, "cannot reuse already awaited aclose()/athrow()"); }

static aw_value already_running(const athrow_step *step) {
    return aw_raise(AW_RUNTIME_ERROR, "%s(): asynchronous generator is already running", step->closes ? "aclose" : "athrow");
}

static aw_step ignored_exit(athrow_step *step, aw_value *out) {
    aw__async_generator_in(step->generator)->running = false;
    step->state = CLOSED;
    aw__release(*out);
    return fail(aw_raise(AW_RUNTIME_ERROR, "async generator ignored GeneratorExit"), out);
}

/* How aclose() goes on, or ends, when the machine did this. */
static aw_step close_outcome(athrow_step *step, aw_step how, aw_value *out) {
    aw__async_generator *generator = aw__async_generator_in(step->generator);
    if (how == AW_STEP_NEXT) return is_at_yield(generator) ? ignored_exit(step, out) : how;
    generator->running = false;
    step->state = CLOSED;
    if (how == AW_STEP_ERROR && !ends_iteration(*out)) return how;
    aw__release(*out);
    return finish(out);
}

static aw_step begin_closing(athrow_step *step, aw_value *out) {
    aw__async_generator *generator = aw__async_generator_in(step->generator);
    aw_value exit = aw_kind_value(AW_GENERATOR_EXIT);
    generator->closed = true;
    return close_outcome(step, aw__throw_keeping(generator->machine, 1, &exit, out), out);
}

static aw_step begin_throwing(athrow_step *step, aw_value *out) {
    aw__async_generator *generator = aw__async_generator_in(step->generator);
    if (step->count < 1) return fail(aw_raise(AW_TYPE_ERROR, "athrow expected at least 1 argument, got 0"), out);
    if (step->count > 3) return fail(aw_raise(AW_TYPE_ERROR, "athrow expected at most 3 arguments, got %u", (unsigned)step->count), out);
    aw_step how = unwrap(generator, aw__throw_keeping(generator->machine, step->count, step->arguments, out), out);
    if (how == AW_STEP_NEXT) return how;
    generator->running = false;
    step->state = CLOSED;
    return how;
}

static aw_step athrow_step_on(athrow_step *step, aw_value value, aw_value *out) {
    aw__async_generator *generator = aw__async_generator_in(step->generator);
    if (step->state == INITIAL) {
        step->state = ITERATING;
        generator->running = true;
        return step->closes ? begin_closing(step, out) : begin_throwing(step, out);
    }
    aw_step how = aw__send(generator->machine, value, out);
    return step->closes ? close_outcome(step, how, out) : unwrap(generator, how, out);
}

static aw_step athrow_send(aw_value self, aw_value value, aw_value *out) {
    athrow_step *step = athrow_in(self);
    aw__async_generator *generator = generator_of(step->generator);
    bool initial = step->state == INITIAL;
    if (step->state == CLOSED) return fail(athrow_reused(), out);
    if (generator->machine->state == AW_CLOSED) {
        step->state = CLOSED;
        return finish(out);
    }
    if (initial && (generator->running || generator->closed)) {
        step->state = CLOSED;
        return fail(generator->running ? already_running(step) : aw_raise(AW_STOP_ASYNC_ITERATION), out);
    }
    if (initial && !aw_is_none(value)) return fail(aw_raise(AW_RUNTIME_ERROR, "can't send non-None value to a just-started coroutine"), out);
    aw__retain(self);
    aw_step how = athrow_step_on(step, value, out);
    aw__release(self);
    return how;
}

/* Quirks: neither the state of the step nor, at the end of an aclose(), that the generator runs is changed. */
static aw_step throw_outcome(athrow_step *step, aw_step how, aw_value *out) {
    aw__async_generator *generator = aw__async_generator_in(step->generator);
    if (!step->closes) return unwrap(generator, how, out);
    if (how == AW_STEP_NEXT) return is_at_yield(generator) ? ignored_exit(step, out) : how;
    if (how == AW_STEP_ERROR && !ends_iteration(*out)) return how;
    aw__release(*out);
    return finish(out);
}

static aw_step athrow_throw(aw_value self, size_t count, const aw_value *arguments, aw_value *out) {
    athrow_step *step = athrow_in(self);
    if (step->state == CLOSED) return fail(athrow_reused(), out);
    aw__retain(self);
    aw_step how = throw_outcome(step, aw__throw(generator_of(step->generator)->machine, count, arguments, out), out);
    aw__release(self);
    return how;
}

static aw_value athrow_close(aw_value self) {
    athrow_in(self)->state = CLOSED;
    return aw_none();
}

static void athrow_destroy(aw__object *object) {
    athrow_step *step = (athrow_step *)(void *)object;
    aw__release(step->generator);
    for (size_t i = 0; i < 3; i++) aw__release(step->arguments[i]);
    aw__object_free(step, sizeof *step);
}

static const aw__awaitable_class athrow_class = {{"async_generator_athrow", athrow_destroy, NULL}, true, athrow_send, athrow_throw, athrow_close};

/* -- making them -- */

typedef struct request {
    const char *method;
    aw_value generator;
    size_t count;
    const aw_value *arguments;
    aw_value result;
} request;

static bool refuse(request *r) {
    if (aw_is_error(r->generator)) r->result = r->generator;
    else if (!aw__is_async_generator(r->generator))
        r->result = aw_raise(AW_ATTRIBUTE_ERROR, "'%s' object has no attribute '%s'", aw_type_name(r->generator), r->method);
    else r->result = aw__async_generator_begin(aw__async_generator_in(r->generator));
    return aw_is_error(r->result);
}

static void make_asend(void *argument) {
    request *r = argument;
    if (refuse(r)) return;
    asend_step *step = aw__classed_new(AW_TYPE_AWAITABLE, &asend_class.class, sizeof *step);
    if (step) {
        step->generator = aw__retain(r->generator);
        step->value = aw__retain(r->arguments[0]);
    }
    r->result = aw__fresh(step);
}

static void make_athrow(void *argument) {
    request *r = argument;
    if (refuse(r)) return;
    athrow_step *step = aw__classed_new(AW_TYPE_AWAITABLE, &athrow_class.class, sizeof *step);
    if (step) {
        step->closes = !r->arguments;
        step->count = (uint32_t)r->count;
        step->generator = aw__retain(r->generator);
        for (size_t i = 0; i < 3; i++) step->arguments[i] = i < r->count ? aw__retain(aw_caught(r->arguments[i])) : aw_none();
    }
    r->result = aw__fresh(step);
}

aw_value aw_asend(aw_value generator, aw_value value) {
    AW_TRY(value);
    request r = {"asend", generator, 1, &value, aw_none()};
    aw__on_main_stack(make_asend, &r);
    return r.result;
}

aw_value aw_athrow(aw_value generator, aw_value exception) { return aw_athrow_args(generator, 1, &exception); }

aw_value aw_athrow_args(aw_value generator, size_t count, const aw_value *arguments) {
    for (size_t i = 1; i < count; i++) AW_TRY(arguments[i]);
    aw_value none = aw_none();
    request r = {"athrow", generator, count, count ? arguments : &none, aw_none()};
    aw__on_main_stack(make_athrow, &r);
    return r.result;
}

aw_value aw_aclose(aw_value generator) {
    request r = {"aclose", generator, 0, NULL, aw_none()};
    aw__on_main_stack(make_athrow, &r);
    return r.result;
}

aw_value aw__step_machine(aw_value step) {
    const aw__class *class = aw__class_of(step);
    aw_value generator = aw_none();
    if (class == &asend_class.class) generator = asend_in(step)->generator;
    if (class == &athrow_class.class) generator = athrow_in(step)->generator;
    return aw_is_none(generator) ? generator : aw__from_object(aw__async_generator_in(generator)->machine);
}

bool aw__is_step(aw_value value) {
    const aw__class *class = aw__class_of(value);
    return class && (class == &asend_class.class || class == &athrow_class.class || class == &aw__anext_awaitable_class.class);
}
