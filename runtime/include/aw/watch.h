/* Looking into coroutines that are suspended: variables that they let be watched, and the memory that they take. */
#ifndef AW_WATCH_H
#define AW_WATCH_H

#include <aw/coroutine.h>

#ifdef __cplusplus
extern "C" {
#endif

/* AW_WATCH(total, name); at most eight variables, below the lines that give them their values: while the coroutine is suspended these can be looked at, until the block
 * ends. They may be of integer, floating, bool, const char * or aw_value type, or arrays of char; parameters and static variables, too. Works in a coroutine, in generators
 * of both kinds, and in every plain C function called from one. A const char * or char * must point to a text, or be NULL, as long as it is watched: what it points to is read
 * wherever it is, as far as it can be read.
 * Costs nothing where a program is compiled without AW_INSPECTABLE, which `libawait build --inspectable` and the playground define. */
#define AW_WATCH(...) AW__JOIN(AW__WATCH, AW__COUNT(__VA_ARGS__))(__VA_ARGS__)

/* The variables that it lets be watched, innermost block last: a list with a tuple for each, (name, type, line, value). The value is an int, a float, a bool, a str of at most
 * 200 bytes, or what the aw_value is; left out are an aw_value that neither the coroutine nor one that awaits it keeps alive, and a pointer to where nothing
 * can be read. Empty unless it is suspended. Never suspends, changes nothing. Error: MemoryError. */
aw_value aw_coroutine_watched(aw_value coroutine);

/* What a suspended coroutine takes beside its object, in bytes. */
typedef struct aw_memory {
    size_t frames; /* its saved WebAssembly frames */
    size_t stack;  /* its C stack, */
    size_t used;   /* and what of that is in use */
    bool computed; /* the build worked out how large its C stack can become: it never needs more */
} aw_memory;
/* Fills *out_memory. False unless it is suspended, and natively, where the operating system's stacks are used. */
bool aw_coroutine_memory(aw_value coroutine, aw_memory *out_memory);

/* -- what the macros above expand to -- */

typedef struct aw__watched {
    uint32_t magic; /* AW__WATCHED */
    int32_t line;
    const char *name, *type;
    size_t size;
    char code; /* i signed, u unsigned, f floating, b bool, s text, t text in an array, v value */
} aw__watched;
typedef struct aw__watch {
    const aw__watched *what;
    const void *where;
    struct aw__watch *outer, **list; /* NULL: nobody can look */
} aw__watch;
#define AW__WATCHED 0x6F775761u
void aw__watch_begin(aw__watch *watch);
void aw__watch_end(aw__watch *watch);

#define AW__WATCHED_TEXT(variable, pointer) (__builtin_types_compatible_p(__typeof__(variable), pointer) ? 's' : 't')
#define AW__WATCHED_CODE(variable)                                                                            \
    _Generic((variable), bool: 'b', char: 'i', signed char: 'i', short: 'i', int: 'i', long: 'i', long long: 'i', \
             unsigned char: 'u', unsigned short: 'u', unsigned: 'u', unsigned long: 'u', unsigned long long: 'u', \
             float: 'f', double: 'f', aw_value: 'v', char *: AW__WATCHED_TEXT(variable, char *),              \
             const char *: AW__WATCHED_TEXT(variable, const char *))
#define AW__WATCHED_TYPE(variable)                                                                            \
    _Generic((variable), bool: "bool", char: "char", signed char: "signed char", short: "short", int: "int",  \
             long: "long", long long: "long long", unsigned char: "unsigned char",                            \
             unsigned short: "unsigned short", unsigned: "unsigned", unsigned long: "unsigned long",          \
             unsigned long long: "unsigned long long", float: "float", double: "double",                      \
             aw_value: "aw_value", char *: "char *", const char *: "const char *")
#ifdef AW_INSPECTABLE
#define AW__WATCH(variable, id)                                                                               \
    static const aw__watched AW__JOIN(aw__watched_, id) = {AW__WATCHED, __LINE__, #variable, AW__WATCHED_TYPE(variable), \
                                                           sizeof(variable), AW__WATCHED_CODE(variable)};     \
    aw__watch AW__JOIN(aw__watch_, id) __attribute__((cleanup(aw__watch_end))) = {&AW__JOIN(aw__watched_, id), &(variable), NULL, NULL}; \
    aw__watch_begin(&AW__JOIN(aw__watch_, id))
#else
#define AW__WATCH(variable, id) _Static_assert(AW__WATCHED_CODE(variable), "of a type that can be watched")
#endif
#define AW__WATCH1(a) AW__WATCH(a, __COUNTER__)
#define AW__WATCH2(a, ...) AW__WATCH(a, __COUNTER__); AW__WATCH1(__VA_ARGS__)
#define AW__WATCH3(a, ...) AW__WATCH(a, __COUNTER__); AW__WATCH2(__VA_ARGS__)
#define AW__WATCH4(a, ...) AW__WATCH(a, __COUNTER__); AW__WATCH3(__VA_ARGS__)
#define AW__WATCH5(a, ...) AW__WATCH(a, __COUNTER__); AW__WATCH4(__VA_ARGS__)
#define AW__WATCH6(a, ...) AW__WATCH(a, __COUNTER__); AW__WATCH5(__VA_ARGS__)
#define AW__WATCH7(a, ...) AW__WATCH(a, __COUNTER__); AW__WATCH6(__VA_ARGS__)
#define AW__WATCH8(a, ...) AW__WATCH(a, __COUNTER__); AW__WATCH7(__VA_ARGS__)

#ifdef __cplusplus
}
#endif
#endif
