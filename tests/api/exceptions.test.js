// Exceptions on their way between C and JS: classes, identity, chains, stacks.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { inspect } from 'node:util';
import * as api from '../../wasm/api/index.js';
import { fresh, thrownBy, withEachModule } from './modules.js';

const { BaseException, JSError, KeyError, RuntimeError, StopIteration, ValueError, errors } = api;

test('the hierarchy is that of aw/error.h, and every class is exported by name', () => {
  const header = readFileSync(new URL('../../runtime/include/aw/error.h', import.meta.url), 'utf8');
  const byMacro = Object.fromEntries([...header.matchAll(/#define (AW_\w+) \(&aw_kind_(\w+)\)/g)].map(([, macro, name]) => [macro, name]));
  const kinds = [...header.matchAll(/^ +X\((\w+), (\w+)\)/gm)];
  assert.ok(kinds.length > 25);
  for (const [, name, parent] of kinds) {
    assert.equal(api[name], errors[name], name);
    assert.equal(errors[name].name, name);
    assert.equal(errors[name].prototype.name, name);
    const expected = parent === 'NULL' ? Error : errors[byMacro[parent]];
    assert.equal(Object.getPrototypeOf(errors[name]), expected, name);
  }
  assert.equal(Object.keys(errors).length, kinds.length);
});

test('exceptions made in JS', () => {
  const error = new ValueError('no', 2);
  assert.deepEqual([error.name, error.message, error.args], ['ValueError', '(no, 2)', ['no', 2]]);
  assert.ok(error instanceof Error && error instanceof BaseException);
  assert.deepEqual([error.cause, error.context, error.suppressContext, error.trace, error.traceback], [null, null, false, [], 'ValueError: (no, 2)']);
  assert.match(error.stack, /^ValueError: \(no, 2\)\n +at .*exceptions\.test\.js/);
  assert.equal(new ValueError().message, '');
  assert.equal(new StopIteration().value, null);
  assert.equal(new StopIteration([1]).value[0], 1);
  assert.ok(Object.isFrozen(error.args));
});

await withEachModule('exceptions', (file) => {
  test('what C raises has its class, message and the chain of coroutines', async () => {
    const m = await fresh(file);
    const error = thrownBy(() => m.coroutines.outer('no good').send());
    assert.ok(error instanceof ValueError);
    assert.deepEqual([error.message, error.args], ['no good', ['no good']]);
    assert.deepEqual(error.trace.map((site) => site.function), ['outer', 'middle', 'fail']);
    assert.match(error.trace[0].file, /steps\.c$/);
    assert.match(error.stack, /^ValueError: no good\n +at fail \(.*steps\.c:\d+\)\n +at middle \(.*\n +at outer \(.*\n +at .*exceptions\.test\.js/);
    assert.match(error.traceback, /^Traceback \(most recent call last\):\n {2}File ".*steps\.c", line \d+, in outer\n[^]*ValueError: no good$/);
  });

  test('kinds of the program become classes with the right parents', async () => {
    const m = await fresh(file);
    const error = thrownBy(() => m.coroutines.fail_mine().send());
    assert.equal(error.name, 'MyChild');
    assert.ok(error instanceof m.errors.MyChild && error instanceof m.errors.MyError && error instanceof ValueError);
    assert.equal(thrownBy(() => m.coroutines.fail_mine().send()).constructor, error.constructor);
    assert.equal(m.runSync(m.coroutines.mine_class()), m.errors.MyError);
    assert.equal('MyError' in errors, false);
    const c = m.coroutines.catch_mine();
    c.send();
    assert.equal(thrownBy(() => c.throw(new m.errors.MyChild('again'))).value, "caught MyChild('again')");
    const d = m.coroutines.catch_mine();
    d.send();
    assert.equal(thrownBy(() => d.throw(m.errors.MyError)).value, 'caught MyError()');
  });

  test('an exception that is thrown in comes out as the same object', async () => {
    const m = await fresh(file);
    class Special extends ValueError {
      extra = 1;
    }
    for (const error of [new ValueError('x'), new Special('y'), new Error('js'), new RangeError('r'), { code: 5 }, () => {}, Symbol('s')]) {
      const c = m.coroutines.makes(2);
      c.send();
      assert.equal(thrownBy(() => c.throw(error)), error);
    }
    const error = new Special('y');
    const c = m.coroutines.makes(1);
    c.send();
    thrownBy(() => c.throw(error));
    assert.deepEqual(error.trace.map((site) => site.function), ['makes', 'makes']);
    assert.match(error.stack, /^ValueError: y\n +at makes [^]*exceptions\.test\.js/);
  });

  test('classes of JS and subclasses of ours are instantiated', async () => {
    const m = await fresh(file);
    class Special extends ValueError {}
    const thrown = (value) => {
      const c = m.coroutines.echo();
      c.send();
      return thrownBy(() => c.throw(value));
    };
    assert.ok(thrown(Special) instanceof Special);
    assert.ok(thrown(RangeError) instanceof RangeError);
    assert.equal(thrown(KeyError).constructor, KeyError);
    assert.ok(thrown(JSError) instanceof JSError);
  });

  test('a JS error is a JSError in C', async () => {
    const m = await fresh(file, { host: { visit: () => { throw new RangeError('far'); } } });
    assert.equal(m.runSync(m.coroutines.host_caught(1)), "caught JSError('RangeError: far')");
  });

  test('an exception of C that JS passes back is the same object there', async () => {
    const m = await fresh(file);
    const error = thrownBy(() => m.runSync(m.coroutines.fail('one')));
    assert.equal(m.runSync(m.coroutines.same(error, error)), true);
    const c = m.coroutines.catch_and_show();
    c.send();
    assert.equal(c.throw(error), error);
    assert.equal(thrownBy(() => c.send()), error);
    assert.ok(error.trace.some((site) => site.function === 'catch_and_show'));
    error.dispose();
    const d = m.coroutines.echo();
    d.send();
    assert.equal(thrownBy(() => d.throw(error)), error);
  });

  test('context and cause', async () => {
    const m = await fresh(file);
    const chained = thrownBy(() => m.runSync(m.coroutines.chained()));
    assert.ok(chained.context instanceof KeyError);
    assert.deepEqual([chained.cause, chained.suppressContext], [null, false]);
    const caused = thrownBy(() => m.runSync(m.coroutines.caused()));
    assert.ok(caused.cause instanceof KeyError);
    assert.equal(caused.context, caused.cause);
    assert.equal(caused.suppressContext, true);
    assert.match(caused.traceback, /KeyError: 'first'\n\nThe above exception was the direct cause/);
    assert.match(inspect(caused), /^RuntimeError: second\n[^]*\[cause\]: KeyError: 'first'/);
    assert.match(inspect(chained), /\[context\]: KeyError/);
  });

  test('StopIteration that a body raises is a RuntimeError with its cause', async () => {
    const m = await fresh(file);
    const c = m.coroutines.count_to(1);
    const stop = new StopIteration(4);
    const error = thrownBy(() => c.throw(stop));
    assert.ok(error instanceof RuntimeError);
    assert.equal(error.message, 'coroutine raised StopIteration');
    assert.equal(error.cause, stop);
  });
});
