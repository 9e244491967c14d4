// A program as a zip to go on with: its source, its module, what the reader did, and a project that builds it with the command line.
import { strToU8, zipSync } from 'fflate';
import { scriptOf } from '../python/javascript.js';

/**
 * @typedef {object} Shown what of a program goes into it
 * @property {string} id its files are named after it
 * @property {string} title
 * @property {string} lesson
 * @property {'loop' | 'schedule'} [kind]
 * @property {string[]} lines of Python: what was run at first, and what the reader did
 * @property {string} source C
 * @property {Uint8Array} bytes the module
 * @property {unknown} [schedule]
 * @property {string} [python] the same program in Python
 * @property {string} transcript
 * @property {string} version of libawait
 */

/** When the files in it were made: the same for all, so that the same program gives the same bytes. */
const MADE = new Date(2000, 0, 1);

/** @param {Shown} shown @returns {Uint8Array<ArrayBuffer>} */
export function archiveOf(shown) {
  const { id, source, bytes, schedule, python, transcript, lines } = shown;
  /** @type {Record<string, string | Uint8Array>} */
  const files = {
    'README.md': readmeOf(shown),
    'package.json': `${JSON.stringify(projectOf(shown), null, 2)}\n`,
    [`${id}.wasm`]: bytes,
    [`${id}.c`]: source,
    ...(schedule !== undefined && { [`${id}.json`]: `${JSON.stringify(schedule, null, 2)}\n` }),
    ...(python && { [`${id}.py`]: python }),
    ...(isByHand(shown) && { 'step.mjs': scriptOf(`${id}.wasm`, lines) }),
    ...(transcript && { 'transcript.txt': `${transcript}\n` }),
  };
  const packed = Object.entries(files).map(([name, content]) => [`${id}/${name}`, typeof content === 'string' ? strToU8(content) : content]);
  return /** @type {Uint8Array<ArrayBuffer>} */ (zipSync(Object.fromEntries(packed), { level: 9, mtime: MADE }));
}

/** @param {Shown} shown */
const isByHand = ({ kind }) => kind === undefined;

/** @param {Shown} shown */
const commandOf = ({ id, kind }) => (kind === 'loop' ? `libawait run ${id}.wasm` : kind === 'schedule' ? `libawait run ${id}.wasm --schedule ${id}.json` : 'node step.mjs');

/** @param {Shown} shown */
function projectOf(shown) {
  const { id, kind, version } = shown;
  return {
    name: id,
    private: true,
    type: 'module',
    scripts: {
      build: `libawait build ${id}.c -o ${id}.wasm`,
      ...(kind === 'schedule' && { explore: `libawait explore ${id}.wasm --save-schedule ${id}.json` }),
      start: commandOf(shown),
    },
    dependencies: { libawait: `^${version}` },
  };
}

/** @param {Shown} shown */
function readmeOf(shown) {
  const { id, title, lesson, python, transcript, kind } = shown;
  const files = [
    `\`${id}.c\`, the program`,
    `\`${id}.wasm\`, the same, compiled`,
    ...(kind === 'schedule' ? [`\`${id}.json\`, the order in which its tasks ran`] : []),
    ...(isByHand(shown) ? ['`step.mjs`, the same steps from JavaScript'] : []),
    ...(python ? [`\`${id}.py\`, the same program in Python`] : []),
    ...(transcript ? ['`transcript.txt`, what was done to it in the playground'] : []),
  ];
  const again = ['npm run build', ...(kind === 'schedule' ? ['npm run explore'] : []), 'npm start'];
  return `# ${title}\n\n${lesson}\n\n${files.map((file) => `- ${file}`).join('\n')}\n\nWith Node 20 or later:\n\n${commands('npm install', 'npm start')}\nAfter a change of the source:\n\n${commands(...again)}`;
}

/** @param {string[]} lines */
const commands = (...lines) => `\`\`\`\n${lines.join('\n')}\n\`\`\`\n`;
