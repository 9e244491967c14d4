/* What went wrong without anybody to tell: kept as texts while a test records them. */
#include "mistakes.h"

#include <aw/ps.h>

#include "context.h"
#include "port.h"
#include "writer.h"

#include <string.h>

enum { KINDS = 3, KEPT_AT_MOST = 1000 };

typedef struct mistakes {
    char **texts;
    uint32_t count, capacity, lost;
} mistakes;

static bool recording;
static mistakes lists[KINDS];

static void forget(mistakes *list) {
    for (uint32_t i = 0; i < list->count; i++) aw__free(list->texts[i], strlen(list->texts[i]) + 1);
    aw__free(list->texts, list->capacity * sizeof *list->texts);
    *list = (mistakes){0};
}

void aw_record_mistakes(bool record) {
    recording = record;
    for (unsigned kind = 0; kind < KINDS && !record; kind++) forget(&lists[kind]);
}

static bool has_room(mistakes *list) {
    if (list->count >= KEPT_AT_MOST) return false;
    if (list->count < list->capacity) return true;
    uint32_t capacity = list->capacity ? list->capacity * 2 : 8;
    char **grown = aw__reallocate(list->texts, list->capacity * sizeof *grown, capacity * sizeof *grown);
    if (!grown) return false;
    list->texts = grown;
    list->capacity = capacity;
    return true;
}

static void keep(mistakes *list, const char *text) {
    char *copy = has_room(list) ? aw__allocate(strlen(text) + 1) : NULL;
    if (copy) list->texts[list->count++] = strcpy(copy, text);
    else list->lost++;
}

typedef struct noted {
    aw__mistake kind;
    const char *message;
    aw_value object, exception;
} noted;

static void note(void *argument) {
    noted *n = argument;
    AW_SCOPE {
        aw__writer writer = {0};
        aw__write(&writer, n->message);
        if (!aw_is_none(n->object)) {
            aw__write(&writer, ": ");
            aw__write(&writer, aw_repr(n->object));
        }
        if (!aw_is_none(n->exception)) {
            aw__write(&writer, "\n");
            aw__write(&writer, aw_traceback(n->exception));
        }
        keep(&lists[n->kind], aw__writer_end(&writer));
    }
}

void aw__note_mistake(aw__mistake kind, const char *message, aw_value object, aw_value exception) {
    if (!recording) return;
    noted n = {kind, message, object, exception};
    aw__on_main_stack(note, &n);
}

static aw_value list_of(const mistakes *list) {
    aw__touches_everything();
    aw_value texts = AW_TRY(aw_list_of(0, NULL));
    for (uint32_t i = 0; i < list->count; i++)
        AW_SCOPE { AW_TRY(aw_append(texts, aw_string(list->texts[i]))); }
    if (list->lost) AW_TRY(aw_append(texts, aw_format("and %u more", (unsigned)list->lost)));
    return texts;
}

aw_value aw_never_awaited(void) { return list_of(&lists[AW__NEVER_AWAITED]); }
aw_value aw_never_retrieved(void) { return list_of(&lists[AW__NEVER_RETRIEVED]); }
aw_value aw_destroyed_pending(void) { return list_of(&lists[AW__DESTROYED_PENDING]); }
