class Countdown:
    def __init__(self, left):
        self.left = left

    def __await__(self):
        return self  # it is its own iterator

    def __iter__(self):
        return self

    def __next__(self):
        if self.left == 0:
            raise StopIteration('lift off')
        self.left -= 1
        return self.left + 1

    def send(self, value):
        self.left = value
        return next(self)

    def close(self):
        print(f'countdown stopped at {self.left}')


async def launch(start):
    return await Countdown(start)
