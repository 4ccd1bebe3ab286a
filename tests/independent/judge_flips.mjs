// What verify.mjs says of an export with one bit flipped, on request: node judge_flips.mjs FILE (see
// bit_flips.py). What lies before the item with the flip is judged once.
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { Verifier, judge } from './verify.mjs';

const file = readFileSync(process.argv[2]);
const before = []; // each item
for (let at = 0, verifier = new Verifier(); at !== null; at = await verifier.take(file, at)) {
  before.push({ at, verifier: verifier.copy() });
}

function itemOf(place) {
  let low = 0;
  let high = before.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (before[middle].at <= place) low = middle; else high = middle;
  }
  return before[low];
}

async function outcome(way, flip) {
  const place = Math.floor(flip / 8);
  const { at, verifier } = way === 'whole' ? before[0] : itemOf(place);
  file[place] ^= 1 << flip % 8;
  const found = await judge(file, at, verifier.copy());
  file[place] ^= 1 << flip % 8;
  return found.join(':');
}

console.log(file.length * 8);
for await (const line of createInterface({ input: process.stdin })) {
  const [way, ...numbers] = line.split(' ');
  const [from, count, step] = numbers.map(Number);
  const outcomes = [];
  for (let i = 0; i < count; i++) outcomes.push(await outcome(way, from + i * step));
  console.log(outcomes.join(' '));
}
