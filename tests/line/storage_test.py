#!/usr/bin/python3
"""What befalls a kiosk's card, with real processes. After each mishap the kiosk takes answers again, all
that it still has arrive, and the results page says what happened."""
import argparse
import json
import pathlib
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

import cbor2

from journal_ledger import ANSWER, require
from played_kiosk import PATIENCE_S, Failure, PlayedKiosk
from proxy import Proxy

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "backend"))
from backend_process import Backend, get  # noqa: E402

DAY_S = 60


def body_of(cose):
    return cbor2.loads(cbor2.loads(cose)[2])


class HurtKiosk(PlayedKiosk):
    """It has something to complain about."""

    def complaints(self):
        return []


class Card:
    """A kiosk's state between shop days, and the backend that it is enrolled with."""

    def __init__(self, programs, folder, backend):
        self.programs, self.folder, self.backend = programs, folder, backend
        self.state = folder / "kiosk"
        self.network = Proxy(int(backend.base.rsplit(":", 1)[1]))
        (folder / "kiosk.json").write_text(json.dumps(
            {"sync": {"first_retry_seconds": 0.05, "longest_retry_seconds": 0.4, "poll_seconds": 0.1}}))
        (folder / "code").write_text(backend.code())
        (folder / "pin").write_text("739164")
        subprocess.run([self.program("smilepost-kiosk"), "enrol", "--state", str(self.state), "--label", "Till 3",
                        "--backend", f"http://127.0.0.1:{self.network.port}/", "--code-file", str(folder / "code"),
                        "--pin-file", str(folder / "pin")], check=True)
        self.runs = self.days = self.confirmed = 0
        self.said = ""

    def program(self, name):
        return str(self.programs / name)

    def start(self, *options):
        self.runs += 1
        return HurtKiosk([self.program("smilepost-kiosk"), "--state", str(self.state),
                          "--config", str(self.folder / "kiosk.json"), "--window", "320x320", *options],
                         self.folder / f"run-{self.runs}.log")

    def end(self, kiosk):
        code = kiosk.end()
        self.said = kiosk.log.read_text(encoding="utf-8")
        require(code == 0, f"the kiosk ended with {code}: {self.said}")

    def live_a_day(self, network="pass"):
        """How many answers were confirmed: some, whatever befell the card."""
        self.network.mode = network
        self.days += 1
        kiosk = self.start("--play-shop-day", str(DAY_S), "--seed", str(self.days))
        self.end(kiosk)
        confirmed = len(kiosk.confirmed())
        require(confirmed > 0, f"on day {self.days} no answer was confirmed: {self.said}")
        self.confirmed += confirmed
        return confirmed

    def stand_idle_until(self, what, true):
        """Nobody taps: what can wait is done."""
        if true():
            return
        kiosk, patience = self.start(), time.monotonic() + PATIENCE_S
        while not true():
            kiosk.hear(0.2)
            require(kiosk.running() and time.monotonic() < patience, f"{what}: never; {kiosk.log.read_text()}")
        kiosk.signal(signal.SIGTERM)
        self.end(kiosk)

    def keep_copy(self):
        shutil.copytree(self.state, self.folder / "copy")

    def put_back(self, *names):
        """Of the copy these files alone, or all that there was."""
        if not names:
            shutil.rmtree(self.state)
            shutil.copytree(self.folder / "copy", self.state)
        for name in names:
            shutil.copyfile(self.folder / "copy" / name, self.state / name)

    def ask(self, sql):
        """As somebody with the card in a reader would. The rows, or how many were changed."""
        database = sqlite3.connect(self.state / "journal.db")
        with database:
            done = database.execute(sql)
            found = done.fetchall() if done.description else done.rowcount
        database.close()
        require(found, f"{sql}: found nothing")
        return found

    def answers(self, where):
        return sum(body_of(cose)[9] == ANSWER for cose, in self.ask(f"SELECT cose FROM record WHERE {where}"))

    def undelivered(self):
        """Records: no answers where the kiosk ended well, but what it notes last nobody hears."""
        (count,), = self.ask("SELECT (SELECT max(sequence) FROM record) - max(sequence) FROM receipt")
        return count

    def export(self):
        file = self.folder / "audit.smilepost"
        subprocess.run([self.program("smilepost"), "export", "--state", str(self.state), "--out", str(file)],
                       stdout=subprocess.DEVNULL, check=True)
        return file

    def verify(self, what):
        return subprocess.run([self.program("smilepost"), "verify", str(what)],
                              capture_output=True, text=True, check=False).stdout

    def on_page(self):
        return self.backend.results()["answer_records"]

    def check_page(self, answers, words, **figures):
        """So many answers are on it, it says these words, and of the card these figures and no others."""
        kiosk, = self.backend.results()["kiosks"]
        found = {name: kiosk["storage"][name] for name in ("lost", "damaged", "put_back", "missing", "gone")}
        found["contradict"] = kiosk["forks"] > 0
        due = {**dict.fromkeys(found, 0), **figures}
        require(found == due, f"the page says {found}, due is {due}; the kiosk said {self.said}")
        require(self.on_page() == answers, f"{self.on_page()} answers on the page, due are {answers}; {self.said}")
        text = re.sub(r"\s+", " ", get(self.backend.url("/")).body.decode())
        require(words in text, f"the page does not say {words!r}: {text}")


