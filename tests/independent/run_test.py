#!/usr/bin/python3
"""The same exports, good and spoilt, before three verifiers: ours in C++, one in Node with @auth0/cose,
one in Python with cbor2 and cryptography. All three must give the same verdict."""
import hashlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile

import cbor2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

HERE = os.path.dirname(os.path.abspath(__file__))


def split(data):
    """The items of a CBOR sequence."""
    stream, items = io.BytesIO(data), []
    while stream.tell() < len(data):
        start = stream.tell()
        cbor2.load(stream)
        items.append(data[start:stream.tell()])
    return items


def cases_of(good):
    """(name, bytes, the verdict due or None where only agreement is asked for)"""
    items = split(good)
    cases = [("good", good, "good")]
    records, middle = len(items) - 2, len(items) // 4
    due = {0: "no_anchor", 1: "not_opened", middle: "gap", records: "head_mismatch",
           records + 1: "cut_tail"}
    for i in range(len(items)):
        dropped = b"".join(items[:i] + items[i + 1:])
        cases.append((f"without item {i}", dropped, due.get(i, "not good")))
        repeated = b"".join(items[:i] + items[i:i + 1] + items[i:])
        is_record = 1 <= i <= records
        cases.append((f"item {i} twice", repeated, "repeated" if is_record else "malformed"))
    for i in range(len(items) - 1):
        swapped = items[:i] + [items[i + 1], items[i]] + items[i + 2:]
        cases.append((f"items {i} and {i + 1} swapped", b"".join(swapped), "not good"))
    half = 1 + records // 2
    cases.append(("without the first section", b"".join(items[:1] + items[half:]), "wrong_epoch"))
    cases.append(("without the last section", b"".join(items[:half] + items[-1:]),
                  "head_mismatch"))
    for bit in range(3, len(good) * 8, 181):
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        cases.append((f"bit {bit} flipped", bytes(flipped), "not good"))
    for size in range(0, len(good), 397):
        cases.append((f"cut after {size} bytes", good[:size], "not good"))
    last_signature = bytearray(items[records])
    last_signature[-1] ^= 1
    flipped = b"".join(items[:records] + [bytes(last_signature)] + items[records + 1:])
    cases.append(("a flipped bit in the last record's signature", flipped, "wrong_signature"))
    return cases


# --- What is signed like nothing that ours would sign ---------------------------------------------

KIND_OPENED, KIND_ANSWER, KIND_TIME_HEARD, EPOCH, ZEROS = 1, 2, 7, 7, bytes(32)
NEUTRAL = bytes([1]) + bytes(31)  # the point, as key and as the R of a signature
GROUP_ORDER = 2**252 + 27742317777372353535851937790883648493
SEED = bytes([1]) * 32


def public_key(seed):
    public = Ed25519PrivateKey.from_private_bytes(seed).public_key()
    return public.public_bytes(Encoding.Raw, PublicFormat.Raw)


def message(what, payload, sign, header=None):
    if header is None:
        header = cbor2.dumps({1: -8, 3: f"application/vnd.smilepost.{what}+cbor"})
    aad = f"smilepost {what.replace('-', ' ')}".encode()
    signature = sign(cbor2.dumps(["Signature1", header, aad, payload]))
    return cbor2.dumps([header, {}, payload, signature])


def by_rule(signed):
    return Ed25519PrivateKey.from_private_bytes(SEED).sign(signed)


def by_nobody(_):
    """Holds by the equation where the key is the neutral point."""
    return NEUTRAL + ZEROS


def with_neutral_r(signed):
    """Holds by the equation, too: R is the neutral point, S = hash × secret."""
    secret = int.from_bytes(hashlib.sha512(SEED).digest()[:32], "little")
    secret = secret & ~7 & (2**254 - 1) | 2**254
    digest = hashlib.sha512(NEUTRAL + public_key(SEED) + signed).digest()
    s = int.from_bytes(digest, "little") * secret % GROUP_ORDER
    return NEUTRAL + s.to_bytes(32, "little")


def record(kiosk, before, sequence, kind, body, boot=bytes(16), monotonic_ms=0):
    """A record's payload; `body` is CBOR already, since a dict cannot hold both 1 and true."""
    fields = {0: 1, 1: kiosk, 2: EPOCH, 3: sequence, 4: before, 5: boot, 6: monotonic_ms, 7: 0,
              8: 2, 9: kind, 10: None}
    return cbor2.dumps(fields)[:-1] + body


