/* What JavaScript iterates over, as an asynchronous generator. */
#ifndef AW_SYNC_HOST_ITEMS_H
#define AW_SYNC_HOST_ITEMS_H

#include <aw/value.h>

/* Of the items that this JavaScript iterator gives, in the caller's scope. */
aw_value aw__host_items(aw_value iterator);

#endif
