/* Values and exceptions as the trace writes them (the oracle's fmt and fmt_exc), and JSON values as the runtime's. */
#include "judge.h"

#include <stdio.h>
#include <string.h>

aw_value value_of(const node *from) {
    switch (from->type) {
    case NODE_FALSE:
        return aw_bool(false);
    case NODE_TRUE:
        return aw_bool(true);
    case NODE_INT:
        return aw_int(from->number);
    case NODE_DOUBLE:
        return aw_double(from->real);
    case NODE_STRING:
        return aw_string(from->text);
    case NODE_LIST: {
        aw_value list = aw_list_of(0, NULL);
        for (uint32_t i = 0; i < from->count && !aw_is_error(list); i++) {
            aw_value appended = aw_append(list, value_of(&from->items[i]));
            if (aw_is_error(appended)) list = appended;
        }
        return list;
    }
    default:
        return aw_none();
    }
}

/* The code point at *at, which moves behind it. */
static uint32_t next_character(const char **at) {
    const unsigned char *bytes = (const unsigned char *)*at;
    uint32_t code = bytes[0];
    size_t more = code >= 0xF0 ? 3 : code >= 0xE0 ? 2 : code >= 0xC0 ? 1 : 0;
    if (more) code &= 0x3Fu >> more;
    size_t used = 1;
    for (; used <= more && (bytes[used] & 0xC0) == 0x80; used++) code = code << 6 | (bytes[used] & 0x3F);
    *at += used;
    return code;
}

/* json.dumps(): everything outside printable ASCII is escaped. */
static const char *show_string(const char *from) {
    char *made = memory_take(strlen(from) * 6 + 3), *to = made;
    *to++ = '"';
    while (*from) {
        static const char special[] = "\"\\\n\r\t\b\f", escape[] = "\"\\nrtbf";
        uint32_t code = next_character(&from);
        const char *found = code < 0x80 ? strchr(special, (int)code) : NULL;
        if (found != NULL) to += sprintf(to, "\\%c", escape[found - special]);
        else if (code >= ' ' && code <= '~') *to++ = (char)code;
        else if (code < 0x10000) to += sprintf(to, "\\u%04x", (unsigned)code);
        else to += sprintf(to, "\\u%04x\\u%04x", (unsigned)(0xD7C0 + (code >> 10)), (unsigned)(0xDC00 | (code & 0x3FF)));
    }
    *to++ = '"';
    return made;
}

aw_value exception_of(const node *kind, const node *message) {
    if (message->type == NODE_NULL) return aw_exception(aw_kind_named(kind->text), "");
    return aw_exception(aw_kind_named(kind->text), "%s", message->text);
}

double number_of(const node *from) {
    return from->type == NODE_INT ? (double)from->number : from->type == NODE_DOUBLE ? from->real : AW_NO_TIMEOUT;
}

static const char *show_items(aw_value list) {
    const char *items = "";
    for (size_t i = 0; i < aw_length(list); i++)
        items = memory_format("%s%s%s", items, i ? ", " : "", show(aw_item(list, i)));
    return memory_format("[%s]", items);
}

const char *show(aw_value value) {
    switch (aw_type_of(value)) {
    case AW_TYPE_NONE:
    case AW_TYPE_BOOL:
    case AW_TYPE_INT:
    case AW_TYPE_DOUBLE:
        return memory_format("%s", aw_repr(value));
    case AW_TYPE_STRING:
        return show_string(aw_as_string(value));
    case AW_TYPE_LIST:
    case AW_TYPE_TUPLE:
        return show_items(value);
    case AW_TYPE_EXCEPTION:
        return show_exception(value);
    case AW_TYPE_COROUTINE:
        return "<coroutine>";
    case AW_TYPE_TASK:
        return "<task>";
    case AW_TYPE_FUTURE:
        return "<future>";
    default:
        return "<object>";
    }
}

const char *show_exception(aw_value exception) {
    const char *name = aw_kind_of(exception)->name;
    if (aw_matches(exception, AW_BASE_EXCEPTION_GROUP)) return memory_format("%s%s", name, show(aw_group_exceptions(exception)));
    if (aw_matches(exception, AW_STOP_ITERATION)) return memory_format("StopIteration(%s)", show(aw_stop_value(exception)));
    aw_value arguments = aw_exception_args(exception);
    const char *message = aw_str(aw_length(arguments) == 1 ? aw_item(arguments, 0) : aw_caught(exception));
    if (strstr(message, "<Task") || strstr(message, "<Future") || strstr(message, "<coroutine")) {
        size_t words = strcspn(message, "<");
        while (words > 0 && message[words - 1] == ' ') words--;
        message = memory_format("%.*s <...>", (int)words, message);
    }
    return *message ? memory_format("%s: %s", name, message) : name;
}