def made_export(key=public_key(SEED), sign=by_rule, odd_body=None, odd_header=None, later=()):
    """`later`: (kind, body, boot, milliseconds since boot) of each record after the first."""
    kiosk = hashlib.sha256(key).digest()[:16]
    anchor = cbor2.dumps({0: 1, 1: kiosk, 2: [[EPOCH, key, 0, ZEROS]]})
    opened = record(kiosk, ZEROS, 0, KIND_OPENED, cbor2.dumps({0: key, 1: 0}))
    items = [message("record", opened, sign, odd_header)]
    if odd_body:
        later = [(KIND_ANSWER, odd_body, bytes(16), 0)]
    for one in later:
        before = hashlib.sha256(items[-1]).digest()
        items.append(message("record", record(kiosk, before, len(items), *one), sign))
    last = [EPOCH, len(items) - 1, hashlib.sha256(items[-1]).digest(), len(items)]
    head = {0: 1, 1: kiosk, 2: 0, 3: hashlib.sha256(anchor).digest(), 4: [last]}
    return b"".join([anchor, *items, message("export-head", cbor2.dumps(head), sign)])


def odd_cases():
    keys_1_and_true = bytes.fromhex("a20100f500")
    header = cbor2.dumps({1: -8, 3: "application/vnd.smilepost.record+cbor"})
    header = b"\xa3" + header[1:] + bytes.fromhex("f527")  # and true: -8
    not_canonical = bytes.fromhex("ee" + "ff" * 30 + "7f")  # the neutral point, y + p
    return [
        ("made here", made_export(), "good"),
        ("an unreadable body with the keys 1 and true", made_export(odd_body=keys_1_and_true),
         "good"),
        ("a header with the keys 1 and true", made_export(odd_header=header), "malformed"),
        ("a key of small order", made_export(NEUTRAL, by_nobody), "wrong_signature"),
        ("the same key in another encoding", made_export(not_canonical, by_nobody),
         "wrong_signature"),
        ("a signature whose R is of small order", made_export(sign=with_neutral_r),
         "wrong_signature"),
    ]


def vectors(source):
    with open(os.path.join(source, "tests", "vectors", "exports.json"), encoding="utf-8") as file:
        return [("vector " + one["verdict"], bytes.fromhex(one["export"]), one["verdict"])
                for one in json.load(file)]


# --- Corrected times ------------------------------------------------------------------------------

def records_of(boot, number):
    """Of a boot of times.json: first its answers, then its contacts; FORMAT.md corrects both ways."""
    name = bytes(16) if boot.get("unknown") else bytes([number]) * 16
    answer = cbor2.dumps({0: "set", 1: 1, 2: "question", 3: [4, 4], 8: ["en", "light", False, False]})
    for moment, _, _ in boot["records"]:
        yield KIND_ANSWER, answer, name, moment
    for time, sent, heard, *noted in boot["contacts"]:
        body = cbor2.dumps({0: time, 1: sent, 2: heard})
        yield KIND_TIME_HEARD, body, name, noted[0] if noted else max(sent, heard)


def check_times(source, folder):
    """What the two correct an export's answers to is what times.json says."""
    with open(os.path.join(source, "tests", "vectors", "times.json"), encoding="utf-8") as file:
        boots = json.load(file)
    name = os.path.join(folder, "times.smilepost")
    with open(name, "wb") as file:
        file.write(made_export(later=[one for number, boot in enumerate(boots, 1)
                                      for one in records_of(boot, number)]))
    due = [f"{'-' if time is None else time} {'-' if time is None else wrong_by}"
           for boot in boots for _, time, wrong_by in boot["records"]]
    for command in (["node", os.path.join(HERE, "times.mjs")],
                    ["/usr/bin/python3", os.path.join(HERE, "times.py")]):
        done = subprocess.run([*command, name], capture_output=True, text=True, timeout=60)
        found = [line.split(" ", 2)[2] for line in done.stdout.splitlines()]
        if found != due:
            sys.exit(f"FAILED: {command[-1]} corrects to {found}, due is {due}\n{done.stderr}")
    return len(due)


# --- Visits ---------------------------------------------------------------------------------------

KEYS = {"vote": 3, "reasons": 4, "visit": 5, "amends": 6, "leads_to": 7, "flags": 11, "audience": 12,
        "text_size": 13}


def answer_body(answer):
    """Of an answer of visits.json; also of one whose shape is wrong."""
    body = {0: "set", 1: 1, 2: answer["question"], 8: ["en", "light", False, False]}
    body |= {KEYS[name]: value for name, value in answer.items() if name != "question"}
    return cbor2.dumps(dict(sorted(body.items())))


