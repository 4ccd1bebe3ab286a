#!/usr/bin/python3
"""Verifies exports of Smilepost with cbor2 and cryptography, written from record/FORMAT.md alone:
   verify.py FILE…   prints one verdict a file; ends with 0 if all are good, else 1."""
import copy
import functools
import hashlib
import sys

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from strict_cbor import Fault, Map, check, read_whole, walk

RECORD = ("application/vnd.smilepost.record+cbor", b"smilepost record", 4096)
HEAD = ("application/vnd.smilepost.export-head+cbor", b"smilepost export head", 65536)
LARGEST_ITEM = 65536
ZEROS = bytes(32)


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
OPENED_OPTIONS = {2: is_array(is_number, is_number, is_bytes(32)), 3: is_bytes(64), 4: is_list(is_bytes(32))}
TIME_HEARD_SHAPE = {0: is_int64, 1: is_number, 2: is_number}
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


@functools.lru_cache(maxsize=64)
def content_type_of(header):
    is_eddsa = lambda value: type(value) is int and value == -8
    return read_map(read_whole(header), {1: is_eddsa, 3: lambda value: type(value) is str})[3]


def open_message(item, kind):
    """Steps 1 to 5 of "Message" on what next_item() found: its four parts and its payload, read."""
    content_type, _, largest = kind
    data, message = item
    check(len(data) <= largest, "too_large")
    is_blob = lambda value: type(value) is bytes
    is_empty = lambda value: type(value) is Map and len(value) == 0
    check(is_array(is_blob, is_empty, is_blob, is_bytes(64))(message), "malformed")
    check(content_type_of(message[0]) == content_type, "wrong_type")
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


@functools.lru_cache(maxsize=64)
def key_of(raw):
    return Ed25519PublicKey.from_public_bytes(raw)


def check_raw(key, signed, signature):
    check(is_sound(key) and is_sound(signature[:32]), "wrong_signature")
    try:
        key_of(key).verify(signature, signed)
    except InvalidSignature as error:
        raise Fault("wrong_signature") from error


def check_signature(message, kind, key):
    protected, _, payload, signature = message
    check_raw(key, cbor2.dumps(["Signature1", protected, kind[1], payload]), signature)


def read_time_heard(body):
    """Nothing where it is unreadable, which is no fault of the chain."""
    if not is_map(body, TIME_HEARD_SHAPE) or dict(body)[1] > dict(body)[2]:
        return None
    return dict(body)


class Record:
    def __init__(self, item):
        self.message, payload = open_message(item, RECORD)
        payload = read_map(payload, RECORD_SHAPE)
        self.kiosk, self.epoch, self.sequence, self.previous = (payload[i] for i in (1, 2, 3, 4))
        self.boot, self.monotonic_ms = payload[5], payload[6]
        self.kind, self.body, self.hash = payload[9], payload[10], hashlib.sha256(item[0]).digest()
        if self.kind == 7:
            self.body = read_time_heard(self.body)
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

    def append(self, record):
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


def next_item(data, at):
    """The item at `at`, as bytes and read."""
    window = bytes(data[at:at + LARGEST_ITEM])
    try:
        value, end = walk(window)
        return window[:end], value
    except Fault as fault:
        if fault.needs > LARGEST_ITEM:
            raise Fault("too_large") from fault
        if fault.needs > 0:
            raise Fault("cut_tail") from fault
        raise


def goes_on(before, section):
    """The same epoch, beyond records that are missing."""
    return before is not None and before[:2] == section[:2] and section[2] > before[2]


def open_anchor(data):
    try:
        item, anchor = next_item(data, 0)
    except Fault as fault:
        raise Fault("no_anchor") from fault
    check_version(anchor, "no_anchor")
    anchor = read_map(anchor, ANCHOR_SHAPE, verdict="no_anchor")
    sections = anchor[2]
    begun = [section[0] for before, section in zip([None, *sections], sections) if not goes_on(before, section)]
    check(len(set(begun)) == len(begun), "no_anchor")
    check(all(first > 0 or before == ZEROS for _, _, first, before in sections), "no_anchor")
    return item, anchor[1], sections


HEAD_HEADER = cbor2.dumps({1: -8, 3: HEAD[0]})


def claims_head(item):
    _, message = item
    return type(message) is list and len(message) == 4 and message[0] == HEAD_HEADER


class Verifier:
    """Judges an export item by item. A copy goes on from where it was made."""

    def __init__(self):
        self.place, self.records = "anchor", 0  # of what is judged next; the good ones before
        self.hash = self.kiosk = None
        self.sections, self.seen = [], []
        self.see = lambda record: None  # is shown each good record

    def copy(self):
        other = copy.copy(self)
        other.seen = self.seen[:-1] + [copy.copy(section) for section in self.seen[-1:]]
        return other

    def take(self, data, at):
        """Judges what is at `at`; where the next item begins, None behind a good head."""
        if self.place == "anchor":
            return self.take_anchor(data)
        if at == len(data) or self.place == "head":
            end, self.place = self.place, "end"
            check(end == "head", "cut_tail")
            check(at == len(data), "malformed")
            return None
        item = next_item(data, at)
        if claims_head(item):
            self.place = "head"
            self.check_head(item)
        else:
            self.take_record(item)
        return at + len(item[0])

    def take_anchor(self, data):
        item, self.kiosk, self.sections = open_anchor(data)
        self.hash, self.place = hashlib.sha256(item).digest(), "record"
        self.begin_section()
        return len(item)

    def begin_section(self):
        index = len(self.seen)
        before = self.sections[index - 1] if index > 0 else None
        self.seen.append(Section(self.kiosk, self.sections[index], before))

    def begins_next(self, record):
        if len(self.seen) == len(self.sections) or self.seen[-1].records == 0:
            return False
        epoch, _, first, _ = self.sections[len(self.seen)]
        return record.epoch == epoch and (self.seen[-1].epoch != epoch or record.sequence == first)

    def take_record(self, item):
        record = Record(item)
        if self.begins_next(record):
            self.begin_section()
        self.seen[-1].append(record)
        self.records += 1
        self.see(record)

    def check_head(self, item):
        message, report = open_message(item, HEAD)
        report = read_map(report, HEAD_SHAPE)
        check(report[1] == self.kiosk, "wrong_kiosk")
        check_signature(message, HEAD, self.sections[-1][1])
        complete = len(self.seen) == len(self.sections) and self.seen[-1].records > 0
        check(report[3] == self.hash and complete
              and report[4] == [section.head() for section in self.seen], "head_mismatch")


def judge(data, at=0, verifier=None):
    """Verdict, place, and there the number of the record or 0. From the middle with a Verifier that
    has taken all before `at`."""
    verifier = verifier or Verifier()
    try:
        while at is not None:
            at = verifier.take(data, at)
    except Fault as fault:
        number = verifier.records + 1 if verifier.place == "record" else 0
        return fault.verdict, verifier.place, number
    return "good", "end", 0


def verdict_on(name):
    try:
        with open(name, "rb") as file:
            data = file.read()
    except OSError:
        return "unreadable_file"
    return judge(data)[0]


def main(names):
    verdicts = [verdict_on(name) for name in names]
    print("\n".join(verdicts))
    return 0 if all(verdict == "good" for verdict in verdicts) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
