import types

@types.coroutine
def suspend(value):  # hands a value to whoever drives the coroutine; what is sent is the result
    return (yield value)


async def move_tower(disks, a, b, c):  # in Python each function on the way must be async
    if disks == 0:
        return
    await move_tower(disks - 1, a, c, b)
    await suspend(f'disk {disks} from {a} to {b}')
    await move_tower(disks - 1, c, b, a)


async def hanoi(disks):
    await move_tower(disks, 'A', 'C', 'B')
    return f'{disks} disks moved'
