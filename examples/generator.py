import types


@types.coroutine  # a generator that may be awaited, too
def pages(count):
    page = 1
    while page <= count:
        wish = yield f'page {page} of {count}'
        if wish == 'back':
            page -= 2 if page > 1 else 1
        page += 1
    return 'the end'


async def reader():
    end = await pages(2)
    return 'read to', end
