#!/usr/bin/python3
"""Verifies exports of Smilepost with cbor2 and cryptography, written from record/FORMAT.md alone:
   verify.py FILE…   prints one verdict a file; ends with 0 if all are good, else 1."""
import hashlib
import sys

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

RECORD = ("application/vnd.smilepost.record+cbor", b"smilepost record", 4096)
HEAD = ("application/vnd.smilepost.export-head+cbor", b"smilepost export head", 65536)
LARGEST_ITEM = 65536
ZEROS = bytes(32)


class Fault(Exception):
    def __init__(self, verdict, needs=0):
        super().__init__(verdict)
        self.verdict, self.needs = verdict, needs


def check(holds, verdict):
    if not holds:
        raise Fault(verdict)


# --- CBOR: read and judged in one walk; cbor2 writes what is signed -------------------------------

class Map(tuple):
    """Pairs in their order: as keys of a dict, 1 and true would be one."""



def available(data, at, count):
    if at + count > len(data):
        raise Fault("malformed", at + count)


def head(data, at):
    available(data, at, 1)
    major, information = data[at] >> 5, data[at] & 31
    if information == 31 and 2 <= major <= 5:
        raise Fault("not_deterministic")
    check(information <= 27, "malformed")
    extra = 0 if information < 24 else 1 << (information - 24)
    available(data, at, 1 + extra)
    argument = int.from_bytes(data[at + 1:at + 1 + extra], "big") if extra else information
    check(major < 6 or (major == 7 and information in (20, 21, 22)), "malformed")
    least = {24: 24, 25: 1 << 8, 26: 1 << 16, 27: 1 << 32}.get(information, 0)
    check(argument >= least or not extra, "not_deterministic")
    return major, argument, at + 1 + extra


def walk(data, at=0, depth=0):
    """The item at `at`, and where it ends."""
    check(depth <= 16, "malformed")
    major, argument, at = head(data, at)
    if major in (0, 1):
        return (argument if major == 0 else -1 - argument), at
    if major in (2, 3):
        available(data, at, argument)
        item = data[at:at + argument]
        return (item if major == 2 else text(item)), at + argument
    if major == 4:
        return walk_array(data, argument, at, depth)
    if major == 5:
        return walk_map(data, argument, at, depth)
    return {20: False, 21: True, 22: None}[argument], at


def walk_array(data, count, at, depth):
    items = []
    for _ in range(count):
        item, at = walk(data, at, depth + 1)
        items.append(item)
    return items, at


def walk_map(data, count, at, depth):
    pairs, before = [], None
    for _ in range(count):
        start = at
        key, at = walk(data, at, depth + 1)
        encoded = data[start:at]
        check(encoded != before, "malformed")
        check(before is None or before < encoded, "not_deterministic")
        before = encoded
        value, at = walk(data, at, depth + 1)
        pairs.append((key, value))
    return Map(pairs), at


def text(encoded):
    try:
        return encoded.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        raise Fault("malformed") from error


def read_whole(data):
    value, end = walk(data)
    check(end == len(data), "malformed")
    return value


# --- Shapes ---------------------------------------------------------------------------------------

def is_number(value, largest=(1 << 63) - 1):
    return type(value) is int and 0 <= value <= largest


def is_int64(value):
    return type(value) is int and -(1 << 63) <= value < 1 << 63


def is_bytes(size):
    return lambda value: type(value) is bytes and len(value) == size


def is_array(*shapes):
    return lambda value: (type(value) is list and len(value) == len(shapes)
                          and all(shape(item) for shape, item in zip(shapes, value)))


def is_list(shape):
    return lambda value: type(value) is list and len(value) > 0 and all(map(shape, value))


def is_map(value, required, optional=None):
    shapes = {**required, **(optional or {})}
    return (type(value) is Map
            and all(type(key) is int and key in shapes and shapes[key](item) for key, item in value)
            and all(key in dict(value) for key in required))


