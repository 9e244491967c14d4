/* Calls from JavaScript, and how the module goes on after one that ended in a trap. */
#include "entry.h"

#include "../run/run.h"
#include "../sync/host_operation.h"
#include "busy.h"
#include "slots.h"

static aw__entry *innermost;

void aw__entry_begin(aw__entry *self) {
    *self = (aw__entry){innermost,
                        aw__running,
                        aw__active,
                        aw__driven,
                        aw__current,
                        aw__current->pool,
                        aw__current->handled,
                        aw__depth,
                        aw__destroying,
                        aw__current_task,
                        aw__the_loop.running,
                        aw__the_loop.turning,
                        {0},
                        aw__stack_mark_now(),
                        aw_none(),
                        false};
    innermost = self;
    aw__running = NULL;
    self->scope = aw__scope_enter();
}

/* Lets go of what the call made, which may run anything; so the result is written after it. */
static void settle(aw__entry *self) {
    aw__scope_end(&self->scope);
    if (self->outer || self->looks) return;
    aw_collect();
    aw__port_tell_released();
    aw__host_operations_tell();
}

static void leave(aw__entry *self) {
    aw__scope_leave(&self->scope);
    aw__running = self->running;
    innermost = self->outer;
    if (!innermost) aw__busy_rests();
}

void aw__entry_leave(aw__entry *self) {
    settle(self);
    leave(self);
}

int aw__entry_end(aw__entry *self, int status, aw_value result) {
    self->result = aw__retain(result);
    settle(self);
    aw__slots_reset();
    if (!aw__slot_write(&aw__mailbox[0], result)) status = -1;
    self->result = aw_none();
    aw__release(result);
    leave(self);
    return status;
}

int aw__entry_end_value(aw__entry *self, aw_value result) { return aw__entry_end(self, aw_is_error(result) ? -1 : 1, result); }

aw_value aw__entry_arguments(uint32_t count, aw_value *out) {
    aw_value error = aw_none();
    for (uint32_t i = 0; i < count && !aw_is_error(error); i++) {
        out[i] = aw__slot_read(&aw__mailbox[i]);
        if (aw_is_error(out[i])) error = out[i];
    }
    aw__slots_reset();
    return error;
}

/* -- after a trap -- */

/* Those that await it were running, too. */
static void end_chain(aw__coroutine *inner) {
    for (aw__coroutine *outer = inner; inner; inner = outer) {
        aw_value out;
        outer = inner->driving ? NULL : aw__awaiter(inner);
        inner->starting = inner->sends = false;
        inner->trapped = true;
        if (inner->state != AW_CLOSED) aw__finish(inner, aw_none(), &out);
    }
}

/* The task that ran, which is told what happened by aw_js_interrupted(). With a reference. */
static aw__task *interrupted;

static void note_interrupted(const aw__entry *self) {
    if (aw__current_task != self->task && !interrupted) {
        interrupted = aw__current_task;
        interrupted->future.base.object.references++;
    }
    aw__current_task = self->task;
}

static void leave_loop(const aw__entry *self) {
    if (aw__the_loop.turning && !self->loop_turning) {
        aw__ready_abandon();
        aw__loop_entered(false);
    }
    if (!self->loop_running) aw__run_left();
    aw__the_loop.running = self->loop_running;
    aw__the_loop.turning = self->loop_turning;
    if (!self->outer) aw__the_loop.closing = false;
}

/* The frames of everything that ran since the entry are gone: those coroutines can only be ended. What is let go may trap again; then this is called
 * again, and goes on where it stood. */
static aw__entry *abandoning;

static __attribute__((noinline)) void abandon(aw__entry *self) {
    aw__running = self->running;
    aw__current = self->current;
    aw__current->handled = self->handled;
    aw__depth = self->depth;
    aw__epoch++;
    if (abandoning != self) {
        abandoning = self;
        for (aw__coroutine *each = aw__active; each != self->active; each = each->below) each->object.references++;
    }
    note_interrupted(self);
    while (aw__active != self->active) {
        aw__coroutine *ended = aw__active;
        aw__active = ended->below;
        end_chain(ended);
        aw__object_release(&ended->object);
    }
    while (aw__driven != self->driven) {
        aw__coroutine *root = aw__driven;
        aw__driven = root->outer_drive;
        root->driving = AW__NOT_DRIVING;
        root->context.resumer = NULL;
        root->leaf = NULL;
        aw__object_release(&root->object);
    }
    if (!self->outer) aw__pool_drop(&aw__current->pool, self->pool.count); /* else the scope around the entry does it, with more room */
    aw__current->pool.mark = self->pool.mark;
    aw_value result = self->result;
    self->result = aw_none();
    aw__release(result);
    leave_loop(self);
    aw__destroy_waiting(self->destroying);
    abandoning = NULL;
    innermost = self->outer;
    if (!innermost) aw__busy_rests();
}

/* The stack pointer may stand anywhere; so nothing may happen before it is set right, and no frame may be taken here and given back later. */
AW__EXPORT(aw_js_recover) void aw_js_recover(void) {
    if (!innermost) return;
    aw__stack_recover(&innermost->stack);
    abandon(innermost);
}

/* What the task that ran ends with, which nothing else can tell it: the exception in slot 0. True if there was one. `in_run`: it was aw_js_run that was
 * left, whose caller has the exception. */
AW__EXPORT(aw_js_interrupted) int aw_js_interrupted(int in_run) {
    aw__entry self;
    aw__entry_begin(&self);
    aw_value exception;
    aw_value read = aw__entry_arguments(1, &exception);
    aw__task *task = interrupted;
    interrupted = NULL;
    if (task) {
        aw__task_interrupted(task, aw_is_error(read) ? aw_caught(read) : exception);
        if (in_run) task->future.log = false;
        aw__object_release(&task->future.base.object);
    }
    if (in_run && !aw__the_loop.host_waiters) aw__loop_close();
    aw__entry_leave(&self);
    return task != NULL;
}
