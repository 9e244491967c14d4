import asyncio


async def fetch(what, seconds):
    try:
        await asyncio.sleep(seconds)
    except asyncio.CancelledError:
        print(f'{what}: cancelled')
        raise
    if seconds == 2:
        raise ValueError(f'{what} is broken')
    print(f'{what}: done')


async def fetch_all():
    async with asyncio.TaskGroup() as group:
        group.create_task(fetch('text', 1))
        group.create_task(fetch('picture', 2))
        group.create_task(fetch('film', 3))
        print('all are on their way')


async def main_coroutine():
    try:
        await fetch_all()
    except ExceptionGroup as group:
        print(f'{group}: {group.exceptions!r}')
