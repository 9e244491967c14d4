/* Variables that suspended coroutines let be watched, and the memory that they take. */
#define AW_INSPECTABLE
#include "awaitables.h"
#include "check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int shared = 5;

AW_ASYNC(all_types, (int, parameter)) {
    bool b = true;
    char c = 'A';
    int8_t i8 = -8;
    uint16_t u16 = 65535;
    int64_t i64 = INT64_MIN;
    uint64_t u64 = UINT64_MAX;
    float f = 0.5f;
    const double d = 2.25;
    const char *text = "text", *none = NULL;
    char array[4] = "abc";
    AW_WATCH(b, c, i8, u16, i64, u64, f, d);
    AW_WATCH(text, none, array);
    AW_WATCH(parameter, shared);
    AW_AWAIT(y(aw_none()));
    array[0] = 'x';
    parameter++;
    shared++;
    AW_AWAIT(y(aw_none()));
    return aw_none();
}

/* name=value of each, with one space between. */
static const char *watched(aw_value coroutine) {
    static char text[1000];
    aw_value list = aw_coroutine_watched(coroutine);
    text[0] = 0;
    for (size_t i = 0; i < aw_length(list); i++) {
        aw_value one = aw_item(list, i);
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%s=%s", i ? " " : "", aw_str(aw_item(one, 0)), check_plain(aw_repr(aw_item(one, 3))));
    }
    return text;
}

TEST(watch_all_types) {
    aw_value c = all_types(1);
    CHECK_TEXT("", watched(c));
    CHECK_NONE(STEP(c));
    CHECK_TEXT("b=True c=65 i8=-8 u16=65535 i64=-9223372036854775808 u64=1.8446744073709552e+19 f=0.5 d=2.25 text='text' none=None array='abc' parameter=1 shared=5",
               watched(c));
    aw_value first = aw_item(aw_coroutine_watched(c), 0);
    CHECK_TEXT("bool", aw_str(aw_item(first, 1)));
    CHECK_INT(23, aw_as_int(aw_item(first, 2)));
    CHECK_NONE(STEP(c));
    CHECK(strstr(watched(c), "array='xbc' parameter=2 shared=6"));
    shared = 5;
    CHECK_RETURNS("None", STEP(c));
    CHECK_TEXT("", watched(c));
    CHECK_TEXT("", watched(aw_int(3)));
}

static aw_value helper(int depth) {
    AW_WATCH(depth);
    return depth ? helper(depth - 1) : aw_await(y(aw_none()));
}

AW_ASYNC(blocks) {
    int outer = 1;
    AW_WATCH(outer);
    for (int i = 0; i < 2; i++) {
        AW_WATCH(i);
        AW_AWAIT(y(aw_none()));
        if (i == 1) break;
    }
    AW_AWAIT(y(aw_none()));
    AW_TRY(helper(2));
    AW_AWAIT(y(aw_none()));
    return aw_none();
}

TEST(watch_ends_with_its_block) {
    aw_value c = blocks(), other = blocks();
    CHECK_NONE(STEP(c));
    CHECK_NONE(STEP(other));
    CHECK_TEXT("outer=1 i=0", watched(c));
    CHECK_NONE(STEP(c));
    CHECK_TEXT("outer=1 i=1", watched(c));
    CHECK_TEXT("outer=1 i=0", watched(other));
    CHECK_NONE(STEP(c));
    CHECK_TEXT("outer=1", watched(c));
    CHECK_NONE(STEP(c));
    CHECK_TEXT("outer=1 depth=2 depth=1 depth=0", watched(c));
    CHECK_NONE(STEP(c));
    CHECK_TEXT("outer=1", watched(c));
    CHECK_NONE(aw_close(c));
    CHECK_TEXT("", watched(c));
}

AW_ASYNC(values, (aw_value, given)) {
    aw_value made = AW_LIST(aw_int(1)), error = aw_raise(AW_VALUE_ERROR, "no"), item = aw_item(given, 0), gone = aw_none(), never = {~0ull};
    AW_SCOPE { gone = aw_string("of another time, too long for a small block"); }
    AW_WATCH(given, made, error, item, gone, never);
    AW_AWAIT(y(aw_none()));
    return aw_none();
}

/* An aw_value that nobody keeps alive is not read. */
TEST(watch_values) {
    aw_value given = AW_LIST(aw_string("item")), c = values(given);
    CHECK_NONE(STEP(c));
    CHECK_TEXT("given=['item'] made=[1] error=ValueError('no') item='item'", watched(c));
}

AW_GENERATOR(counting) {
    int at = 0;
    AW_WATCH(at);
    for (;; at++) AW_YIELD(aw_int(at));
}