def read_map(value, required, optional=None, verdict="malformed"):
    check(is_map(value, required, optional), verdict)
    return dict(value)


RECORD_SHAPE = {0: is_number, 1: is_bytes(16), 2: is_number, 3: is_number, 4: is_bytes(32),
                5: is_bytes(16), 6: is_number, 7: is_int64, 8: lambda v: is_number(v, 2),
                9: lambda v: is_number(v, 255), 10: lambda v: True}
OPENED_SHAPE = {0: is_bytes(32), 1: lambda v: is_number(v, 4)}
OPENED_OPTIONS = {2: is_array(is_number, is_number, is_bytes(32)), 3: is_bytes(64)}
ANCHOR_SHAPE = {0: is_number, 1: is_bytes(16),
                2: is_list(is_array(is_number, is_bytes(32), is_number, is_bytes(32)))}
HEAD_SHAPE = {0: is_number, 1: is_bytes(16), 2: is_int64, 3: is_bytes(32),
              4: is_list(is_array(is_number, is_number, is_bytes(32), is_number))}


# --- Messages -------------------------------------------------------------------------------------

def check_version(payload, verdict):
    check(type(payload) is Map and len(payload) > 0, verdict)
    key, version = payload[0]
    check(type(key) is int and key == 0 and is_number(version), verdict)
    check(version == 1, "unknown_version")


def open_message(data, kind):
    """Steps 1 to 5 of "Message": its four parts and its payload, read."""
    content_type, _, largest = kind
    check(len(data) <= largest, "too_large")
    message = read_whole(data)
    is_blob = lambda value: type(value) is bytes
    is_empty = lambda value: type(value) is Map and len(value) == 0
    check(is_array(is_blob, is_empty, is_blob, is_bytes(64))(message), "malformed")
    is_eddsa = lambda value: type(value) is int and value == -8
    header = read_map(read_whole(message[0]), {1: is_eddsa, 3: lambda v: type(v) is str})
    check(header[3] == content_type, "wrong_type")
    payload = read_whole(message[2])
    check_version(payload, "malformed")
    return message, payload


P = 2**255 - 19
Y8 = int.from_bytes(bytes.fromhex(
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), "little")
OF_SMALL_ORDER = {0, 1, P - 1, Y8, P - Y8}  # the y of the eight points


def is_sound(point):
    y = int.from_bytes(point, "little") & (2**255 - 1)
    return y < P and y not in OF_SMALL_ORDER


def check_raw(key, signed, signature):
    check(is_sound(key) and is_sound(signature[:32]), "wrong_signature")
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, signed)
    except InvalidSignature as error:
        raise Fault("wrong_signature") from error


def check_signature(message, kind, key):
    protected, _, payload, signature = message
    check_raw(key, cbor2.dumps(["Signature1", protected, kind[1], payload]), signature)


class Record:
    def __init__(self, data):
        self.message, payload = open_message(data, RECORD)
        payload = read_map(payload, RECORD_SHAPE)
        self.kiosk, self.epoch, self.sequence, self.previous = (payload[i] for i in (1, 2, 3, 4))
        self.kind, self.body, self.hash = payload[9], payload[10], hashlib.sha256(data).digest()
        if self.kind == 1:
            check(self.sequence == 0, "malformed")
            self.body = read_map(self.body, OPENED_SHAPE, OPENED_OPTIONS)


# --- Export ---------------------------------------------------------------------------------------

