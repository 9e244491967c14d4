/* Stacks, and how the processor moves between them. Knows nothing of Python.
 *
 * The hard idea. WebAssembly keeps its call stack where no program can reach it, so a coroutine cannot be left by loading another stack
 * pointer. Binaryen's Asyncify pass rewrites every function that may be on the stack when a coroutine suspends. Such a function can do two
 * things besides running: *unwind*, which is to save its locals and the place of its current call into a buffer and return at once; and
 * *rewind*, which is to read them back and make that call again. The pass gives us four functions that turn these modes on and off, and a
 * pointer to {where the buffer stands, where it ends}:
 *
 *     enter(stack) ── entry ── f ── g ── leave()        running, g wants to suspend
 *     enter(stack) ◄─ entry ◄─ f ◄─ g ◄─ start_unwind   each saves its locals and returns
 *     stop_unwind                                       enter() returns "suspended": the frames are plain bytes now
 *       … any time later …
 *     start_rewind ─► entry ─► f ─► g ─► leave()        each restores its locals and calls on
 *                                        stop_rewind    leave() returns: g goes on as if nothing had happened
 *
 * enter() and whatever calls leave() are themselves not rewritten, since they work the modes. They must not be inlined into functions that
 * are; the ones that call leave() are exported, because Binaryen knows no `noinline`.
 *
 * A frame has a second half: variables whose address is taken live on the "C stack" in linear memory, below __stack_pointer. Each coroutine
 * has a block of its own for it, at an address that never changes, because programs keep pointers into it:
 *
 *     low                            sp                    high
 *      │ saved frames ─►   free       │  C stack in use      │
 *
 * All stacks unwind into one large buffer (frames in flight are bounded by the engine's own call stack, so it cannot overflow), and
 * enter() copies the exact bytes to the low end of the block, which the C stack does not use at that moment; if they do not fit, to the
 * heap. They are rewound from there, without a second copy. Unwinding straight into the block would save some nanoseconds, and would
 * write over the C stack before anybody could notice that there was no room.
 *
 * A C stack that grows past `low` is caught by a check that the build puts where functions take their frame: see set_stack_limits.
 *
 * Rejected: one C stack for all, copied out and in at each switch (a pointer to a local, handed to another coroutine, would point to
 * somebody else's variable); Emscripten's fibers (each switch goes through JavaScript: ten times slower, and their state is not in memory).
 */
#ifndef AW_SWITCH_SWITCH_H
#define AW_SWITCH_SWITCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __wasm__
#include "switch_asyncify.h"
#else
#include "switch_native.h"
#endif

/* The four functions. */

/* Makes a stack of at least `size` bytes. If they are `exact`, all that what runs on it can take, what functions that call nobody use below
 * the stack pointer is counted in; otherwise some is set aside for it. False where memory is exhausted. */
bool aw__stack_init(aw__stack *stack, size_t size, bool exact);
/* Frees it. What was suspended on it never runs again. */
void aw__stack_fini(aw__stack *stack);
/* Starts `entry(argument)` on the stack, or resumes what is suspended there, until it returns or calls leave(). Nests: a stack may enter
 * another. What entry returned is in aw__stack_result until the next call. AW__LOST: the saved frames found no memory; they are gone. */
typedef enum aw__stack_state { AW__ENDED, AW__LEFT, AW__LOST } aw__stack_state;
aw__stack_state aw__stack_enter(aw__stack *stack, uint64_t (*entry)(void *), void *argument);
/* Do these bytes belong to the C stack of what is suspended on it? Natively nobody knows: they are believed to. */
bool aw__stack_holds(const aw__stack *stack, const void *address, size_t size);
/* What it takes while something is suspended on it, in bytes: the saved frames, the C stack, and what of that is in use. False where the back end cannot know. */
typedef struct aw__stack_use {
    size_t frames, size, used;
    bool exact;
} aw__stack_use;
bool aw__stack_measure(const aw__stack *stack, aw__stack_use *out_use);
/* In a function that is called on a stack and may suspend, written exactly so:
 *     if (!aw__stack_resuming()) { … what is done before suspending … }
 *     if (!aw__stack_leave()) return nothing;   // on the way out
 *     … what is done after resuming …
 * Declared by the back end, as inline functions: AW__SUSPENDS marks the function around them. */

/* Where a stack stands, for recovering from a trap, which leaves everything as it was when it struck. */
aw__stack_mark aw__stack_mark_now(void);
void aw__stack_recover(const aw__stack_mark *mark);
/* The name of what is running, for the message about an overflow. The floor of coroutines provides it. */
const char *aw__stack_owner(void);

#endif
