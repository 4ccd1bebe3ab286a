#!/usr/bin/python3
"""A kiosk that is killed three times before it ran well: the next start shows the ready-made set instead of the
shop's, and what is voted there arrives."""
import argparse
import json
import pathlib
import signal
import socket
import subprocess
import tempfile

from line_test import Line, fail

PATIENCE_S = 120


def give_own_set(line):
    """The shop's own set, the only one of its folder."""
    folder = line.folder / "surveys"
    folder.mkdir()
    checkout = json.loads((line.programs.parent / "share" / "surveys" / "checkout.json").read_text())
    (folder / "ours.json").write_text(json.dumps({**checkout, "id": "ours"}))
    config = json.loads(line.config.read_text())
    line.config.write_text(json.dumps({**config, "survey_folder": str(folder), "survey_sets": ["ours"]}))


def start_and(end, line):
    """A start as the service's, ended by this signal after its first frame; what it logged."""
    notified = line.folder / "notify"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.settimeout(PATIENCE_S)
        manager.bind(str(notified))
        kiosk = subprocess.Popen([line.program("smilepost-kiosk"), "--state", str(line.folder / "kiosk"),
                                  "--config", str(line.config), "--window", "640x400"],
                                 env={**line.environment, "NOTIFY_SOCKET": str(notified)},
                                 stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        try:
            said = manager.recv(4096)
            while said.startswith(b"EXTEND_TIMEOUT_USEC="):  # it draws its sets
                said = manager.recv(4096)
            if said != b"READY=1":
                fail("it is not ready")
            kiosk.send_signal(end)
            _, log = kiosk.communicate(timeout=PATIENCE_S)
        finally:
            kiosk.kill()
            notified.unlink()
    return log


def sets_after_a_day(line, seed):
    """Those that the votes which arrived since the last call are of."""
    before = len(line.archived())
    line.play(seed, 300)
    return {body[0] for _, body, _ in line.archived()[before:]}


def check(line):
    line.start_backend()
    line.enrol()
    give_own_set(line)
    for _ in range(4):
        if "safe mode" in start_and(signal.SIGTERM, line):
            fail("it was only asked to end")
    if (sets := sets_after_a_day(line, 1)) != {"ours"}:
        fail(f"the shop's set was to be shown: {sets}")
    for start in range(3):
        if "safe mode" in start_and(signal.SIGKILL, line):
            fail(f"safe mode at start {start + 1}")
    if (sets := sets_after_a_day(line, 2)) != {"checkout"}:
        fail(f"the ready-made set was to be shown: {sets}")
    if "safe mode after 3 starts that did not run well" not in start_and(signal.SIGTERM, line):
        fail("the log does not say that it runs in safe mode")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        line = Line(options.programs, pathlib.Path(folder), 1)
        try:
            check(line)
        finally:
            line.close()
    print("three starts that died: the ready-made set showed, and its votes arrived")


if __name__ == "__main__":
    main()
