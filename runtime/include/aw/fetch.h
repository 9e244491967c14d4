/* fetch(), as the host has it: of JavaScript in a browser or Node. A native program has none: LookupError. */
#ifndef AW_FETCH_H
#define AW_FETCH_H

#include <aw/host.h>

#ifdef __cplusplus
extern "C" {
#endif

/* fetch(url, options): starts at once, and gives a future of the response, a JavaScript value. `options` are None, a list of pairs
 * such as AW_LIST(AW_TUPLE(aw_string("method"), aw_string("POST")), AW_TUPLE(aw_string("body"), bytes)), with headers as a list of pairs, too, or a JavaScript
 * object. Cancelling the future aborts the request. Errors of awaiting it: what fetch() rejects with. Suspends never; nor do the next three. */
aw_value aw_fetch(const char *url, aw_value options) __attribute__((warn_unused_result));
/* response.status, an int. Error: TypeError for what is no response, here and below. */
aw_value aw_response_status(aw_value response);
/* response.ok, a bool: the status is one of 200 to 299. */
aw_value aw_response_ok(aw_value response);
/* response.headers.get(name): a str, or None. */
aw_value aw_response_header(aw_value response, const char *name);
/* The whole body: a future of a str, and of bytes. */
aw_value aw_response_text(aw_value response) __attribute__((warn_unused_result));
aw_value aw_response_bytes(aw_value response) __attribute__((warn_unused_result));
/* The body as it arrives: an asynchronous generator of bytes, for AW_ASYNC_FOR. */
aw_value aw_response_body(aw_value response) __attribute__((warn_unused_result));

#ifdef __cplusplus
}
#endif
#endif
