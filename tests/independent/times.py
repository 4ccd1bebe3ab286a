#!/usr/bin/python3
"""Corrects the times of an export's answers, written from record/FORMAT.md alone ("Corrected time"):
   times.py FILE   prints for each: epoch, sequence, Unix time in ms and what it may be wrong by, or - -"""
import sys

from verify import Verifier, judge

LARGEST, EARLIEST, LONGEST_TRIP = 2**53, 1_767_225_600_000, 120_000


def is_used(record):
    heard = record.body
    return (heard is not None and record.boot != bytes(16)
            and heard[2] <= record.monotonic_ms < LARGEST
            and heard[0] >= EARLIEST and heard[2] - heard[1] <= LONGEST_TRIP)


def says(heard, moment):
    """(wrong by, time): the least of them counts."""
    middle = (heard[1] + heard[2]) // 2
    return (heard[2] - heard[1]) // 2 + abs(moment - middle) // 10_000, heard[0] + moment - middle


def corrected(answer, contacts):
    heard = contacts.get(answer.boot, [])
    if answer.monotonic_ms >= LARGEST or not heard:
        return "-", "-"
    wrong_by, time = min(says(one, answer.monotonic_ms) for one in heard)
    return time, wrong_by


def main(name):
    records, contacts, verifier = [], {}, Verifier()
    verifier.see = records.append
    with open(name, "rb") as file:
        verdict, *_ = judge(file.read(), verifier=verifier)
    if verdict != "good":
        sys.exit(verdict)
    for record in records:
        if record.kind == 7 and is_used(record):
            contacts.setdefault(record.boot, []).append(record.body)
    for record in records:
        if record.kind == 2:
            print(record.epoch, record.sequence, *corrected(record, contacts))


if __name__ == "__main__":
    main(sys.argv[1])
