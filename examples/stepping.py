class Pause:
    def __init__(self, what):
        self.what = what

    def __await__(self):
        return (yield self.what)


async def brew(cups):
    water = await Pause('fill in water')
    coffee = await Pause('fill in coffee')
    return f'{cups} cups of {coffee} with {water}'


async def breakfast():
    pot = await brew(2)
    return f'Here are {pot}.'


async def main_coroutine():
    c = breakfast()
    print(c.send(None))
    print(c.send('spring water'))
    try:
        c.send('mocha')
    except StopIteration as stop:
        print(stop.value)
