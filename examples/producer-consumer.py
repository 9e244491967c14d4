import asyncio


async def produce(queue):
    for i in range(1, 9):
        await queue.put(f'job {i}')
        print(f'put job {i}, {queue.qsize()} in the queue')


async def consume(queue, name, seconds):
    while True:
        job = await queue.get()
        await asyncio.sleep(seconds)
        print(f'{name} did {job}')
        queue.task_done()


async def main_coroutine():
    queue = asyncio.Queue(3)
    quick, slow = asyncio.create_task(consume(queue, 'quick', 0.2)), asyncio.create_task(consume(queue, 'slow', 0.45))
    await produce(queue)
    await queue.join()
    print('all done')
    quick.cancel()
    slow.cancel()
