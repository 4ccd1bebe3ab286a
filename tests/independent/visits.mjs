// Counts an export's visits, written from record/FORMAT.md alone ("How results count"):
//   node visits.mjs FILE   prints as JSON how many visits gave which answer, of each audience, flagged or not
import { readFileSync } from 'node:fs';
import { Verifier, isArray, isList, isMap, isNumber, isUpTo, judge } from './verify.mjs';

const isText = (value) => typeof value === 'string';
const isTruth = (value) => typeof value === 'boolean';
const everyPair = (items, holds) => items.every((item, i) => i === 0 || holds(items[i - 1], item));
const isVote = (value) =>
  isArray(isNumber, isNumber)(value) && 1n <= value[0] && value[0] <= value[1] && value[1] <= 255n;
const isReasons = (value) => Array.isArray(value) && value.every(isText) &&
  everyPair(value.map((text) => Buffer.from(text)), (a, b) => Buffer.compare(a, b) < 0);
const isUnusual = (value) => isUpTo(255n)(value) && value > 0n;
const isFlags = (value) => isList(isUpTo(255n))(value) && everyPair(value, (a, b) => a < b);

const ANSWER_SHAPE = { 0: isText, 1: isNumber, 2: isText, 8: isArray(isText, isText, isTruth, isTruth) };
const ANSWER_OPTIONS = {
  3: isVote, 4: isReasons, 5: isNumber, 6: isNumber, 7: isText, 9: isNumber, 10: isUpTo(1n), 11: isFlags,
  12: isUnusual, 13: isUnusual,
};

// Nothing where it is unreadable, which is no fault of the chain.
function readAnswer(body) {
  if (!isMap(body, ANSWER_SHAPE, ANSWER_OPTIONS) || body.has(3n) === body.has(4n)) return null;
  return {
    question: body.get(2n), vote: body.get(3n), reasons: body.get(4n), visit: body.get(5n),
    amends: body.get(6n), leadsTo: body.get(7n), flagged: body.has(11n), audience: body.get(12n) ?? 0n,
  };
}

class Visit {
  constructor(audience) {
    Object.assign(this, { audience, flagged: false, first: undefined, inForce: new Map() });
  }

  take(answer) {
    this.flagged ||= answer.flagged;
    if (answer.vote) this.first ??= answer.question;
    this.inForce.set(answer.question, answer);
  }

  path() {
    const path = [];
    let next = this.inForce.get(this.first);
    while (next && !path.includes(next)) {
      path.push(next);
      next = this.inForce.get(next.leadsTo);
    }
    return path;
  }
}

function visitsOf(records) {
  const visits = new Map();
  const visitOf = new Map();
  for (const { kind, epoch, sequence, body } of records) {
    const answer = kind === 2n ? readAnswer(body) : null;
    if (!answer) continue;
    const place = (at) => `${epoch} ${at}`;
    const here = place(sequence);
    const visit = visits.has(place(answer.visit)) ? place(answer.visit) : visitOf.get(place(answer.amends)) ?? here;
    visitOf.set(here, visit);
    if (!visits.has(visit)) visits.set(visit, new Visit(answer.audience));
    visits.get(visit).take(answer);
  }
  return visits.values();
}

function countsOf(visits) {
  const counts = {};
  const count = (what) => { counts[what] = (counts[what] ?? 0) + 1; };
  for (const visit of visits) {
    visit.path().forEach(({ question, vote, reasons }, place) => {
      const said = `${visit.audience} ${visit.flagged ? 'flagged' : 'plain'} ${question}`;
      if (vote) return count(`${said} ${place > 0 ? 'further' : 'first'} ${vote[0]}/${vote[1]}`);
      if (reasons.length > 0) count(`${said} reasons`);
      for (const reason of reasons) count(`${said} reason ${reason}`);
    });
  }
  return counts;
}

const records = [];
const verifier = new Verifier();
verifier.see = (record) => records.push(record);
const [verdict] = await judge(readFileSync(process.argv[2]), 0, verifier);
if (verdict !== 'good') throw new Error(verdict);
console.log(JSON.stringify(countsOf(visitsOf(records))));