TEST(watch_in_a_generator) {
    aw_value g = counting();
    CHECK_VALUE("0", aw_next(g));
    CHECK_VALUE("1", aw_next(g));
    CHECK_TEXT("at=1", watched(g));
}

AW_ASYNC(texts) {
    char own[] = "own", *kept = malloc(8);
    strcpy(kept, "kept");
    const char *on_stack = own, *on_heap = kept, *wild = (const char *)(sizeof(void *) == 8 ? 1 : UINTPTR_MAX - 15), *none = NULL;
    AW_WATCH(on_stack, on_heap, wild, none);
    aw_value got = aw_await(y(aw_none()));
    free(kept);
    return got;
}

/* A text is read wherever it is; a pointer to where nothing can be read is left out. */
TEST(watch_texts) {
    aw_value c = texts();
    CHECK_NONE(STEP(c));
    CHECK_TEXT("on_stack='own' on_heap='kept' none=None", watched(c));
    CHECK_NONE(aw_close(c));
}

/* What a program that writes past its variables may leave: such a record is not shown, nor what is behind it. Natively all is believed. */
#ifdef __wasm__
AW_ASYNC(damaged, (int, how)) {
    int first = 1, second = 2;
    AW_WATCH(first);
    aw__watched what = {AW__WATCHED, 1, "second", "int", sizeof second, 'i'};
    aw__watch record __attribute__((cleanup(aw__watch_end))) = {&what, &second, NULL, NULL};
    aw__watch_begin(&record);
    static const aw__watched huge = {AW__WATCHED, 1, "huge", "int", SIZE_MAX, 'i'}, nameless = {AW__WATCHED, 1, (const char *)0xFFFFFFF0u, "int", 4, 'i'};
    static const aw__watched good = {AW__WATCHED, 1, "second", "int", sizeof second, 'i'}, text = {AW__WATCHED, 1, "text", "const char *", 4, 's'};
    const char *wild = (const char *)0xFFFFFFF0u;
    aw__watch *outer = record.outer;
    if (how > 0) record.what = &good;
    if (how == 1) record.where = (const void *)0xFFFFFFFEu;
    if (how == 2) record.what = &huge;
    if (how == 3) record.what = &nameless;
    if (how == 4) record.what = (const aw__watched *)0xFFFFFFF0u;
    if (how == 5) record.outer = &record;
    if (how == 6) record.outer = (aw__watch *)0xFFFFFFF0u;
    if (how == 7) record.what = &text, record.where = &wild;
    aw_value got = aw_await(y(aw_none()));
    record.outer = outer;
    return got;
}
#endif

TEST(watch_damaged_records) {
#ifdef __wasm__
    const char *expected[] = {"first=1", "first=1", "first=1", "first=1", "first=1", NULL, "second=2", "first=1"};
    for (int how = 0; how < 8; how++) {
        aw_value c = damaged(how);
        CHECK_NONE(STEP(c));
        const char *shown = watched(c);
        if (expected[how]) CHECK_TEXT(expected[how], shown);
        CHECK_NONE(aw_close(c));
    }
#endif
}

AW_ASYNC(small) { return AW_AWAIT(y(aw_none())); }

AW_STACK(given_stack, 4096);
AW_ASYNC(given_stack) {
    char buffer[1000];
    memset(buffer, 'x', sizeof buffer);
    AW_AWAIT(y(aw_string_of(buffer, 1)));
    return aw_string_of(buffer, 1);
}

static aw_value deep_frames(int n) {
    if (n == 0) return aw_await(y(aw_none()));
    aw_value got = deep_frames(n - 1);
    return aw_is_error(got) ? got : aw_int(n);
}
AW_STACK(many_frames, 256);
AW_ASYNC(many_frames) { return deep_frames(40); }

TEST(memory_of_coroutines) {
    aw_memory memory;
    aw_value c = small(), given = given_stack(), many = many_frames();
    CHECK(!aw_coroutine_memory(c, &memory));
    CHECK_NONE(STEP(c));
    CHECK_VALUE("'x'", STEP(given));
    CHECK_NONE(STEP(many));
#ifdef __wasm__
    CHECK(aw_coroutine_memory(c, &memory));
    CHECK(memory.computed);
    CHECK(memory.frames > 0 && memory.used <= memory.stack && memory.stack < 4096);
    CHECK(aw_coroutine_memory(given, &memory));
    CHECK(!memory.computed);
    CHECK(memory.stack >= 4096 && memory.stack < 4200 && memory.used >= 1000 && memory.used < 1200);
    CHECK(aw_coroutine_memory(many, &memory));
    CHECK(memory.frames > memory.stack); /* on the heap */
#else
    CHECK(!aw_coroutine_memory(c, &memory));
#endif
    CHECK_NONE(aw_close(c));
    CHECK(!aw_coroutine_memory(c, &memory));
}
