#!/usr/bin/python3
"""The whole line with real processes: a scripted shop day, a lying network, a backend that goes away,
a kiosk that is killed. At the end: confirmed ⊆ on the results page ⊆ tapped, each once."""
import argparse
import datetime
import json
import os
import pathlib
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request

import cbor2

from proxy import Proxy

MODES = ["pass", "gone", "portal", "pass", "half", "broken", "backend away", "half", "pass"]
PIN = "739164"


def fail(why):
    print(f"FAILED: {why}")
    sys.exit(1)


class Line:
    def __init__(self, programs, folder, seed):
        self.programs, self.folder = programs, folder
        self.random = random.Random(seed)
        self.backend = self.proxy = None
        self.port = 0
        self.taps, self.confirmed, self.kills, self.unconfirmed = [], set(), 0, 0
        self.config = folder / "kiosk.json"
        self.config.write_text(json.dumps(
            {"survey_sets": ["checkout"],  # each set is drawn once at every start
             "sync": {"first_retry_seconds": 0.05, "longest_retry_seconds": 0.4, "poll_seconds": 0.1}}))
        # Leaks are looked for in app_test: LeakSanitizer itself may crash while a driver's threads end.
        self.environment = dict(os.environ, SDL_VIDEODRIVER="offscreen", ASAN_OPTIONS="detect_leaks=0")

    def program(self, name):
        return str(self.programs / name)

    def start_backend(self):
        self.backend = subprocess.Popen(
            [self.program("smilepost-backend"), "--state", str(self.folder / "backend"),
             "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=open(self.folder / "backend.log", "a"), text=True)
        line = self.backend.stdout.readline()
        if not line.startswith("listening on"):
            fail(f"the backend did not start: {(self.folder / 'backend.log').read_text()}")
        self.port = int(line.strip().rstrip("/").rsplit(":", 1)[1])
        if self.proxy:
            self.proxy.backend_port = self.port

    def stop_backend(self, how=signal.SIGTERM):
        self.backend.send_signal(how)
        self.backend.wait()
        self.backend = None

    def close(self):
        if self.backend:
            self.stop_backend()
        if self.proxy:
            self.proxy.close()

    def enrol(self):
        self.proxy = Proxy(self.port)
        code = subprocess.run([self.program("smilepost"), "enrol-code", "--socket",
                               str(self.folder / "backend" / "admin.sock")],
                              capture_output=True, text=True, check=True).stdout
        (self.folder / "code").write_text(code)
        (self.folder / "pin").write_text(PIN)
        subprocess.run([self.program("smilepost-kiosk"), "enrol", "--state", str(self.folder / "kiosk"),
                        "--backend", f"http://127.0.0.1:{self.proxy.port}/", "--label", "Line <b>test</b>",
                        "--code-file", str(self.folder / "code"), "--pin-file", str(self.folder / "pin")],
                       check=True)

    def set_network(self, mode):
        away = mode == "backend away"
        if away and self.backend:
            self.stop_backend(self.random.choice([signal.SIGTERM, signal.SIGKILL]))
        elif not away and not self.backend:
            self.start_backend()
        self.proxy.mode = "pass" if away else mode
        self.answered_before = self.proxy.answered[self.proxy.mode]

    def hit(self, mode):
        """The network has answered in this way since the mode was set."""
        return mode == "backend away" or self.proxy.answered[mode] > self.answered_before

    def play(self, seed, seconds, kill_after=None, end_after=None, mode=None):
        """Plays a shop day; SIGKILLs the kiosk at its kill_after-th line, or the first after it at
        which the network has shown what it does: while a tap is on its way, or between two; or asks it
        to end (SIGTERM) at its end_after-th, which must end well."""
        read, write = os.pipe()
        kiosk = subprocess.Popen(
            [self.program("smilepost-kiosk"), "--state", str(self.folder / "kiosk"), "--config", str(self.config),
             "--window", "640x400", "--play-shop-day", str(seconds), "--seed", str(seed), "--trace", f"/dev/fd/{write}",
             "--figures", str(self.folder / "taps")],
            env=self.environment, pass_fds=[write], stdout=subprocess.DEVNULL, stderr=open(self.folder / "kiosk.log", "a"))
        os.close(write)  # the kiosk holds the other end: when it is gone, the trace ends
        killed, lines = False, 0
        with open(read, encoding="utf-8") as told:
            for line in told:
                self.take(line.strip())
                lines += 1
                if lines == end_after:
                    kiosk.terminate()
                if kill_after and not killed and lines >= kill_after and self.hit(mode):
                    # Between none and a few milliseconds later: the tap is anywhere on its way.
                    for _ in range(self.random.randrange(0, 200_000)):
                        pass
                    kiosk.kill()
                    killed = True
        code = kiosk.wait()
        if code != (-signal.SIGKILL if killed else 0) and not (killed and code == 0):
            fail(f"the kiosk ended with {code}: {(self.folder / 'kiosk.log').read_text()[-2000:]}")
        if kill_after and not killed:
            fail(f"the shop day was over before the network had been {mode!r}")
        self.kills += killed
        unconfirmed = self.counts()["kept"] - len(self.confirmed)
        if not 0 <= unconfirmed - self.unconfirmed <= killed:
            fail(f"{unconfirmed - self.unconfirmed} answers of this run stored but not confirmed, killed: {killed}")
        self.unconfirmed = unconfirmed
        # The tap under way when it was killed may have been counted, but not yet told.
        figure = (self.folder / "taps").read_text().count("\n")
        if not len(self.taps) <= figure <= len(self.taps) + self.kills:
            fail(f"{figure} answering taps were counted, {len(self.taps)} were made")

    def counts(self):
        return json.loads(subprocess.run(
            [self.program("smilepost"), "counts", "--state", str(self.folder / "kiosk"), "--json"],
            capture_output=True, text=True, check=True).stdout)

    def take(self, line):
        what, _, rest = line.partition(" ")
        if what == "tap":
            self.taps.append(rest)
        elif what == "confirmed":
            if int(rest) in self.confirmed:
                fail(f"sequence {rest} was confirmed twice")
            self.confirmed.add(int(rest))

    def results(self):
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/results.json", timeout=10) as answer:
            return json.load(answer)

    def ask_archive(self, sql):
        archive = sqlite3.connect(f"file:{self.folder}/backend/archive.sqlite?mode=ro", uri=True)
        rows = archive.execute(sql).fetchall()
        archive.close()
        return rows

    def archived(self):
        """(sequence, body, corrected time) of every answer record, in order."""
        rows = self.ask_archive("SELECT epoch, cose FROM record WHERE kind IN (2, 7) ORDER BY sequence")
        if len({epoch for epoch, _ in rows}) > 1:
            fail("a new epoch was opened, though no journal was lost")
        records = [cbor2.loads(cbor2.loads(cose)[2]) for _, cose in rows]
        contacts = [(record[5], *record[10].values()) for record in records if record[9] == 7]
        return [(record[3], record[10], corrected(record[5], record[6], contacts))
                for record in records if record[9] == 2]

    def visit_times(self):
        """(sequence, the kiosk's clock, corrected time) of every visit."""
        return self.ask_archive("SELECT sequence, said_ms, corrected_ms FROM visit")

    def said(self, body):
        if 3 in body:
            return f"vote {body[3][0]}"
        return "reasons " + ",".join(sorted(str(self.reason_index(body[0], chosen)) for chosen in body[4]))

    def reason_index(self, survey_set, chosen):
        survey = json.loads((self.programs.parent / "share" / "surveys" / f"{survey_set}.json").read_text())
        return [option["id"] for option in options_of(survey)].index(chosen)


def corrected(boot, moment, contacts):
    """As FORMAT.md corrects ("Corrected time"): by the contact that is wrong by least."""
    said = []
    for where, time, sent, heard in contacts:
        middle = (sent + heard) // 2
        if where == boot and heard - sent <= 120_000:
            said.append(((heard - sent) // 2 + abs(moment - middle) // 10_000, time + moment - middle))
    return min(said, default=(0, None))[1]


def counted(archived, today):
    """Votes from 1 on, and visits by reason, as FORMAT.md counts them ("How results count")."""
    first, in_force = {}, {}  # by visit: the question of its first vote; by question, the last answer's body
    for sequence, body, time in archived:
        visit = body.get(5, sequence)
        day = datetime.date.fromtimestamp(time / 1_000).isoformat()
        if visit == sequence and day != today or visit != sequence and visit not in first:
            continue  # yesterday's, if it is midnight now; or a reference to what is no visit
        if 3 in body:
            first.setdefault(visit, body[2])
        in_force.setdefault(visit, {})[body[2]] = body
    ratings = [in_force[visit][question][3] for visit, question in first.items()]
    votes, by_reason = [0] * max((steps for _, steps in ratings), default=0), {}
    for value, _ in ratings:
        votes[value - 1] += 1
    for visit, question in first.items():
        for reason in reasons_on_path(question, dict(in_force[visit])):
            by_reason[reason] = by_reason.get(reason, 0) + 1
    return votes, by_reason


def reasons_on_path(question, in_force):
    while body := in_force.pop(question, None):
        yield from body.get(4, [])
        question = body.get(7)


def shown(results):
    """The same figures as the page has them, of its one kiosk and all its follow-ups."""
    kiosk, = results["kiosks"]
    rating, = (one for one in kiosk["questions"] if not one["further"])
    by_reason = {}
    for follow_up in kiosk["follow_ups"]:
        for one in follow_up["reasons"]:
            by_reason[one["reason"]] = by_reason.get(one["reason"], 0) + one["visits"]
    return rating["votes"], {reason: visits for reason, visits in by_reason.items() if visits}


def options_of(survey):
    return [option for question in survey["questions"] for option in question.get("options", [])]


def is_subsequence(part, whole):
    rest = iter(whole)
    return all(item in rest for item in part)


def check_logs(line):
    """No log holds an answer, a PIN or a code."""
    surveys = (line.programs.parent / "share" / "surveys").glob("*.json")
    reasons = [option["id"] for survey in surveys if not survey.name.endswith(".schema.json")
               for option in options_of(json.loads(survey.read_text()))]
    secrets = [PIN, (line.folder / "code").read_text().strip(), "vote ", *reasons]
    for name in ("kiosk.log", "backend.log"):
        log = (line.folder / name).read_text()
        if not log:
            fail(f"{name} is empty: nothing was looked at")
        for secret in secrets:
            if secret in log:
                fail(f"{name} holds {secret!r}")


def check_times(line, archived):
    """Every boot of this line had a contact, and this machine's clock is as good for the one as for the other."""
    due = {sequence: time for sequence, _, time in archived}
    for sequence, said, found in line.visit_times():
        if found is None or found != due[sequence]:
            fail(f"visit {sequence} is corrected to {found}, by the rules it is {due[sequence]}")
        if abs(found - said) > 2_000:
            fail(f"visit {sequence} was at {said}, and is corrected to {found}")


def check(line, expected_lost):
    counts = line.counts()
    archived = line.archived()
    sequences = [sequence for sequence, _, _ in archived]
    results = line.results()
    on_page = results["answer_records"]
    figures = (len(line.taps), counts["kept"], counts["acknowledged"], on_page)
    print(f"answering taps {figures[0]}, in the journal {figures[1]}, acknowledged {figures[2]}, on the results page "
          f"{figures[3]}; confirmed {len(line.confirmed)}, kills {line.kills}, network {line.proxy.answered}")
    if len(set(sequences)) != len(sequences) or on_page != len(archived):
        fail("an answer is on the results page twice, or not at all")
    if counts["kept"] != counts["acknowledged"] or counts["kept"] != on_page:
        fail("what the journal holds, what is acknowledged and what the page shows differ")
    if missing := line.confirmed - set(sequences):
        fail(f"confirmed but not on the results page: {sorted(missing)}")
    check_times(line, archived)
    if shown(results) != (by_rule := counted(archived, results["day"])):
        fail(f"the page shows {shown(results)}, by the rules it is {by_rule}")
    if never := [mode for mode, times in line.proxy.answered.items() if not times]:
        fail(f"the network never was: {never}")
    if not is_subsequence([line.said(body) for _, body, _ in archived], line.taps):
        fail("the results page holds an answer that was not tapped, or out of order")
    if (lost := len(line.taps) - len(archived)) > expected_lost:
        fail(f"{lost} taps left no answer, {expected_lost} kills could explain it")
    check_logs(line)
    verified = subprocess.run([line.program("smilepost"), "verify", str(line.folder / "kiosk")],
                              capture_output=True, text=True, check=False)
    if verified.returncode:
        fail(f"the journal does not verify: {verified.stdout}{verified.stderr}")


def play_the_day(line, kills):
    line.play(seed=1_000, seconds=60)  # before it knows of any backend
    line.start_backend()
    line.enrol()
    for run in range(kills):
        mode = MODES[run % len(MODES)]
        line.set_network(mode)
        line.play(seed=run + 1, seconds=10_000, kill_after=line.random.randint(3, 24), mode=mode)
        print(f"[{run + 1}/{kills}] {mode}: {len(line.taps)} taps, {len(line.confirmed)} confirmed", flush=True)
    line.set_network("pass")
    line.play(seed=kills + 1, seconds=100_000, end_after=20)
    check(line, expected_lost=kills)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--kills", type=int, default=8)
    parser.add_argument("--seed", type=int, default=20261122)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        line = Line(options.programs, pathlib.Path(folder), options.seed)
        try:
            play_the_day(line, options.kills)
        finally:
            line.close()


if __name__ == "__main__":
    main()
