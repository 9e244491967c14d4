/* The coroutine object, which is also the generator object, and drives an asynchronous generator from inside: one machine, three sets of words.
 *
 *     CREATED ──► RUNNING ◄──► SUSPENDED          RUNNING: its frames are on the processor's stack
 *        │           │              │             `driving`: it is the root of a send, throw or close that is under way
 *        └───────────┴──► CLOSED ◄──┘
 *
 * An await chain is a list of suspended coroutines: `delegate` leads inwards, `context.awaiter` back outwards. A send to the root resumes
 * the leaf at once, whose result then goes outwards level by level; so each level sees what it would see if the send had passed
 * through it, and a step costs the same at any depth. The root remembers its leaf; whatever changes a chain behind its root's back
 * (driving an awaited coroutine by hand) makes all these memories stale by counting `aw__epoch` up.
 *
 * "Executing", in Python's sense, is every member of a chain that is being driven: found by walking outwards to a root with `driving`.
 */
#ifndef AW_CORO_COROUTINE_H
#define AW_CORO_COROUTINE_H

#include <aw/coroutine.h>

#include "../base/context.h"
#include "../base/port.h"
#include "../switch/switch.h"

enum { AW__NOT_DRIVING, AW__SENDING, AW__THROWING };
/* How many coroutines may be driven by hand, each from inside the one before: each takes a part of the engine's own stack. */
enum { AW__DEPTH_AT_MOST = 256 };

/* What few coroutines need. */
typedef struct aw__labels {
    aw_value name, qualname, origin;
    struct aw__watch *watches; /* in its C frames, innermost block first; good while it is suspended */
    uint32_t number;           /* in the trace */
} aw__labels;

typedef struct aw__coroutine {
    aw__object object;
    uint8_t state;    /* aw_state */
    uint8_t driving;
    bool starting : 1; /* it awaits a coroutine that its drive has yet to start */
    bool sends : 1;    /* its drive started that coroutine by send, even if the drive itself is a throw */
    bool passed : 1;   /* a throw that was refused has taken it past its await: see throw.c */
    bool finalized : 1; /* it is not closed again when it is destroyed */
    bool trapped : 1;   /* a trap ended it */
    aw__context context;
    aw_code *code;
    const aw_site *site; /* of the last await or raise; NULL: its definition */
    aw_value delegate;   /* what it awaits, with a reference; None: nothing, or it is at a yield */
    aw_value transfer;   /* what an await gives when it is resumed, kept alive by the pool */
    struct aw__coroutine *leaf;
    uint32_t leaf_epoch;
    struct aw__coroutine *below, *outer_drive; /* who was active, and driven, when this one became it */
    aw__labels *labels;
    aw__stack stack;
    uint64_t arguments[];
} aw__coroutine;

/* For whoever explores. What is inside a chain goes on with its root, unrecorded: who looks at it behind the root's back looks at everything. */
static inline void aw__records(const aw__coroutine *coroutine, bool writes) {
    if (!aw__is_recording()) return;
    aw__note_access(coroutine, writes);
    if (coroutine->context.awaiter) aw__note_everything();
}

extern aw__coroutine *aw__running; /* the coroutine that an await would suspend; NULL where nothing may suspend */
extern aw__coroutine *aw__active;  /* the innermost on the processor's stack */
extern aw__coroutine *aw__driven;  /* the innermost root that is being driven */
extern unsigned aw__depth;         /* how many are active */
extern uint32_t aw__epoch;
/* What the coroutine that suspended last left behind: itself, and what it yields, with a reference. */
extern aw__coroutine *aw__suspended_leaf;
extern aw_value aw__yielded;

static inline aw__coroutine *aw__coroutine_in(aw_value value) { return (aw__coroutine *)(void *)aw__object_of(value); }
static inline bool aw__is_coroutine(aw_value value) { return aw__has_type(value, AW_TYPE_COROUTINE); }
static inline bool aw__is_generator(aw_value value) { return aw__has_type(value, AW_TYPE_GENERATOR); }
static inline aw__coroutine *aw__of_context(aw__context *context) {
    return context && context != &aw__root_context
               ? (aw__coroutine *)(void *)((char *)context - offsetof(aw__coroutine, context))
               : NULL;
}
static inline aw__coroutine *aw__awaiter(const aw__coroutine *coroutine) { return aw__of_context(coroutine->context.awaiter); }
static inline const char *aw__noun(const aw__coroutine *coroutine) {
    static const char *const nouns[] = {"coroutine", "generator", "async generator"};
    return nouns[coroutine->code->kind];
}

/* In what follows values that come out have a reference of their own ("owned"), and so have `input`s. */

