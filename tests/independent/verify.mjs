// Verifies exports of Smilepost with @auth0/cose, written from record/FORMAT.md alone:
//   node verify.mjs FILE…   prints one verdict a file; ends with 0 if all are good, else 1.
import { createHash, createPublicKey, verify as verifyRaw } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { Fault, readItem, readWhole } from './cbor.mjs';

// Its CommonJS build: Node 18 cannot load the other one.
const { Sign1 } = createRequire(import.meta.url)('@auth0/cose');

const RECORD = { contentType: 'application/vnd.smilepost.record+cbor', aad: 'smilepost record', largest: 4096 };
const HEAD = { contentType: 'application/vnd.smilepost.export-head+cbor', aad: 'smilepost export head', largest: 65536 };
const LARGEST_ITEM = 65536n;
const ZEROS = Buffer.alloc(32);

const sha256 = (bytes) => createHash('sha256').update(bytes).digest();
const check = (holds, verdict) => { if (!holds) throw new Fault(verdict); };

// Shapes
export const isNumber = (value) => typeof value === 'bigint' && value >= 0n && value < 1n << 63n;
const isInt64 = (value) => typeof value === 'bigint' && value >= -(1n << 63n) && value < 1n << 63n;
const isBytes = (size) => (value) => Buffer.isBuffer(value) && value.length === size;
export const isArray = (...shapes) => (value) =>
  Array.isArray(value) && value.length === shapes.length && shapes.every((shape, i) => shape(value[i]));
export const isList = (shape) => (value) => Array.isArray(value) && value.length > 0 && value.every(shape);
export const isUpTo = (largest) => (value) => isNumber(value) && value <= largest;
const anything = () => true;

export function isMap(value, required, optional = {}) {
  if (!(value instanceof Map)) return false;
  const shapes = { ...required, ...optional };
  for (const [key, item] of value) {
    if (typeof key !== 'bigint' || !shapes[key] || !shapes[key](item)) return false;
  }
  return Object.keys(required).every((key) => value.has(BigInt(key)));
}

const RECORD_SHAPE = {
  0: isNumber, 1: isBytes(16), 2: isNumber, 3: isNumber, 4: isBytes(32), 5: isBytes(16), 6: isNumber,
  7: isInt64, 8: isUpTo(2n), 9: isUpTo(255n), 10: anything,
};
const OPENED_SHAPE = { 0: isBytes(32), 1: isUpTo(4n) };
const OPENED_OPTIONS = { 2: isArray(isNumber, isNumber, isBytes(32)), 3: isBytes(64), 4: isList(isBytes(32)) };
const TIME_HEARD_SHAPE = { 0: isInt64, 1: isNumber, 2: isNumber };
const ANCHOR_SHAPE = {
  0: isNumber, 1: isBytes(16), 2: isList(isArray(isNumber, isBytes(32), isNumber, isBytes(32))),
};
const HEAD_SHAPE = {
  0: isNumber, 1: isBytes(16), 2: isInt64, 3: isBytes(32),
  4: isList(isArray(isNumber, isNumber, isBytes(32), isNumber)),
};

function checkVersion(payload, verdict) {
  check(payload instanceof Map && payload.size > 0, verdict);
  const [key, version] = payload.entries().next().value;
  check(key === 0n && isNumber(version), verdict);
  check(version === 1n, 'unknown_version');
}

// Steps 1 to 5 of "Message" on what nextItem() found: the payload.
function openMessage({ bytes, value: message }, type) {
  check(bytes.length <= type.largest, 'too_large');
  const isEmptyMap = (value) => value instanceof Map && value.size === 0;
  check(isArray(Buffer.isBuffer, isEmptyMap, Buffer.isBuffer, isBytes(64))(message), 'malformed');
  const header = readWhole(message[0]);
  check(isMap(header, { 1: (v) => v === -8n, 3: (v) => typeof v === 'string' }), 'malformed');
  check(header.get(3n) === type.contentType, 'wrong_type');
  const payload = readWhole(message[2]);
  checkVersion(payload, 'malformed');
  return payload;
}

const keys = new Map();

function keyOf(publicKey) {
  const x = publicKey.toString('base64url');
  if (!keys.has(x)) keys.set(x, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }));
  return keys.get(x);
}

// The eight points of small order, by their y.
const P = (1n << 255n) - 19n;
const Y8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;
const OF_SMALL_ORDER = new Set([0n, 1n, P - 1n, Y8, P - Y8]);

