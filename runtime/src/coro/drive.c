/* send: from the root of an await chain to its leaf, and results back outwards. After CPython's gen_send_ex2. */
#include "observe.h"

/* Kept out of the functions that each step runs through. */
#define COLD __attribute__((noinline))

bool aw__executing(const aw__coroutine *coroutine) {
    for (; coroutine; coroutine = aw__awaiter(coroutine))
        if (coroutine->driving || coroutine->state == AW_RUNNING) return true;
    return false;
}

static unsigned drive_mode(const aw__coroutine *coroutine) {
    for (; coroutine; coroutine = aw__awaiter(coroutine))
        if (coroutine->driving) return coroutine->driving;
    return AW__NOT_DRIVING;
}

aw_value aw__visible_delegate(const aw__coroutine *coroutine) {
    bool hidden = coroutine->state == AW_RUNNING || coroutine->passed ||
                  (aw__executing(coroutine) && (coroutine->sends || drive_mode(coroutine) == AW__SENDING));
    return hidden ? aw_none() : coroutine->delegate;
}

void aw__attach(aw__coroutine *self, aw_value inner, uint32_t mark) {
    if (!aw__disown(&self->context.pool, inner, mark)) { /* others may have it, too */
        aw__retain(inner);
        if (aw__has_type(inner, AW_TYPE_AWAITABLE)) aw__writes(aw__object_of(inner));
    }
    self->delegate = inner;
    if (!aw__is_coroutine(inner)) return;
    if (aw__coroutine_in(inner)->context.awaiter) aw__epoch++;
    aw__coroutine_in(inner)->context.awaiter = &self->context;
}

void aw__detach(aw__coroutine *self) {
    aw_value inner = self->delegate;
    self->delegate = aw_none();
    self->passed = false;
    if (aw__is_coroutine(inner) && aw__awaiter(aw__coroutine_in(inner)) == self) {
        aw__coroutine_in(inner)->context.awaiter = NULL;
        aw__coroutine_in(inner)->leaf = NULL;
    }
    aw__release(inner);
}

/* A coroutine may have two awaiters, if a throw has taken it past its own await: its results go to the one that drives it. */
aw__coroutine *aw__step_inwards(aw__coroutine *outer) {
    outer->sends = false;
    if (!aw__is_coroutine(outer->delegate)) return NULL;
    aw__coroutine *inner = aw__coroutine_in(outer->delegate);
    if (inner->state == AW_CLOSED || inner->driving || inner->state == AW_RUNNING) return NULL;
    if (inner->context.awaiter != &outer->context) {
        inner->context.awaiter = &outer->context;
        aw__epoch++;
    }
    return inner;
}

aw__coroutine *aw__find_leaf(aw__coroutine *root, aw_value *out_refusal) {
    *out_refusal = aw_none();
    for (aw__coroutine *inner = root; inner; inner = aw__step_inwards(root)) root = inner;
    if (!aw__is_coroutine(root->delegate)) return root;
    if (aw__coroutine_in(root->delegate)->state == AW_CLOSED)
        *out_refusal = aw_raise(AW_RUNTIME_ERROR, "cannot reuse already awaited coroutine");
    else
        *out_refusal = aw_raise(AW_VALUE_ERROR, "coroutine already executing");
    return root;
}

/* As CPython's throw, which resumes each level from where throw() was called. */
static aw_step enter_by_throw(aw__coroutine *member, aw_value input, aw_value *out) {
    member->context.resumer = aw__current;
    if (aw_is_error(input)) aw__chain(aw__exception_in(input), member->context.handled);
    return aw__enter(member, input, out);
}

