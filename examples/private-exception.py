import sys
import types

@types.coroutine
def suspend(value):  # hands a value to whoever drives the coroutine; what is sent is the result
    return (yield value)


async def handler():
    try:
        raise ValueError('the first error')
    except ValueError:
        await suspend(f'handling {sys.exception()!r}')
        raise


async def bystander():
    await suspend(f'handling {sys.exception()!r}')
