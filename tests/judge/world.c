/* One scenario's named objects, its definitions and its trace (the oracle's World). */
#include "judge.h"

#include <string.h>

enum { MAX_TRACE = 400 };

typedef struct variable {
    struct variable *next;
    const char *name;
    aw_value object; /* retained; None where the name has no object */
} variable;

typedef struct definition {
    struct definition *next;
    const char *name;
    const node *body;
    bool is_generator;
    int made;
} definition;

typedef struct line {
    struct line *next;
    const char *text;
} line;

static variable *variables;
static definition *definitions;
static line *first_line, **last_line;
static size_t line_count;
static bool open, suspends_by_generator;
static void (*follower)(const char *line);

const aw_kind cut_kind = {"Cut", AW_BASE_EXCEPTION};

void world_open(const node *scenario) {
    variables = NULL;
    definitions = NULL;
    first_line = NULL;
    last_line = &first_line;
    line_count = 0;
    open = true;
    const node *suspend = node_member(scenario, "suspend");
    suspends_by_generator = suspend != NULL && suspend->type == NODE_STRING && strcmp(suspend->text, "generator") == 0;
    const node *define = node_member(scenario, "define");
    for (uint32_t i = 0; i < define->count; i += 2) {
        definition *made = memory_take(sizeof *made);
        const node *given = &define->items[i + 1];
        *made = (definition){definitions, define->items[i].text, node_member(given, "body"), node_member(given, "kind") != NULL, 0};
        definitions = made;
    }
}

void world_close(void) {
    open = false;
    for (variable *each = variables; each != NULL;) {
        if (aw_is_none(each->object)) {
            each = each->next;
        } else {
            if (!aw_is_task(each->object)) (void)aw_cancel(each->object).bits; /* a future and who waits for it may hold each other */
            world_drop(each->name);
            each = variables; /* what that ran may have named others */
        }
    }
}

bool world_has_objects(void) {
    for (const variable *each = variables; each != NULL; each = each->next)
        if (!aw_is_none(each->object)) return true;
    return false;
}

bool world_suspends_by_generator(void) { return suspends_by_generator; }

/* -- the trace -- */

void trace_add(const char *text) {
    if (!open) return;
    line *made = memory_take(sizeof *made);
    made->text = text;
    *last_line = made;
    last_line = &made->next;
    line_count++;
    if (follower != NULL) follower(text);
}

void trace_follow(void (*told)(const char *line)) { follower = told; }

size_t trace_length(void) { return line_count; }

const char *trace_line(size_t index) {
    const line *found = first_line;
    while (index-- > 0) found = found->next;
    return found->text;
}

flow raise_cut(frame *me) {
    me->value = aw_raise(&cut_kind, "cut");
    return FLOW_RAISE;
}

flow say(frame *me, const char *format, ...) {
    if (line_count >= MAX_TRACE) return raise_cut(me);
    va_list arguments;
    va_start(arguments, format);
    const char *words = memory_vformat(format, arguments);
    va_end(arguments);
    trace_add(memory_format("%s: %s", me->label, words));
    return FLOW_NEXT;
}

/* -- objects -- */

static variable *find(const char *name) {
    variable *each = variables;
    while (each != NULL && strcmp(each->name, name) != 0) each = each->next;
    return each;
}

static definition *definition_of(const char *name) {
    definition *of = definitions;
    while (strcmp(of->name, name) != 0) of = of->next;
    return of;
}

const char *world_label(const char *name) { return memory_format("%s.%d", name, ++definition_of(name)->made); }

aw_value world_make(const char *name) {
    const definition *of = definition_of(name);
    const char *label = world_label(name);
    if (of->is_generator) return interpret_generator(of->body, label);
    aw_value made = AW_TRY(interpret(of->body, label));
    AW_TRY(aw_set_coroutine_qualname(made, AW_TRY(aw_string(name))));
    return made;
}

void world_set(const char *name, aw_value object) {
    variable *found = find(name);
    if (found == NULL) {
        found = memory_take(sizeof *found);
        *found = (variable){variables, name, aw_none()};
        variables = found;
    }
    aw_value before = found->object;
    found->object = aw_retain(object);
    aw_release(before);
}

void world_drop(const char *name) {
    if (find(name) != NULL) world_set(name, aw_none());
}

aw_value world_get(const char *name) {
    const variable *found = find(name);
    return found == NULL ? aw_none() : found->object;
}

aw_value world_find(const char *name) {
    aw_value object = world_get(name);
    return aw_is_none(object) ? aw_raise(AW_LOOKUP_ERROR, "no object %s", name) : object;
}
