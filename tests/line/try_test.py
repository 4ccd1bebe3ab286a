#!/usr/bin/python3
"""deploy/try with the programs of this build: what it says at the end is true, whatever went before."""
import argparse
import os
import pathlib
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile

FIGURES = re.compile(r"answering taps (\d+), in the journal (\d+), acknowledged (\d+), on the results page (\d+)$")


def fail(why):
    print(f"FAILED: {why}")
    sys.exit(1)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Try:
    """A clone that is built already: cmake is replaced by one that does nothing."""

    def __init__(self, source, programs, folder):
        self.clone, self.state = folder / "clone", folder / "state"
        shutil.copytree(source / "deploy", self.clone / "deploy")
        (self.clone / "build/release").mkdir(parents=True)
        (self.clone / "build/release/build.ninja").touch()
        (self.clone / "build/release/bin").symlink_to(programs)
        (folder / "bin").mkdir()
        (folder / "bin/cmake").write_text("#!/bin/sh\n")
        (folder / "bin/cmake").chmod(0o755)
        # Leaks are looked for elsewhere: LeakSanitizer itself may crash while a driver's threads end.
        self.environment = dict(os.environ, PATH=f"{folder / 'bin'}:{os.environ['PATH']}", ASAN_OPTIONS="detect_leaks=0")
        for name in ("DISPLAY", "WAYLAND_DISPLAY", "SDL_VIDEODRIVER", "XDG_RUNTIME_DIR"):
            self.environment.pop(name, None)
        self.port = free_port()

    def run(self, *options, **variables):
        return subprocess.run([str(self.clone / "deploy/try"), "--state", str(self.state), "--port", str(self.port), *options],
                              env={**self.environment, **variables}, capture_output=True, text=True, timeout=120, check=False)

    def figures(self, what):
        """Of a short shop day; all four are the same."""
        ended = self.run("--headless", "--for", "60")
        last = FIGURES.search(ended.stdout.strip())
        if ended.returncode or not last:
            fail(f"{what}: {ended.stdout[-500:]}{ended.stderr[-500:]}")
        if len(set(last.groups())) != 1 or last.group(1) == "0":
            fail(f"{what}: {last.group(0)}")
        return int(last.group(1))

    def start_backend_once(self):
        backend = subprocess.Popen([str(self.clone / "build/release/bin/smilepost-backend"), "--state", str(self.state / "backend"),
                                    "--listen", "127.0.0.1:0"], env=self.environment, stdout=subprocess.PIPE, text=True)
        backend.stdout.readline()
        backend.send_signal(signal.SIGTERM)
        backend.wait()


def check(tried):
    first = tried.figures("the first time")
    second = tried.figures("again")
    if second <= first:
        fail("the taps of the first time are forgotten")

    shutil.rmtree(tried.state / "backend")
    tried.start_backend_once()  # as if the enrolment had been interrupted: the backend has its keys
    if tried.figures("a new backend that knows nobody") <= second:
        fail("the new backend did not get what the old one had")

    (tried.state / "enrol-code").write_text("left over")
    window = tried.run("--for", "1", DISPLAY=":9999")
    if window.returncode != 1 or "run deploy/try --headless" not in window.stderr or window.stderr.count("\n") != 1:
        fail(f"a display that is gone: {window.returncode} {window.stderr}")
    if (tried.state / "enrol-code").exists() or list(tried.state.glob("ready.*")):
        fail("a code or a pipe is left over")

    for path in tried.state.glob("kiosk/**/*"):
        if path.stat().st_mode & 0o077:
            fail(f"{path} is open to others")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        check(Try(options.source, options.programs, pathlib.Path(folder)))
    print("deploy/try tells the truth")


if __name__ == "__main__":
    main()
