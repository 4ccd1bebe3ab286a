#!/usr/bin/python3
"""The exchange between a kiosk and its backend, spoilt in every way a network can: cut at every byte in both
directions, replayed, reordered, delayed, answered by rubbish. Real processes, a TCP proxy between them. After
each fault the kiosk takes for delivered only what the backend has, and once the network lets it through
everything is there, each record once, and nobody is called a copy.

    exchange_test.py --programs DIR [--count CASES] [--sample N] [--seed S] [--from K] [--note FILE]
"""
import argparse
import collections
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

import exchange_faults as faults
from fault_proxy import FIN, RST, FaultProxy
from journal_ledger import require

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "backend"))
from backend_process import Backend, Kiosk  # noqa: E402

# Longer than any that are made here, which is checked: so each of their bytes has its case.
LONGEST_REQUEST, LONGEST_RESPONSE = 1_060, 345
LONGEST_ENROLMENT, LONGEST_ENROLLED = 445, 350
CLEAN_TRIES = 50  # on a busy machine
COMPARE_EVERY = 200
NOTE_EVERY_S = 3


def cases():
    """(kind, what): all there are, always in this order."""
    for cut, longest in ((faults.cut_request, LONGEST_REQUEST), (faults.cut_response, LONGEST_RESPONSE)):
        for how in (FIN, RST):
            yield from ((cut.__name__, cut(at, how)) for at in range(longest))
    for cut, longest in ((faults.cut_request, LONGEST_ENROLMENT), (faults.cut_response, LONGEST_ENROLLED)):
        for how in (FIN, RST):
            yield from ((f"{cut.__name__}_of_an_enrolment", cut(at, how)) for at in range(longest))
    for _ in range(25):
        yield from ((fault.__name__, fault) for fault in faults.ORDER)
    for seed in range(25):
        yield from ((name, faults.rubbish(name, seed)) for name in faults.RUBBISH)


class Sender:
    """sender_main.cpp."""

    def __init__(self, programs, state, port):
        self.state = state
        state.mkdir()
        self.process = subprocess.Popen([programs / "line_sender", state, f"http://127.0.0.1:{port}/"],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=open(state.with_suffix(".log"), "w", encoding="utf-8"), text=True)
        require(self.process.stdout.readline() == "ready\n", "the sender did not start")
        self.journal = sqlite3.connect(f"file:{state}/journal.db?mode=ro", uri=True)

    def do(self, *words):
        self.process.stdin.write(" ".join(map(str, words)) + "\n")
        self.process.stdin.flush()
        answer = self.process.stdout.readline().strip()
        require(answer and not answer.startswith("died"), f"{words}: the sender {answer or 'is gone: ' + self.said()}")
        return answer

    def said(self):
        return self.state.with_suffix(".log").read_text(encoding="utf-8")[-2000:]

    def delivered(self):
        """The head that the newest receipt names, or None."""
        return self.journal.execute("SELECT epoch, sequence, hash FROM receipt WHERE sequence IS NOT NULL").fetchone()

    def records(self):
        return self.journal.execute("SELECT epoch, sequence, cose FROM record ORDER BY epoch, sequence").fetchall()

    def kiosk(self):
        return self.journal.execute("SELECT id FROM kiosk").fetchone()[0]

    def close(self):
        self.journal.close()
        self.process.stdin.close()
        require(self.process.wait(60) == 0, f"the sender ended badly: {self.said()}")
        self.process.stdout.close()


