/* What JavaScript calls to make coroutines, drive them and look at them. docs/module.md is the specification. */
#include "arguments.h"
#include "entry.h"
#include "slots.h"

/* -- making and driving -- */

AW__EXPORT(aw_js_new) int aw_js_new(uint32_t index, uint32_t count) {
    aw__entry self;
    aw__entry_begin(&self);
    aw_code *code = aw__definitions();
    while (code && index--) code = code->next;
    aw_value values[AW__SLOTS];
    aw_value read = count > AW__SLOTS ? aw_raise(AW_TYPE_ERROR, "too many arguments") : aw__entry_arguments(count, values);
    if (!code) return aw__entry_end_value(&self, aw_raise(AW_INDEX_ERROR, "no such coroutine"));
    return aw__entry_end_value(&self, aw_is_error(read) ? read : aw__call_with_values(code, count, values));
}

AW__EXPORT(aw_js_send) int aw_js_send(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw_value value, result;
    if (aw_is_error(aw__entry_arguments(1, &value))) return aw__entry_end(&self, -1, value);
    aw_step step = aw_iter_send(aw__value_at(object), value, &result);
    return aw__entry_end(&self, step, result);
}

static int finish_step(aw__entry *self, aw_value result) {
    if (aw_matches(result, AW_STOP_ITERATION) && aw_is_error(result)) return aw__entry_end(self, AW_STEP_RETURN, aw_stop_value(result));
    return aw__entry_end_value(self, result);
}

AW__EXPORT(aw_js_throw) int aw_js_throw(void *object, uint32_t count) {
    aw__entry self;
    aw__entry_begin(&self);
    aw_value values[3];
    aw_value read = count > 3 ? aw_none() : aw__entry_arguments(count, values);
    return finish_step(&self, aw_is_error(read) ? read : aw_throw_args(aw__value_at(object), count, values));
}

AW__EXPORT(aw_js_close) int aw_js_close(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_close(aw__value_at(object)));
}

AW__EXPORT(aw_js_wrapper) int aw_js_wrapper(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_await_iter(aw__value_at(object)));
}

AW__EXPORT(aw_js_retain) void aw_js_retain(void *object) { aw_retain(aw__value_at(object)); }

AW__EXPORT(aw_js_release) void aw_js_release(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset(); /* what it gave last is perhaps what is released */
    aw_release(aw__value_at(object));
    aw__entry_leave(&self);
}

/* -- looking -- */

static aw_value site_tuple(aw_site site) { return AW_TUPLE(aw_string(site.function), aw_string(site.file), aw_int(site.line)); }

static aw_value describe_parameters(const aw_code *code) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (uint32_t i = 0; i < code->parameter_count; i++) {
        const struct aw__definition *p = &code->parameters[i];
        AW_TRY(aw_append(list, AW_TUPLE(aw_string(p->name), aw_string(p->type), aw_string_of(&p->code, 1))));
    }
    return list;
}

static aw_value describe_codes(void) {
    static const char *const kinds[] = {"coroutine", "generator", "async_generator"};
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (aw_code *code = aw__definitions(); code; code = code->next)
        AW_TRY(aw_append(list, AW_TUPLE(aw_string(code->name), aw_string(code->file), aw_int(code->line),
                                        aw_string(kinds[code->kind]), describe_parameters(code))));
    return list;
}

AW__EXPORT(aw_js_codes) int aw_js_codes(void) {
    aw__entry self;
    aw__entry_begin(&self);
    self.looks = true;
    aw__slots_reset();
    return aw__entry_end_value(&self, describe_codes());
}

AW__EXPORT(aw_js_inspect) int aw_js_inspect(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    aw_value c = aw__value_at(object);
    aw_site frame, code = aw_cr_code(c);
    aw_value described = aw_cr_frame(c, &frame) ? site_tuple(frame) : aw_none();
    return aw__entry_end_value(&self, AW_TUPLE(aw_string(aw_coroutine_state_name(c)), aw_bool(aw_cr_running(c)), aw_bool(aw_cr_suspended(c)),
                                        aw_cr_await(c), described, aw_string(aw_coroutine_name(c)), aw_string(aw_coroutine_qualname(c)),
                                        aw_cr_origin(c), AW_TUPLE(aw_string(code.function), aw_string(code.file), aw_int(code.line))));
}

static aw_value base_names(const aw_kind *kind) {
    aw_value list = AW_TRY(aw_list_of(0, NULL));
    for (kind = kind->parent; kind; kind = kind->parent) AW_TRY(aw_append(list, aw_string(kind->name)));
    return list;
}

AW__EXPORT(aw_js_exception) int aw_js_exception(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    aw_value e = aw__value_at(object);
    aw__kind_tell(aw_kind_of(e));
    return aw__entry_end_value(&self, AW_TUPLE(aw_string(aw_kind_of(e)->name), base_names(aw_kind_of(e)), aw_exception_args(e), aw_string(aw_str(e)),
                                        aw_exception_cause(e), aw_exception_context(e), aw_bool(aw_exception_suppress_context(e)),
                                        aw_exception_trace(e), aw__exception_in(e)->js, aw_string(aw_traceback(e))));
}

AW__EXPORT(aw_js_repr) int aw_js_repr(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw_value text = aw_string(aw_repr(object ? aw__value_at(object) : aw__slot_written()));
    aw__slots_reset();
    return aw__entry_end_value(&self, text);
}

AW__EXPORT(aw_js_live) int aw_js_live(void) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    aw_live_counts live = aw_live();
    return aw__entry_end_value(&self, AW_TUPLE(aw_int((int64_t)live.objects), aw_int((int64_t)live.coroutines), aw_int((int64_t)live.stacks),
                                        aw_int((int64_t)live.js_handles), aw_int((int64_t)live.bytes)));
}

AW__EXPORT(aw_js_origin_depth) int aw_js_origin_depth(int depth) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw_set_coroutine_origin_tracking_depth(depth));
}
