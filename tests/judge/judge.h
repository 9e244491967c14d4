/* The judge's interpreter of scenarios: what its files share. It uses libawait as any program does, through aw/aw.h only.
 * A scenario arrives as a tree of nodes (input.c), is checked (check.c), and runs in one world (world.c): each definition that is
 * called becomes one coroutine, `interpret` in body.c. Operations stand in tables, one file each (ops-*.c). */
#ifndef JUDGE_H
#define JUDGE_H

#include <aw/aw.h>

/* -- input.c: JSON, read by JavaScript, comes as one flat text -- */

typedef enum node_type {
    NODE_NULL,
    NODE_FALSE,
    NODE_TRUE,
    NODE_INT,
    NODE_DOUBLE,
    NODE_STRING,
    NODE_LIST,
    NODE_MAP /* items: key, value, key, value, … */
} node_type;

typedef struct node {
    node_type type;
    uint32_t count; /* items */
    int64_t number;
    double real;
    const char *text;
    struct node *items;
    const struct op *op; /* of a list that is an operation, once it is checked */
} node;

typedef struct input {
    const char *at, *end;
} input;

/* Reads one value into the scenario's memory. False at the end of the input, and where it is damaged. */
bool input_read(input *from, node *out);
/* The member of a map, or NULL. */
const node *node_member(const node *map, const char *key);

/* -- memory.c: lives until the scenario ends; a coroutine that is destroyed half-way can leave nothing behind -- */

void *memory_take(size_t bytes);
const char *memory_format(const char *format, ...) __attribute__((format(printf, 1, 2)));
const char *memory_vformat(const char *format, va_list arguments) __attribute__((format(printf, 1, 0)));
void memory_drop_all(void);

/* A text that grows, used for what outlives a scenario. */
typedef struct text {
    char *data;
    size_t length, capacity;
} text;
void text_add(text *to, const char *data, size_t length);
void text_format(text *to, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* -- body.c: one run of a body -- */

typedef enum flow { FLOW_NEXT, FLOW_BREAK, FLOW_RETURN, FLOW_RAISE } flow;

typedef struct frame {
    const char *label;
    aw_value value; /* FLOW_RETURN: the result; FLOW_RAISE: the error */
} frame;

typedef struct op {
    const char *name;
    const char *shape; /* of its arguments: see check.c */
    flow (*run)(frame *me, const node *arguments);
} op;
extern const op flow_ops[], coroutine_ops[], task_ops[], structured_ops[], sync_ops[], generator_ops[];
extern const op *const op_tables[]; /* ends with NULL */

flow run_op(frame *me, const node *step);
flow run_block(frame *me, const node *ops);
/* Ends an operation with this value: FLOW_RAISE for an error, else FLOW_NEXT. */
flow finish(frame *me, aw_value value);
/* Ends an await: raises the error, or says "TEXT -> RESULT". */
flow finish_await(frame *me, const char *text, aw_value result);
/* Ends what does not raise in the scenario: says "TEXT -> RESULT" or "TEXT !! EXCEPTION". */
flow finish_attempt(frame *me, const char *text, aw_value result);
/* All of a body, for a coroutine of this label: what it returns. */
aw_value run_body(const node *body, const char *label);
aw_value interpret(const node *body, const char *label);
aw_value interpret_generator(const node *body, const char *label); /* an asynchronous generator */

/* -- check.c -- */

/* Looks at the whole scenario before it runs; gives NULL, or what is wrong with it or not supported. */
const char *check_scenario(const node *scenario);

/* -- world.c: the scenario's named objects and its trace -- */

void world_open(const node *scenario);
/* Drops all objects. What they say is no longer part of the trace. */
void world_close(void);
bool world_has_objects(void);
/* Appends "label: …" to the trace; raises Cut where that is full. */
flow say(frame *me, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The same for a line that no frame says and that is never too many. */
void trace_add(const char *line);
/* From now on each line is told to this, too. */
void trace_follow(void (*told)(const char *line));
size_t trace_length(void);
const char *trace_line(size_t index);

extern const aw_kind cut_kind;
flow raise_cut(frame *me);

/* The label of the next coroutine of a definition, which is given out with it. */
const char *world_label(const char *definition);
/* A new coroutine, or asynchronous generator, of a definition: to be awaited at once, or kept with world_set. */
aw_value world_make(const char *definition);
/* Gives a name to an object; what had the name before is let go. */
void world_set(const char *name, aw_value object);
void world_drop(const char *name);
/* The object of that name, or None. It lives as long as nothing else runs. */
aw_value world_get(const char *name);
/* The same, or LookupError "no object NAME". */
aw_value world_find(const char *name);
/* True: suspend with a generator of the scenario's own, as the oracle does, in place of aw_suspend. */
bool world_suspends_by_generator(void);

/* -- show.c: values as the trace writes them; the texts live until the scenario ends -- */

aw_value value_of(const node *from);
/* A new exception of a class and a message, which may be null. */
aw_value exception_of(const node *kind, const node *message);
/* The number of a node; NaN, which is AW_NO_TIMEOUT, for null. */
double number_of(const node *from);
const char *show(aw_value value);
const char *show_exception(aw_value exception);

/* -- ops-task.c -- */

/* What `state` says of a future or task. */
const char *future_state(aw_value future);

/* -- run.c -- */

/* Reads the next scenario of the input and makes it the one that runs. False where the input is at its end. */
bool run_begin(input *from);
/* Its next step: one operation of the driver, or one iteration of the loop. True: there are more. False: it is over, and what came of it is in `out`:
 * "trace LINES OBJECTS COROUTINES STACKS\n", the counts of what it left alive, and then each line as "LENGTH TEXT\n"; or "error LENGTH TEXT\n". */
bool run_step(text *out);
/* Both, and all steps. */
bool run_next(input *from, text *out);

#endif
