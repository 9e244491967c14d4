/* The list of mistakes behind aw_never_awaited() and its like. Texts only: a value that was kept here would count as alive. */
#ifndef AW_BASE_MISTAKES_H
#define AW_BASE_MISTAKES_H

#include <aw/value.h>

typedef enum aw__mistake { AW__NEVER_AWAITED, AW__NEVER_RETRIEVED, AW__DESTROYED_PENDING } aw__mistake;

/* Keeps it, where they are recorded: the message, the object and the traceback of the exception, where these are not None. */
void aw__note_mistake(aw__mistake kind, const char *message, aw_value object, aw_value exception);

#endif
