/* The graph of tasks: found by following what each task awaits inwards, and what each future's done callbacks wake outwards. */
#include "waits.h"

#include "../coro/coroutine.h"
#include "../coro/object.h"
#include "../coro/async_generator.h"
#include "../sync/host_operation.h"
#include "../sync/lock.h"
#include "../sync/many.h"
#include "../task/operation.h"

#include <string.h>

/* -- what one task stands on -- */

static aw__operation *operation_in(aw_value value) {
    const aw__awaitable_class *class = aw__awaitable_class_of(value);
    return class && class->send == aw__operation_send ? (aw__operation *)(void *)aw__object_of(value) : NULL;
}

aw_value aw__awaited_by_value(aw_value value) {
    if (aw__is_coroutine(value) || aw__is_generator(value)) return aw__coroutine_in(value)->delegate;
    if (aw__has_type(value, AW_TYPE_WRAPPER)) return ((aw__wrapper *)(void *)aw__object_of(value))->coroutine;
    aw__operation *operation = operation_in(value);
    return operation ? operation->waiter : aw__step_machine(value);
}

static bool is_of_program(const aw_code *code) {
    for (aw_code *each = aw__definitions(); each; each = each->next)
        if (each == code) return true;
    return false;
}

bool aw__frame_of(aw_value value, aw__frame *out_frame) {
    *out_frame = (aw__frame){.subject = aw_none()};
    if (aw__is_coroutine(value) || aw__is_generator(value)) {
        out_frame->function = aw_coroutine_qualname(value);
        aw_site site;
        if (!is_of_program(aw__coroutine_in(value)->code) || !aw_cr_frame(value, &site)) return true;
        out_frame->file = site.file;
        out_frame->line = site.line;
        return true;
    }
    aw__operation *operation = operation_in(value);
    if (operation) {
        const char *name = ((const aw__operation_class *)(const void *)operation->base.class)->qualname;
        bool is_enter = strncmp(name, "_ContextManagerMixin.", 21) == 0; /* of a lock or the like, which says more */
        out_frame->function = is_enter ? aw_type_name(operation->subject) : name;
        if (aw__has_type(operation->subject, AW_TYPE_OBJECT)) out_frame->subject = operation->subject;
    } else if (aw__has_type(value, AW_TYPE_OBJECT)) {
        out_frame->function = aw_type_name(value);
    }
    return out_frame->function != NULL;
}

void aw__write_frame(aw__writer *writer, const aw__frame *frame) {
    aw__write(writer, frame->function);
    if (frame->file) {
        aw__write(writer, " (");
        aw__write(writer, frame->file);
        aw__write_format(writer, ":%d)", frame->line);
    }
    if (aw_is_none(frame->subject)) return;
    AW_SCOPE {
        aw__write(writer, " ");
        aw__write(writer, aw_repr(frame->subject));
    }
}

/* The innermost thing that a task stands on. */
static aw_value innermost(const aw__task *task) {
    aw__frame frame;
    aw_value last = aw_none();
    for (aw_value at = task->coroutine; !aw_is_none(at); at = aw__awaited_by_value(at))
        if (aw__frame_of(at, &frame)) last = at;
    return last;
}

/* -- the tasks, by index -- */

static uint32_t *place_of(const aw__waits *waits, const aw__task *task) {
    uint32_t at = (uint32_t)((uintptr_t)task >> 4) * 2654435761u;
    for (;; at++) {
        uint32_t *place = &waits->table[at & (waits->table_size - 1)];
        if (*place == AW__NOBODY || waits->tasks[*place].task == task) return place;
    }
}

static bool list_tasks(aw__waits *waits) {
    uint32_t count = 0;
    for (aw__task *task = aw__first_task; task; task = task->next) count++;
    for (waits->table_size = 16; waits->table_size < 2 * count;) waits->table_size *= 2;
    waits->tasks = aw__allocate((count + 1) * sizeof *waits->tasks);
    waits->table = aw__allocate(waits->table_size * sizeof *waits->table);
    waits->task_count = count;
    if (!waits->tasks || !waits->table) return false;
    for (uint32_t i = 0; i < waits->table_size; i++) waits->table[i] = AW__NOBODY;
    count = 0;
    for (aw__task *task = aw__first_task; task; task = task->next, count++) {
        waits->tasks[count] = (aw__waiting_task){task, AW__NOBODY, AW__NOBODY, 0, 0, 0};
        *place_of(waits, task) = count;
    }
    return true;
}

