"""Moments of a kiosk's life, each waited for, so that it can be killed right then. They return whether they
were hit."""
import dataclasses
import os
import pathlib
import random
import signal
import time

from played_kiosk import PATIENCE_S, Failure

IDLE_S = 2.05  # journal_thread.h: a checkpoint after 2 s without an append


@dataclasses.dataclass
class Usual:
    """How long things take on this machine just now; first a guess."""
    start_s: float = 0.4    # to the first tap
    answer_s: float = 0.02  # from a tap to its confirmation

    def learn(self, kiosk):
        self.start_s += 0.2 * ((kiosk.first_tap_s or self.start_s) - self.start_s)
        self.answer_s += 0.2 * ((kiosk.first_answer_s or self.answer_s) - self.answer_s)


@dataclasses.dataclass
class Case:
    random: random.Random
    state: pathlib.Path
    processor: int
    usual: Usual


def wait_until(moment):
    """To some microseconds: what is looked for lasts less than a scheduler's tick."""
    while (left := moment - time.monotonic()) > 0:
        if left > 0.002:
            time.sleep(left - 0.001)
    return True


def soon(case, longest_s):
    """Rather sooner: things happen right after the cause."""
    return wait_until(time.monotonic() + longest_s * case.random.random() ** 3)


def starting(kiosk, case):
    """Anywhere before the first tap."""
    return wait_until(kiosk.began + case.random.random() * case.usual.start_s)


def holds(process, file):
    folder = f"/proc/{process.pid}/fd"
    try:
        return str(file) in [os.readlink(f"{folder}/{name}") for name in os.listdir(folder)]
    except OSError:
        return False  # closed meanwhile


def opening(kiosk, case):
    """Once it holds the journal's lock: log, migrations, keys, tail."""
    patience = kiosk.began + PATIENCE_S
    while kiosk.running() and not holds(kiosk.process, case.state / "journal.lock"):
        time.sleep(0.001)
        if time.monotonic() > patience:
            raise Failure(f"it did not take the journal's lock in {PATIENCE_S} s")
    return wait_until(time.monotonic() + 0.12 * case.usual.start_s * case.random.random() ** 2)


def names(state):
    """What there is in the state folder, as far as a first start makes it."""
    return [set(os.listdir(folder)) for folder in (state, state / "keys") if folder.is_dir()]


def first_steps(kiosk, case):
    """After one of the steps of a first start: each leaves another set of files."""
    steps, before = case.random.randint(1, case.random.randint(1, 14)), names(case.state)
    while steps > 0 and not kiosk.lines and not kiosk.ended:
        if (now := names(case.state)) != before:
            steps, before = steps - 1, now
        else:
            kiosk.hear(0 if now else 0.001)
    return soon(case, 0.002)


def hear_lines(kiosk, least, most, case):
    count = case.random.randint(least, most)
    kiosk.hear_until(lambda lines: len(lines) >= count)


def hear_a_tap(kiosk, case):
    """One that is not confirmed yet."""
    count = case.random.randint(1, 3)
    kiosk.hear_until(lambda lines: lines and lines[-1].startswith("tap") and len(kiosk.taps()) >= count)


def answering(kiosk, case):
    """Anywhere from a tap to a little after its confirmation."""
    hear_a_tap(kiosk, case)
    return wait_until(time.monotonic() + 1.3 * case.random.random() * case.usual.answer_s)


def following_up(kiosk, case):
    """From reasons chosen to their thank-you."""
    kiosk.hear_until(lambda lines: any("reasons" in line for line in lines))
    return soon(case, 0.05)


def starved(kiosk, case):
    """At once after a confirmation that came while the disk had to wait, or on the way to it."""
    hear_lines(kiosk, 1, 1, case)
    kiosk.starve_the_disk(case.processor)
    hear_lines(kiosk, 2, 4, case)
    return case.random.random() < 0.5 or soon(case, 0.05)


def after_change(kiosk, case, name, cause, patience_s):
    """Soon after `cause` had something written to the file."""
    def stamp():
        status = os.stat(case.state / name)
        return status.st_size, status.st_mtime_ns
    before = stamp()
    cause()
    patience = time.monotonic() + patience_s
    while kiosk.running() and stamp() == before and time.monotonic() < patience:
        time.sleep(0.000_2)
    soon(case, 0.005)
    return stamp() != before


def committing(kiosk, case):
    """While the answer is written, or has just been."""
    hear_a_tap(kiosk, case)
    return after_change(kiosk, case, "journal.db-wal", lambda: None, patience_s=1)


def idle_checkpoint(kiosk, case):
    """Its clock goes on while it stands still: then the journal has been idle."""
    def stand_still():
        kiosk.signal(signal.SIGSTOP)
        time.sleep(IDLE_S)
        kiosk.signal(signal.SIGCONT)
    hear_lines(kiosk, 2, 4, case)
    return after_change(kiosk, case, "journal.db", stand_still, patience_s=0.5)


def last_checkpoint(kiosk, case):
    """Asked to end, it sees the present visitor off, signs a head, and moves the log into the file."""
    hear_lines(kiosk, 1, 4, case)
    return after_change(kiosk, case, "journal.db", lambda: kiosk.signal(signal.SIGTERM), PATIENCE_S)


def ending(kiosk, case):
    """Anywhere on that way."""
    hear_lines(kiosk, 1, 4, case)
    kiosk.signal(signal.SIGTERM)
    return wait_until(time.monotonic() + 1.4 * case.usual.start_s * case.random.random())


# In this order, again and again, on one folder.
ROUND = [answering, last_checkpoint, starting, starved, idle_checkpoint, committing, opening, ending,
         starved, following_up, starting, committing, answering, opening, starved, committing]
# The same where the log is to grow.
LONG_LOG_ROUND = [answering if moment in (last_checkpoint, idle_checkpoint, ending) else moment for moment in ROUND]
# Before each round, on a folder that is not there yet.
FIRST_START = [first_steps, first_steps, opening, answering]
