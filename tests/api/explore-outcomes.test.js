// What an explorer leaves out is equivalent to what it runs: with and without reduction the same outcomes are found, whatever it is that tasks have in common.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { Accesses } from '../../wasm/api/explore/accesses.js';
import { begin } from '../../wasm/api/explore/replay.js';
import { Search } from '../../wasm/api/explore/search.js';
import { States } from '../../wasm/api/explore/states.js';
import { load, testsOf } from '../../wasm/api/module.js';
import { instrument } from '../../wasm/toolchain/instrument.js';
import { withEachModule } from './modules.js';

/** All outcomes of a test, as texts, and how many orders were run. @param {WebAssembly.Module} module @param {string} name @param {boolean} reduce */
async function outcomes(module, name, reduce) {
  const program = await begin(module, name, {});
  const states = new States(program, new Accesses(program.module), 1000);
  const found = new Set();
  const outcome = states.outcome;
  states.outcome = () => {
    const ended = outcome();
    if (ended) found.add(ended.failure?.message);
    return ended && { failure: null };
  };
  const search = new Search(states, { reduce });
  assert.ok(search.advance());
  assert.ok(search.complete);
  search.end();
  return { found: [...found].sort(), schedules: search.counts.schedules };
}

await withEachModule('the same outcomes with and without reduction', async (file) => {
  const instrumented = () => readFile(file).then((bytes) => WebAssembly.compile(instrument(bytes)));
  let module = /** @type {Promise<WebAssembly.Module> | undefined} */ (undefined);
  for (const { name } of testsOf(await load(file, { manual: true })).tests) {
    test(name.replaceAll('_', ' '), async () => {
      const watched = await (module ??= instrumented());
      const [reduced, all] = [await outcomes(watched, name, true), await outcomes(watched, name, false)];
      assert.deepEqual(reduced.found, all.found);
      if (name === 'nothing_in_common') assert.equal(reduced.schedules, 1);
      else assert.ok(reduced.found.length > 1, `${reduced.found}`);
      if (all.schedules > 20) assert.ok(reduced.schedules < all.schedules / 2, `${reduced.schedules} of ${all.schedules}`);
    });
  }
}, 'outcomes');
