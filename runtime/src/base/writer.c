/* Texts that grow: see writer.h. */
#include "writer.h"

#include "context.h"
#include "format.h"

#include <string.h>

void aw__write_bytes(aw__writer *writer, const char *data, size_t length) {
    if (writer->failed || length == 0) return;
    if (writer->length + length > writer->capacity) {
        size_t capacity = (writer->length + length) * 2 + 32;
        char *grown = aw__reallocate(writer->data, writer->capacity, capacity);
        if (!grown) {
            writer->failed = true;
            return;
        }
        writer->data = grown;
        writer->capacity = capacity;
    }
    memcpy(writer->data + writer->length, data, length);
    writer->length += length;
}

void aw__write(aw__writer *writer, const char *text) { aw__write_bytes(writer, text, strlen(text)); }

void aw__write_format(aw__writer *writer, const char *format, ...) {
    char text[256];
    va_list arguments;
    va_start(arguments, format);
    aw__format(text, sizeof text, format, arguments);
    va_end(arguments);
    aw__write(writer, text);
}

aw_value aw__writer_value(aw__writer *writer) {
    aw_value text = writer->failed ? aw__memory_error() : aw_string_of(writer->data ? writer->data : "", writer->length);
    aw__free(writer->data, writer->capacity);
    *writer = (aw__writer){0};
    return text;
}

const char *aw__writer_end(aw__writer *writer) {
    aw_value text = aw__writer_value(writer);
    return aw_is_error(text) ? "<no memory>" : aw_as_string(text);
}
