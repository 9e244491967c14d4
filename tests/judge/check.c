/* Looks at a scenario before it runs: every operation must be known and have arguments of its shape. The letters of a shape:
 * s text, m text or null, v any value, b true or false, n a count, x a number, X a number or null, k an exception class, d a definition,
 * o operations, t the parts of a try; S a list of texts, D one of definitions, P one of [text, definition]. What follows a ? may be missing. */
#include "judge.h"

#include <string.h>

static const node *define;

static const char *check_block(const node *ops);

static const op *find_op(const char *name) {
    for (const op *const *table = op_tables; *table != NULL; table++)
        for (const op *each = *table; each->name != NULL; each++)
            if (strcmp(each->name, name) == 0) return each;
    return NULL;
}

static bool is_number(const node *value) { return value->type == NODE_INT || value->type == NODE_DOUBLE; }

static bool is_text(const node *value) { return value != NULL && value->type == NODE_STRING; }

static bool is_list(const node *value) { return value != NULL && value->type == NODE_LIST; }

static const char *check_kind(const node *name) {
    if (!is_text(name)) return "an exception class must be a text";
    return aw_kind_named(name->text) ? NULL : memory_format("exception class %s is not supported", name->text);
}

static const char *check_handler(const node *handler) {
    if (!is_list(handler) || handler->count != 2 || !is_list(&handler->items[0])) return "except must be a list of [classes, operations]";
    const node *kinds = &handler->items[0];
    const char *wrong = NULL;
    for (uint32_t i = 0; i < kinds->count && wrong == NULL; i++) wrong = check_kind(&kinds->items[i]);
    return wrong != NULL ? wrong : check_block(&handler->items[1]);
}

static const char *check_try(const node *part) {
    if (part->type != NODE_MAP) return "try takes a map";
    static const char *const blocks[] = {"body", "else", "finally"};
    const char *wrong = NULL;
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks && wrong == NULL; i++) {
        const node *block = node_member(part, blocks[i]);
        if (block != NULL && block->type != NODE_NULL) wrong = check_block(block);
    }
    const node *handlers = node_member(part, "except");
    if (wrong == NULL && handlers != NULL && !is_list(handlers)) wrong = "except must be a list";
    for (uint32_t i = 0; handlers != NULL && wrong == NULL && i < handlers->count; i++) wrong = check_handler(&handlers->items[i]);
    return wrong;
}

static const char *check_definition(const node *name) {
    if (!is_text(name)) return "the name of a definition is missing";
    return node_member(define, name->text) ? NULL : memory_format("there is no definition %s", name->text);
}

static const char *check_pair(const node *pair) {
    if (!is_list(pair) || pair->count != 2 || !is_text(&pair->items[0])) return "a list of [text, definition] is missing";
    return check_definition(&pair->items[1]);
}

static const char *check_text(const node *text) { return is_text(text) ? NULL : "a text is missing"; }

static const char *check_list(const node *list, const char *(*check_item)(const node *item)) {
    if (!is_list(list)) return "a list is missing";
    const char *wrong = NULL;
    for (uint32_t i = 0; i < list->count && wrong == NULL; i++) wrong = check_item(&list->items[i]);
    return wrong;
}

static const char *check_argument(char letter, const node *argument) {
    switch (letter) {
    case 's':
        return check_text(argument);
    case 'm':
        return is_text(argument) || argument->type == NODE_NULL ? NULL : "a text or null is missing";
    case 'b':
        return argument->type == NODE_TRUE || argument->type == NODE_FALSE ? NULL : "true or false is missing";
    case 'n':
        return argument->type == NODE_INT ? NULL : "a count is missing";
    case 'x':
        return is_number(argument) ? NULL : "a number is missing";
    case 'X':
        return is_number(argument) || argument->type == NODE_NULL ? NULL : "a number or null is missing";
    case 'k':
        return check_kind(argument);
    case 'd':
        return check_definition(argument);
    case 'o':
        return check_block(argument);
    case 't':
        return check_try(argument);
    case 'S':
        return check_list(argument, check_text);
    case 'D':
        return check_list(argument, check_definition);
    case 'P':
        return check_list(argument, check_pair);
    default:
        return NULL;
    }
}

static const char *check_op(node *step) {
    if (!is_list(step) || step->count == 0 || !is_text(&step->items[0])) return "an operation must be a list that begins with its name";
    const char *name = step->items[0].text;
    step->op = find_op(name);
    if (step->op == NULL) return memory_format("operation %s is not supported", name);
    const node *argument = &step->items[1], *end = &step->items[step->count];
    bool may_end = false;
    for (const char *letter = step->op->shape; *letter; letter++) {
        if (*letter == '?') {
            may_end = true;
            continue;
        }
        if (argument == end && !may_end) return memory_format("operation %s has too few arguments", name);
        if (argument == end) return NULL;
        const char *wrong = check_argument(*letter, argument++);
        if (wrong != NULL) return memory_format("%s: %s", name, wrong);
    }
    return argument == end ? NULL : memory_format("operation %s has too many arguments", name);
}

static const char *check_block(const node *ops) {
    if (!is_list(ops)) return "operations must be a list";
    const char *wrong = NULL;
    for (uint32_t i = 0; i < ops->count && wrong == NULL; i++) wrong = check_op(&ops->items[i]);
    return wrong;
}

const char *check_scenario(const node *scenario) {
    define = node_member(scenario, "define");
    const node *drive = node_member(scenario, "drive"), *start = node_member(scenario, "main");
    if (define == NULL || define->type != NODE_MAP) return "a scenario needs a map \"define\"";
    if (drive == NULL && start == NULL) return "a scenario needs \"drive\" or \"main\"";
    const char *wrong = NULL;
    for (uint32_t i = 0; i < define->count && wrong == NULL; i += 2) {
        const node *body = node_member(&define->items[i + 1], "body"), *kind = node_member(&define->items[i + 1], "kind");
        if (kind != NULL && (!is_text(kind) || strcmp(kind->text, "generator") != 0)) wrong = "the kind of a definition is generator or none";
        else wrong = body == NULL ? "a definition needs a body" : check_block(body);
    }
    if (wrong != NULL) return wrong;
    return start != NULL ? check_definition(start) : check_block(drive);
}