class Exchange:
    """A backend, a proxy before it, a kiosk that sends through that one."""

    def __init__(self, programs, folder, backend):
        self.programs, self.folder, self.backend = programs, folder, backend
        self.proxy = FaultProxy(int(backend.base.rsplit(":", 1)[1]))
        self.archive = sqlite3.connect(f"file:{backend.state}/archive.sqlite?mode=ro", uri=True)
        self.tapped, self.figures, self.enrolled = 0, collections.Counter(), 0
        self.code = backend.code()
        self.sender = Sender(programs, folder / "kiosk", self.proxy.port)
        require(self.sender.do("enrol", self.code) == "enrolled", self.sender.said())
        self.strangers_receipt = self.receipt_of_a_stranger()
        for _ in range(3):  # something to replay
            self.tap(1)
            self.send_all("before the first case")

    def receipt_of_a_stranger(self):
        """Signed by the right key, about another kiosk."""
        stranger = Kiosk(str(self.programs / "backend_made_kiosk"), self.backend.code(), "Till 4", ["4"])
        self.backend.post("/v1/enrolments", "application/cbor", stranger.enrolment)
        return self.backend.post_records(stranger.first).body

    def one(self, kind, fault):
        self.figures[kind] += 1
        if kind.endswith("enrolment"):
            return self.spoil_enrolment(fault)
        self.sender.do("restart")
        self.tap(2)
        self.spoil(fault)
        self.check_delivered(kind)
        self.send_all(kind)
        return self.check_once(kind)

    def tap(self, count):
        self.sender.do("tap", count)
        self.tapped += count

    def spoil(self, fault):
        """One exchange with the fault; returns when it is over on both sides."""
        impatient = getattr(fault, "patience_ms", None)
        if impatient:
            self.sender.do("patience", impatient)
        self.arm(fault)
        answer = self.sender.do("send")
        self.figures["requests"] += int(answer.split()[1])
        require(self.proxy.done.wait(60), f"the fault was not met: {answer}")
        if impatient:
            self.sender.do("patience", 20_000)

    def arm(self, fault):
        context = faults.Context(self)
        self.proxy.arm(lambda exchange: fault(exchange, context))

    def send_all(self, kind):
        """Until nothing is left, without faults."""
        for _ in range(CLEAN_TRIES):
            answer = self.sender.do("send")
            if answer == "rest":
                return
            self.figures["requests"] += int(answer.split()[1])
        require(False, f"{kind}: it does not get through any more: {answer}, {self.sender.said()}")

    def check_delivered(self, kind):
        """Whatever the network did: what the kiosk takes for delivered is stored."""
        head = self.sender.delivered()
        if head:
            found = self.archive.execute("SELECT hash FROM record WHERE kiosk = ? AND epoch = ? AND sequence = ?",
                                         (self.sender.kiosk(), *head[:2])).fetchall()
            require(found == [(head[2],)], f"{kind}: counted as delivered up to {head[1]}, stored is {found}")

    def check_once(self, kind):
        """All is there, by its number and the last one's hash; no alarm."""
        kiosk = self.sender.kiosk()
        chains = self.archive.execute("SELECT epoch, head_sequence, head_hash, branch, answers FROM chain "
                                      "WHERE kiosk = ?", (kiosk,)).fetchall()
        require(chains == [(*self.sender.delivered(), 0, self.tapped)],
                f"{kind}: stored {chains}, delivered {self.sender.delivered()}, tapped {self.tapped}")
        alarms = self.archive.execute("SELECT restored_ms, copied_ms FROM kiosk WHERE kiosk = ?", (kiosk,)).fetchone()
        require(alarms == (None, None), f"{kind}: called restored, copied at {alarms}")

    def spoil_enrolment(self, fault):
        """Of a new kiosk: it comes in with the same code at the next try."""
        self.enrolled += 1
        code, new = self.backend.code(), Sender(self.programs, self.folder / f"new-{self.enrolled}", self.proxy.port)
        self.arm(fault)
        new.do("enrol", code)
        require(self.proxy.done.wait(60), "the fault was not met")
        require(new.do("enrol", code) == "enrolled", f"it does not come in any more: {new.said()}")
        new.do("tap", 1)
        while new.do("send") != "rest":
            pass
        held = self.archive.execute("SELECT answers FROM chain WHERE kiosk = ?", (new.kiosk(),)).fetchall()
        require(held == [(1,)], f"of one answer the backend has {held}")
        new.close()

    def compare_all(self):
        """Byte by byte, and what the page makes of it."""
        stored = self.archive.execute("SELECT epoch, sequence, cose FROM record WHERE kiosk = ? "
                                      "ORDER BY epoch, branch, sequence", (self.sender.kiosk(),)).fetchall()
        require(stored == self.sender.records(), "the backend's records are not the kiosk's")
        page, = [kiosk for kiosk in self.backend.results()["kiosks"] if kiosk["kiosk"] == self.sender.kiosk().hex()]
        found = page["answer_records"], page["visits"], page["forks"], page["copied"]
        require(found == (self.tapped, self.tapped, 0, False), f"tapped {self.tapped}, the page shows {found}")
        return len(stored)

    def close(self):
        self.sender.close()
        self.archive.close()
        self.proxy.close()


