/* Facts A65 to A73: custom iterators under an await, with and without send, throw and close. */
#include "awaitables.h"
#include "check.h"

static aw_value value_error(void) { return aw_kind_value(AW_VALUE_ERROR); }

TEST(a65_an_iterator_needs_only_next) {
    aw_value c = f(IT(It, aw_string("a"), aw_string("b")));
    CHECK_VALUE("'a'", STEP(c));
    CHECK_VALUE("'b'", STEP(c));
    CHECK_RETURNS("'end'", STEP(c));
    c = f(IT(It, aw_int(1), aw_exception(AW_KEY_ERROR, "k")));
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(STEP(c), "KeyError", "'k'");
}

TEST(a66_none_always_calls_next) {
    aw_value c = f(IT(ItS, aw_int(1), aw_int(2), aw_int(3)));
    CHECK_VALUE("1", STEP(c));
    CHECK_VALUE("2", STEP(c));
    CHECK_VALUE("3", SEND_INT(c, 7));
    CHECK_LOG("next next send(7)");
}

AW_ASYNC(catches_attribute_error, (aw_value, awaitable)) {
    aw_value r = aw_await(awaitable);
    AW_EXCEPT(r, AW_ATTRIBUTE_ERROR, e) { return aw_string(aw_str(e)); }
    return r;
}

TEST(a67_a_value_for_an_iterator_without_send) {
    aw_value c = catches_attribute_error(IT(It, aw_int(1), aw_int(2)));
    CHECK_VALUE("1", STEP(c));
    CHECK_RETURNS("\"'It' object has no attribute 'send'\"", SEND_INT(c, 7));
    c = f(IT(It, aw_int(1), aw_int(2)));
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(SEND_INT(c, 7), "AttributeError", "'It' object has no attribute 'send'");
}

static const aw_object_type no_throw = {.name = "X", .await = it_await, .next = it_next, .send = it_send, .close = it_close};

TEST(a68_throw_abandons_an_iterator_without_throw) {
    aw_value c = f(IT(no_throw, aw_int(1), aw_int(2)));
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_throw(c, value_error()), "ValueError", "");
    CHECK_LOG("next");
}

TEST(a69_an_iterator_gets_the_arguments_of_throw_as_they_are) {
    aw_value c = f(IT(ItC, aw_string("s"), aw_string("a"), aw_string("b"), aw_string("c"), aw_string("d")));
    CHECK_VALUE("'s'", STEP(c));
    CHECK_VALUE("'a'", THROW(c, value_error()));
    CHECK_VALUE("'b'", THROW(c, value_error(), aw_int(2)));
    CHECK_VALUE("'c'", THROW(c, aw_int(1)));
    CHECK_VALUE("'d'", THROW(c, aw_exception(AW_VALUE_ERROR, "v"), aw_none(), aw_none()));
    CHECK_LOG("next throw(<class 'ValueError'>,) throw(<class 'ValueError'>, 2) throw(1,) throw(ValueError('v'), None, None)");
}

TEST(a70_what_the_throw_of_an_iterator_answers) {
    aw_value fin = aw_string("fin"), stop = aw_exception_of(AW_STOP_ITERATION, 1, &fin);
    aw_value c = f(IT(ItT, aw_string("s"), aw_string("again"), stop));
    CHECK_VALUE("'s'", STEP(c));
    CHECK_VALUE("'again'", aw_throw(c, value_error()));
    CHECK_STATE("CORO_SUSPENDED", c);
    CHECK_RETURNS("'fin'", aw_throw(c, value_error()));
    c = f(IT(ItT, aw_string("s"), aw_exception(AW_KEY_ERROR, "other")));
    CHECK_VALUE("'s'", STEP(c));
    CHECK_RAISES(aw_throw(c, value_error()), "KeyError", "'other'");
}

TEST(a71_generator_exit_calls_close_and_never_throw) {
    aw_value c = f(IT(ItC, aw_int(1), aw_int(2)));
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_kind_value(AW_GENERATOR_EXIT)), "GeneratorExit", "");
    CHECK_LOG("next close");
    c = f(IT(ItC, aw_int(1), aw_int(2)));
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("next close");
    c = f(IT(ItT, aw_int(1), aw_int(2)));
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("next");
}

static const aw_kind ge_kind = {"GE", AW_GENERATOR_EXIT};

TEST(a72_also_a_subclass_of_generator_exit) {
    aw_value c = f(IT(ItC, aw_int(1), aw_int(2)));
    CHECK_VALUE("1", STEP(c));
    CHECK_RAISES(aw_throw(c, aw_kind_value(&ge_kind)), "GE", "");
    CHECK_LOG("next close");
}

static aw_value close_gives(void *self) {
    (void)self;
    LOG("close");
    return aw_string("ignored");
}
static aw_value close_raises(void *self) {
    (void)self;
    return aw_raise(AW_OS_ERROR, "sub");
}
static const aw_object_type gives_type = {.name = "It", .await = it_await, .next = it_next, .close = close_gives};
static const aw_object_type raises_type = {.name = "It", .await = it_await, .next = it_next, .close = close_raises};

TEST(a73_what_the_close_of_an_iterator_answers) {
    aw_value c = f(IT(gives_type, aw_int(1)));
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_close(c));
    CHECK_LOG("next close");
    c = f(IT(raises_type, aw_int(1)));
    CHECK_VALUE("1", STEP(c));
    CHECK_NONE(aw_exception_context(CHECK_RAISES(aw_close(c), "OSError", "sub")));
    c = f(IT(raises_type, aw_int(1)));
    CHECK_VALUE("1", STEP(c));
    aw_value thrown = aw_throw(c, aw_kind_value(AW_GENERATOR_EXIT));
    CHECK_NONE(aw_exception_context(CHECK_RAISES(thrown, "OSError", "sub")));
}
