import types

@types.coroutine
def suspend(value):  # hands a value to whoever drives the coroutine; what is sent is the result
    return (yield value)


async def greet(name, times):
    for i in range(times):
        print(f'hello, {name}')
        await suspend(None)
    return times


async def main_coroutine():
    cats = await greet('cats', 2)
    dogs = await greet('dogs', 1)
    return [cats, dogs]
