/* throw and close. After CPython's _gen_throw and gen_close; where those recurse, this walks the chain. */
#include "coroutine.h"
#include "native.h"
#include "observe.h"

/* -- close -- */

/* Resumes it with this error, as part of a close. None if that closed it, or the error that came of it. */
static aw_value close_with(aw__coroutine *coroutine, aw_value input) {
    aw_value out;
    aw_step step = aw__run(coroutine, coroutine, input, true, &out);
    if (step == AW_STEP_NEXT) {
        aw__release(out);
        return aw__retain(aw_raise(AW_RUNTIME_ERROR, "%s ignored GeneratorExit", aw__noun(coroutine)));
    }
    if (step == AW_STEP_ERROR && !aw_matches(out, AW_GENERATOR_EXIT)) return out;
    aw__release(out);
    /* A quirk: the end of an asynchronous generator is an error here. */
    bool at_end = step == AW_STEP_RETURN && coroutine->code->kind == aw__async_generator_code;
    return at_end ? aw__retain(aw_raise(AW_STOP_ASYNC_ITERATION)) : aw_none();
}

/* Closes what `leaf` awaits, where that is no coroutine. None or an error, owned. */
static aw_value close_delegate_of(aw__coroutine *leaf) {
    return aw__is_suspension(leaf->delegate) ? aw_none() : aw__delegate_close(leaf->delegate);
}

/* The innermost member first, each with a GeneratorExit of its own, or with what closing the one inside it raised. Stops after `last`, or
 * before it where only what it awaits is to be closed. */
static aw_value close_chain(aw__coroutine *leaf, aw__coroutine *last, bool last_too, aw_value error) {
    for (;;) {
        if (leaf == last && !last_too) return error;
        aw_value input = aw_is_error(error) ? error : aw__retain(aw__error_new(AW_GENERATOR_EXIT));
        aw__detach(leaf);
        aw__coroutine *outer = leaf == last ? NULL : aw__awaiter(leaf);
        error = close_with(leaf, input);
        if (!outer) return error;
        leaf = outer;
    }
}

static aw_value close_inner(aw__coroutine *root, bool root_too) {
    aw_value error;
    aw__coroutine *leaf = root;
    for (aw__coroutine *inner = leaf; inner; inner = aw__step_inwards(leaf)) leaf = inner;
    if (!aw__is_coroutine(leaf->delegate)) error = close_delegate_of(leaf);
    else if (aw__coroutine_in(leaf->delegate)->state == AW_CLOSED) error = aw_none();
    else error = aw__retain(aw_raise(AW_VALUE_ERROR, "coroutine already executing"));
    return close_chain(leaf, root, root_too, error);
}

static aw_value end_unstarted(aw__coroutine *coroutine) {
    aw_value out;
    aw__finish(coroutine, aw_none(), &out);
    return aw_none();
}

aw_value aw__close(aw__coroutine *root, bool must) {
    aw__records(root, true);
    if (aw__executing(root)) return aw__retain(aw_raise(AW_VALUE_ERROR, "%s already executing", aw__noun(root)));
    if (root->state == AW_CLOSED) return aw_none();
    if (root->state == AW_CREATED) return end_unstarted(root);
    if (aw__depth >= AW__DEPTH_AT_MOST && !must) return aw__retain(aw__too_deep());
    aw_value error = aw_none();
    aw__drive_begin(root, AW__THROWING);
    AW_SCOPE { error = close_inner(root, true); }
    aw__drive_end(root);
    return error;
}

/* -- throw -- */

typedef struct operands {
    size_t count;
    const aw_value *given;
    bool keeps; /* what is awaited open, also where this is a GeneratorExit */
} operands;

/* The exception to raise, owned; *out_valid says whether it is what was asked for, or the TypeError for asking. */
static aw_value normalize(operands thrown, bool *out_valid) {
    aw_value value = thrown.count > 1 ? thrown.given[1] : aw_none();
    if (thrown.count > 2 && !aw_is_none(thrown.given[2])) {
        *out_valid = false;
        return aw__retain(aw_raise(AW_TYPE_ERROR, "throw() third argument must be a traceback object"));
    }
    return aw__retain(aw__normalize(thrown.given[0], value, out_valid));
}

aw_value aw__thrown(size_t count, const aw_value *arguments, bool *out_valid) { return normalize((operands){count, arguments, false}, out_valid); }

static aw_step raise_in(aw__coroutine *root, aw__coroutine *member, aw_value input, aw_value *out) {
    aw__detach(member);
    return aw__run(root, member, input, true, out);
}

/* aw_suspend() stands for a generator: what is wrong with the operands is raised from it, and a StopIteration converted in it. */
static aw_value raise_from_suspension(operands thrown) {
    bool valid;
    aw_value input = normalize(thrown, &valid);
    if (!aw_matches(input, AW_STOP_ITERATION)) return input;
    aw_value converted = aw__retain(aw__error_from(input, "generator raised StopIteration"));
    aw__release(input);
    return converted;
}

static aw_step throw_in(aw__coroutine *root, operands thrown, aw_value *out);

