import asyncio


async def averager():
    sum = count = 0
    while True:
        try:
            number = yield sum / count if count else None
        except ValueError as e:
            print(f'starting over: {e}')
            sum = count = 0
            continue
        if number is None:
            continue
        await asyncio.sleep(0.1)
        sum += number
        count += 1


async def main_coroutine():
    average = averager()
    await anext(average)  # to its first yield
    for number in 10, 20, 60:
        print(f'{number} -> {await average.asend(number)!r}')
    print(f"athrow -> {await average.athrow(ValueError('a new day'))!r}")
    print(f'7 -> {await average.asend(7)!r}')
    await average.aclose()
    try:
        await anext(average)
    except StopAsyncIteration:
        print('it has ended')
