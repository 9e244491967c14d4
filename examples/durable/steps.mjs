// What order.c asks of the world. The effects are lines of a file, the ledger: it tells what really happened, whatever the program knows of it.

import { open, readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

const { LEDGER = 'ledger.txt', BUSY = '0.25' } = process.env;

/** At least once: asked for again after a crash. The warehouse reserves by the number of the order, so that twice is once. */
export async function reserve(number) {
  await enter('reserve', number);
}

/** At most once: after a crash nobody knows, and the program is told so. */
export async function charge(number) {
  await enter('charge', number);
}

/** Exactly once: after a crash the ledger is asked first. */
export async function ship(number) {
  await enter('ship', number);
  return `shipped ${number}`;
}

export const onRestore = {
  reserve: 'retry',
  charge: 'fail',
  ship: async (number) => ((await happened('ship', number)) ? `shipped ${number}` : ship(number)),
};

/** On the disk before anything is answered. At times the other side is busy, and nothing is done. */
async function enter(step, number) {
  await pause(2);
  if (Math.random() < Number(BUSY)) throw new Error('busy');
  const ledger = await open(LEDGER, 'a');
  try {
    await ledger.write(`${step} ${number}\n`);
    await ledger.sync();
  } finally {
    await ledger.close();
  }
  await pause(2);
}

async function happened(step, number) {
  const ledger = await readFile(LEDGER, 'utf8').catch(() => '');
  return ledger.split('\n').includes(`${step} ${number}`);
}
