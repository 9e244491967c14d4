/* The ring that events are kept in. */
#include "trace.h"

#include <aw/error.h>
#include <aw/loop.h>

#include "context.h"
#include "port.h"

#include <stdio.h>
#include <string.h>

bool aw__tracing;
static aw_trace_event *ring;
static size_t capacity, first, count;
static uint64_t sequence, dropped;
static uint32_t coroutines_met;

aw_value aw_trace_start(size_t wanted) {
    aw__touches_everything();
    aw_trace_stop();
    if (!wanted) return aw_raise(AW_VALUE_ERROR, "a trace needs room for at least one event");
    if (wanted > SIZE_MAX / sizeof *ring) return aw__memory_error();
    ring = aw__allocate(wanted * sizeof *ring);
    if (!ring) return aw__memory_error();
    capacity = wanted;
    sequence = dropped = 0;
    aw__tracing = true;
    aw__trace_began();
    return aw_none();
}

void aw_trace_stop(void) {
    aw__touches_everything();
    aw__tracing = false;
    aw__free(ring, capacity * sizeof *ring);
    ring = NULL;
    capacity = first = count = 0;
}

bool aw_trace_running(void) {
    aw__touches_everything();
    return aw__tracing;
}
uint64_t aw_trace_dropped(void) {
    aw__touches_everything();
    return dropped;
}
uint32_t aw__trace_number(void) { return ++coroutines_met; }

static void copy_name(char *out, const char *name) {
    size_t length = strlen(name);
    if (length >= AW_TRACE_NAME) {
        for (length = AW_TRACE_NAME - 1; length > 0 && (name[length] & 0xC0) == 0x80;) length--; /* no half characters */
    }
    memcpy(out, name, length);
    out[length] = 0;
}

static void record(void *argument) {
    const aw__traced *event = argument;
    if (count == capacity) {
        first = (first + 1) % capacity;
        count--;
        dropped++;
    }
    aw_trace_event *next = &ring[(first + count++) % capacity];
    *next = (aw_trace_event){
        .sequence = sequence++,
        .clock = aw_time(),
        .real_clock = aw__port_now(),
        .number = event->number,
        .kind = event->kind,
        .task = event->task,
        .coroutine = event->coroutine,
        .other = event->other,
        .line = event->line,
        .file = event->file,
    };
    if (event->name) copy_name(next->name, event->name);
    else snprintf(next->name, AW_TRACE_NAME, "Task-%u", (unsigned)event->unnamed);
}

void aw__trace(aw__traced *event) { aw__on_main_stack(record, event); }

size_t aw_trace_read(aw_trace_event *out_events, size_t at_most) {
    aw__touches_everything();
    size_t moved = 0;
    for (; moved < at_most && count; moved++, count--) {
        out_events[moved] = ring[first];
        first = (first + 1) % capacity;
    }
    return moved;
}

const char *aw_trace_kind_name(aw_trace_kind kind) {
    static const char *const names[] = {
#define NAME(kind, text) text,
        AW__TRACE_KINDS(NAME)
#undef NAME
    };
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "";
}
