/* Formatting as vsnprintf does it. The conversions of the runtime's own texts are done here, in little code and little stack: no module needs the C
 * library's printf for an error message. Whatever else a format has, the C library does. */
#ifndef AW_BASE_FORMAT_H
#define AW_BASE_FORMAT_H

#include <stdarg.h>
#include <stddef.h>

/* How long the text is, without its end; negative where the format, or a text in it, is not valid. `text` may be NULL where `size` is 0. */
int aw__format(char *text, size_t size, const char *format, va_list arguments) __attribute__((format(printf, 3, 0)));

#endif
