"""A strict reader of deterministic CBOR, written from record/FORMAT.md alone: read and judged in one
walk."""


class Fault(Exception):
    def __init__(self, verdict, needs=0):
        super().__init__(verdict)
        self.verdict, self.needs = verdict, needs


def check(holds, verdict):
    if not holds:
        raise Fault(verdict)


class Map(tuple):
    """Pairs in their order: as keys of a dict, 1 and true would be one."""


def available(data, at, count):
    if at + count > len(data):
        raise Fault("malformed", at + count)


def head(data, at):
    available(data, at, 1)
    major, information = data[at] >> 5, data[at] & 31
    if information < 24 and major < 6:
        return major, information, at + 1
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
