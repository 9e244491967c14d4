/* Exceptions as Python prints them: where they went, what came before, and what is in a group. After Lib/traceback.py. */
#include "group.h"
#include "port.h"
#include "writer.h"

#include <string.h>

enum { CHAIN_AT_MOST = 20, GROUP_WIDTH = 15, GROUP_DEPTH = 10 };

typedef struct printer {
    aw__writer writer;
    unsigned depth; /* of groups: how far lines are moved to the right */
    bool needs_close;
} printer;

static void put_indent(printer *out) {
    for (unsigned i = 0; i < out->depth; i++) aw__write(&out->writer, "  ");
}

/* Each line behind the margin of the group that it is in. */
static void put_marked(printer *out, const char *text, char mark) {
    while (*text) {
        const char *end = strchr(text, '\n');
        size_t length = end ? (size_t)(end - text) : strlen(text);
        put_indent(out);
        if (out->depth) aw__write_bytes(&out->writer, (const char[]){mark, ' '}, 2);
        aw__write_bytes(&out->writer, text, length);
        aw__write(&out->writer, "\n");
        text += length + (end != NULL);
    }
}

static void put(printer *out, const char *text) { put_marked(out, text, '|'); }

static void put_way(printer *out, const aw__exception *exception) {
    for (uint32_t i = exception->trace_count; i > 0; i--) {
        const aw_site *site = &exception->trace[i - 1];
        aw__writer line = {0};
        aw__write(&line, "  File \"");
        aw__write(&line, site->file);
        aw__write_format(&line, "\", line %d, in ", site->line);
        aw__write(&line, site->function);
        AW_SCOPE { put(out, aw__writer_end(&line)); }
    }
}

static void put_what(printer *out, const aw__exception *exception) {
    aw__writer text = {0};
    aw__write(&text, exception->kind->name);
    AW_SCOPE {
        const char *message = aw_str(aw__from_object(exception));
        if (*message) {
            aw__write(&text, ": ");
            aw__write(&text, message);
        }
        put(out, aw__writer_end(&text));
    }
}

static void put_chain(printer *out, const aw__exception *exception, unsigned before);

static void put_title(printer *out, uint32_t index) {
    put_indent(out);
    aw__write(&out->writer, index ? "  " : "+-");
    if (index < GROUP_WIDTH) aw__write_format(&out->writer, "+---------------- %u ----------------\n", (unsigned)index + 1);
    else aw__write(&out->writer, "+---------------- ... ----------------\n");
}

static void put_rest(printer *out, uint32_t count) {
    aw__writer text = {0};
    aw__write_format(&text, "and %u more exception%s", (unsigned)count, count > 1 ? "s" : "");
    AW_SCOPE { put(out, aw__writer_end(&text)); }
}

static void put_members(printer *out, const aw__list *members) {
    uint32_t shown = members->count > GROUP_WIDTH ? GROUP_WIDTH + 1 : members->count;
    out->needs_close = false;
    for (uint32_t i = 0; i < shown; i++) {
        if (i == shown - 1) out->needs_close = true; /* by the innermost group that ends here */
        put_title(out, i);
        out->depth++;
        if (i < GROUP_WIDTH) put_chain(out, aw__exception_in(members->items[i]), 0);
        else put_rest(out, members->count - GROUP_WIDTH);
        if (i == shown - 1 && out->needs_close) {
            put_indent(out);
            aw__write(&out->writer, "+------------------------------------\n");
            out->needs_close = false;
        }
        out->depth--;
    }
}

static void put_group(printer *out, const aw__exception *group, const aw__list *members) {
    if (out->depth > GROUP_DEPTH) return put(out, "... (max_group_depth is 10)");
    bool outermost = !out->depth;
    out->depth += outermost;
    if (group->trace_count) put_marked(out, "Exception Group Traceback (most recent call last):", outermost ? '+' : '|');
    put_way(out, group);
    put_what(out, group);
    put_members(out, members);
    out->depth -= outermost;
}

static void put_one(printer *out, const aw__exception *exception) {
    const aw__list *members = aw__group_members(exception);
    if (members) return put_group(out, exception, members);
    if (exception->trace_count) put(out, "Traceback (most recent call last):");
    put_way(out, exception);
    put_what(out, exception);
}

static void put_chain(printer *out, const aw__exception *exception, unsigned before) {
    const aw__exception *first = exception->cause ? exception->cause : exception->suppress_context ? NULL : exception->context;
    if (first && before < CHAIN_AT_MOST) {
        put_chain(out, first, before + 1);
        put(out, exception->cause ? "\nThe above exception was the direct cause of the following exception:\n\n"
                                  : "\nDuring handling of the above exception, another exception occurred:\n\n");
    }
    put_one(out, exception);
}

typedef struct request {
    aw_value exception;
    const char *text;
} request;

static void print(void *argument) {
    request *r = argument;
    printer out = {0};
    put_chain(&out, aw__exception_in(r->exception), 0);
    if (out.writer.length) out.writer.length--; /* the end of the last line */
    r->text = aw__writer_end(&out.writer);
}

const char *aw_traceback(aw_value exception) {
    if (!aw__is_exception(exception)) return aw_repr(exception);
    request r = {exception, NULL};
    aw__on_main_stack(print, &r);
    return r.text;
}
