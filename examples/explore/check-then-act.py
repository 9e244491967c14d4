import asyncio

done = 0


async def write_log(): await asyncio.sleep(0)


async def work(queue, other_duties):
    global done
    for i in range(other_duties):
        await write_log()
    while not queue.empty():
        await write_log()
        queue.get_nowait()  # QueueEmpty, if somebody was quicker
        done += 1


async def every_job_is_done_once():
    queue = asyncio.Queue()
    queue.put_nowait('the only job')
    await asyncio.gather(work(queue, 0), work(queue, 2))
    assert done == 1
