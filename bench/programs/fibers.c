/* Emscripten's own fibers: one swap into a fiber and back is one round trip. */
#include <emscripten.h>
#include <emscripten/fiber.h>
#include <stddef.h>

static emscripten_fiber_t caller, fiber;
static char caller_frames[4096], fiber_frames[4096];
static char fiber_stack[16384] __attribute__((aligned(16)));

static void body(void *unused) {
    (void)unused;
    for (;;) emscripten_fiber_swap(&fiber, &caller);
}

EMSCRIPTEN_KEEPALIVE void prepare(void) {
    emscripten_fiber_init_from_current_context(&caller, caller_frames, sizeof caller_frames);
    emscripten_fiber_init(&fiber, body, NULL, fiber_stack, sizeof fiber_stack, fiber_frames, sizeof fiber_frames);
}

EMSCRIPTEN_KEEPALIVE void round_trips(int count) {
    for (int i = 0; i < count; i++) emscripten_fiber_swap(&caller, &fiber);
}