/* `from` was entered, with this outcome: goes on outwards where it ended, inwards where it awaits what has yet to start. */
static COLD aw_step go_on(aw__coroutine *root, aw__coroutine *from, aw_step step, bool throwing, aw_value *out) {
    aw__coroutine *thrown_into = throwing ? from : NULL;
    for (;;) {
        if (step == AW_STEP_NEXT) {
            aw__coroutine *leaf = aw__suspended_leaf;
            if (!leaf->starting) {
                if (thrown_into) thrown_into->context.resumer = NULL;
                root->leaf = leaf;
                root->leaf_epoch = aw__epoch;
                return step;
            }
            leaf->starting = false;
            leaf->sends = true;
            from = aw__coroutine_in(leaf->delegate);
            step = aw__enter(from, aw_none(), out);
            continue;
        }
        if (from == root) return step;
        from = aw__awaiter(from);
        bool by_throw = throwing && !from->sends;
        from->sends = false;
        aw__detach(from);
        if (by_throw) thrown_into = from;
        step = by_throw ? enter_by_throw(from, *out, out) : aw__enter(from, *out, out);
    }
}

aw_step aw__run(aw__coroutine *root, aw__coroutine *from, aw_value input, bool throwing, aw_value *out) {
    aw_step step = throwing ? enter_by_throw(from, input, out) : aw__enter(from, input, out);
    return go_on(root, from, step, throwing, out);
}

static inline void begin(aw__coroutine *root, unsigned mode) {
    root->object.references++;
    root->driving = (uint8_t)mode;
    root->outer_drive = aw__driven;
    aw__driven = root;
    root->context.resumer = aw__current;
}

void aw__drive_begin(aw__coroutine *root, unsigned mode) {
    begin(root, mode);
    root->leaf = NULL;
    if (root->context.awaiter) aw__epoch++;
}

void aw__drive_end(aw__coroutine *root) {
    root->context.resumer = NULL;
    aw__driven = root->outer_drive;
    root->driving = AW__NOT_DRIVING;
    aw__object_release(&root->object);
}

static COLD aw_step resume_holding(aw__coroutine *root, aw__coroutine *leaf, aw_value value, aw_value *out) {
    aw_value input;
    if (aw__is_suspension(leaf->delegate)) {
        input = aw__retain(value);
    } else {
        aw_step step = aw__delegate_send(leaf, value, &input);
        if (step == AW_STEP_NEXT) {
            *out = input;
            root->leaf = leaf;
            root->leaf_epoch = aw__epoch;
            return step;
        }
    }
    aw__detach(leaf);
    return aw__run(root, leaf, input, false, out);
}

/* By far the commonest leaf awaits an aw_suspend() that holds nothing, or is at a yield, and then at the next. */
static inline aw_step resume_leaf(aw__coroutine *root, aw__coroutine *leaf, bool is_known, aw_value value, aw_value *out) {
    bool holds = aw__tag(leaf->delegate) != AW__TAG_SUSPEND && !aw__is_none(leaf->delegate);
    if (holds) return resume_holding(root, leaf, value, out);
    leaf->delegate = aw_none();
    if (!is_known) aw__observe(AW_TRACE_RESUMED, leaf);
    aw__stack_state state = aw__switch_into(leaf, aw__retain(value));
    if (state != AW__LEFT || aw__suspended_leaf != leaf || leaf->starting) return go_on(root, leaf, aw__left(leaf, state, out), false, out);
    leaf->state = AW_SUSPENDED;
    *out = aw__yielded;
    if (is_known) return AW_STEP_NEXT;
    aw__observe(AW_TRACE_YIELDED, leaf);
    root->leaf = leaf;
    root->leaf_epoch = aw__epoch;
    return AW_STEP_NEXT;
}

static COLD aw_step drive(aw__coroutine *root, aw_value value, aw_value *out) {
    if (root->state == AW_CREATED) return aw__run(root, root, aw_none(), false, out);
    aw_value refusal;
    aw__coroutine *leaf = aw__find_leaf(root, &refusal);
    if (!aw_is_error(refusal)) return resume_leaf(root, leaf, false, value, out);
    aw__retain(refusal);
    aw__detach(leaf);
    return aw__run(root, leaf, refusal, false, out);
}

