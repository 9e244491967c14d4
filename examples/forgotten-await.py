import asyncio


async def save(name):
    await asyncio.sleep(0)
    print(f'saved {name}')


async def main_coroutine():
    save('the draft')  # should be await save('the draft')
    await save('the letter')
    print('done')
