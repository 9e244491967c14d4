/* fetch() and its responses: operations of the host with names of their own, which load() provides. */
#include <aw/fetch.h>

#include "host_items.h"

aw_value aw_fetch(const char *url, aw_value options) { return AW_HOST_ASYNC("fetch.start", aw_string(url), options); }

aw_value aw_response_status(aw_value response) { return AW_HOST("response.status", response); }
aw_value aw_response_ok(aw_value response) { return AW_HOST("response.ok", response); }
aw_value aw_response_header(aw_value response, const char *name) { return AW_HOST("response.header", response, aw_string(name)); }
aw_value aw_response_text(aw_value response) { return AW_HOST_ASYNC("response.text", response); }
aw_value aw_response_bytes(aw_value response) { return AW_HOST_ASYNC("response.bytes", response); }

aw_value aw_response_body(aw_value response) {
    aw_value iterator = AW_HOST("response.body", response);
    return aw_is_error(iterator) ? iterator : aw__host_items(iterator);
}
