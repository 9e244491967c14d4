/* Looks at a scenario before it runs: every operation must be known and have arguments of its shape. The letters of a shape:
 * s text, m text or null, v any value, n a count, k an exception class, d a definition, o operations, t the parts of a try. */
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

static const char *check_argument(char letter, const node *argument) {
    switch (letter) {
    case 's':
        return is_text(argument) ? NULL : "a text is missing";
    case 'm':
        return is_text(argument) || argument->type == NODE_NULL ? NULL : "a text or null is missing";
    case 'n':
        return argument->type == NODE_INT ? NULL : "a number is missing";
    case 'k':
        return check_kind(argument);
    case 'd':
        if (!is_text(argument)) return "the name of a definition is missing";
        return node_member(define, argument->text) ? NULL : memory_format("there is no definition %s", argument->text);
    case 'o':
        return check_block(argument);
    case 't':
        return check_try(argument);
    default:
        return NULL;
    }
}

static const char *check_op(node *step) {
    if (!is_list(step) || step->count == 0 || !is_text(&step->items[0])) return "an operation must be a list that begins with its name";
    const char *name = step->items[0].text;
    step->op = find_op(name);
    if (step->op == NULL) return memory_format("operation %s is not supported", name);
    size_t count = strlen(step->op->shape);
    if (step->count != count + 1) return memory_format("operation %s takes %zu arguments, not %u", name, count, step->count - 1);
    for (size_t i = 0; i < count; i++) {
        const char *wrong = check_argument(step->op->shape[i], &step->items[i + 1]);
        if (wrong != NULL) return memory_format("%s: %s", name, wrong);
    }
    return NULL;
}

static const char *check_block(const node *ops) {
    if (!is_list(ops)) return "operations must be a list";
    const char *wrong = NULL;
    for (uint32_t i = 0; i < ops->count && wrong == NULL; i++) wrong = check_op(&ops->items[i]);
    return wrong;
}

const char *check_scenario(const node *scenario) {
    define = node_member(scenario, "define");
    const node *drive = node_member(scenario, "drive");
    if (define == NULL || define->type != NODE_MAP) return "a scenario needs a map \"define\"";
    if (node_member(scenario, "main") != NULL) {
        const node *profile = node_member(scenario, "profile");
        return memory_format("profile %s (a main coroutine in a loop) is not supported", is_text(profile) ? profile->text : "?");
    }
    if (drive == NULL) return "a scenario needs \"drive\" or \"main\"";
    const char *wrong = NULL;
    for (uint32_t i = 0; i < define->count && wrong == NULL; i += 2) {
        const node *body = node_member(&define->items[i + 1], "body");
        if (node_member(&define->items[i + 1], "kind") != NULL) wrong = "asynchronous generators are not supported";
        else wrong = body == NULL ? "a definition needs a body" : check_block(body);
    }
    return wrong != NULL ? wrong : check_block(drive);
}