def unreadable_answers():
    """Each with one fault, and an answer that names it as its visit and so begins one of its own."""
    for fault in ({"vote": [5, 4]}, {"vote": [0, 4]}, {"vote": [1, 256]}, {"reasons": ["b", "a"]}, {},
                  {"vote": [1, 4], "reasons": []}, {"vote": [1, 4], "leads_to": 7},
                  {"vote": [1, 4], "audience": 0}, {"vote": [1, 4], "audience": 256},
                  {"vote": [1, 4], "audience": "staff"}, {"vote": [1, 4], "text_size": 0}, {"vote": [1, 4], "flags": []},
                  {"vote": [1, 4], "flags": [1, 1]}):
        yield {"name": f"an unreadable answer: {fault}", "counts": {"0 plain visit first 2/4": 1},
               "answers": [{"question": "visit", **fault}, {"question": "visit", "vote": [2, 4], "visit": 1}]}


def check_visits(source, folder):
    """What the two count in an export is what visits.json says."""
    with open(os.path.join(source, "tests", "vectors", "visits.json"), encoding="utf-8") as file:
        cases = json.load(file) + list(unreadable_answers())
    name = os.path.join(folder, "visits.smilepost")
    for case in cases:
        with open(name, "wb") as file:
            file.write(made_export(later=[(KIND_ANSWER, answer_body(answer), bytes(16), 0)
                                          for answer in case["answers"]]))
        for command in (["node", os.path.join(HERE, "visits.mjs")],
                        ["/usr/bin/python3", os.path.join(HERE, "visits.py")]):
            done = subprocess.run([*command, name], capture_output=True, text=True, timeout=60)
            if done.returncode != 0 or json.loads(done.stdout) != case["counts"]:
                sys.exit(f"FAILED: {command[-1]} counts in \"{case['name']}\" {done.stdout}, due is "
                         f"{case['counts']}\n{done.stderr}")
    return len(cases)


def ours(smilepost, name):
    done = subprocess.run([smilepost, "verify", name], capture_output=True, text=True, timeout=60)
    found = re.search(r"^(?:.*?: )?([a-z_]+): ", done.stdout)
    verdict = found.group(1) if found else f"nothing ({done.stdout}{done.stderr})"
    if (verdict == "good") != (done.returncode == 0) or done.returncode > 1:
        return f"{verdict} with exit code {done.returncode}"
    return verdict


def theirs(command, names):
    done = subprocess.run([*command, *names], capture_output=True, text=True, timeout=200)
    verdicts = done.stdout.split()
    if len(verdicts) != len(names):
        sys.exit(f"FAILED: {command[-1]} gave {len(verdicts)} verdicts on {len(names)} files:\n"
                 + done.stderr)
    return verdicts


def main(smilepost, make_export, source):
    if not os.path.isdir(os.path.join(HERE, "node_modules", "@auth0", "cose")):
        sys.exit("FAILED: @auth0/cose is missing; run `npm ci` in tests/independent")
    with tempfile.TemporaryDirectory() as folder:
        corrected = check_times(source, folder)
        counted = check_visits(source, folder)
        first = os.path.join(folder, "first")
        subprocess.run([make_export, "two-epochs", first, "4"], check=True)
        with open(first, "rb") as file:
            cases = cases_of(file.read()) + odd_cases() + vectors(source)
        names = []
        for i, (_, data, _) in enumerate(cases):
            names.append(os.path.join(folder, f"{i}.smilepost"))
            with open(names[-1], "wb") as file:
                file.write(data)
        node = theirs(["node", os.path.join(HERE, "verify.mjs")], names)
        python = theirs(["/usr/bin/python3", os.path.join(HERE, "verify.py")], names)
        wrong = 0
        for (what, _, due), name, by_node, by_python in zip(cases, names, node, python):
            verdict = ours(smilepost, name)
            as_due = verdict != "good" if due == "not good" else verdict == due
            if not as_due or not verdict == by_node == by_python:
                wrong += 1
                print(f"{what}: due {due}; ours {verdict}, Node {by_node}, Python {by_python}")
    if wrong:
        sys.exit(f"FAILED: {wrong} of {len(cases)} exports were judged differently")
    print(f"{len(cases)} exports, three verifiers, one verdict each; {corrected} times, two correctors; "
          f"{counted} rows of visits, two counters")


if __name__ == "__main__":
    main(*sys.argv[1:])
