// Verifies exports of Smilepost with @auth0/cose, written from record/FORMAT.md alone:
//   node verify.mjs FILE…   prints one verdict a file; ends with 0 if all are good, else 1.
import { createHash, createPublicKey, verify as verifyRaw } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
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
const isNumber = (value) => typeof value === 'bigint' && value >= 0n && value < 1n << 63n;
const isInt64 = (value) => typeof value === 'bigint' && value >= -(1n << 63n) && value < 1n << 63n;
const isBytes = (size) => (value) => Buffer.isBuffer(value) && value.length === size;
const isArray = (...shapes) => (value) =>
  Array.isArray(value) && value.length === shapes.length && shapes.every((shape, i) => shape(value[i]));
const isList = (shape) => (value) => Array.isArray(value) && value.length > 0 && value.every(shape);
const isUpTo = (largest) => (value) => isNumber(value) && value <= largest;
const anything = () => true;

function isMap(value, required, optional = {}) {
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
const OPENED_OPTIONS = { 2: isArray(isNumber, isNumber, isBytes(32)), 3: isBytes(64) };
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

// Steps 1 to 5 of "Message": the payload.
function openMessage(bytes, type) {
  check(bytes.length <= type.largest, 'too_large');
  const message = readWhole(bytes);
  const isEmptyMap = (value) => value instanceof Map && value.size === 0;
  check(isArray(Buffer.isBuffer, isEmptyMap, Buffer.isBuffer, isBytes(64))(message), 'malformed');
  const header = readWhole(message[0]);
  check(isMap(header, { 1: (v) => v === -8n, 3: (v) => typeof v === 'string' }), 'malformed');
  check(header.get(3n) === type.contentType, 'wrong_type');
  const payload = readWhole(message[2]);
  checkVersion(payload, 'malformed');
  return payload;
}

function keyOf(publicKey) {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: publicKey.toString('base64url') };
  return createPublicKey({ key: jwk, format: 'jwk' });
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

async function checkSignature(bytes, type, publicKey) {
  checkPoints(publicKey, readWhole(bytes)[3]);
  try {
    await Sign1.decode(bytes).verify(keyOf(publicKey), { externalAAD: Buffer.from(type.aad) });
  } catch {
    throw new Fault('wrong_signature');
  }
}

function openRecord(bytes) {
  const payload = openMessage(bytes, RECORD);
  check(isMap(payload, RECORD_SHAPE), 'malformed');
  const [, kiosk, epoch, sequence, previous, , , , , kind, body] = [...payload.values()];
  if (kind === 1n) check(sequence === 0n && isMap(body, OPENED_SHAPE, OPENED_OPTIONS), 'malformed');
  return { kiosk, epoch, sequence, previous, kind, body };
}

// One section: an epoch's chain from where its anchor says.
class Section {
  constructor(kiosk, [epoch, key, first, before], previousSection) {
    Object.assign(this, { kiosk, epoch, key, previousSection, records: 0n, closed: false });
    this.last = first > 0n ? { sequence: first - 1n, hash: before } : null;
  }

  async append(bytes) {
    const record = openRecord(bytes);
    check(record.kiosk.equals(this.kiosk), 'wrong_kiosk');
    check(record.epoch === this.epoch, 'wrong_epoch');
    if (this.last) {
      await checkSignature(bytes, RECORD, this.key);
      this.checkPlace(record);
    } else {
      await this.open(bytes, record);
    }
    this.last = { sequence: record.sequence, hash: sha256(bytes) };
    this.closed = record.kind === 6n;
    this.records += 1n;
  }

  checkPlace({ sequence, previous }) {
    check(sequence > this.last.sequence, 'repeated');
    check(!this.closed, 'after_close');
    check(sequence === this.last.sequence + 1n, 'gap');
    check(previous.equals(this.last.hash), 'broken_link');
  }

  async open(bytes, record) {
    check(record.kind === 1n && record.sequence === 0n, 'not_opened');
    const key = record.body.get(0n);
    const isFirst = record.body.get(1n) === 0n;
    check(!isFirst || sha256(key).subarray(0, 16).equals(this.kiosk), 'wrong_kiosk');
    await checkSignature(bytes, RECORD, key);
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

function nextItem(bytes) {
  try {
    return bytes.subarray(0, readItem(bytes.subarray(0, Number(LARGEST_ITEM))).size);
  } catch (fault) {
    if (fault.needs > LARGEST_ITEM) throw new Fault('too_large');
    if (fault.needs > 0n) throw new Fault('cut_tail');
    throw fault;
  }
}

function openAnchor(bytes) {
  let anchor, item;
  try {
    item = nextItem(bytes);
    anchor = readWhole(item);
  } catch {
    throw new Fault('no_anchor');
  }
  checkVersion(anchor, 'no_anchor');
  check(isMap(anchor, ANCHOR_SHAPE), 'no_anchor');
  const sections = anchor.get(2n);
  check(new Set(sections.map(([epoch]) => epoch)).size === sections.length, 'no_anchor');
  check(sections.every(([, , first, before]) => first > 0n || before.equals(ZEROS)), 'no_anchor');
  return { kiosk: anchor.get(1n), sections, hash: sha256(item), size: item.length };
}

function claimsHead(item) {
  const message = readWhole(item);
  if (!Array.isArray(message) || message.length !== 4 || !Buffer.isBuffer(message[0])) return false;
  const type = Buffer.from(HEAD.contentType);
  return message[0].equals(Buffer.concat([Buffer.from([0xa2, 1, 0x27, 3, 0x78, type.length]), type]));
}

const sameHead = (a, b) => a[0] === b[0] && a[1] === b[1] && a[2].equals(b[2]) && a[3] === b[3];

async function checkHead(item, anchor, seen) {
  const head = openMessage(item, HEAD);
  check(isMap(head, HEAD_SHAPE), 'malformed');
  check(head.get(1n).equals(anchor.kiosk), 'wrong_kiosk');
  await checkSignature(item, HEAD, anchor.sections.at(-1)[1]);
  const named = head.get(4n);
  const complete = seen.length === anchor.sections.length && seen.at(-1).records > 0n;
  check(head.get(3n).equals(anchor.hash) && complete && named.length === seen.length &&
        named.every((section, i) => sameHead(section, seen[i].head())), 'head_mismatch');
}

function beginsNext(item, anchor, seen) {
  const next = anchor.sections[seen.length];
  if (!next || seen.at(-1).records === 0n) return false;
  try {
    return openRecord(item).epoch === next[0];
  } catch {
    return false;
  }
}

async function verifyExport(file) {
  const anchor = openAnchor(file);
  const seen = [new Section(anchor.kiosk, anchor.sections[0])];
  let rest = file.subarray(anchor.size);
  while (rest.length > 0) {
    const item = nextItem(rest);
    rest = rest.subarray(item.length);
    if (claimsHead(item)) {
      await checkHead(item, anchor, seen);
      check(rest.length === 0, 'malformed');
      return;
    }
    if (beginsNext(item, anchor, seen)) {
      const index = seen.length;
      seen.push(new Section(anchor.kiosk, anchor.sections[index], anchor.sections[index - 1]));
    }
    await seen.at(-1).append(item);
  }
  throw new Fault('cut_tail');
}

async function verdictOn(name) {
  let file;
  try {
    file = readFileSync(name);
  } catch {
    return 'unreadable_file';
  }
  try {
    await verifyExport(file);
    return 'good';
  } catch (fault) {
    if (fault instanceof Fault) return fault.verdict;
    throw fault;
  }
}

let allGood = true;
for (const name of process.argv.slice(2)) {
  const verdict = await verdictOn(name);
  console.log(verdict);
  allGood &&= verdict === 'good';
}
process.exitCode = allGood ? 0 : 1;