function isSound(point) {
  const y = BigInt('0x' + Buffer.from(point).reverse().toString('hex')) & ((1n << 255n) - 1n);
  return y < P && !OF_SMALL_ORDER.has(y);
}

const checkPoints = (publicKey, signature) =>
  check(isSound(publicKey) && isSound(signature.subarray(0, 32)), 'wrong_signature');

async function checkSignature({ bytes, value: message }, type, publicKey) {
  checkPoints(publicKey, message[3]);
  try {
    await Sign1.decode(bytes).verify(keyOf(publicKey), { externalAAD: Buffer.from(type.aad) });
  } catch {
    throw new Fault('wrong_signature');
  }
}

// Nothing where it is unreadable, which is no fault of the chain.
function readTimeHeard(body) {
  if (!isMap(body, TIME_HEARD_SHAPE) || body.get(1n) > body.get(2n)) return null;
  return { time: body.get(0n), sent: body.get(1n), heard: body.get(2n) };
}

function openRecord(item) {
  const payload = openMessage(item, RECORD);
  check(isMap(payload, RECORD_SHAPE), 'malformed');
  const [, kiosk, epoch, sequence, previous, boot, monotonic, , , kind, body] = [...payload.values()];
  if (kind === 1n) check(sequence === 0n && isMap(body, OPENED_SHAPE, OPENED_OPTIONS), 'malformed');
  const timeHeard = kind === 7n ? readTimeHeard(body) : null;
  return { item, kiosk, epoch, sequence, previous, boot, monotonic, kind, body, timeHeard };
}

// One section: an epoch's chain from where its anchor says.
class Section {
  constructor(kiosk, [epoch, key, first, before], previousSection) {
    Object.assign(this, { kiosk, epoch, key, previousSection, records: 0n, closed: false });
    this.last = first > 0n ? { sequence: first - 1n, hash: before } : null;
  }

  copy() {
    return Object.assign(Object.create(Section.prototype), this);
  }

  async append(record) {
    check(record.kiosk.equals(this.kiosk), 'wrong_kiosk');
    check(record.epoch === this.epoch, 'wrong_epoch');
    if (this.last) {
      await checkSignature(record.item, RECORD, this.key);
      this.checkPlace(record);
    } else {
      await this.open(record);
    }
    this.last = { sequence: record.sequence, hash: sha256(record.item.bytes) };
    this.closed = record.kind === 6n;
    this.records += 1n;
  }

  checkPlace({ sequence, previous }) {
    check(sequence > this.last.sequence, 'repeated');
    check(!this.closed, 'after_close');
    check(sequence === this.last.sequence + 1n, 'gap');
    check(previous.equals(this.last.hash), 'broken_link');
  }

  async open(record) {
    check(record.kind === 1n && record.sequence === 0n, 'not_opened');
    const key = record.body.get(0n);
    const isFirst = record.body.get(1n) === 0n;
    check(!isFirst || sha256(key).subarray(0, 16).equals(this.kiosk), 'wrong_kiosk');
    await checkSignature(record.item, RECORD, key);
    check(record.previous.equals(ZEROS), 'broken_link');
    check(key.equals(this.key), 'wrong_signature');
    this.checkEndorsement(record.body);
  }

  checkEndorsement(body) {
    const named = body.get(2n);
    const endorsement = body.get(3n);
    if (!named || !endorsement || this.previousSection?.[0] !== named[0]) return;
    checkPoints(this.previousSection[1], endorsement);
    check(verifyRaw(null, this.key, keyOf(this.previousSection[1]), endorsement), 'wrong_signature');
  }

  head() {
    return [this.epoch, this.last.sequence, this.last.hash, this.records];
  }
}

// The item at the front, as bytes and read.
function nextItem(rest) {
  try {
    const { value, size } = readItem(rest.subarray(0, Number(LARGEST_ITEM)));
    return { value, bytes: rest.subarray(0, size) };
  } catch (fault) {
    if (fault.needs > LARGEST_ITEM) throw new Fault('too_large');
    if (fault.needs > 0n) throw new Fault('cut_tail');
    throw fault;
  }
}

// The same epoch, beyond records that are missing.
function goesOn(before, [epoch, key, first]) {
  return before !== undefined && before[0] === epoch && before[1].equals(key) && first > before[2];
}

