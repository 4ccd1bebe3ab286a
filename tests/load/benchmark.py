#!/usr/bin/python3
"""How many records a backend takes: kiosks from one to many, batches of 1 and 100, SQLite and PostgreSQL, beside
the number of signatures that one core of the same machine verifies meanwhile. What it costs is counted in
processor time, so that the load itself, which runs on the same machine, does not count.

    benchmark.py --programs DIR [--seconds N] [--kiosks N,N,…]
"""
import argparse
import contextlib
import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "backend"))
sys.path.insert(0, str(HERE.parent / "postgres"))
from cluster import Cluster  # noqa: E402
from crash_test import Server  # noqa: E402

TICK_S = 1 / os.sysconf("SC_CLK_TCK")


def processor_s(pid):
    """Of a process, and of those it has waited for."""
    with open(f"/proc/{pid}/stat", encoding="ascii") as text:
        fields = text.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * TICK_S


def memory_mb(pid):
    with open(f"/proc/{pid}/status", encoding="ascii") as text:
        line, = [line for line in text if line.startswith("VmRSS")]
    return int(line.split()[1]) / 1024


def postgres_s(folder):
    """Of all processes of a cluster, those that ended included."""
    with open(f"{folder}/data/postmaster.pid", encoding="utf-8") as text:
        postmaster = int(text.readline())
    total = 0.0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        with contextlib.suppress(OSError, IndexError):
            with open(f"/proc/{pid}/stat", encoding="ascii") as text:
                parent = int(text.read().rsplit(")", 1)[1].split()[1])
            if postmaster in (int(pid), parent):
                total += processor_s(pid)
    return total


class Bench:
    def __init__(self, programs, folder, database, cluster):
        self.programs, self.folder, self.database, self.cluster = programs, folder, database, cluster
        self.server = Server(programs, folder / "a", database).start()
        self.first = 0

    def load(self, *words):
        done = subprocess.run([str(self.programs / "load"), *words], capture_output=True, text=True, check=False)
        if done.returncode != 0:
            sys.exit(f"load {words}: {done.stdout}{done.stderr}{self.server.said()}")
        return json.loads(done.stdout or "{}")

    def database_s(self):
        return postgres_s(self.cluster.folder) if self.cluster else 0.0

    def measure(self, kiosks, records, seconds, pace=0):
        """Kiosks that nothing is known of yet."""
        self.first += 1_000_000
        numbers = ["--kiosks", str(kiosks), "--first", str(self.first)]
        self.load("enrol", "--database", self.database, *numbers)
        if self.cluster:
            self.cluster.sql("smilepost", "ANALYZE")  # as autovacuum has done where kiosks came over months
        before = processor_s(self.server.process.pid), self.database_s()
        figures = self.load("run", "--to", str(self.server.port), "--keys", str(self.server.state / "keys"), "--log",
                            "/dev/null", *numbers, "--connections", "64", "--records", str(records),
                            "--milliseconds", str(seconds * 1000), "--batches-a-second", str(pace))
        after = processor_s(self.server.process.pid), self.database_s()
        figures["backend_us"] = (after[0] - before[0]) / figures["records"] * 1e6
        figures["database_us"] = (after[1] - before[1]) / figures["records"] * 1e6
        figures["a_second"] = figures["records"] / figures["seconds"]
        figures["memory_mb"] = memory_mb(self.server.process.pid)
        return figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--kiosks", default="1,100,10000,100000")
    options = parser.parse_args()
    limit = json.loads(subprocess.run([str(options.programs / "load"), "limit"], capture_output=True, text=True,
                                      check=True).stdout)["verified_a_second"]
    print(f"one core verifies {limit:,.0f} signatures a second: {1e6 / limit:.1f} µs each\n")
    print("database     kiosks  batch  records/s  backend µs  database µs  of the limit  p50 ms  p99 ms  "
          "half load p99  memory MB")
    for name in ("sqlite", "postgresql"):
        with contextlib.ExitStack() as left:
            folder = pathlib.Path(left.enter_context(tempfile.TemporaryDirectory()))
            cluster = left.enter_context(Cluster()) if name == "postgresql" else None
            database = cluster.uri() if cluster else str(folder / "archive.sqlite")
            bench = Bench(options.programs, folder, database, cluster)
            for kiosks in map(int, options.kiosks.split(",")):
                for records in (1, 100):
                    full = bench.measure(kiosks, records, options.seconds)
                    half = bench.measure(kiosks, records, options.seconds,
                                         pace=max(1, int(full["a_second"] / records / 2)))
                    # What one core could take if it did nothing but the backend's own work.
                    of_limit = 1e6 / full["backend_us"] / limit
                    print(f"{name:10} {kiosks:8,} {records:6} {full['a_second']:10,.0f} {full['backend_us']:11.1f} "
                          f"{full['database_us']:12.1f} {of_limit:12.0%} {full['p50_ms']:7.1f} {full['p99_ms']:7.1f} "
                          f"{half['p99_ms']:14.1f} {full['memory_mb']:10.0f}", flush=True)
            bench.server.end(signal.SIGTERM)


if __name__ == "__main__":
    main()
