import types

@types.coroutine
def suspend(value):  # hands a value to whoever drives the coroutine; what is sent is the result
    return (yield value)


async def worker():
    mended = 0
    while True:
        try:
            order = await suspend(f'{mended} mended')
        except LookupError as error:
            print(f'caught {error!r}')
            mended += 1
            continue
        if order == 'stop':
            return mended
