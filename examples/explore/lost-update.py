import asyncio

balance = 0


async def write_journal(): await asyncio.sleep(0)
async def look_up_rate(): await asyncio.sleep(0)


async def book(amount):
    global balance
    before = balance
    await write_journal()
    balance = before + amount  # whatever was booked meanwhile is gone


async def book_foreign(amount):
    await look_up_rate()
    await look_up_rate()
    await book(2 * amount)


async def both_bookings_count():
    await asyncio.gather(book(100), book_foreign(10))
    assert balance == 120
