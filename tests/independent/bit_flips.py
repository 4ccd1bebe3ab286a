#!/usr/bin/python3
"""Each bit of an export flipped, one at a time, before three verifiers: ours in C++, verify.mjs and
verify.py. All three must refuse each flip, with the same verdict at the same place. Flip i turns bit
i % 8 of byte i / 8."""
import argparse
import collections
import dataclasses
import os
import subprocess
import sys
import tempfile
import threading
import time

HERE = os.path.dirname(os.path.abspath(__file__))
CHUNK = 128       # flips between two questions
MOST_NAMED = 20   # differences


def fail(why):
    sys.exit(f"FAILED: {why}")


@dataclasses.dataclass
class Plan:
    """Which flips of which export: case i is flip i * step."""
    records: int
    step: int = 1
    whole_each: int = 1_000_003  # so many cases apart a file is also judged from its front
    first: int = 0
    count: int | None = None  # None: the rest


SHORT = [Plan(records=17, whole_each=101), Plan(records=10_000, step=8_191, whole_each=1_000)]


class Verifier:
    """A verifier that has read an export and is asked about flips in it."""

    def __init__(self, name, command):
        self.name = name
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def line(self):
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"{self.name} ended with {self.process.wait()}")
        return line

    def ask(self, way, start, count, step):
        """verdict:place:record of each flip"""
        self.process.stdin.write(f"{way} {start} {count} {step}\n")
        self.process.stdin.flush()
        return self.line().split()

    def close(self):
        self.process.stdin.close()
        self.process.wait()


class Trio:
    """The three verifiers of one export."""

    def __init__(self, judge_flips, export):
        self.verifiers = [
            Verifier("C++", [judge_flips, export]),
            Verifier("Node", ["node", os.path.join(HERE, "judge_flips.mjs"), export]),
            Verifier("Python", ["/usr/bin/python3", os.path.join(HERE, "judge_flips.py"), export])]
        self.flips = int([verifier.line() for verifier in self.verifiers][0])

    def ask(self, way, start, count, step):
        """Per flip what each of the three says."""
        answers = [verifier.ask(way, start, count, step) for verifier in self.verifiers]
        return list(zip(*answers, strict=True))

    def compare(self, plan, first, count):
        """How often each verdict was given, and what is wrong."""
        answers = self.ask("flip", first * plan.step, count, plan.step)
        verdicts, wrong = collections.Counter(), []
        for case, said in enumerate(answers, first):
            verdict = said[0].partition(":")[0]
            verdicts[verdict] += 1
            if verdict == "good" or len(set(said)) > 1:
                wrong.append(self.describe(case * plan.step, said))
            if case % plan.whole_each == 0:
                wrong += self.compare_whole(case * plan.step, said)
        return verdicts, wrong

    def compare_whole(self, flip, said):
        [whole] = self.ask("whole", flip, 1, 1)
        return [] if whole == said else [
            self.describe(flip, said), self.describe(flip, whole, " from the front")]

    def describe(self, flip, said, how=""):
        each = ", ".join(f"{verifier.name} {one}" for verifier, one in zip(self.verifiers, said))
        return f"flip {flip} (bit {flip % 8} of byte {flip // 8}){how}: {each}"

    def close(self):
        for verifier in self.verifiers:
            verifier.close()


class Progress:
    """On stderr how far it is, in a file where to go on from."""

    def __init__(self, note):
        self.note, self.noted, self.shown = note, 0.0, time.monotonic()
        self.often = 0.5 if sys.stderr.isatty() else 10

    def at(self, case, end, final=False):
        now = time.monotonic()
        if self.note and (final or now - self.noted > 3):
            self.noted = now
            with open(self.note + ".new", "w", encoding="utf-8") as file:
                file.write(f"{case}\n")
            os.replace(self.note + ".new", self.note)
        if now - self.shown > self.often:
            self.shown = now
            start, stop = ("\r", "") if sys.stderr.isatty() else ("", "\n")
            print(f"{start}… {case:,} of {end:,}", end=stop, file=sys.stderr, flush=True)


