"""A shop whose kiosk is killed again and again, on one state folder; and what is asked of it after each."""
import json
import random
import shutil
import subprocess

import kill_moments
from journal_ledger import Ledger, require
from played_kiosk import PlayedKiosk

LONG_DAY_S = 2_000  # nobody waits for its end
SURVEY = "checkout"
MAY_END_BEFORE = (kill_moments.ending, kill_moments.last_checkpoint)


class Shop:
    """`tell` hears of each run: counts, and what the greatest of is looked for."""

    def __init__(self, programs, folder, processor, usual, tell):
        folder.mkdir()
        self.programs, self.folder, self.processor = programs, folder, processor
        self.usual, self.tell = usual, tell
        self.ledger = Ledger(folder / "state", folder / "copy", self.write_config())

    def write_config(self):
        """Half of the visitors are asked why: then there is more to kill. The reasons, in their order."""
        ready_made = self.programs.parent / "share" / "surveys" / f"{SURVEY}.json"
        survey = json.loads(ready_made.read_text(encoding="utf-8"))
        rating, why = survey["questions"]
        rating["next"] = [{"from": 1, "to": 3, "ask": why["id"]}]
        rating["replies"][2]["response"] = rating["replies"][1]["response"]
        (self.folder / "surveys").mkdir()
        (self.folder / "surveys" / f"{SURVEY}.json").write_text(json.dumps(survey), encoding="utf-8")
        (self.folder / "kiosk.json").write_text(json.dumps(
            {"survey_folder": str(self.folder / "surveys"), "languages": {"offered": ["en", "de"]}}), encoding="utf-8")
        return [option["id"] for option in why["options"]]

    def start(self, seed, seconds):
        return PlayedKiosk(
            [str(self.programs / "smilepost-kiosk"), "--state", str(self.ledger.state),
             "--config", str(self.folder / "kiosk.json"), "--window", "320x320",
             "--play-shop-day", str(seconds), "--seed", str(seed)], self.folder / "kiosk.log")

    def kill(self, case, moment):
        """Where the kiosk ended before the kill came: once more."""
        numbers, killed = random.Random(case), False
        while not killed:
            kiosk = self.start(case, LONG_DAY_S)
            try:
                hit = moment(kiosk, kill_moments.Case(numbers, self.ledger.state, self.processor, self.usual))
            finally:
                killed = kiosk.kill()
            require(killed or moment in MAY_END_BEFORE, "the kiosk ended by itself")
            what = {"case": case, moment.__name__: 1, f"{moment.__name__} missed": int(not hit)}
            self.account(kiosk, what if killed else {"ended well": 1}, killed)

    def account(self, kiosk, what, killed):
        unconfirmed, lost = self.ledger.take(kiosk, killed)
        self.usual.learn(kiosk)
        self.tell({**what, "confirmed": len(kiosk.confirmed()), "unconfirmed": unconfirmed, "lost": lost,
                   "no epoch yet": int(not self.ledger.epochs),
                   "most": {"log bytes": self.ledger.log_bytes, "first tap s": kiosk.first_tap_s or 0}})

    def play_to_its_end(self):
        kiosk = self.start(seed=1, seconds=3)
        require(kiosk.end() == 0, "the kiosk was killed by somebody else")
        self.account(kiosk, {"ended well": 1}, killed=False)
        require(not (self.ledger.state / "journal.db-wal").exists(), "a kiosk that ended well left its log behind")

    def close(self):
        """Our own programs have to find the same."""
        if self.ledger.epochs:
            due = f"good: {len(self.ledger.hashes)} records ({self.ledger.answers} answers) in 1 epoch "
            verified = self.ask("verify", str(self.ledger.state))
            require(verified.startswith(due), f"verify says {verified!r} where {due!r} is due")
            kept = json.loads(self.ask("counts", "--state", str(self.ledger.state), "--json"))["kept"]
            require(kept == self.ledger.answers, f"counts says {kept} answers, there are {self.ledger.answers}")
        shutil.rmtree(self.folder)

    def ask(self, *words):
        done = subprocess.run([str(self.programs / "smilepost"), *words], capture_output=True, text=True, check=False)
        require(done.returncode == 0, f"smilepost {words[0]}: {done.stdout}{done.stderr}")
        return done.stdout
