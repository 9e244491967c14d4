/* A call of a typed constructor with values: JavaScript's m.coroutines.work("a", 1). */
#include "arguments.h"

#include <math.h>
#include <string.h>

typedef struct call {
    const aw_code *code;
    const struct aw__definition *parameter;
} call;

static aw_value wrong(const call *c, const char *wanted, aw_value given) {
    return aw_raise(AW_TYPE_ERROR, "%s() argument '%s' must be %s, not %s", c->code->name, c->parameter->name, wanted, aw_type_name(given));
}

static aw_value out_of_range(const call *c) {
    return aw_raise(AW_OVERFLOW_ERROR, "%s() argument '%s' does not fit into %s", c->code->name, c->parameter->name, c->parameter->type);
}

static bool is_integral(aw_value value) {
    aw_type type = aw_type_of(value);
    return type == AW_TYPE_BOOL || type == AW_TYPE_INT ||
           (type == AW_TYPE_DOUBLE && aw_as_double(value) == trunc(aw_as_double(value)));
}

static aw_value store_integer(const call *c, aw_value value, void *target) {
    if (!is_integral(value)) return wrong(c, "int", value);
    double whole = aw_as_double(value);
    if (aw_type_of(value) == AW_TYPE_DOUBLE && (whole >= 0x1p63 || whole < -0x1p63)) return out_of_range(c);
    int64_t number = aw_as_int(value), stored = number;
    unsigned bits = c->parameter->size * 8u;
    if (c->parameter->code == 'i' && bits < 64 && (number < -(1ll << (bits - 1)) || number >= 1ll << (bits - 1))) return out_of_range(c);
    if (c->parameter->code == 'u' && (number < 0 || (bits < 64 && number >= 1ll << bits))) return out_of_range(c);
    memcpy(target, &stored, c->parameter->size);
    return aw_none();
}

static aw_value store_float(const call *c, aw_value value, void *target) {
    aw_type type = aw_type_of(value);
    if (type != AW_TYPE_BOOL && type != AW_TYPE_INT && type != AW_TYPE_DOUBLE) return wrong(c, "float", value);
    double number = aw_as_double(value);
    float narrow = (float)number;
    memcpy(target, c->parameter->size == sizeof narrow ? (void *)&narrow : (void *)&number, c->parameter->size);
    return aw_none();
}

static aw_value store(const call *c, aw_value value, void *target) {
    const char *text;
    switch (c->parameter->code) {
    case 'i':
    case 'u': return store_integer(c, value, target);
    case 'f': return store_float(c, value, target);
    case 'b':
        if (aw_type_of(value) != AW_TYPE_BOOL) return wrong(c, "bool", value);
        *(bool *)target = aw_truth(value);
        return aw_none();
    case 's':
        if (aw_type_of(value) != AW_TYPE_STRING && !aw_is_none(value)) return wrong(c, "str", value);
        text = aw_as_string(value); /* None is NULL */
        if (text && strlen(text) != aw_length(value))
            return aw_raise(AW_VALUE_ERROR, "%s() argument '%s': embedded null character", c->code->name, c->parameter->name);
        memcpy(target, &text, sizeof text);
        return aw_none();
    case 'v': memcpy(target, &value, sizeof value); return aw_none();
    default: return aw_raise(AW_TYPE_ERROR, "%s() argument '%s' is a %s, which only C can give", c->code->name, c->parameter->name, c->parameter->type);
    }
}

aw_value aw__call_with_values(aw_code *code, size_t count, const aw_value *values) {
    if (count != code->parameter_count)
        return aw_raise(AW_TYPE_ERROR, "%s() takes %u argument%s but %zu %s given", code->name, (unsigned)code->parameter_count,
                        code->parameter_count == 1 ? "" : "s", count, count == 1 ? "was" : "were");
    uint64_t arguments[32] = {0}; /* eight parameters of up to 32 bytes */
    if (code->arguments_size > sizeof arguments) return aw_raise(AW_TYPE_ERROR, "%s() takes arguments that only C can give", code->name);
    for (size_t i = 0; i < count; i++) {
        call c = {code, &code->parameters[i]};
        AW_TRY(store(&c, values[i], (char *)arguments + code->parameters[i].offset));
    }
    aw_value made = AW_TRY(aw__coroutine_new(code, arguments));
    for (size_t i = 0; i < count; i++) { /* texts live as long as the coroutine that was given their addresses */
        if (code->parameters[i].code == 's')
            AW_TRY(aw__own_in(&aw__coroutine_in(made)->context, aw__retain(values[i])));
    }
    return made;
}
