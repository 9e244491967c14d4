/* Memory of one scenario, given back all at once, and texts that grow. Where the system has none left the judge ends: what it judges
 * has its own tests for that. */
#include "judge.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct block {
    struct block *next;
    max_align_t data[];
} block;
static block *blocks;

static void *need(void *memory) {
    if (memory == NULL) {
        fputs("judge: out of memory\n", stderr);
        abort();
    }
    return memory;
}

void *memory_take(size_t bytes) {
    block *taken = need(calloc(1, sizeof(block) + bytes));
    taken->next = blocks;
    blocks = taken;
    return taken->data;
}

const char *memory_vformat(const char *format, va_list arguments) {
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *made = memory_take((size_t)length + 1);
    vsnprintf(made, (size_t)length + 1, format, again);
    va_end(again);
    return made;
}

const char *memory_format(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const char *made = memory_vformat(format, arguments);
    va_end(arguments);
    return made;
}

void memory_drop_all(void) {
    while (blocks != NULL) {
        block *next = blocks->next;
        free(blocks);
        blocks = next;
    }
}

void text_add(text *to, const char *data, size_t length) {
    if (to->capacity - to->length < length) {
        to->capacity = (to->length + length) * 2;
        to->data = need(realloc(to->data, to->capacity));
    }
    memcpy(to->data + to->length, data, length);
    to->length += length;
}

void text_format(text *to, const char *format, ...) {
    char line[256];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    text_add(to, line, (size_t)length < sizeof line ? (size_t)length : sizeof line - 1);
}
