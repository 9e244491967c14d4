// The lock, the queue or the like that a task waits for, which others may wait for, too: told by the table of ps(), where it has an address.

/** @typedef {{name: string, address: string}} Shared `name`: of its type, with a number where there are several */

const SUBJECT = /^\S+ <(?:[\w.]*\.)?(\w+)(?: object)? at (0x[0-9a-f]+)\b/;

/** Of each task, in the order of the table. @param {string} table what ps() gives @returns {(Shared | null)[]} */
export function sharedIn(table) {
  const lines = table.trimEnd().split('\n');
  const column = lines[0].indexOf('WHERE');
  /** @type {(Shared | null)[]} */
  const found = [];
  for (const line of lines.slice(1)) {
    if (!line.startsWith(' ')) found.push(null);
    const [, type, address] = SUBJECT.exec(line.slice(column).trim()) ?? [];
    if (type) found[found.length - 1] = { name: type, address };
  }
  const kinds = new Map(found.flatMap((one) => (one ? [[one.address, one.name]] : [])));
  const numbered = [...kinds].sort(([a], [b]) => Number(a) - Number(b));
  return found.map((one) => {
    if (!one) return null;
    const same = numbered.filter(([, name]) => name === one.name);
    return same.length > 1 ? { ...one, name: `${one.name} ${1 + same.findIndex(([address]) => address === one.address)}` } : one;
  });
}
