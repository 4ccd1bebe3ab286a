#!/usr/bin/python3
"""What deploy/backend/backup copies is a backend again: SQLite and PostgreSQL, with the keys that kiosks believe.

backup_test.py PROGRAMS_DIR SCRIPT
"""
import os
import pathlib
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "backend"), str(TESTS / "postgres")]
from backend_process import Backend, Kiosk  # noqa: E402
from cluster import Cluster  # noqa: E402

OLDER = ("2020-01-01T033000Z", "2020-01-02T033000Z", "2020-01-03T033000Z")


class Place:
    """A backend with a kiosk's answers, and a folder for copies, some of which are there already."""

    def __init__(self, programs, script, folder, database=None):
        self.programs, self.script, self.folder = programs, script, folder
        self.backend = Backend(str(programs / "smilepost-backend"), str(folder), database=database)
        self.copies = folder / "copies"
        for name in OLDER:
            (self.copies / name).mkdir(parents=True)
        self.config = folder / "backend.toml"
        self.config.write_text(f'state = "{self.backend.state}"\ndatabase = "{self.backend.database}"  # ours\n')
        self.config.chmod(0o600)

    def fill(self):
        kiosk = Kiosk(str(self.programs / "backend_made_kiosk"), self.backend.code(), "Till", ["4", "1:long-wait", "3"])
        assert self.backend.post("/v1/enrolments", "application/cbor", kiosk.enrolment).status == 201
        assert self.backend.post_records(kiosk.first).status == 200

    def run(self, *words):
        path = {**os.environ, "PATH": f"{self.programs}:{os.environ['PATH']}"}
        return subprocess.run([self.script, "--config", self.config, *words, self.copies], env=path, text=True,
                              capture_output=True)

    def copy(self):
        """The newest one, of three that are kept."""
        done = self.run("--keep", "3")
        assert done.returncode == 0, done.stderr
        kept = sorted(os.listdir(self.copies))
        assert kept[:2] == list(OLDER[1:]) and len(kept) == 3, kept
        return self.copies / kept[2]

    def keys_of(self, copy, state):
        os.makedirs(state, mode=0o700)
        subprocess.run(["tar", "-xf", copy / "keys.tar", "-C", state], check=True)


def is_the_same(restored, results, fingerprint):
    with restored:
        assert restored.results()["answer_records"] == results["answer_records"] > 0
        assert restored.fingerprint() == fingerprint, "kiosks believe no other key"
        assert restored.stop() == 0


def check_sqlite(programs, script, folder):
    place = Place(programs, script, folder)
    with place.backend as backend:
        place.fill()
        copy, results, fingerprint = place.copy(), backend.results(), backend.fingerprint()
    modes = {oct(path.stat().st_mode & 0o777) for path in copy.iterdir()}
    assert modes == {"0o600"}, modes
    place.keys_of(copy, folder / "again" / "backend")
    is_the_same(Backend(str(programs / "smilepost-backend"), str(folder / "again"),
                        database=str(copy / "archive.sqlite")), results, fingerprint)


def check_postgres(programs, script, folder):
    with Cluster() as cluster:
        place = Place(programs, script, folder, cluster.uri())
        with place.backend as backend:
            place.fill()
            copy, results, fingerprint = place.copy(), backend.results(), backend.fingerprint()
        cluster.sql("postgres", "CREATE DATABASE again")
        subprocess.run(["pg_restore", "--no-owner", "--dbname", cluster.uri("again"), copy / "archive.dump"], check=True)
        place.keys_of(copy, folder / "again" / "backend")
        is_the_same(Backend(str(programs / "smilepost-backend"), str(folder / "again"), database=cluster.uri("again")),
                    results, fingerprint)


def check_faults(programs, script, folder):
    """One line, and what was there stays there."""
    place = Place(programs, script, folder)
    with place.backend:
        place.config.write_text(f'state = "{folder}/elsewhere"\n')
        failed = place.run("--keep", "1")
        assert failed.returncode != 0 and failed.stderr, failed
        assert sorted(os.listdir(place.copies)) == list(OLDER), os.listdir(place.copies)
        place.config.unlink()
        failed = place.run()
        assert failed.returncode == 1 and "backend.toml: cannot be read" in failed.stderr, failed
        assert place.run("--keep", "none").returncode == 1


def main(programs, script):
    for check in (check_sqlite, check_postgres, check_faults):
        with tempfile.TemporaryDirectory() as folder:
            check(programs, script, pathlib.Path(folder))


main(*(pathlib.Path(word).resolve() for word in sys.argv[1:]))