static aw_step refuse(aw_value error, aw_value *out) {
    *out = aw__retain(error);
    return AW_STEP_ERROR;
}

aw_value aw__too_deep(void) { return aw_raise(AW_RECURSION_ERROR, "maximum recursion depth exceeded"); }

/* Python's checks, in Python's order. True where the send may go on. */
static COLD bool guard(aw__coroutine *root, aw_value value, aw_value *out, aw_step *out_step) {
    *out_step = AW_STEP_ERROR;
    if (aw__executing(root)) {
        refuse(aw_raise(AW_VALUE_ERROR, "%s already executing", aw__noun(root)), out);
    } else if (root->state == AW_CLOSED && root->code->kind != aw__coroutine_code) {
        *out = aw_none();
        *out_step = AW_STEP_RETURN;
    } else if (root->state == AW_CLOSED) {
        refuse(aw_raise(AW_RUNTIME_ERROR, "cannot reuse already awaited coroutine"), out);
    } else if (root->state == AW_CREATED && !aw_is_none(value)) {
        refuse(aw_raise(AW_TYPE_ERROR, "can't send non-None value to a just-started %s", aw__noun(root)), out);
    } else if (aw__depth >= AW__DEPTH_AT_MOST && root->state == AW_CREATED) {
        aw__finish(root, aw__too_deep(), out); /* as in CPython it counts as started, and warns of nothing */
    } else if (aw__depth >= AW__DEPTH_AT_MOST) {
        refuse(aw__too_deep(), out);
    } else {
        return true;
    }
    return false;
}

static COLD aw_step send_checked(aw__coroutine *root, aw_value value, aw_value *out) {
    aw_step step;
    aw__records(root, true);
    if (!guard(root, value, out, &step)) return step;
    aw__drive_begin(root, AW__SENDING);
    step = drive(root, value, out);
    aw__drive_end(root);
    aw__observe_every_send();
    return step;
}

aw_step aw__send(aw__coroutine *root, aw_value value, aw_value *out) {
    bool quick = root->state == AW_SUSPENDED && !root->driving && !root->context.awaiter && root->leaf && root->leaf_epoch == aw__epoch &&
                 aw__depth < AW__DEPTH_AT_MOST;
    if (!quick) return send_checked(root, value, out);
    begin(root, AW__SENDING); /* whose leaf most often stays the same */
    aw_step step = resume_leaf(root, root->leaf, true, value, out);
    aw__drive_end(root);
    return step;
}

aw__hop aw__hop_into(aw__coroutine *root) {
    bool quick = root->state == AW_CREATED || (root->state == AW_SUSPENDED && aw__tag(root->delegate) == AW__TAG_SUSPEND);
    if (!quick || root->driving || root->context.awaiter || aw__root_context.handled || (root->state == AW_CREATED && !aw__make_stack(root))) return AW__NO_HOP;
    root->delegate = root->transfer = aw_none();
    root->state = AW_RUNNING;
    root->below = NULL;
    aw__active = aw__running = root;
    aw__current = &root->context;
    aw__depth = 1;
    aw__stack_state state = aw__stack_enter(&root->stack, root->code->entry, root->arguments);
    aw__depth = 0;
    aw__active = aw__running = NULL;
    aw__current = &aw__root_context;
    if (state != AW__LEFT || aw__suspended_leaf != root || root->starting) return (aw__hop)state;
    root->state = AW_SUSPENDED;
    return AW__HOPPED;
}

aw_step aw__hop_on(aw__coroutine *root, aw__hop hop, aw_value *out) {
    if (hop == AW__NO_HOP) return aw__send(root, aw_none(), out);
    *out = aw__yielded;
    if (hop == AW__HOPPED) return AW_STEP_NEXT;
    if (hop == AW__HOP_ENDED) return aw__left(root, AW__ENDED, out);
    aw__drive_begin(root, AW__SENDING);
    aw_step step = go_on(root, root, aw__left(root, (aw__stack_state)hop, out), false, out);
    aw__drive_end(root);
    return step;
}