function openAnchor(file) {
  let item;
  try {
    item = nextItem(file);
  } catch {
    throw new Fault('no_anchor');
  }
  const anchor = item.value;
  checkVersion(anchor, 'no_anchor');
  check(isMap(anchor, ANCHOR_SHAPE), 'no_anchor');
  const sections = anchor.get(2n);
  const begun = sections.filter((section, i) => !goesOn(sections[i - 1], section));
  check(new Set(begun.map(([epoch]) => epoch)).size === begun.length, 'no_anchor');
  check(sections.every(([, , first, before]) => first > 0n || before.equals(ZEROS)), 'no_anchor');
  return { kiosk: anchor.get(1n), sections, hash: sha256(item.bytes), size: item.bytes.length };
}

function claimsHead({ value: message }) {
  if (!Array.isArray(message) || message.length !== 4 || !Buffer.isBuffer(message[0])) return false;
  const type = Buffer.from(HEAD.contentType);
  return message[0].equals(Buffer.concat([Buffer.from([0xa2, 1, 0x27, 3, 0x78, type.length]), type]));
}

const sameHead = (a, b) => a[0] === b[0] && a[1] === b[1] && a[2].equals(b[2]) && a[3] === b[3];

// Judges an export item by item. A copy goes on from where it was made.
export class Verifier {
  place = 'anchor'; // of what is judged next
  records = 0; // good ones before it
  seen = [];
  see = () => {}; // is shown each good record

  copy() {
    const other = Object.assign(new Verifier(), this);
    other.seen = this.seen.map((section, i) => (i === this.seen.length - 1 ? section.copy() : section));
    return other;
  }

  // Judges what is at `at`; where the next item begins, null behind a good head.
  async take(file, at) {
    if (this.place === 'anchor') return this.takeAnchor(file);
    if (at === file.length || this.place === 'head') return this.takeEnd(file, at);
    const item = nextItem(file.subarray(at));
    if (claimsHead(item)) {
      this.place = 'head';
      await this.checkHead(item);
    } else {
      await this.takeRecord(item);
    }
    return at + item.bytes.length;
  }

  takeAnchor(file) {
    this.anchor = openAnchor(file);
    this.place = 'record';
    this.beginSection();
    return this.anchor.size;
  }

  takeEnd(file, at) {
    const headSeen = this.place === 'head';
    this.place = 'end';
    check(headSeen, 'cut_tail');
    check(at === file.length, 'malformed');
    return null;
  }

  beginSection() {
    const { kiosk, sections } = this.anchor;
    const index = this.seen.length;
    this.seen.push(new Section(kiosk, sections[index], sections[index - 1]));
  }

  beginsNext(record) {
    const next = this.anchor.sections[this.seen.length];
    const present = this.seen.at(-1);
    if (!next || present.records === 0n || record.epoch !== next[0]) return false;
    return present.epoch !== record.epoch || record.sequence === next[2];
  }

  async takeRecord(item) {
    const record = openRecord(item);
    if (this.beginsNext(record)) this.beginSection();
    await this.seen.at(-1).append(record);
    this.records += 1;
    this.see(record);
  }

  async checkHead(item) {
    const { kiosk, sections, hash } = this.anchor;
    const head = openMessage(item, HEAD);
    check(isMap(head, HEAD_SHAPE), 'malformed');
    check(head.get(1n).equals(kiosk), 'wrong_kiosk');
    await checkSignature(item, HEAD, sections.at(-1)[1]);
    const named = head.get(4n);
    const complete = this.seen.length === sections.length && this.seen.at(-1).records > 0n;
    check(head.get(3n).equals(hash) && complete && named.length === this.seen.length &&
          named.every((section, i) => sameHead(section, this.seen[i].head())), 'head_mismatch');
  }
}

// Verdict, place, and there the number of the record or 0. From the middle with a Verifier that has
// taken all before `at`.
export async function judge(file, at = 0, verifier = new Verifier()) {
  try {
    while (at !== null) at = await verifier.take(file, at);
    return ['good', 'end', 0];
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return [fault.verdict, verifier.place, verifier.place === 'record' ? verifier.records + 1 : 0];
  }
}

async function verdictOn(name) {
  let file;
  try {
    file = readFileSync(name);
  } catch {
    return 'unreadable_file';
  }
  return (await judge(file))[0];
}

async function main(names) {
  let allGood = true;
  for (const name of names) {
    const verdict = await verdictOn(name);
    console.log(verdict);
    allGood &&= verdict === 'good';
  }
  process.exitCode = allGood ? 0 : 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(process.argv.slice(2));
