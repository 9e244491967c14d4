/* Which objects of the runtime are touched, for whoever explores: two callbacks that touch nothing in common may run in either order, and only one of the orders need be tried.
 *
 * An object is any address that stands for something which two tasks can see: a future, a lock, a list, or one part of such an object where its parts are independent.
 * What order callbacks become ready in is no access: all orders are tried. What only counts or collects (who waits for a future, how many children of a gather() have
 * ended) commutes, and is recorded as a read; what decides by it is a write. Off, each place is one load and a branch; places where nothing costs that little have none. */
#ifndef AW_BASE_ACCESS_H
#define AW_BASE_ACCESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

extern bool aw__recording;
void aw__note_access(const void *object, bool writes);
/* What was taken from the heap while it is recorded belongs to who took it: touching it is no access. */
void aw__note_fresh(const void *block, size_t size);
void aw__note_freed(const void *block);
void aw__note_everything(void);
/* The last reference to an object is gone; and what came of it is more than that its memory is free. Who drops that reference then matters, for each object that ended. */
void aw__note_ended(const void *object, bool ran);
void aw__note_quiet_end(void);

static inline bool aw__is_recording(void) { return __builtin_expect(aw__recording, false); }
static inline void aw__reads(const void *object) {
    if (aw__is_recording()) aw__note_access(object, false);
}
static inline void aw__writes(const void *object) {
    if (aw__is_recording()) aw__note_access(object, true);
}
static inline void aw__ends(const void *object) {
    if (aw__is_recording()) aw__note_ended(object, false);
}
static inline void aw__runs_at_its_end(const void *object) {
    if (aw__is_recording()) aw__note_ended(object, true);
}
/* First thing in a fini of the runtime's own: all that it does is to let go of more. */
static inline void aw__ends_quietly(void) {
    if (aw__is_recording()) aw__note_quiet_end();
}
/* What looks at all tasks, or at what nobody can list. */
static inline void aw__touches_everything(void) {
    if (aw__is_recording()) aw__note_everything();
}

/* What stands for the host and for the set of tasks. */
extern const char aw__the_host, aw__the_tasks;

/* As JavaScript reads it: `count` items, or UINT32_MAX: everything. */
enum { AW__ACCESSES_AT_MOST = 1023 };
typedef struct aw__access {
    uint32_t address;
    uint32_t flags; /* bit 0: written; bit 1: no object but a block that was taken from the heap, whose size is in bits 3 to 31; bit 2: it ended, and if written, ran something */
} aw__access;
typedef struct aw__accesses {
    uint32_t count;
    aw__access items[AW__ACCESSES_AT_MOST];
} aw__accesses;
extern aw__accesses aw__recorded;

#endif
