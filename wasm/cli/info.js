// libawait info: the coroutines of a module.

import { load } from '../api/index.js';
import { requireFile } from './build.js';
import { UsageError, parse } from './usage.js';

/** @param {string[]} args */
export async function info(args) {
  const { positionals } = parse('info', args, {});
  if (positionals.length !== 1) throw new UsageError(`info: one module, ${positionals.length} given`);
  requireFile(positionals[0]);
  if (positionals[0].endsWith('.c')) throw new UsageError(`info: ${positionals[0]} is a C file; libawait build makes a module of it`);
  const { definitions } = await load(positionals[0]);
  if (definitions.length === 0) return console.log('no coroutines');
  for (const { kind, name, parameters, file, line } of definitions) {
    const list = parameters.map((parameter) => `${parameter.type}${parameter.type.endsWith('*') ? '' : ' '}${parameter.name}`).join(', ');
    console.log(`${kind} ${name}(${list})  ${file}:${line}`);
  }
}
