import asyncio


async def readings():
    for celsius in 20, 20, 21, 21, 21, 24, 23, 23:
        await asyncio.sleep(0.25)
        yield celsius


async def changes(source):
    last = None
    async for item in source:
        if item == last:
            continue
        last = item
        yield item


async def fahrenheit(source):
    async for item in source:
        yield item * 9 / 5 + 32


async def main_coroutine():
    time = asyncio.get_running_loop().time
    started = time()
    count = 0
    async for degrees in fahrenheit(changes(readings())):
        print(f'{time() - started:.2f} s: {degrees!r} F')
        count += 1
    return count
