import types

@types.coroutine
def suspend(value):  # hands a value to whoever drives the coroutine; what is sent is the result
    return (yield value)


async def stubborn():
    try:
        await suspend('working')
    except GeneratorExit:
        print('not yet!')
        await suspend('still here')  # suspends although it is being closed
    return 'done'
