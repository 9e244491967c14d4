import asyncio


async def send_mail(to):
    await asyncio.sleep(0.5)
    raise ValueError(f'{to} is no address')


async def main_coroutine():
    asyncio.create_task(send_mail('nobody'))  # should be awaited
    await asyncio.sleep(1)
    print('all is well, it seems')