/* -- who is told when a future is done -- */

static void add_wait(aw__waits *waits, uint32_t waiter, uint32_t awaited) {
    if (waits->tasks[waiter].mark == awaited + 1) return; /* it was added already */
    waits->tasks[waiter].mark = awaited + 1;
    if (waits->wait_count == waits->wait_capacity) {
        uint32_t capacity = waits->wait_capacity ? waits->wait_capacity * 2 : 16;
        aw__wait *grown = aw__reallocate(waits->waits, waits->wait_capacity * sizeof *grown, capacity * sizeof *grown);
        if (!grown) {
            waits->failed = true;
            return;
        }
        waits->waits = grown;
        waits->wait_capacity = capacity;
    }
    uint32_t index = waits->wait_count++;
    waits->waits[index] = (aw__wait){waiter, awaited, AW__NOBODY, AW__NOBODY};
    aw__waiting_task *outer = &waits->tasks[waiter], *inner = &waits->tasks[awaited];
    *(outer->first_awaited == AW__NOBODY ? &outer->first_awaited : &waits->waits[outer->last_awaited].next_awaited) = index;
    *(inner->first_waiter == AW__NOBODY ? &inner->first_waiter : &waits->waits[inner->last_waiter].next_waiter) = index;
    outer->last_awaited = inner->last_waiter = index;
}

/* Futures on the way from one task outwards; a future that is there already is not entered again. */
typedef struct way {
    aw__waits *waits;
    uint32_t awaited;
    unsigned steps_left;
} way;
typedef struct passed {
    const aw__future *future;
    const struct passed *before;
} passed;

static void follow(way *way, const aw__future *future, const passed *before);

static void tell(way *way, const aw__future *done, aw_value told, const passed *before) {
    if (aw__is_task(told) && aw__task_in(told)->waiter == done) {
        uint32_t waiter = *place_of(way->waits, aw__task_in(told));
        if (waiter != AW__NOBODY) add_wait(way->waits, waiter, way->awaited);
    } else if (aw__is_future(told) && !aw__is_task(told)) {
        follow(way, aw__future_in(told), before);
    } else if (aw_type_of(told) == AW_TYPE_LIST || aw_type_of(told) == AW_TYPE_TUPLE) {
        for (size_t i = 0; i < aw_length(told); i++) tell(way, done, aw_item(told, i), before);
    } else if (aw__is_future(aw__task_group_waiter(told))) {
        follow(way, aw__future_in(aw__task_group_waiter(told)), before);
    }
}

static void follow(way *way, const aw__future *future, const passed *before) {
    for (const passed *p = before; p; p = p->before)
        if (p->future == future) return;
    passed here = {future, before};
    const aw__done *done = aw__future_callbacks((aw__future *)(uintptr_t)future);
    for (uint32_t i = 0; i < future->done_count && way->steps_left; i++, way->steps_left--) tell(way, future, done[i].argument, &here);
}

enum { STEPS_AT_MOST = 1 << 18 };

/* -- who has the lock -- */

static const aw__lock *lock_in(aw_value value) {
    aw__operation *operation = operation_in(value);
    return operation ? aw_object_data(operation->subject, &aw__lock_type) : NULL;
}

/* The tasks are in the order of their numbers. */
static uint32_t task_with(const aw__waits *waits, uint32_t serial) {
    uint32_t first = 0, end = waits->task_count;
    while (first < end) {
        uint32_t middle = first + (end - first) / 2;
        if (waits->tasks[middle].task->serial < serial) first = middle + 1;
        else end = middle;
    }
    return first < waits->task_count && waits->tasks[first].task->serial == serial ? first : AW__NOBODY;
}

