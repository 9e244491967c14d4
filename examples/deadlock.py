import asyncio


async def dine(name, left, right):
    async with left:
        print(f'{name} has a fork')
        await asyncio.sleep(1)
        async with right:
            print(f'{name} eats')


async def main_coroutine():
    one, two = asyncio.Lock(), asyncio.Lock()
    return await asyncio.gather(dine('Kant', one, two), dine('Hegel', two, one))  # Python waits for ever
