import asyncio


async def download(seconds):
    try:
        await asyncio.sleep(seconds)
    finally:
        print('closing the connection')
    return 'the page'


async def download_within(limit):
    async with asyncio.timeout(limit):
        return await download(10)


async def main_coroutine():
    try:
        return await download_within(1)
    except TimeoutError:
        print('too slow')
