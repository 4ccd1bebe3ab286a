#!/usr/bin/python3
"""Weeks without a network: what was kept meanwhile is sent while shoppers tap. Each answer arrives once, the
shopper's screen is as quick as ever, and neither kiosk nor backend grows.

    drain_test.py --programs DIR [--answers N]
"""
import argparse
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

from card import Backend, Card, HurtKiosk, audit
from journal_ledger import require

MOST_GROWTH_MB = 64  # beyond what a quarter of the backlog took
CHUNK = 10_000


class TimedKiosk(HurtKiosk):
    """When each line of its trace came."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.times = []

    def clock(self):
        super().clock()
        self.times += [time.monotonic()] * (len(self.lines) - len(self.times))

    def waits_ms(self):
        """From each tap to the confirmation of its answer."""
        tapped, waits = None, []
        for line, at in zip(self.lines, self.times):
            if line.startswith("tap "):
                tapped = at
            elif line.startswith("confirmed ") and tapped is not None:
                waits.append((at - tapped) * 1_000)
        return waits


def memory_mb(pid):
    """Nothing: it is about to end."""
    for line in pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return None


def keep(card, answers):
    """As many answers as nobody could send."""
    sender = subprocess.Popen([card.program("line_sender"), str(card.state), "http://127.0.0.1:1/"],
                              stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    require(sender.stdout.readline() == "ready\n", "the journal could not be opened")
    for kept in range(0, answers, CHUNK):
        sender.stdin.write(f"tap {min(CHUNK, answers - kept)}\n")
        sender.stdin.flush()
        require(sender.stdout.readline() == "kept\n", "an answer could not be kept")
        if kept and kept % (10 * CHUNK) == 0:
            print(f"{kept:,} of {answers:,} answers kept", flush=True)
    sender.stdin.close()
    require(sender.wait() == 0, "the journal did not end well")
    sender.stdout.close()
    card.confirmed += answers


def shop_days(card, until):
    """Shoppers tap, one day after another, until that is true. The waits, and what each day's kiosk is asked."""
    waits = []
    while True:
        card.days += 1
        kiosk = card.start("--play-shop-day", "600", "--seed", str(card.days), kind=TimedKiosk)
        while not kiosk.ended:
            kiosk.hear(0.2)
            until(kiosk)
        card.end(kiosk)
        card.confirmed += len(kiosk.confirmed())
        waits += kiosk.waits_ms()
        if until(None):
            return waits


def drain(programs, folder, backend, answers):
    card = Card(programs, folder, backend)
    card.network.mode = "gone"
    before = shop_days(card, lambda _: True)
    keep(card, answers)
    card.network.mode = "pass"
    began, memory, told = time.monotonic(), [], time.monotonic()

    def look(kiosk):
        nonlocal told
        arrived = int(backend.metrics()['smilepost_records_total{outcome="new"}'])
        if kiosk and kiosk.running() and (kiosks_mb := memory_mb(kiosk.process.pid)):
            memory.append((arrived, kiosks_mb, memory_mb(backend.process.pid)))
        if time.monotonic() - told > 10:
            told = time.monotonic()
            print(f"{arrived:,} records of {card.confirmed:,} answers and more have arrived", flush=True)
        return arrived >= answers

    during = shop_days(card, look)
    seconds = time.monotonic() - began
    card.stand_idle_until("all are sent", lambda: card.on_page() >= card.confirmed)
    require(card.on_page() == card.confirmed, f"{card.on_page()} answers arrived, due are {card.confirmed}")
    audit(programs, backend)
    return figures(answers, seconds, before, during, memory)


def figures(answers, seconds, before, during, memory):
    early = [one for one in memory if one[0] <= answers / 4] or memory[:1]
    grown = [max(one[which] for one in memory) - max(one[which] for one in early) for which in (1, 2)]
    require(max(grown) < MOST_GROWTH_MB, f"kiosk and backend grew by {grown} MB")
    return (f"{answers:,} answers arrived in {seconds:.1f} s of shop days, {answers / seconds:,.0f} a second; "
            f"from tap to thanks {statistics.median(during):.0f} ms in the middle and {max(during):.0f} ms at most, "
            f"without a backlog {statistics.median(before):.0f} and {max(before):.0f}; memory: the kiosk's at most "
            f"{max(one[1] for one in memory):.0f} MB, the backend's {max(one[2] for one in memory):.0f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--answers", type=int, default=3_000)
    options = parser.parse_args()
    os.environ.setdefault("ASAN_OPTIONS", "quarantine_size_mb=8")  # what was freed is to be seen to go
    with tempfile.TemporaryDirectory() as name:
        with Backend(str(options.programs / "smilepost-backend"), name) as backend:
            try:
                print(drain(options.programs, pathlib.Path(name), backend, options.answers), flush=True)
            finally:
                Card.close_networks()


if __name__ == "__main__":
    sys.exit(main())
