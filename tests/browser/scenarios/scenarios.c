/* Scenarios of the judge as coroutines that a reader makes, sends to, throws into and closes on the page: f0(17, 'f0.1') is the definition f0 of
 * scenario 17, by that label. A module runs one scenario, the one that is named first. `names` gives out the labels, and is told which object has
 * which name, for bodies that drive objects by their names. */
#include "../../judge/judge.h"

#include <stdio.h>
#include <string.h>

extern const char *const scenario_texts[]; /* generated: the flat form of each */

static node scenario;
static bool is_open;

static void print(const char *line) {
    puts(line);
    fflush(stdout);
}

static void open_scenario(int number) {
    if (is_open) return;
    const char *text = scenario_texts[number];
    input from = {text, text + strlen(text)};
    is_open = input_read(&from, &scenario) && check_scenario(&scenario) == NULL;
    if (!is_open) return print("this scenario cannot be read");
    world_open(&scenario);
    trace_follow(print);
}

/* Runs a definition as interpret() does. */
static aw_value run_definition(int number, const char *name, const char *label) {
    open_scenario(number);
    const node *definition = node_member(node_member(&scenario, "define"), name);
    if (definition == NULL) return aw_raise(AW_LOOKUP_ERROR, "no definition %s", name);
    return run_body(node_member(definition, "body"), label);
}

#define DEFINITION(name)                                                                                       \
    AW_ASYNC(name, (int, scenario_number), (const char *, label)) {                                            \
        const char *kept = memory_format("%s", label); /* lines outlive the coroutine */                       \
        return run_definition(scenario_number, #name, kept);                                                   \
    }                                                                                                          \
    AW_STACK(name, 65536)

DEFINITION(f0);
DEFINITION(f1);
DEFINITION(f2);
DEFINITION(f3);
DEFINITION(f4);

/* Is sent the name of a definition, and gives the next label of it; or ['d', object], and ['d', None] when the name goes. */
AW_ASYNC(names, (int, number)) {
    open_scenario(number);
    const char *label = NULL;
    AW_FOR(;;) {
        aw_value pair = AW_AWAIT(aw_suspend(label ? aw_string(label) : aw_none()));
        label = aw_type_of(pair) == AW_TYPE_STRING ? world_label(aw_as_string(pair)) : NULL;
        if (label) continue;
        const char *name = memory_format("%s", aw_as_string(aw_item(pair, 0)));
        if (aw_is_none(aw_item(pair, 1))) world_drop(name);
        else world_set(name, aw_item(pair, 1));
    }
}
