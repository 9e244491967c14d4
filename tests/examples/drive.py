"""Runs the Python text beside each example as the page runs the C program, and prints what came of it as JSON. Of a coroutine: the answer to each suggested line, and
what was printed meanwhile. Of a program with a loop, on a virtual clock: what it printed and returned."""
import asyncio
import contextlib
import gc
import io
import json
import pathlib
import selectors
import sys
import traceback
import warnings


class VirtualSelector(selectors.SelectSelector):
    """Time goes on only where nothing is ready."""

    def __init__(self):
        super().__init__()
        self.now = 0.0

    def select(self, timeout=None):
        if timeout is None:
            raise RuntimeError('deadlock')
        self.now += max(timeout, 0)
        return []


def run(coroutine):
    selector = VirtualSelector()
    loop = asyncio.SelectorEventLoop(selector)
    loop.time = lambda: selector.now
    loop.set_exception_handler(lambda loop, context: None)
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        return runner.run(coroutine)


def last_line(error):
    return traceback.format_exception_only(error)[-1].rstrip('\n').splitlines()[-1]


def answer(line, names):
    """What the line comes to, as its last line says it; None where it says nothing."""
    try:
        if line.startswith('del ') or ' = ' in line:
            exec(line, names)
            return None
        value = eval(line, names)
        return None if line.endswith('.close()') else repr(value)
    except BaseException as error:
        return last_line(error)
    finally:
        gc.collect()


def by_hand(names, lines):
    answers = []
    for line in lines:
        with contextlib.redirect_stdout(io.StringIO()) as printed, warnings.catch_warnings(record=True) as warned:
            warnings.simplefilter('always')
            result = answer(line, names)
        answers.append({'answer': result, 'printed': printed.getvalue().splitlines(), 'warned': [f'RuntimeWarning: {one.message}' for one in warned]})
    return answers


def by_loop(coroutine):
    result = None
    with contextlib.redirect_stdout(io.StringIO()) as printed, warnings.catch_warnings():
        warnings.simplefilter('ignore')
        try:
            result = repr(run(coroutine))
        except RuntimeError as error:
            result = str(error)
        except BaseException as error:
            result = last_line(error)
        gc.collect()
    return {'printed': printed.getvalue().splitlines(), 'result': result}


def main(folder):
    listed = json.loads((folder / 'index.json').read_text())
    results = {}
    for example in listed['examples']:
        names = {}
        exec(compile((folder / f"{example['id']}.py").read_text(), f"{example['id']}.py", 'exec'), names)
        if example.get('kind') == 'loop':
            results[example['id']] = by_loop(names['main_coroutine']())
        else:
            results[example['id']] = by_hand(names, example['start'] + example['commands'])
    for example in listed['explored']:
        names = {}
        exec((folder / f"explore/{example['id']}.py").read_text(), names)
        results[example['id']] = by_loop(names[example['test']]())
    print(json.dumps(results))


main(pathlib.Path(sys.argv[1]))
