/* What JavaScript asks of a module whose state it keeps or has brought back. docs/module.md is the specification. */
#include "../switch/switch_asyncify.h"
#include "entry.h"
#include "slots.h"

/* Two addresses: from where to where the memory holds nothing between calls, beside the main stack. */
AW__EXPORT(aw_js_scratch) char *const *aw_js_scratch(void) { return aw__unwound_ends; }

/* The object as a value: JavaScript holds it from an earlier time, and does not know yet what it is. */
AW__EXPORT(aw_js_object) int aw_js_object(void *object) {
    aw__entry self;
    aw__entry_begin(&self);
    aw__slots_reset();
    return aw__entry_end_value(&self, aw__value_at(object));
}
