/* Reference counts, and what happens when the last reference goes. */
#include "context.h"
#include "port.h"

#include <string.h>

void *aw__object_new(aw_type type, size_t size) {
    aw__object *object = aw__allocate(size);
    if (!object) return NULL;
    memset(object, 0, size);
    object->references = 1;
    object->type = (uint8_t)type;
    aw__counts.objects++;
    return object;
}

void *aw__classed_new(aw_type type, const aw__class *class, size_t size) {
    aw__classed *object = aw__object_new(type, size);
    if (object) object->class = class;
    return object;
}

void aw__object_free(void *object, size_t size) {
    aw__counts.objects--;
    aw__free(object, size);
}

static void destroy_list(aw__list *list) {
    for (uint32_t i = 0; i < list->count; i++) aw__release(list->items[i]);
    aw__free(list->items, list->capacity * sizeof *list->items);
    aw__object_free(list, sizeof *list);
}

/* The build knows it by name: what a destructor calls never suspends. */
__attribute__((noinline)) static void destroy_classed(aw__object *object) { ((aw__classed *)(void *)object)->class->destroy(object); }

static void destroy(aw__object *object) {
    switch ((aw_type)object->type) {
    case AW_TYPE_INT: aw__object_free(object, sizeof(aw__big_int)); break;
    case AW_TYPE_STRING:
    case AW_TYPE_BYTES: aw__object_free(object, sizeof(aw__text) + ((aw__text *)(void *)object)->length + 1); break;
    case AW_TYPE_LIST:
    case AW_TYPE_TUPLE: destroy_list((aw__list *)(void *)object); break;
    case AW_TYPE_SUSPEND:
        aw__release(((aw__suspension *)(void *)object)->value);
        aw__object_free(object, sizeof(aw__suspension));
        break;
    case AW_TYPE_JS:
        aw__port_release(((aw__js_value *)(void *)object)->handle);
        aw__counts.js_handles--;
        aw__object_free(object, sizeof(aw__js_value));
        break;
    case AW_TYPE_EXCEPTION: aw__exception_destroy(object); break;
    case AW_TYPE_COROUTINE:
    case AW_TYPE_GENERATOR: aw__coroutine_destroy(object); break;
    case AW_TYPE_WRAPPER: aw__wrapper_destroy(object); break;
    case AW_TYPE_OBJECT: aw__user_object_destroy(object); break;
    case AW_TYPE_ASYNC_GENERATOR:
    case AW_TYPE_AWAITABLE:
    case AW_TYPE_FUTURE:
    case AW_TYPE_TASK:
    case AW_TYPE_HANDLE: destroy_classed(object); break;
    default: break;
    }
}

/* A long chain of objects that hold each other would recurse once for each. Beyond this depth they wait in a queue for the outermost
 * release to come by, as CPython's trashcan does. A waiting object's reference count is the link to the next. */
enum { NESTED_AT_MOST = 40 };
unsigned aw__destroying;
static aw__object *queue;

static void destroy_nested(void *argument) {
    aw__object *object = argument;
    aw__ends(object);
    if (aw__destroying >= NESTED_AT_MOST) {
        object->references = (uintptr_t)queue;
        queue = object;
        return;
    }
    aw__destroying++;
    destroy(object);
    while (aw__destroying == 1 && queue) {
        object = queue;
        queue = (aw__object *)object->references;
        destroy(object);
    }
    aw__destroying--;
}

void aw__destroy_waiting(unsigned destroying) {
    aw__destroying = destroying;
    if (destroying || !queue) return;
    aw__object *object = queue;
    queue = (aw__object *)object->references;
    destroy_nested(object);
}

void aw__object_end(aw__object *object) {
    if (object->immortal) object->references++;
    else aw__on_main_stack(destroy_nested, object);
}

aw_value aw_retain(aw_value value) { return aw__retain(value); }
void aw_release(aw_value value) { aw__release(value); }
