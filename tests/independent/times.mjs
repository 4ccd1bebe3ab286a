// Corrects the times of an export's answers, written from record/FORMAT.md alone ("Corrected time"):
//   node times.mjs FILE   prints for each: epoch, sequence, Unix time in ms and what it may be wrong by, or - -
import { readFileSync } from 'node:fs';
import { Verifier, judge } from './verify.mjs';

const LARGEST = 1n << 53n;
const EARLIEST = 1767225600000n;
const LONGEST_TRIP = 120000n;

function isUsed({ timeHeard, boot, monotonic }) {
  return timeHeard && !boot.equals(Buffer.alloc(16)) && timeHeard.heard <= monotonic && monotonic < LARGEST &&
    timeHeard.time >= EARLIEST && timeHeard.heard - timeHeard.sent <= LONGEST_TRIP;
}

function says({ time, sent, heard }, moment) {
  const middle = (sent + heard) / 2n;
  const distance = moment < middle ? middle - moment : moment - middle;
  return { time: time + moment - middle, wrongBy: (heard - sent) / 2n + distance / 10000n };
}

const isBetter = (a, b) => a.wrongBy < b.wrongBy || (a.wrongBy === b.wrongBy && a.time < b.time);

const records = [];
const verifier = new Verifier();
verifier.see = (record) => records.push(record);
const [verdict] = await judge(readFileSync(process.argv[2]), 0, verifier);
if (verdict !== 'good') throw new Error(verdict);
const contacts = records.filter((record) => record.kind === 7n && isUsed(record));
for (const { kind, boot, monotonic, epoch, sequence } of records) {
  if (kind !== 2n) continue;
  let best = null;
  for (const contact of contacts) {
    if (monotonic >= LARGEST || !contact.boot.equals(boot)) continue;
    const one = says(contact.timeHeard, monotonic);
    if (!best || isBetter(one, best)) best = one;
  }
  console.log(`${epoch} ${sequence} ${best ? best.time : '-'} ${best ? best.wrongBy : '-'}`);
}
