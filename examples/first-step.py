import types

@types.coroutine
def suspend(value):  # hands a value to whoever drives the coroutine; what is sent is the result
    return (yield value)


async def greet():
    print('the body starts')
    await suspend('hello')
    print('the body goes on where it stood')
    return 42
