// A strict reader of deterministic CBOR, written from record/FORMAT.md alone.
// Integers come back as BigInt, maps as Map, byte strings as Buffer.

export class Fault extends Error {
  constructor(verdict, needs = 0) {
    super(verdict);
    this.verdict = verdict;
    this.needs = needs; // bytes from the front, where some are missing
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  available(count) {
    const needs = BigInt(this.at) + BigInt(count);
    if (needs > BigInt(this.bytes.length)) throw new Fault('malformed', needs);
  }

  head() {
    this.available(1);
    const major = this.bytes[this.at] >> 5;
    const information = this.bytes[this.at] & 31;
    if (information === 31 && major >= 2 && major <= 5) throw new Fault('not_deterministic');
    if (information > 27) throw new Fault('malformed');
    const extra = information < 24 ? 0 : 1 << (information - 24);
    this.available(1 + extra);
    let argument = BigInt(information);
    if (extra) argument = BigInt('0x' + this.bytes.toString('hex', this.at + 1, this.at + 1 + extra));
    if (major === 6 || (major === 7 && (information < 20 || information > 22))) throw new Fault('malformed');
    const least = { 24: 24n, 25: 1n << 8n, 26: 1n << 16n, 27: 1n << 32n }[information] ?? 0n;
    if (extra && argument < least) throw new Fault('not_deterministic');
    this.at += 1 + extra;
    return { major, argument };
  }

  take(count) {
    this.available(count);
    const from = this.at;
    this.at += Number(count);
    return this.bytes.subarray(from, this.at);
  }

  item(depth = 0) {
    if (depth > 16) throw new Fault('malformed');
    const { major, argument } = this.head();
    switch (major) {
      case 0: return argument;
      case 1: return -1n - argument;
      case 2: return this.take(argument);
      case 3: return this.text(argument);
      case 4: return this.array(argument, depth);
      case 5: return this.map(argument, depth);
      default: return { 20: false, 21: true, 22: null }[Number(argument)];
    }
  }

  text(length) {
    const bytes = this.take(length);
    try {
      return utf8.decode(bytes);
    } catch {
      throw new Fault('malformed');
    }
  }

  array(count, depth) {
    const items = [];
    for (let i = 0n; i < count; i++) items.push(this.item(depth + 1));
    return items;
  }

  map(count, depth) {
    const pairs = new Map();
    let before;
    for (let i = 0n; i < count; i++) {
      const from = this.at;
      const key = this.item(depth + 1);
      const encoded = this.bytes.subarray(from, this.at);
      const order = before ? Buffer.compare(before, encoded) : -1;
      if (order === 0) throw new Fault('malformed');
      if (order > 0) throw new Fault('not_deterministic');
      before = encoded;
      pairs.set(key, this.item(depth + 1));
    }
    return pairs;
  }
}

// The item at the front and its size.
export function readItem(bytes) {
  const reader = new Reader(bytes);
  const value = reader.item();
  return { value, size: reader.at };
}

// Exactly one item.
export function readWhole(bytes) {
  const { value, size } = readItem(bytes);
  if (size !== bytes.length) throw new Fault('malformed');
  return value;
}