class Section:
    """An epoch's chain from where its anchor says."""

    def __init__(self, kiosk, anchor, section_before=None):
        self.kiosk, self.section_before = kiosk, section_before
        self.epoch, self.key, first, before = anchor
        self.last = (first - 1, before) if first > 0 else None
        self.records, self.closed = 0, False

    def append(self, data):
        record = Record(data)
        check(record.kiosk == self.kiosk, "wrong_kiosk")
        check(record.epoch == self.epoch, "wrong_epoch")
        if self.last is None:
            self.open(record)
        else:
            check_signature(record.message, RECORD, self.key)
            check(record.sequence > self.last[0], "repeated")
            check(not self.closed, "after_close")
            check(record.sequence == self.last[0] + 1, "gap")
            check(record.previous == self.last[1], "broken_link")
        self.last = (record.sequence, record.hash)
        self.closed = record.kind == 6
        self.records += 1

    def open(self, record):
        check(record.kind == 1 and record.sequence == 0, "not_opened")
        key = record.body[0]
        if record.body[1] == 0:
            check(hashlib.sha256(key).digest()[:16] == self.kiosk, "wrong_kiosk")
        check_signature(record.message, RECORD, key)
        check(record.previous == ZEROS, "broken_link")
        check(key == self.key, "wrong_signature")
        named, endorsement = record.body.get(2), record.body.get(3)
        if self.section_before and named and endorsement and named[0] == self.section_before[0]:
            check_raw(self.section_before[1], key, endorsement)

    def head(self):
        return [self.epoch, *self.last, self.records]


def next_item(data):
    try:
        return data[:walk(data[:LARGEST_ITEM])[1]]
    except Fault as fault:
        if fault.needs > LARGEST_ITEM:
            raise Fault("too_large") from fault
        if fault.needs > 0:
            raise Fault("cut_tail") from fault
        raise


def open_anchor(data):
    try:
        item = next_item(data)
        anchor = read_whole(item)
    except Fault as fault:
        raise Fault("no_anchor") from fault
    check_version(anchor, "no_anchor")
    anchor = read_map(anchor, ANCHOR_SHAPE, verdict="no_anchor")
    sections = anchor[2]
    check(len({section[0] for section in sections}) == len(sections), "no_anchor")
    check(all(first > 0 or before == ZEROS for _, _, first, before in sections), "no_anchor")
    return item, anchor[1], sections


def claims_head(item):
    message = read_whole(item)
    return (type(message) is list and len(message) == 4
            and message[0] == cbor2.dumps({1: -8, 3: HEAD[0]}))


def check_head(item, anchor_item, kiosk, sections, seen):
    message, head_report = open_message(item, HEAD)
    head_report = read_map(head_report, HEAD_SHAPE)
    check(head_report[1] == kiosk, "wrong_kiosk")
    check_signature(message, HEAD, sections[-1][1])
    complete = len(seen) == len(sections) and seen[-1].records > 0
    check(head_report[3] == hashlib.sha256(anchor_item).digest() and complete
          and head_report[4] == [section.head() for section in seen], "head_mismatch")


def begins_next(item, sections, seen):
    if len(seen) == len(sections) or seen[-1].records == 0:
        return False
    try:
        return Record(item).epoch == sections[len(seen)][0]
    except Fault:
        return False


def verify_export(data):
    anchor_item, kiosk, sections = open_anchor(data)
    seen = [Section(kiosk, sections[0])]
    data = memoryview(data)[len(anchor_item):]
    while data:
        item = bytes(next_item(bytes(data[:2 * LARGEST_ITEM])))
        data = data[len(item):]
        if claims_head(item):
            check_head(item, anchor_item, kiosk, sections, seen)
            check(not data, "malformed")
            return
        if begins_next(item, sections, seen):
            seen.append(Section(kiosk, sections[len(seen)], sections[len(seen) - 1]))
        seen[-1].append(item)
    raise Fault("cut_tail")


def verdict_on(name):
    try:
        with open(name, "rb") as file:
            data = file.read()
    except OSError:
        return "unreadable_file"
    try:
        verify_export(data)
        return "good"
    except Fault as fault:
        return fault.verdict


def main(names):
    verdicts = [verdict_on(name) for name in names]
    print("\n".join(verdicts))
    return 0 if all(verdict == "good" for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
