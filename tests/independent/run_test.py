#!/usr/bin/python3
"""The same exports, good and spoilt, before three verifiers: ours in C++, one in Node with @auth0/cose,
one in Python with cbor2 and cryptography. All three must give the same verdict."""
import io
import json
import os
import re
import subprocess
import sys
import tempfile

import cbor2

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


def vectors(source):
    with open(os.path.join(source, "tests", "vectors", "exports.json"), encoding="utf-8") as file:
        return [("vector " + one["verdict"], bytes.fromhex(one["export"]), one["verdict"])
                for one in json.load(file)]


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
        first = os.path.join(folder, "first")
        subprocess.run([make_export, first, "4"], check=True)
        with open(first, "rb") as file:
            cases = cases_of(file.read()) + vectors(source)
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
    print(f"{len(cases)} exports, three verifiers, one verdict each")


if __name__ == "__main__":
    main(*sys.argv[1:])
