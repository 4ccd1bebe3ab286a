#!/usr/bin/python3
"""What verify.py says of an export with one bit flipped, on request: judge_flips.py FILE (see
bit_flips.py). What lies before the item with the flip is judged once."""
import bisect
import sys

from verify import Verifier, judge


class Judge:
    def __init__(self, data):
        self.data, self.starts, self.before = bytearray(data), [], []
        verifier, at = Verifier(), 0
        while at is not None:
            self.starts.append(at)
            self.before.append(verifier.copy())
            at = verifier.take(self.data, at)

    def judge(self, way, flip):
        start, verifier = 0, Verifier()
        if way != "whole":
            item = bisect.bisect_right(self.starts, flip // 8) - 1
            start, verifier = self.starts[item], self.before[item].copy()
        self.data[flip // 8] ^= 1 << flip % 8
        outcome = judge(self.data, start, verifier)
        self.data[flip // 8] ^= 1 << flip % 8
        return "{}:{}:{}".format(*outcome)


def main(name):
    with open(name, "rb") as file:
        flips = Judge(file.read())
    print(len(flips.data) * 8, flush=True)
    for line in sys.stdin:
        way, *numbers = line.split()
        start, count, step = map(int, numbers)
        print(*(flips.judge(way, start + i * step) for i in range(count)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
