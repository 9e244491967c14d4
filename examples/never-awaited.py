import types

@types.coroutine
def suspend(value):  # hands a value to whoever drives the coroutine; what is sent is the result
    return (yield value)


async def save(name):
    print(f'saving {name}')
    await suspend('saving')
    return name


async def forgetful():
    save('the draft')  # the mistake: made, but its body never runs
    return await save('the letter')
