"""A kiosk's state between shop days of the real programs, and the backend that it is enrolled with."""
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
ENOUGH_RECORDS = 8  # the tests hurt the newest seven


def body_of(cose):
    return cbor2.loads(cbor2.loads(cose)[2])


class HurtKiosk(PlayedKiosk):
    """It has something to complain about."""

    def complaints(self):
        return []


class Card:
    """A kiosk's state between shop days, and the backend that it is enrolled with."""

    networks = []  # of all that were made

    def __init__(self, programs, folder, backend, name="kiosk", enrolled=True):
        self.programs, self.folder, self.backend, self.name = programs, folder, backend, name
        self.state = folder / name
        self.network = Proxy(int(backend.base.rsplit(":", 1)[1]))
        self.networks.append(self.network)
        (folder / "kiosk.json").write_text(json.dumps(
            {"survey_sets": ["checkout"],  # each set is drawn once at every start
             "sync": {"first_retry_seconds": 0.05, "longest_retry_seconds": 0.4, "poll_seconds": 0.1}}))
        self.runs = self.days = self.confirmed = 0
        self.said = ""
        if enrolled:
            enrolling = self.enrol(backend.code())
            require(enrolling.wait(PATIENCE_S) == 0, "the kiosk could not be enrolled")

    def enrol(self, code, label="Till 3"):
        (self.folder / "code").write_text(code)
        (self.folder / "pin").write_text("739164")
        return subprocess.Popen(
            [self.program("smilepost-kiosk"), "enrol", "--state", str(self.state), "--label", label,
             "--backend", f"http://127.0.0.1:{self.network.port}/", "--code-file", str(self.folder / "code"),
             "--pin-file", str(self.folder / "pin")], stdout=subprocess.PIPE, text=True)

    def tool(self, *words):
        """What `smilepost` prints; it has to go well."""
        done = subprocess.run([self.program("smilepost"), *words], capture_output=True, text=True, check=False)
        require(done.returncode == 0, f"smilepost {words}: {done.stdout}{done.stderr}")
        return done.stdout

    def fleet(self, *words):
        return self.tool("fleet", *words, "--socket", f"{self.backend.state}/admin.sock")

    def number(self):
        return json.loads((self.state / "enrolment.json").read_text())["kiosk"]

    @classmethod
    def close_networks(cls):
        while cls.networks:
            cls.networks.pop().close()

    def program(self, name):
        return str(self.programs / name)

    def start(self, *options, kind=HurtKiosk):
        self.runs += 1
        return kind([self.program("smilepost-kiosk"), "--state", str(self.state),
                     "--config", str(self.folder / "kiosk.json"), "--window", "320x320", *options],
                    self.folder / f"{self.name}-{self.runs}.log")

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

    def live_unheard(self):
        """Until there are records enough that nobody outside has had; on a busy machine a day has few."""
        self.live_a_day("gone")
        while self.undelivered() < ENOUGH_RECORDS:
            self.live_a_day("gone")

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
        """Records: no answers where the kiosk ended well, but what it notes last nobody hears. By what the
        backend has: a kiosk that ends may miss the last receipt."""
        (noted,), = self.ask("SELECT max(sequence) FROM record")
        archive = sqlite3.connect(self.backend.database, timeout=60)
        (stored,), = archive.execute("SELECT max(sequence) FROM record").fetchall()
        archive.close()
        return noted - stored

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


def audit(programs, backend):
    """Whatever happened to a card, the archive holds nothing that the kiosks did not sign."""
    done = subprocess.run([programs / "smilepost", "audit", "--database", backend.database],
                          capture_output=True, text=True, check=False)
    require(done.returncode == 0, f"audit: {done.stdout}{done.stderr}")


def run_cases(cases):
    """Each with a backend of its own, in a folder that goes. A case is given programs, folder and backend,
    and says what it came to."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    programs = parser.parse_args().programs
    failed = 0
    for case in cases:
        with tempfile.TemporaryDirectory() as name, Backend(str(programs / "smilepost-backend"), name) as backend:
            try:
                said = case(programs, pathlib.Path(name), backend)
                audit(programs, backend)
                print(f"{case.__name__}: {said}", flush=True)
            except Failure as why:
                failed += 1
                print(f"FAILED: {case.__name__}: {why}", flush=True)
            finally:
                Card.close_networks()
    sys.exit(1 if failed else 0)
