"""asyncio's figures for what loop.c does; uvloop's, where it is installed. Prints {figure: nanoseconds} as JSON."""
import asyncio
import json
import sys
import time

SPINNING = 1000


async def spins(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def trivial():
    pass


async def hops(count):
    await asyncio.gather(*[spins(count // SPINNING) for _ in range(SPINNING)])


async def tasks(count):
    for _ in range(count // 50):
        for _ in range(50):
            asyncio.create_task(trivial())
        await asyncio.sleep(0)


async def awaited_tasks(count):
    for _ in range(count):
        await asyncio.create_task(trivial())


async def echoes(there, back, count):
    for _ in range(count):
        await back.put(await there.get())


async def ping_pong(count):
    there, back = asyncio.Queue(1), asyncio.Queue(1)
    other = asyncio.create_task(echoes(there, back, count))
    for i in range(count):
        await there.put(i)
        await back.get()
    await other


async def gather(count):
    await asyncio.gather(*[trivial() for _ in range(count)])


async def timers(count):
    loop, fired = asyncio.get_running_loop(), []
    now = loop.time()
    for i in range(count):
        loop.call_at(now + (i * 7919 % count) * 1e-9, fired.append, None)
    while len(fired) < count:
        await asyncio.sleep(0)


def measure(main, count):
    async def timed():
        best = float('inf')
        for _ in range(5):
            begun = time.perf_counter_ns()
            await main(count)
            best = min(best, time.perf_counter_ns() - begun)
        return best / count
    return asyncio.run(timed())


if 'uvloop' in sys.argv[1:]:
    import uvloop
    uvloop.install()
figures = {'hop': (hops, 100_000), 'task': (tasks, 20_000), 'awaited-task': (awaited_tasks, 10_000), 'ping-pong': (ping_pong, 5_000),
           'gather': (gather, 100_000), 'timer': (timers, 100_000)}
print(json.dumps({name: measure(*figure) for name, figure in figures.items()}))
