import asyncio
import contextlib


async def countdown(start):
    try:
        for n in range(start, 0, -1):
            await asyncio.sleep(1)
            yield n
    finally:
        await asyncio.sleep(0.5)
        print('the clock is put away')


async def main_coroutine():
    time = asyncio.get_running_loop().time
    started = time()
    async for n in countdown(3):
        print(f'{n} ...')
    print('lift-off')
    async with contextlib.aclosing(countdown(10)) as numbers:
        async for n in numbers:
            print(f'{n} ...')
            if n == 9:
                break
    print(f'called off after {time() - started:.1f} seconds')
