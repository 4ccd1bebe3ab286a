#!/usr/bin/python3
"""SIGKILL at any moment: the real kiosk plays scripted shop days on the same state and is killed again and
again. After each kill the journal is held against what had been confirmed on the screen."""
import argparse
import collections
import functools
import itertools
import multiprocessing
import os
import pathlib
import queue
import shutil
import signal
import sys
import tempfile
import time
import traceback

from kill_moments import FIRST_START, LONG_LOG_ROUND, ROUND, Usual
from killed_shop import Shop
from played_kiosk import Failure

A_FOLDERS_LIFE = 200  # cases; then a fresh one
NOTE_EVERY_S = 3
MOMENTS = list(dict.fromkeys(moment.__name__ for moment in FIRST_START + ROUND))


def shares(options):
    """The cases cut into the lives of state folders: (cases, whether its log may grow)."""
    life = min(A_FOLDERS_LIFE, -(-(options.count - options.from_) // options.jobs))
    cuts = sorted({options.from_, options.count, *(i for i in range(0, options.count, life) if i > options.from_)})
    return [(range(begin, end), begin // life % 2 == 1) for begin, end in zip(cuts, cuts[1:])]


def moment_of(case, long_log):
    """And whether it belongs to a fresh folder."""
    moments = FIRST_START + (LONG_LOG_ROUND if long_log else ROUND)
    at = case % len(moments)
    return moments[at], at < len(FIRST_START)


def live(cases, long_log, shop):
    """The life of one state folder, and of the fresh ones between. Yields what comes next."""
    grown = shop("grown")
    for fresh, group in itertools.groupby(cases, lambda case: moment_of(case, long_log)[1]):
        present = shop("fresh") if fresh else grown
        for case in group:
            moment, _ = moment_of(case, long_log)
            yield f"case {case} ({moment.__name__})"
            present.kill(case, moment)
        if fresh:
            present.close()
    yield "the end of a state folder"
    grown.play_to_its_end()
    grown.close()


def taken(turn, everything):
    """What no other job has taken."""
    while True:
        with turn.get_lock():
            at, turn.value = turn.value, turn.value + 1
        if at >= len(everything):
            return
        yield everything[at]


def work(job, options, folder, turn, news):
    """One of the jobs; its kiosks share a processor where they have to."""
    processors, usual, present = sorted(os.sched_getaffinity(0)), Usual(), "before the first case"
    try:
        for cases, long_log in taken(turn, shares(options)):
            place = folder / str(cases.start)
            place.mkdir()
            shop = functools.partial(Shop, options.programs, processor=processors[job % len(processors)], usual=usual,
                                     tell=news.put)
            for present in live(cases, long_log, lambda name: shop(place / name)):
                pass
        news.put("done")
    except Failure as why:
        news.put(f"FAILED: {present}: {why}")
    except Exception:  # pylint: disable=broad-except
        news.put(f"FAILED: {present}: {traceback.format_exc()}")


class Report:
    def __init__(self, options):
        self.options, self.totals, self.most = options, collections.Counter(), collections.Counter()
        self.open, self.began = set(range(options.from_, options.count)), time.monotonic()
        self.noted = self.shown = 0

    def take(self, news):
        self.open.discard(news.pop("case", None))
        for name, figure in news.pop("most").items():
            self.most[name] = max(self.most[name], figure)
        self.totals.update(news)

    def show(self, at_last=False):
        now, terminal = time.monotonic(), sys.stderr.isatty()
        if at_last or now - self.shown > (0.2 if terminal else 10):
            done = self.options.count - len(self.open)
            print(f"{chr(13) * terminal}… {done:,} of {self.options.count:,} kills",
                  end="" if terminal and not at_last else "\n", file=sys.stderr, flush=True)
            self.shown = now
        if self.options.note and (at_last or now - self.noted > NOTE_EVERY_S):
            beside = self.options.note.with_name(self.options.note.name + ".new")
            beside.write_text(f"{min(self.open, default=self.options.count)}\n", encoding="utf-8")
            beside.rename(self.options.note)
            self.noted = now

    def missed(self):
        """Moments that are not hit any more. A few always slip by."""
        return [moment for moment in MOMENTS if 2 * self.totals[f"{moment} missed"] > max(2, self.totals[moment])]

    def figure(self):
        figures, most = self.totals, self.most
        kills = sum(figures[moment] for moment in MOMENTS)
        spread = ", ".join(f"{figures[moment]:,} {moment.replace('_', ' ')}" for moment in MOMENTS)
        return (f"{kills:,} kills ({spread}): {figures['confirmed']:,} answers confirmed, "
                f"{figures['unconfirmed']:,} stored but not confirmed, {figures['lost']:,} taps cut short, "
                f"{figures['no epoch yet']:,} first starts cut short; {figures['ended well']:,} runs ended well; "
                f"longest log {most['log bytes'] / 1e6:.1f} MB, worst start to first tap {most['first tap s']:.1f} s, "
                f"{(time.monotonic() - self.began) / max(1, kills):.2f} s a kill")


def follow(jobs, news, report):
    """Until all are done. What went wrong, if anything."""
    done = 0
    while done < len(jobs):
        report.show()
        try:
            told = news.get(timeout=1)
        except queue.Empty:
            if any(job.exitcode for job in jobs):
                return "FAILED: a job is gone"
            continue
        if isinstance(told, dict):
            report.take(told)
        elif told == "done":
            done += 1
        else:
            return told
    if missed := report.missed():
        return f"FAILED: mostly missed: {missed}"
    return None


def parsed():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=pathlib.Path, required=True, help="the folder of smilepost-kiosk")
    parser.add_argument("--count", type=int, default=25, help="kills of the whole")
    parser.add_argument("--from", dest="from_", type=int, default=0, help="the first of them")
    parser.add_argument("--note", type=pathlib.Path, help="where to write which is next")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    options = parser.parse_args()
    options.programs = options.programs.resolve()
    return options


def run_jobs(options, folder, report):
    """What went wrong, if anything."""
    news, turn = multiprocessing.Queue(), multiprocessing.Value("q", 0)
    jobs = [multiprocessing.Process(target=work, args=(job, options, folder, turn, news))
            for job in range(options.jobs)]
    try:
        for job in jobs:
            job.start()
        return follow(jobs, news, report)
    finally:
        for job in jobs:
            job.terminate()
            job.join()
        report.show(at_last=True)


def main():
    options = parsed()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # ends the kiosks, too
    folder, report, wrong = pathlib.Path(tempfile.mkdtemp(prefix="kills-")).resolve(), Report(options), None
    try:
        wrong = run_jobs(options, folder, report)
    finally:
        if not wrong:
            shutil.rmtree(folder)
    if wrong:
        print(f"{wrong}\nkept for examination: {folder}")
    print(report.figure())
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
