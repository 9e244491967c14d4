/* What JavaScript calls to see what is suspended, what went wrong, the trace, and the tests of a module. */
#include <aw/ps.h>
#include <aw/trace.h>
#include <aw/watch.h>

#include "../run/test.h"
#include "../run/waits.h"
#include "entry.h"
#include "slots.h"

/* -- ps -- */

#define ANSWER(name, expression)                                                                              \
    AW__EXPORT(name) int name(void) {                                                                         \
        aw__entry self;                                                                                       \
        aw__entry_begin(&self);                                                                               \
        aw__slots_reset();                                                                                    \
        return aw__entry_end_value(&self, (expression));                                                      \
    }

ANSWER(aw_js_ps, aw_ps())
ANSWER(aw_js_pstree, aw_pstree())
ANSWER(aw_js_ps_data, aw_ps_data())

/* -- inside a coroutine -- */

AW__EXPORT(aw_js_watched) int aw_js_watched(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    self.looks = true;
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_coroutine_watched(aw__value_at(object)));
}

/* What a step of an asynchronous generator, an operation, or anything else that awaits stands on. */
AW__EXPORT(aw_js_awaited) int aw_js_awaited(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    self.looks = true;
    aw__slots_reset();
    return aw__entry_end_value(&self, aw__own(aw__retain(aw__awaited_by_value(aw__value_at(object)))));
}

static aw_value memory_of(aw_value coroutine) {
    aw_memory memory;
    if (!aw_coroutine_memory(coroutine, &memory)) return aw_none();
    return AW_TUPLE(aw_int((int64_t)memory.frames), aw_int((int64_t)memory.stack), aw_int((int64_t)memory.used), aw_bool(memory.computed));
}

AW__EXPORT(aw_js_memory) int aw_js_memory(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    self.looks = true;
    aw__slots_reset();
    return aw__entry_end_value(&self, memory_of(aw__value_at(object)));
}

/* -- mistakes -- */

static aw_value mistakes(void) { return AW_TUPLE(aw_never_awaited(), aw_never_retrieved(), aw_destroyed_pending()); }

ANSWER(aw_js_mistakes, mistakes())
AW__EXPORT(aw_js_record_mistakes) void aw_js_record_mistakes(int record) { aw_record_mistakes(record); }

/* -- the trace: events are copied to a page, which JavaScript reads as it is in memory -- */

enum { PAGE = 64 };
static aw_trace_event page[PAGE];

AW__EXPORT(aw_js_trace_start) int aw_js_trace_start(uint32_t capacity) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_trace_start(capacity));
}

AW__EXPORT(aw_js_trace_stop) void aw_js_trace_stop(void) { aw_trace_stop(); }
AW__EXPORT(aw_js_trace_page) aw_trace_event *aw_js_trace_page(void) { return page; }
/* How many events are on the page now. */
AW__EXPORT(aw_js_trace_read) uint32_t aw_js_trace_read(void) { return (uint32_t)aw_trace_read(page, PAGE); }
AW__EXPORT(aw_js_trace_dropped) double aw_js_trace_dropped(void) { return (double)aw_trace_dropped(); }

static aw_value trace_kinds(void) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (unsigned kind = 0; *aw_trace_kind_name(kind); kind++) AW_TRY(aw_append(list, aw_string(aw_trace_kind_name(kind))));
    return list;
}

ANSWER(aw_js_trace_kinds, trace_kinds())

/* -- tests -- */

static aw_value tests(void) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (const aw_test *test = aw__first_test; test; test = test->next)
        AW_TRY(aw_append(list, AW_TUPLE(aw_string(test->name), aw_string(test->file), aw_int(test->line))));
    return list;
}

ANSWER(aw_js_tests, tests())
AW__EXPORT(aw_js_ready_order) void aw_js_ready_order(uint32_t seed) { aw_set_ready_order(seed); }
AW__EXPORT(aw_js_mistakes_expected) int aw_js_mistakes_expected(void) { return aw__mistakes_expected; }

/* -- names -- */

/* What people call it: a coroutine's function, which is also its task's, or the type. Changes nothing, not even the slots. */
AW__EXPORT(aw_js_name) const char *aw_js_name(void *object) {
    aw_value value = aw__value_at(object);
    const char *name = aw_cr_code(aw__is_task(value) ? aw__task_in(value)->coroutine : value).function;
    return name ? name : aw_type_name(value);
}
