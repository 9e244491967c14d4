import asyncio


class Account:
    def __init__(self, balance):
        self.lock, self.balance = asyncio.Lock(), balance


async def check_limit(): await asyncio.sleep(0)


async def move(source, to, amount):
    await check_limit()
    source.balance -= amount
    to.balance += amount


async def transfer(source, to, amount):
    async with source.lock:
        await check_limit()
        async with to.lock:
            await move(source, to, amount)


async def late_transfer(source, to, amount):
    for i in range(3):
        await check_limit()
    await transfer(source, to, amount)


async def transfers_in_both_directions():
    left, right = Account(100), Account(100)
    await asyncio.gather(transfer(left, right, 30), late_transfer(right, left, 10))
    assert left.balance == 80
