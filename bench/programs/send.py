# CPython's round trips, measured as measure.js measures the others. Prints one JSON object: nanoseconds by name.
import json, sys, time
from itertools import repeat

once = (None,)

class Suspend:
    """The quickest awaitable that suspends once: its iterator is written in C."""
    def __await__(self): return iter(once)

suspend = Suspend()

async def loops():
    while True: await suspend

async def level(depth):
    await (level(depth - 1) if depth > 2 else loops())

def batch(coroutine):
    send = coroutine.send
    send(None)
    def run(count):
        for none in repeat(None, count): send(none)
    return run

def time_of(run, count):
    wall, cpu = time.perf_counter_ns(), time.process_time_ns()
    run(count)
    return min(time.perf_counter_ns() - wall, time.process_time_ns() - cpu)

def measure(run):
    end = time.perf_counter_ns() + 100_000_000
    while time.perf_counter_ns() < end: run(256)
    count = 16
    while time_of(run, count) < 1_000_000: count *= 2
    batches = sorted(time_of(run, count) / count for _ in range(25))
    return batches[2]

sys.setrecursionlimit(5000)
figures = {f'python-{depth}': measure(batch(level(depth) if depth > 1 else loops())) for depth in (1, 16, 64, 1000)}
print(json.dumps(figures))
