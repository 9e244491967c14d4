/* The forms of arguments that throw() takes, where they become an exception, and which are refused. */
#include "program.h"

AW_GENERATOR(y, (aw_value, v)) { return AW_YIELD(v); }

/* An awaitable that yields 'w' for ever, and has neither send() nor throw(). */
static aw_value it_self(void *self) { return aw_object_of(self); }
static aw_value it_next(void *self) {
    (void)self;
    return aw_string("w");
}
static const aw_object_type it_type = {.name = "It", .await = it_self, .iter = it_self, .next = it_next};

AW_ASYNC(f, (aw_value, awaitable)) { return AW_AWAIT(awaitable); }

static aw_value suspended(aw_value awaitable) {
    aw_value c = f(awaitable);
    AW_TRY(aw_send(c, aw_none()));
    return c;
}

static aw_value in_iterator(void) { return suspended(aw_object_new(&it_type, 0)); }
static aw_value in_generator(void) { return suspended(y(aw_string("w"))); }
static aw_value two_levels(void) { return suspended(f(aw_object_new(&it_type, 0))); }
static aw_value unstarted(void) { return f(y(aw_string("w"))); }

static void go(const char *label, aw_value (*make)(void), size_t count, const aw_value *arguments) {
    aw_value c = make();
    print_outcome(label, aw_throw_args(c, count, arguments));
    printf("\n    %s\n", aw_coroutine_state_name(c));
    aw_value closed = aw_close(c);
    if (aw_is_error(closed)) print_outcome("close", closed);
}
#define GO(label, make, ...)                                                                                  \
    go(label, make, sizeof((aw_value[]){__VA_ARGS__}) / sizeof(aw_value), (aw_value[]){__VA_ARGS__})

static void accepted_forms(aw_value (*make)(void)) {
    aw_value value_error = aw_kind_value(AW_VALUE_ERROR);
    aw_value inst = aw_exception(AW_VALUE_ERROR, "inst");
    GO("class", make, value_error);
    GO("class None", make, value_error, aw_none());
    GO("class str", make, value_error, aw_string("x"));
    GO("class tuple", make, value_error, AW_TUPLE(aw_string("x"), aw_string("y")));
    GO("class inst", make, value_error, inst);
    GO("class subinst", make, value_error, aw_exception(AW_UNICODE_ERROR, "sub"));
    GO("class other", make, value_error, aw_exception(AW_TYPE_ERROR, "other"));
    GO("inst", make, inst);
    GO("inst None None", make, inst, aw_none(), aw_none());
}

static void refused_forms(aw_value (*make)(void)) {
    GO("int", make, aw_int(1));
    GO("str", make, aw_string("x"));
    GO("inst value", make, aw_exception(AW_VALUE_ERROR, "inst"), aw_string("v"));
    GO("bad tb", make, aw_kind_value(AW_VALUE_ERROR), aw_string("v"), aw_int(3));
    go("none", make, 0, NULL);
    GO("four", make, aw_int(1), aw_int(2), aw_int(3), aw_int(4));
}

PROGRAM {
    printf("== suspended in a custom iterator\n");
    accepted_forms(in_iterator);
    refused_forms(in_iterator);
    printf("== suspended in a generator-based awaitable\n");
    refused_forms(in_generator);
    printf("== two native levels\n");
    refused_forms(two_levels);
    printf("== unstarted\n");
    refused_forms(unstarted);
}
