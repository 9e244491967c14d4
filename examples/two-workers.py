import asyncio


async def say_after(delay, what):
    await asyncio.sleep(delay)
    print(what)
    return len(what)


async def main_coroutine():
    time = asyncio.get_running_loop().time
    started = time()
    lengths = await asyncio.gather(say_after(1, 'hello'), say_after(2, 'world'))
    print(f'{lengths} after {time() - started:.0f} seconds')
