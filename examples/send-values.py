import types

@types.coroutine
def suspend(value):  # hands a value to whoever drives the coroutine; what is sent is the result
    return (yield value)


async def total():
    sum = 0
    count = 0
    number = await suspend('send me numbers')
    while number is not None:
        sum += number
        count += 1
        number = await suspend(sum)
    if count == 0:
        raise ValueError('no number was sent')
    return sum