def the_whole_card_is_put_back(card):
    """Keys and all: the kiosk can't know, the backend has seen what came after, and tells it."""
    card.live_a_day()
    card.keep_copy()
    card.live_a_day()
    card.put_back()
    card.live_a_day()
    card.live_a_day()
    card.stand_idle_until("all are sent", lambda: card.on_page() >= card.confirmed)
    card.check_page(card.confirmed, "card may have been copied or restored. Both are kept and counted.",
                    contradict=True, put_back=1)


def the_journal_alone_is_put_back(card):
    card.live_a_day()
    card.keep_copy()
    card.live_a_day()
    missing = card.undelivered()
    card.put_back("journal.db")
    card.live_a_day()
    card.check_page(card.confirmed, "found an older state on its card than it remembered", put_back=1, missing=missing)


def the_tail_is_cut_off(card):
    """Of records that nobody outside has had."""
    card.live_a_day()
    card.live_a_day("gone")
    tail = "sequence > (SELECT max(sequence) - 5 FROM record)"
    cut = card.answers(tail)
    card.ask(f"DELETE FROM record WHERE {tail}")
    card.live_a_day()
    card.check_page(card.confirmed - cut, "5 records that this kiosk had did not come", put_back=1, missing=5)


def check_gap(card, lost, gone):
    """What lies beyond it arrives, and whoever verifies is told of it."""
    card.stand_idle_until("what lies beyond is sent", lambda: card.on_page() >= card.confirmed - lost)
    card.check_page(card.confirmed - lost, "cannot be read any more on this kiosk", damaged=1, gone=gone)
    for said in (card.verify(card.state), card.verify(card.export())):
        require("good: " in said and f"note: {gone} record" in said, f"verify says {said}")


def a_record_is_altered(card):
    """One that nobody outside has had."""
    card.live_a_day()
    card.live_a_day("gone")
    (last,), = card.ask("SELECT max(sequence) FROM record")
    altered = last - 5
    lost = card.answers(f"sequence = {altered}")
    card.ask("UPDATE record SET cose = CAST(substr(cose, 1, 99) || x'00' || substr(cose, 101) AS BLOB) "
             f"WHERE sequence = {altered}")
    card.live_a_day()
    check_gap(card, lost, gone=1)


def records_are_cut_out(card):
    """Of those that nobody outside has had."""
    card.live_a_day()
    card.live_a_day("gone")
    (last,), = card.ask("SELECT max(sequence) FROM record")
    some = f"sequence BETWEEN {last - 6} AND {last - 4}"
    lost = card.answers(some)
    card.ask(f"DELETE FROM record WHERE {some}")
    card.live_a_day()
    check_gap(card, lost, gone=3)


def the_journal_is_gone(card):
    card.live_a_day()
    missing = card.undelivered()
    for file in card.state.glob("journal.db*"):
        file.unlink()
    card.live_a_day()
    card.check_page(card.confirmed, "journal was gone, 1 time in 30 days", lost=1, missing=missing)


def the_file_is_damaged(card):
    """Its beginning, which SQLite can do nothing without; nobody outside has had the second day."""
    card.live_a_day()
    card.live_a_day("gone")
    with open(card.state / "journal.db", "r+b") as file:
        file.write(b"\x5a" * 4096)
    card.live_a_day()
    card.stand_idle_until("what was saved is sent", lambda: card.on_page() == card.confirmed)
    card.check_page(card.confirmed, "could not read its journal, 1 time in 30 days", damaged=1)


MISHAPS = [the_whole_card_is_put_back, the_journal_alone_is_put_back, the_tail_is_cut_off, a_record_is_altered,
           records_are_cut_out, the_journal_is_gone, the_file_is_damaged]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    programs = parser.parse_args().programs
    failed = 0
    for mishap in MISHAPS:
        with tempfile.TemporaryDirectory() as name, Backend(str(programs / "smilepost-backend"), name) as backend:
            card = Card(programs, pathlib.Path(name), backend)
            try:
                mishap(card)
                print(f"{mishap.__name__}: {card.confirmed} answers confirmed in {card.days} days", flush=True)
            except Failure as why:
                failed += 1
                print(f"FAILED: {mishap.__name__}: {why}", flush=True)
            finally:
                card.network.close()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
