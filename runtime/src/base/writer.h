/* Writing a long text piece by piece. Where memory is exhausted what follows is dropped, and the end says so. */
#ifndef AW_BASE_WRITER_H
#define AW_BASE_WRITER_H

#include <aw/value.h>

/* Begins as {0}. */
typedef struct aw__writer {
    char *data;
    size_t length, capacity;
    bool failed;
} aw__writer;

void aw__write_bytes(aw__writer *writer, const char *data, size_t length);
void aw__write(aw__writer *writer, const char *text);
/* As printf; at most 255 bytes of it. */
void aw__write_format(aw__writer *writer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The text as a str in the caller's scope, or MemoryError. */
aw_value aw__writer_value(aw__writer *writer);
/* The same as text, which lives as long as the caller's scope; "<no memory>" where there was too little. */
const char *aw__writer_end(aw__writer *writer);

#endif