static bool throw_at_delegate(aw_value delegate, operands thrown, aw_step *out_step, aw_value *out) {
    if (!thrown.keeps || !aw__is_generator(delegate)) return aw__delegate_throw(delegate, thrown.count, thrown.given, out_step, out);
    *out_step = throw_in(aw__coroutine_in(delegate), thrown, out);
    return true;
}

static aw_step throw_at_leaf(aw__coroutine *root, aw__coroutine *leaf, operands thrown, aw_value *out) {
    bool at_yield = aw_is_none(leaf->delegate), valid;
    if (aw__is_suspension(leaf->delegate) && !at_yield) return raise_in(root, leaf, raise_from_suspension(thrown), out);
    aw_step step;
    if (!at_yield && throw_at_delegate(leaf->delegate, thrown, &step, out)) {
        if (step != AW_STEP_NEXT) return raise_in(root, leaf, *out, out);
        root->leaf = leaf;
        root->leaf_epoch = aw__epoch;
        return step;
    }
    aw_value input = normalize(thrown, &valid);
    if (valid) return raise_in(root, leaf, input, out);
    *out = input;
    if (leaf == root) return AW_STEP_ERROR;
    return raise_in(root, aw__awaiter(leaf), input, out); /* the leaf itself stays suspended */
}

static aw_step throw_suspended(aw__coroutine *root, operands thrown, aw_value *out) {
    bool valid;
    if (!thrown.keeps && aw_matches(thrown.given[0], AW_GENERATOR_EXIT)) {
        aw_value error = aw_is_none(root->delegate) ? aw_none() : close_inner(root, false);
        if (!aw_is_error(error)) {
            error = normalize(thrown, &valid);
            if (!valid) {
                *out = error;
                return AW_STEP_ERROR;
            }
        }
        return raise_in(root, root, error, out);
    }
    aw_value refusal;
    aw__coroutine *leaf = aw__find_leaf(root, &refusal);
    if (!aw_is_error(refusal)) return throw_at_leaf(root, leaf, thrown, out);
    aw_value input = normalize(thrown, &valid);
    if (valid) {
        aw__release(input);
        input = aw__retain(refusal);
    }
    return raise_in(root, leaf, input, out);
}

/* -- throw into a coroutine that is passing on a throw already --
 *
 * CPython 3.11 passes this one on, too, to the coroutine that runs, which refuses it. But each level on the way takes that for the end of
 * its await. It shows once the first throw has yielded: they await nothing, and go on with what they are sent next. (Where the first
 * throw ends in any other way CPython's frames are damaged; here it goes on as if nothing had happened, as in 3.13.) */

static void pass_awaits(aw__coroutine *root) {
    for (; aw__is_coroutine(aw__visible_delegate(root)); root = aw__coroutine_in(root->delegate)) root->passed = true;
}

static void leave_passed_awaits(aw__coroutine *root) {
    aw__coroutine *member = root;
    while (aw__is_coroutine(member->delegate)) member = aw__coroutine_in(member->delegate);
    for (;;) {
        aw__coroutine *outer = member == root ? NULL : aw__awaiter(member);
        if (member->passed) {
            aw__detach(member);
            root->leaf = NULL;
            aw__epoch++;
        }
        if (!outer) return;
        member = outer;
    }
}

/* On a coroutine that is not suspended. */
static aw_step throw_elsewhere(aw__coroutine *root, operands thrown, aw_value *out) {
    bool valid;
    aw_value error = normalize(thrown, &valid), refused = aw_none();
    if (!valid) {
        *out = error;
        return AW_STEP_ERROR;
    }
    if (aw__executing(root)) {
        if (!aw_matches(error, AW_GENERATOR_EXIT)) pass_awaits(root);
        refused = aw_raise(AW_VALUE_ERROR, "%s already executing", aw__noun(root));
    } else if (root->state == AW_CREATED) {
        aw_step step = aw__finish(root, error, out);
        aw__release(error);
        return step;
    } else if (root->code->kind == aw__coroutine_code) {
        refused = aw_raise(AW_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
    } else {
        *out = error;
        return AW_STEP_ERROR;
    }
    aw__release(error);
    *out = aw__retain(refused);
    return AW_STEP_ERROR;
}

static aw_step throw_in(aw__coroutine *root, operands thrown, aw_value *out) {
    aw__records(root, true);
    if (root->state != AW_SUSPENDED || aw__executing(root)) return throw_elsewhere(root, thrown, out);
    if (aw__depth >= AW__DEPTH_AT_MOST) {
        *out = aw__retain(aw__too_deep());
        return AW_STEP_ERROR;
    }
    aw_step step = AW_STEP_ERROR;
    aw__drive_begin(root, AW__THROWING);
    AW_SCOPE {
        for (size_t i = 0; i < thrown.count; i++) aw__own(aw__retain(thrown.given[i]));
        step = throw_suspended(root, thrown, out);
    }
    if (step == AW_STEP_NEXT) leave_passed_awaits(root);
    aw__drive_end(root);
    aw__observe_every_send();
    return step;
}

aw_step aw__throw(aw__coroutine *root, size_t count, const aw_value *arguments, aw_value *out) {
    return throw_in(root, (operands){count, arguments, false}, out);
}

aw_step aw__throw_keeping(aw__coroutine *root, size_t count, const aw_value *arguments, aw_value *out) {
    return throw_in(root, (operands){count, arguments, true}, out);
}
