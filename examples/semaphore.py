import asyncio

active = most = 0


async def download(semaphore, number):
    global active, most
    async with semaphore:
        active += 1
        most = max(most, active)
        print(f'{number:2} begins, {active} active')
        await asyncio.sleep(0.1 * (number % 3 + 1) + 0.01 * number)
        active -= 1
    return number


async def main_coroutine():
    semaphore = asyncio.Semaphore(3)
    numbers = await asyncio.gather(*[download(semaphore, i) for i in range(1, 11)])
    print(f'{numbers}, at most {most} at a time')
