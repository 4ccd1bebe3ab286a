#!/usr/bin/python3
"""The backend under load, killed at random moments: what it acknowledged is stored, always, and nothing is
doubled. On SQLite and on PostgreSQL; there also with two backends, of which one goes on, with a database that
is restarted and one whose standby takes over.

    crash_test.py --programs DIR [--count KILLS] [--from K] [--note FILE] [--only NAME]
"""
import argparse
import contextlib
import json
import os
import pathlib
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

from backend_process import Backend

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "postgres"))
from cluster import Cluster, Standby  # noqa: E402

KILLS_A_CHUNK = 25
KIOSKS = 40


def require(true, why):
    if not true:
        sys.exit(f"FAILED: {why}")


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Server(Backend):
    """A backend on a port of its own, over whatever database; each replica has the first one's keys."""

    def __init__(self, programs, folder, database, keys_of=None):
        super().__init__(str(programs / "smilepost-backend"), folder)
        self.state, self.port = folder, free_port()
        os.makedirs(folder, mode=0o700)
        if keys_of:
            shutil.copytree(keys_of.state / "keys", folder / "keys")
        self.command = [self.command[0], "--state", str(folder), "--listen", f"127.0.0.1:{self.port}",
                        "--database", database]
        self.log = open(folder.with_suffix(".log"), "ab")

    def said(self):
        return self.state.with_suffix(".log").read_text(encoding="utf-8")[-2000:]

    def end(self, signal_number):
        self.process.send_signal(signal_number)
        self.process.wait(60)
        self.process.stdout.close()


class Load:
    """Kiosks that send, and what they were told."""

    def __init__(self, programs, database, folder):
        self.program, self.database = str(programs / "load"), database
        self.log = folder / "receipts"
        self.log.touch()
        self.first = 0
        self.process = None

    def start(self, servers, seconds, records=3):
        self.first += KIOSKS
        numbers = ["--kiosks", str(KIOSKS), "--first", str(self.first)]
        subprocess.run([self.program, "enrol", "--database", self.database, *numbers], check=True)
        self.process = subprocess.Popen(
            [self.program, "run", "--to", ",".join(str(server.port) for server in servers), "--keys",
             str(servers[0].state / "keys"), "--log", str(self.log), *numbers, "--connections", "8", "--records",
             str(records), "--milliseconds", str(int(seconds * 1000))], stdout=subprocess.PIPE, text=True)

    def finish(self):
        said, _ = self.process.communicate()
        figures = json.loads(said)
        require(self.process.returncode == 0, f"batches were refused: {figures}")
        return figures

    def check(self, database=None):
        done = subprocess.run([self.program, "check", "--database", database or self.database, "--log",
                               str(self.log)], capture_output=True, text=True, check=False)
        require(done.returncode == 0, f"{done.stdout}{done.stderr}")
        return json.loads(done.stdout)


def kill_rounds(server, chance, kills):
    """Whenever it may have something under way."""
    for _ in range(kills):
        time.sleep(chance.uniform(0.0, 0.25))  # not to wait for anything: to kill anywhere
        server.end(signal.SIGKILL)
        server.start()


def one_backend(programs, folder, database, kills, seed):
    """How many receipts were believed."""
    server = Server(programs, folder / "a", database).start()
    load = Load(programs, database, folder)
    load.start([server], seconds=kills * 0.4 + 1)
    kill_rounds(server, random.Random(seed), kills)
    figures = load.finish()
    require(server.process.poll() is None, server.said())
    server.end(signal.SIGTERM)
    require(figures["broken"] > 0, "no request was ever broken off")
    return load.check()["receipts"]


def on_sqlite(programs, kills, seed):
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        return one_backend(programs, folder, str(folder / "archive.sqlite"), kills, seed)


def on_postgresql(programs, kills, seed):
    with Cluster() as cluster, tempfile.TemporaryDirectory() as name:
        return one_backend(programs, pathlib.Path(name), cluster.uri(), kills, seed)


def two_backends(programs, kills, seed):
    """Kiosks go to the other one where one is gone; PostgreSQL itself is restarted, and crashes, meanwhile."""
    with Cluster() as cluster, tempfile.TemporaryDirectory() as name:
        folder, database = pathlib.Path(name), cluster.uri()
        first = Server(programs, folder / "a", database).start()
        second = Server(programs, folder / "b", database, keys_of=first).start()
        load = Load(programs, database, folder)
        load.start([first, second], seconds=kills * 0.4 + 4)
        chance = random.Random(seed)
        for number in range(kills):
            kill_rounds(chance.choice([first, second]), chance, 1)
            if number == kills // 3:
                cluster.stop("fast")
                cluster.start()
            if number == 2 * kills // 3:
                cluster.kill()
                cluster.start()
        load.finish()
        for server in (first, second):
            require(server.process.poll() is None, server.said())
            server.end(signal.SIGTERM)
        return load.check()["receipts"]


def standby_takes_over(programs, _kills, seed):
    """The primary dies in the middle of the load; what was acknowledged is on its synchronous standby."""
    with Cluster() as primary, contextlib.ExitStack() as left, tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        standby = left.enter_context(Standby(primary))
        first = Server(programs, folder / "a", primary.uri()).start()
        load = Load(programs, primary.uri(), folder)
        load.start([first], seconds=5)
        time.sleep(random.Random(seed).uniform(0.5, 1.5))  # anywhere in it
        primary.kill()
        standby.promote()
        second = Server(programs, folder / "b", standby.uri(), keys_of=first).start()
        first.end(signal.SIGKILL)
        relay = Relay(first.port, second.port)
        figures = load.finish()
        relay.stop()
        require(figures["broken"] + figures["busy"] > 0, "the load did not notice")
        second.end(signal.SIGTERM)
        return load.check(standby.uri())["receipts"]


class Relay:
    """The address that kiosks know leads to the other backend now."""

    def __init__(self, port, to):
        self.process = subprocess.Popen(
            ["/usr/bin/python3", "-c", RELAY, str(port), str(to)])

    def stop(self):
        self.process.kill()
        self.process.wait()


RELAY = """
import asyncio, sys
async def pump(reader, writer):
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()
async def serve(reader, writer):
    out_reader, out_writer = await asyncio.open_connection('127.0.0.1', int(sys.argv[2]))
    await asyncio.gather(pump(reader, out_writer), pump(out_reader, writer), return_exceptions=True)
async def main():
    server = await asyncio.start_server(serve, '127.0.0.1', int(sys.argv[1]), reuse_address=True)
    await server.serve_forever()
asyncio.run(main())
"""

WAYS = {"sqlite": on_sqlite, "postgresql": on_postgresql, "two_backends": two_backends,
        "standby": standby_takes_over}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--count", type=int, default=12, help="kills, each way")
    parser.add_argument("--from", dest="start", type=int, default=0)
    parser.add_argument("--note", type=pathlib.Path)
    parser.add_argument("--only", choices=WAYS)
    options = parser.parse_args()
    ways = [options.only] if options.only else list(WAYS)
    receipts = 0
    for done in range(options.start, options.count, KILLS_A_CHUNK):
        kills = min(KILLS_A_CHUNK, options.count - done)
        for way in ways:
            receipts += WAYS[way](options.programs, kills, seed=done)
            print(f"{way}: kill {done + kills} of {options.count}, {receipts} receipts", flush=True)
        if options.note:
            options.note.write_text(str(done + kills))
    print(f"{options.count} kills {'each way' if len(ways) > 1 else ''}: {receipts} receipts, all that was "
          "acknowledged is stored, nothing twice")


if __name__ == "__main__":
    main()
