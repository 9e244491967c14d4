import contextlib
import types

@types.coroutine
def suspend(value):  # hands a value to whoever drives the coroutine; what is sent is the result
    return (yield value)


def close_file(name):
    print(f'closed {name}')


async def copy(source, to):
    with contextlib.ExitStack() as opened:
        print(f'opened {source}')
        opened.callback(close_file, source)  # runs however the block is left
        print(f'opened {to}')
        opened.callback(close_file, to)

        for line in range(1, 4):
            try:
                await suspend(f'copied line {line}')
            finally:
                print(f'line {line} is written')
        return 3
