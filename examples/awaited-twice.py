import types

@types.coroutine
def suspend(value):  # hands a value to whoever drives the coroutine; what is sent is the result
    return (yield value)


async def job():
    await suspend('busy')
    return 'job done'


async def waiter(what):
    return await what
