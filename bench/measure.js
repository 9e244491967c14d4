// How a figure is taken in one process: batches of about 1 ms after a warm-up, of which the 10th percentile counts.
// A batch's time is the smaller of wall clock and processor time, so that other work on the machine is left out.

const batches = 25;
const batchNs = 1e6;
const warmUpMs = 150;

function timeOf(run, count) {
  const cpu = process.cpuUsage();
  const wall = process.hrtime.bigint();
  run(count);
  const wallNs = Number(process.hrtime.bigint() - wall);
  const used = process.cpuUsage(cpu);
  return Math.min(wallNs, (used.user + used.system) * 1000);
}

/**
 * Nanoseconds of one round trip.
 * @param {(count: number) => void} run does `count` round trips. It is entered many times: wasm code that is running cannot be
 *   replaced by its optimised form, only the next call is quicker.
 */
export function measure(run) {
  const end = performance.now() + warmUpMs;
  while (performance.now() < end) run(256);
  let count = 16;
  while (timeOf(run, count) < batchNs) count *= 2;
  const times = Array.from({ length: batches }, () => timeOf(run, count) / count);
  times.sort((a, b) => a - b);
  return times[Math.floor(batches / 10)];
}

/** @param {number[]} values */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
