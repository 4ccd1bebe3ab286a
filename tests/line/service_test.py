#!/usr/bin/python3
"""What the programs say to the service manager that started them: ready, alive, stopping (sd_notify(3))."""
import argparse
import os
import pathlib
import socket
import subprocess
import sys
import tempfile

PATIENCE_US = 400_000  # a sign of life is due twice within it
PATIENCE_S = 60


class Manager:
    def __init__(self, folder):
        self.path = str(folder / "notify")
        self.socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.socket.settimeout(PATIENCE_S)
        self.socket.bind(self.path)

    def start(self, words):
        environment = {**os.environ, "NOTIFY_SOCKET": self.path, "WATCHDOG_USEC": str(PATIENCE_US),
                       "SDL_VIDEODRIVER": "offscreen"}
        environment.pop("WATCHDOG_PID", None)
        return subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)

    def hears(self):
        return self.socket.recv(4096).decode()


def begins(manager, name, draws_first):
    """One that has much to draw before it is ready says that it goes on, so that no slow board is too slow."""
    heard, waits = manager.hears(), 0
    while heard.startswith("EXTEND_TIMEOUT_USEC="):
        assert int(heard.split("=")[1]) >= 10_000_000, heard
        heard, waits = manager.hears(), waits + 1
    assert heard == "READY=1", f"{name}: {heard} before it is ready"
    assert (waits > 0) == draws_first, f"{name}: asked for patience {waits} times"


def check(name, words, folder):
    manager = Manager(folder)
    process = manager.start(words)
    try:
        begins(manager, name, draws_first=name == "smilepost-kiosk")
        for _ in range(3):
            assert manager.hears() == "WATCHDOG=1", f"{name}: it lives"
        process.terminate()
        while (heard := manager.hears()) == "WATCHDOG=1":
            pass
        assert heard == "STOPPING=1", f"{name}: {heard}"
        _, complaint = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, complaint
    finally:
        process.kill()
    print(f"{name}: ready, alive, stopping")


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--programs", type=pathlib.Path, required=True)
    programs = options.parse_args().programs
    for name, words in (("smilepost-backend", ["--listen", "127.0.0.1:0"]),
                        ("smilepost-kiosk", ["--window", "800x480"])):
        with tempfile.TemporaryDirectory() as folder:
            check(name, [programs / name, "--state", f"{folder}/state", *words], pathlib.Path(folder))


sys.exit(main())
