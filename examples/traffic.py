import asyncio


async def car(name, kilometres_an_hour, tank):
    driven = 0
    while driven < 300:
        leg = min(tank, 300 - driven)
        await asyncio.sleep(leg / kilometres_an_hour)
        driven += leg
        if driven < 300:
            print(f'{name} stopped for gas after {driven} km')
            await asyncio.sleep(0.25)
    print(f'{name} arrived')
    return name


async def main_coroutine():
    cars = [asyncio.create_task(car('Beetle', 90, 200)), asyncio.create_task(car('Porsche', 150, 120)), asyncio.create_task(car('Truck', 75, 500))]
    for next in asyncio.as_completed(cars):
        name = await next
        print(f'flag for {name}')
