/* Try: send(None) turns the pages, send('back') turns one back. A generator is driven as a coroutine is.
 * c2 is a coroutine that awaits such a generator: what it yields comes out of c2's send. */
#include <aw/aw.h>

AW_GENERATOR(pages, (int, count)) {
    for (int page = 1; page <= count; page++) {
        aw_value wish = AW_YIELD(aw_format("page %d of %d", page, count));
        if (aw_equal(wish, aw_string("back"))) page -= page > 1 ? 2 : 1;
    }
    return aw_string("the end");
}

AW_ASYNC(reader) {
    aw_value end = AW_AWAIT(pages(2));
    return AW_TUPLE(aw_string("read to"), end);
}
