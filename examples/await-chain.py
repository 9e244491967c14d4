import types

@types.coroutine
def suspend(value):  # hands a value to whoever drives the coroutine; what is sent is the result
    return (yield value)


async def inner():
    sum = await suspend('first number?')
    sum += await suspend('second number?')
    return sum


async def middle():
    try:
        return await inner()
    except ValueError:
        return 'unknown'


async def outer():
    sum = await middle()
    return f'the sum is {sum}'
