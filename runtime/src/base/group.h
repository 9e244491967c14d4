/* Exception groups: exceptions whose arguments are a message and a list of exceptions. */
#ifndef AW_BASE_GROUP_H
#define AW_BASE_GROUP_H

#include "context.h"

/* The list; NULL for any other exception. */
const aw__list *aw__group_members(const aw__exception *exception);

#endif