bool aw__executing(const aw__coroutine *coroutine);
/* What cr_await shows. Borrowed. */
aw_value aw__visible_delegate(const aw__coroutine *coroutine);
/* Makes `inner` what `self` awaits; takes over a reference if the pool has one since `mark`. */
void aw__attach(aw__coroutine *self, aw_value inner, uint32_t mark);
void aw__detach(aw__coroutine *self);
/* The switch into a coroutine that has a stack, and back. */
static inline aw__stack_state aw__switch_into(aw__coroutine *coroutine, aw_value input) {
    aw__coroutine *running = aw__running;
    aw__context *current = aw__current;
    coroutine->transfer = aw__is_object(input) ? aw__own_in(&coroutine->context, input) : input;
    coroutine->state = AW_RUNNING;
    coroutine->below = aw__active;
    aw__active = aw__running = coroutine;
    aw__current = &coroutine->context;
    aw__depth++;
    aw__stack_state state = aw__stack_enter(&coroutine->stack, coroutine->code->entry, coroutine->arguments);
    aw__depth--;
    aw__active = coroutine->below;
    aw__running = running;
    aw__current = current;
    return state;
}
/* False where memory is exhausted. */
bool aw__make_stack(aw__coroutine *coroutine);
/* How a step ends that came back from the switch so. */
aw_step aw__left(aw__coroutine *coroutine, aw__stack_state state, aw_value *out);
/* Lets it run until it suspends or ends. `input` is what its await gives. */
aw_step aw__enter(aw__coroutine *coroutine, aw_value input, aw_value *out);
/* Ends it with this result, which is borrowed: it may not have run. */
aw_step aw__finish(aw__coroutine *coroutine, aw_value result, aw_value *out);
/* Resumes `from`, a member of root's chain, and everything that this sets going, until the chain suspends or root ends. */
aw_step aw__run(aw__coroutine *root, aw__coroutine *from, aw_value input, bool throwing, aw_value *out);
/* From a member of a chain to the next inner one; NULL if it awaits no coroutine, or one that cannot be resumed. */
aw__coroutine *aw__step_inwards(aw__coroutine *outer);
/* The innermost member that can be resumed. Where its delegate cannot (somebody drove it behind the chain's back) *out_refusal is the
 * error that awaiting it gives; otherwise None. */
aw__coroutine *aw__find_leaf(aw__coroutine *root, aw_value *out_refusal);

aw_step aw__send(aw__coroutine *root, aw_value value, aw_value *out);
/* send(None) in two halves, for whoever holds the root and is no coroutine itself: a task's step. Most often the root is suspended on its own account, and is again
 * afterwards: then the first half does it all, with nothing of what a drive keeps, and aw__yielded is what it yields. Otherwise the second half goes on. */
typedef enum aw__hop { AW__HOP_ENDED = AW__ENDED, AW__HOP_LEFT = AW__LEFT, AW__HOP_LOST = AW__LOST, AW__HOPPED, AW__NO_HOP } aw__hop;
aw__hop aw__hop_into(aw__coroutine *root);
aw_step aw__hop_on(aw__coroutine *root, aw__hop hop, aw_value *out);
aw_step aw__throw(aw__coroutine *root, size_t count, const aw_value *arguments, aw_value *out);
/* As athrow() and aclose() throw: also a GeneratorExit is raised in what the generator awaits, which is not closed. */
aw_step aw__throw_keeping(aw__coroutine *root, size_t count, const aw_value *arguments, aw_value *out);
/* None or an error. Refused where the depth is exhausted, unless it must be. */
aw_value aw__close(aw__coroutine *root, bool must);
aw_value aw__too_deep(void);

/* What a coroutine awaits that is no coroutine: a generator, a wrapper, or an object's iterator. */
aw_step aw__delegate_send(aw__coroutine *self, aw_value value, aw_value *out);
/* False if it has no throw. */
bool aw__delegate_throw(aw_value delegate, size_t count, const aw_value *arguments, aw_step *out_step, aw_value *out);
/* None or an error. */
aw_value aw__delegate_close(aw_value delegate);
bool aw__is_suspension(aw_value delegate);

/* All coroutines that the program defines, in order. */
aw_code *aw__definitions(void);
/* The asynchronous generator that is driven by this machine, whose reference it takes over. In the caller's scope. */
aw_value aw__async_generator_new(aw__coroutine *machine);
/* Made where there are none; NULL where memory is exhausted. */
aw__labels *aw__labels_of(aw__coroutine *coroutine);
/* Notes who creates it, at most so many coroutines deep. */
extern int aw__origin_depth;
aw_value aw__remember_origin(aw_value coroutine);
void aw__warn_never_awaited(aw_value coroutine);
/* The coroutine inside a coroutine, generator or wrapper; NULL for anything else. */
aw__coroutine *aw__drivable_inside(aw_value value); /* the rarer ones */
static inline aw__coroutine *aw__drivable(aw_value value) {
    return aw__is_coroutine(value) ? aw__coroutine_in(value) : aw__drivable_inside(value);
}

/* Starts and ends a drive: marks the root, keeps it alive. */
void aw__drive_begin(aw__coroutine *root, unsigned mode);
void aw__drive_end(aw__coroutine *root);

#endif