class Run:
    """The chunks of a plan, handed to several trios. The first difference ends it, and the note stays
    before it."""

    def __init__(self, plan, trios, progress):
        self.plan, self.trios, self.progress = plan, trios, progress
        cases = -(-trios[0].flips // plan.step)
        self.end = cases if plan.count is None else min(cases, plan.first + plan.count)
        self.next = self.done_below = plan.first
        self.busy, self.lock = set(), threading.Lock()
        self.verdicts, self.wrong, self.broken = collections.Counter(), [], []

    def take_chunk(self):
        with self.lock:
            if self.next >= self.end or self.wrong or self.broken:
                return None
            first, self.next = self.next, min(self.next + CHUNK, self.end)
            self.busy.add(first)
            return first, self.next - first

    def put_back(self, first, verdicts, wrong):
        with self.lock:
            self.verdicts += verdicts
            self.wrong += wrong
            if self.wrong:
                return
            self.busy.remove(first)
            self.done_below = min(self.busy, default=self.next)
            self.progress.at(self.done_below, self.end, final=self.done_below == self.end)

    def work(self, trio):
        try:
            while chunk := self.take_chunk():
                self.put_back(chunk[0], *trio.compare(self.plan, *chunk))
        except Exception as error:  # of whatever sort: a thread must not end unheard
            self.broken.append(repr(error))

    def go(self):
        threads = [threading.Thread(target=self.work, args=[trio]) for trio in self.trios]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for line in self.wrong[:MOST_NAMED]:
            print(line)
        if self.wrong or self.broken:
            fail("; ".join(self.broken) or f"{len(self.wrong)} times judged differently, or believed")
        if self.verdicts.total() != self.end - self.plan.first:
            fail("some flips were left out")


def duration(seconds):
    return f"{seconds:.0f} s" if seconds < 120 else f"{seconds / 60:.0f} min"


def go(plan, options, folder):
    export = os.path.join(folder, f"{plan.records}.smilepost")
    subprocess.run([options.make_export, "each-kind", export, str(plan.records)], check=True)
    started = time.monotonic()
    trios = [Trio(options.judge_flips, export) for _ in range(options.jobs)]
    run = Run(plan, trios, Progress(options.note))
    run.go()
    for trio in trios:
        trio.close()
    whole = len(range(-(-plan.first // plan.whole_each), -(-run.end // plan.whole_each)))
    told = ", ".join(f"{verdict} {count:,}" for verdict, count in run.verdicts.most_common())
    print(f"{run.end - plan.first:,} of {trios[0].flips:,} flips in an export of {plan.records:,} records: three"
          f" verifiers refuse each alike ({told}); {whole:,} judged from the front, too;"
          f" {duration(time.monotonic() - started)}", flush=True)


def parse():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("make_export", metavar="MAKE_EXPORT", help="writes the export")
    parser.add_argument("judge_flips", metavar="JUDGE_FLIPS", help="ours in C++; the faster where it is optimised")
    parser.add_argument("--records", type=int, default=10_000, help="in the export (10000)")
    parser.add_argument("--from", type=int, default=0, dest="first", metavar="CASE", help="the first flip (0)")
    parser.add_argument("--count", type=int, metavar="N", help="how many flips (the rest)")
    parser.add_argument("--note", metavar="FILE", help="where the next flip's number is kept")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="at a time, each three processes")
    parser.add_argument("--short", action="store_true",
                        help="all flips of a small export and a spread of those of a large one")
    return parser.parse_args()


def main():
    options = parse()
    plans = SHORT if options.short else [
        Plan(records=options.records, first=options.first, count=options.count)]
    with tempfile.TemporaryDirectory() as folder:
        for plan in plans:
            go(plan, options, folder)


if __name__ == "__main__":
    main()
