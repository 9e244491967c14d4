import asyncio


async def factorial(name, number):
    product = 1
    for i in range(2, number + 1):
        print(f'Task {name}: Compute factorial({number}), currently i={i}...')
        await asyncio.sleep(1)
        product *= i
    print(f'Task {name}: factorial({number}) = {product}')
    return product


async def main_coroutine():
    return await asyncio.gather(factorial('A', 2), factorial('B', 3), factorial('C', 4))