class Progress:
    def __init__(self, options, total):
        self.options, self.total, self.shown = options, total, 0.0

    def done(self, number, count):
        now = time.monotonic()
        if now - self.shown < NOTE_EVERY_S and count < self.total:
            return
        self.shown = now
        print(f"… {count:,} of {self.total:,} exchanges spoilt", file=sys.stderr, flush=True)
        if self.options.note:
            beside = self.options.note.with_name(self.options.note.name + ".new")
            beside.write_text(f"{number + 1}\n", encoding="utf-8")
            beside.rename(self.options.note)


def share(kind, sample):
    """An enrolment takes a kiosk of its own, and time."""
    return max(1, sample // 4 if kind.endswith("enrolment") else sample) if kind.startswith("cut") else 1


def chosen(options):
    """(number, kind, fault) of those that are to be done."""
    everything = [(number, *case) for number, case in enumerate(cases())]
    if options.count is not None:
        everything = everything[:options.count]
    if options.sample:
        by_kind = collections.defaultdict(list)
        for case in everything:
            by_kind[case[1]].append(case)
        chance = random.Random(options.seed)
        everything = sorted((case for kind, some in by_kind.items()
                             for case in chance.sample(some, share(kind, options.sample))), key=lambda case: case[0])
    return everything[options.from_:]


def check_lengths(proxy):
    """A case for each byte there is."""
    require(proxy.longest_request <= max(LONGEST_REQUEST, LONGEST_ENROLMENT)
            and proxy.longest_response <= max(LONGEST_RESPONSE, LONGEST_ENROLLED),
            f"{proxy.longest_request} bytes asked, {proxy.longest_response} answered: add cases for all of these")


def sampled(due):
    """At which bytes each was cut."""
    places = collections.defaultdict(list)
    for _, kind, fault in due:
        if kind.startswith("cut"):
            places[kind].append(f"{fault.at} {fault.how}")
    for kind, some in places.items():
        print(f"{kind.replace('_', ' ')} at {', '.join(some)}")


def run(options, exchange):
    due = chosen(options)
    progress = Progress(options, len(due))
    for count, (number, kind, fault) in enumerate(due, 1):
        try:
            exchange.one(kind, fault)
            if count % COMPARE_EVERY == 0:
                exchange.compare_all()
        except Exception as why:
            raise type(why)(f"case {number} ({kind}): {why}") from why
        progress.done(options.from_ + count - 1, count)
    records = exchange.compare_all()
    check_lengths(exchange.proxy)
    if options.sample:
        sampled(due)
    figures = exchange.figures
    cut = sum(number for kind, number in figures.items() if kind.startswith("cut"))
    others = sum(number for kind, number in figures.items() if kind != "requests") - cut
    print(f"{len(due):,} exchanges spoilt: {cut:,} cut{f' (a sample, seed {options.seed})' if options.sample else ''}, "
          f"{others:,} held back, repeated or answered by others; {figures['requests']:,} requests, {records:,} records "
          f"stored once each, {exchange.tapped:,} answers tapped and on the page")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--count", type=int, help="the first so many cases; else all")
    parser.add_argument("--sample", type=int, help="so many cuts of each kind, a quarter of that of enrolments, and one of each other fault")
    parser.add_argument("--seed", type=int, default=20261126, help="of the sample")
    parser.add_argument("--from", dest="from_", type=int, default=0)
    parser.add_argument("--note", type=pathlib.Path)
    options = parser.parse_args()
    options.programs = options.programs.resolve()
    with tempfile.TemporaryDirectory() as name, open(f"{name}/backend.log", "w", encoding="utf-8") as log:
        backend = Backend(str(options.programs / "smilepost-backend"), name)
        backend.log = log
        with backend:
            exchange = Exchange(options.programs, pathlib.Path(name), backend)
            run(options, exchange)
            exchange.close()


if __name__ == "__main__":
    main()