static void find_holder(aw__waits *waits, uint32_t waiter) {
    const aw__task *task = waits->tasks[waiter].task;
    const aw__lock *lock = task->waiter && task->waiter->state == AW__PENDING ? lock_in(innermost(task)) : NULL;
    uint32_t holder = lock && lock->locked ? task_with(waits, lock->holder) : AW__NOBODY;
    if (holder != AW__NOBODY) add_wait(waits, waiter, holder);
}

bool aw__waits_init(aw__waits *waits) {
    aw__touches_everything();
    *waits = (aw__waits){0};
    bool listed = list_tasks(waits);
    for (uint32_t i = 0; listed && i < waits->task_count; i++) {
        way way = {waits, i, STEPS_AT_MOST};
        follow(&way, &waits->tasks[i].task->future, NULL);
    }
    for (uint32_t i = 0; listed && i < waits->task_count; i++) waits->tasks[i].mark = 0;
    for (uint32_t i = 0; listed && i < waits->task_count; i++) find_holder(waits, i);
    for (uint32_t i = 0; listed && i < waits->task_count; i++) waits->tasks[i].mark = 0;
    if (listed && !waits->failed) return true;
    aw__waits_fini(waits);
    return false;
}

void aw__waits_fini(aw__waits *waits) {
    aw__free(waits->tasks, (waits->task_count + 1) * sizeof *waits->tasks);
    aw__free(waits->table, waits->table_size * sizeof *waits->table);
    aw__free(waits->waits, waits->wait_capacity * sizeof *waits->waits);
}

/* -- in words -- */

const char *aw__task_state(const aw__task *task) {
    if (task == aw__current_task) return "running";
    if (task->must_cancel || task->cancelling) return "cancelling";
    return task->waiter && task->waiter->state == AW__PENDING ? "waiting" : "ready";
}

enum { NAMES_AT_MOST = 4 };

static void write_names(aw__writer *writer, const aw__waits *waits, const aw__waiting_task *task, uint32_t count) {
    uint32_t left = NAMES_AT_MOST;
    for (uint32_t i = task->first_awaited; i != AW__NOBODY && left; i = waits->waits[i].next_awaited, left--) {
        if (left < NAMES_AT_MOST) aw__write(writer, ", ");
        aw__write(writer, aw_task_name(aw__task_value(waits->tasks[waits->waits[i].awaited].task)));
    }
    if (count > NAMES_AT_MOST) aw__write_format(writer, " and %u more", (unsigned)(count - NAMES_AT_MOST));
}

/* Where that is the runtime's own coroutine or operation it says best what is awaited. */
static bool write_operation(aw__writer *writer, aw_value value) {
    aw__frame frame;
    if (!aw__frame_of(value, &frame) || frame.file) return false;
    aw__write(writer, frame.function);
    aw__operation *operation = operation_in(value);
    if (!operation || !aw__has_type(operation->argument, AW_TYPE_HANDLE)) return true;
    double left = aw_handle_when(operation->argument) - aw_time();
    aw__write_format(writer, ", %.3g s left", left > 0 ? left : 0);
    return true;
}

static void write_future(aw__writer *writer, const aw__future *future) {
    const char *operation = aw__host_operation_name(future);
    if (operation) aw__write(writer, "host operation ");
    aw__write(writer, operation ? operation : strcmp(future->base.class->name, "_GatheringFuture") == 0 ? "gather" : "a future");
}

void aw__write_awaited(aw__writer *writer, const aw__waits *waits, uint32_t index) {
    const aw__waiting_task *task = &waits->tasks[index];
    const aw__future *future = task->task->waiter;
    if (!future || future->state != AW__PENDING) return;
    if (aw__is_task(aw__future_value(future))) return aw__write(writer, aw_task_name(aw__future_value(future)));
    uint32_t count = 0;
    for (uint32_t i = task->first_awaited; i != AW__NOBODY; i = waits->waits[i].next_awaited) count++;
    aw_value inner = innermost(task->task);
    if (!write_operation(writer, inner)) write_future(writer, future);
    if (!count) return;
    if (lock_in(inner)) aw__write(writer, ", held by ");
    else if (count > 1) aw__write_format(writer, " of %u: ", (unsigned)count);
    else aw__write(writer, " of ");
    write_names(writer, waits, task, count);
}
