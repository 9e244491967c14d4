/* What an explorer asks: what may run next, that this and no other runs, and what it touched. docs/module.md is the specification. */
#include "../base/access.h"
#include "block_pool.h"
#include "entry.h"
#include "scheduled.h"
#include "slots.h"

#include <string.h>

/* -- what is ready -- */

enum { IDENTITY_BITS = 46 };

static uint64_t mixed(uint64_t hash, uint64_t value) {
    hash = (hash ^ value) * 0x9E3779B97F4A7C15ull;
    return hash ^ hash >> 29;
}

static uint64_t hash_of(const aw__ready_entry *it) {
    uint64_t hash = mixed(mixed(mixed(0, (uintptr_t)it->call), it->subject.bits), it->argument.bits);
    return hash & ((1ull << IDENTITY_BITS) - 1);
}

/* No two that are ready are the same call of the same object with the same argument, but for callbacks that were added twice: those count up. */
static int64_t identity_at(uint32_t place, const aw__ready_entry *it) {
    uint64_t identity = hash_of(it);
    aw__ready_entry before;
    for (uint32_t i = 0; i < place && aw__ready_look(i, &before); i++) identity += hash_of(&before) == hash_of(it);
    return (int64_t)identity;
}

static aw_value described(uint32_t place, const aw__ready_entry *it) {
    aw__callee callee;
    AW_TRY(aw__callee_of(it, &callee));
    return AW_TUPLE(aw_int(identity_at(place, it)), aw_string(callee.kind), callee.task, aw_int(callee.number), callee.place);
}

static aw_value all_ready(void) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    aw__ready_entry it;
    aw__loop_look();
    for (uint32_t place = 0; aw__ready_look(place, &it); place++)
        AW_SCOPE { AW_TRY(aw_append(list, described(place, &it))); }
    return list;
}

AW__EXPORT(aw_js_ready) int aw_js_ready(void) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    bool recording = aw__recording;
    aw__recording = false;
    aw_value list = all_ready();
    aw__recording = recording;
    return aw__entry_end_value(&self, list);
}

/* -- running it -- */

/* A step of a task changes the task and its own coroutine, and ends by waiting for something; the quick ways through these record nothing. */
static aw_value step_recorded(aw__task *task, uint32_t place) {
    aw__own(aw__retain(aw__task_value(task)));
    aw__writes(&task->must_cancel);
    if (aw__is_object(task->coroutine)) aw__writes(aw__object_of(task->coroutine));
    aw_value ran = aw__loop_step_at(place);
    aw__reads(task->waiter);
    return ran;
}

static aw_value run_recorded(const aw__ready_entry *it, uint32_t place) {
    aw__task *task = aw__task_stepped(it->call, it->subject, it->argument);
    uint32_t made = aw__tasks_made;
    aw__reads(aw__object_of(it->subject));
    aw_value ran = task ? step_recorded(task, place) : aw__loop_step_at(place);
    if (made != aw__tasks_made) aw__reads(&aw__the_tasks);
    return ran;
}

static aw_value run_ready(int64_t identity) {
    aw__ready_entry it;
    aw__loop_look();
    for (uint32_t place = 0; aw__ready_look(place, &it); place++) {
        uint64_t added = (uint64_t)identity - hash_of(&it); /* to the hash: few */
        if (added > place || identity_at(place, &it) != identity) continue;
        return run_recorded(&it, place);
    }
    return aw_raise(AW_LOOKUP_ERROR, "nothing with this identity is ready");
}

AW__EXPORT(aw_js_run_ready) int aw_js_run_ready(double identity) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, run_ready((int64_t)identity));
}

AW__EXPORT(aw_js_next_timers) int aw_js_next_timers(void) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw__loop_next_timers());
}

/* -- what it touched -- */

AW__EXPORT(aw_js_explore) void aw_js_explore(int on) {
    aw__recording = on;
    aw__blocks_watch(on);
}
AW__EXPORT(aw_js_accesses) aw__accesses *aw_js_accesses(void) { return &aw__recorded; }

/* The runtime's own notes of who runs. Where its functions are inlined into the program's, an instrumented program seems to touch them. */
typedef struct range {
    const void *address;
    uint32_t size;
} range;

AW__EXPORT(aw_js_unshared) void *aw_js_unshared(void) {
    static struct {
        uint32_t count;
        range ranges[16];
    } unshared;
    const aw__pool *pool = &aw__root_context.pool;
    const range ranges[] = {
        {&aw__running, sizeof aw__running},
        {&aw__active, sizeof aw__active},
        {&aw__driven, sizeof aw__driven},
        {&aw__current, sizeof aw__current},
        {&aw__current_task, sizeof aw__current_task},
        {&aw__depth, sizeof aw__depth},
        {&aw__epoch, sizeof aw__epoch},
        {&aw__suspended_leaf, sizeof aw__suspended_leaf},
        {&aw__yielded, sizeof aw__yielded},
        {&aw__root_context, sizeof aw__root_context},
        {pool->entries, pool->capacity * (uint32_t)sizeof *pool->entries},
        {&aw__counts, sizeof aw__counts},
        {&aw__stack_result, sizeof aw__stack_result},
        {&aw__unwound, sizeof aw__unwound},
        {&aw__rewinding, sizeof aw__rewinding},
        {&aw__unwinding, sizeof aw__unwinding},
    };
    unshared.count = sizeof ranges / sizeof *ranges;
    memcpy(unshared.ranges, ranges, sizeof ranges);
    return &unshared;
}

/* What the last call gave is let go first. The first send to each coroutine after this takes the way that records it. */
AW__EXPORT(aw_js_accesses_reset) void aw_js_accesses_reset(void) {
    aw__slots_reset();
    aw__blocks_watch(aw__recording);
    aw__recorded.count = 0;
    aw__epoch++;
}
