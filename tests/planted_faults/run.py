#!/usr/bin/python3
"""Can the tests fail? Each patch beside this file is a mistake in the product's own code that breaks a promise.
It is planted in a copy of the source in BUILD/planted, the test that its header names is linked anew with it, and
must fail. The tree itself and what was built stay as they are.

A patch's header, before the diff:

  What is wrong, in a line.
  Caught by: PROGRAM GTEST_FILTER
  Short: yes                          where --short plants it, too"""
import argparse
import concurrent.futures
import dataclasses
import functools
import json
import os
import pathlib
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import threading
import time

HERE = pathlib.Path(__file__).resolve().parent
MOST_SECONDS = 900  # for a test, on a machine that does other work, too
# The summary of a run that came to its end: one that crashed has none.
PASSED = re.compile(r"^\[  PASSED  \] (\d+) tests?\.", re.M)
FAILED = re.compile(r"^\[  FAILED  \] \d+ tests?, listed below", re.M)


class Wrong(Exception):
    """One line: what is not as it should be, and what to do."""


@dataclasses.dataclass(frozen=True)
class Test:
    program: str
    filter: str

    def __str__(self):
        return f"{self.program} --gtest_filter={self.filter}"


@dataclasses.dataclass(frozen=True)
class Fault:
    patch: pathlib.Path
    what: str
    test: Test
    short: bool
    sources: list

    @property
    def name(self):
        return self.patch.name


def read_fault(patch):
    header, _, diff = patch.read_text(encoding="utf-8").partition("\n--- ")
    what, *fields = header.splitlines()
    fields = dict(line.split(": ", 1) for line in fields if ": " in line)
    test = fields.get("Caught by", "").split()
    if not what or len(test) != 2:
        raise Wrong(f"{patch.name}: its header is not as run.py --help says")
    sources = re.findall(r"^\+\+\+ b/(\S+)", diff, re.M)
    if not sources or not all(source.endswith(".cpp") for source in sources):
        raise Wrong(f"{patch.name}: plant it in .cpp files: only these are compiled anew")
    return Fault(patch, what, Test(*test), fields.get("Short") == "yes", sources)


def all_faults():
    return [read_fault(patch) for patch in sorted(HERE.glob("*.patch"))]


def run(command, folder, **more):
    """Its code, and all that it said."""
    done = subprocess.run(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          errors="replace", **more)
    return done.returncode, done.stdout


def first_error(said):
    lines = [line for line in said.splitlines() if "error" in line.lower() or "FAILED" in line]
    return (lines or said.splitlines() or ["no word"])[0]


class Build:
    """A build folder, which says how each file was compiled and each program linked."""

    def __init__(self, folder):
        self.folder = folder.resolve()
        self.planted = self.folder / "planted"
        try:
            entries = json.loads((self.folder / "compile_commands.json").read_text(encoding="utf-8"))
        except OSError as error:
            raise Wrong(f"{error.filename}: cannot be read: configure with one of the presets first") from error
        self.commands = {entry["file"]: shlex.split(entry["command"]) for entry in entries}
        cache = (self.folder / "CMakeCache.txt").read_text(encoding="utf-8")
        self.source = pathlib.Path(re.search(r"^CMAKE_HOME_DIRECTORY:INTERNAL=(.*)$", cache, re.M)[1])

    def command_of(self, source):
        command = self.commands.get(str(self.source / source))
        if not command:
            raise Wrong(f"{source} is not built in {self.folder}")
        return list(command)

    def compile(self, source, copy, made):
        command = self.command_of(source)
        command[command.index(str(self.source / source))] = str(copy)
        command[command.index("-o") + 1] = str(made)
        code, said = run([*command, "-w"], self.folder)  # a fault may leave something unused
        if code:
            raise Wrong(f"does not compile: {first_error(said)}")

    @functools.cache
    def link_command(self, program):
        code, said = run(["ninja", "-t", "commands", "-s", f"bin/{program}"], self.folder)
        if code or not (self.folder / "bin" / program).exists():
            raise Wrong(f"{program} is not built: cmake --build {self.folder} --target {program}")
        return shlex.split(said.split(" && ")[1])  # behind it comes what asks the program for its tests

    def link(self, program, objects, made):
        """With these objects, by source: in place of the program's own, or before its libraries, where the first
        definition is taken."""
        command = list(self.link_command(program))
        for source, replacement in objects.items():
            original = self.command_of(source)
            original = original[original.index("-o") + 1]
            command = [str(replacement) if word == original else word for word in command]
        out = command.index("-o")
        command[out + 1] = str(made)
        command[out:out] = [str(one) for one in objects.values() if str(one) not in command]
        code, said = run(command, self.folder)
        if code:
            raise Wrong(f"does not link: {first_error(said)}")


def run_test(program, test, folder):
    try:
        return run([program, f"--gtest_filter={test.filter}"], folder, timeout=MOST_SECONDS)
    except subprocess.TimeoutExpired as error:
        raise Wrong(f"{test} does not end in {MOST_SECONDS} s: choose a narrower filter") from error


def check_unplanted(build, test):
    """Without the fault the test is there and passes."""
    build.link_command(test.program)
    code, said = run_test(build.folder / "bin" / test.program, test, build.folder)
    passed = PASSED.search(said)
    if code or not passed:
        raise Wrong(f"{test} fails without any fault: mend that first ({first_error(said)})")
    if int(passed[1]) == 0:
        raise Wrong(f"{test}: no test has such a name: mend the patches that name it")


def apply(fault, build, folder):
    for source in fault.sources:
        copy = folder / source
        copy.parent.mkdir(parents=True, exist_ok=True)
        if not (build.source / source).exists():
            raise Wrong(f"{source} is not there any more: make the patch anew")
        shutil.copy(build.source / source, copy)
    code, said = run(["patch", "-p1", "--fuzz=0", "--batch", "--forward", "--no-backup-if-mismatch", "-i", fault.patch],
                     folder)
    if code:
        raise Wrong(f"does not apply ({first_error(said)}): make it anew against the code as it is")


def plant(fault, build):
    """Whoever does not raise Wrong has caught it."""
    folder = build.planted / fault.patch.stem
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    apply(fault, build, folder)
    objects = {source: folder / (source.replace("/", "-") + ".o") for source in fault.sources}
    for source, made in objects.items():
        build.compile(source, folder / source, made)
    program = folder / fault.test.program
    build.link(fault.test.program, objects, program)
    code, said = run_test(program, fault.test, build.folder)
    if code == 0:
        raise Wrong(f"NOT CAUGHT by {fault.test}: write the test that is missing")
    if not FAILED.search(said):
        raise Wrong(f"{fault.test} ends with {code} and no test that failed: name one that fails by itself")
    shutil.rmtree(folder)  # large; what is not caught stays, to be looked at


def stale(faults, build):
    """How many of them cannot be planted any more, each said: what is planted in a long run alone rots unseen."""
    count = 0
    with tempfile.TemporaryDirectory() as name:
        for fault in faults:
            try:
                apply(fault, build, pathlib.Path(name) / fault.patch.stem)
            except Wrong as wrong:
                count += 1
                print(f"FAILED: {fault.name}: {wrong}", flush=True)
    return count


class Run:
    """The faults handed to several threads, and how far they are."""

    def __init__(self, build, faults, options):
        self.build, self.faults, self.options = build, faults, options
        self.lock, self.done = threading.Lock(), set()

    def go(self):
        numbers = range(self.options.first, len(self.faults))
        tests = dict.fromkeys(self.faults[number].test for number in numbers)
        with concurrent.futures.ThreadPoolExecutor(self.options.jobs) as pool:
            print(f"… {len(tests)} tests without a fault first", file=sys.stderr, flush=True)
            if all(list(pool.map(self.check, tests))):
                list(pool.map(self.one, numbers))
        print(f"{len(self.done)} of {len(numbers)} planted faults caught", flush=True)
        return len(self.done) != len(numbers)

    def check(self, test):
        try:
            check_unplanted(self.build, test)
            return True
        except Wrong as wrong:
            print(f"FAILED: {wrong}", flush=True)
            return False

    def one(self, number):
        fault, started = self.faults[number], time.monotonic()
        try:
            plant(fault, self.build)
        except Wrong as wrong:
            print(f"FAILED: {fault.name}: {wrong}", flush=True)
            return
        with self.lock:
            self.done.add(number)
            self.write_note()
            print(f"caught in {time.monotonic() - started:.0f} s by {fault.test.filter}: {fault.name}", flush=True)

    def write_note(self):
        """The first that is still to be caught. Whole or not at all."""
        if not self.options.note:
            return
        following = next(i for i in range(self.options.first, len(self.faults) + 1) if i not in self.done)
        beside = self.options.note + ".new"
        pathlib.Path(beside).write_text(f"{following}\n", encoding="utf-8")
        os.replace(beside, self.options.note)


def parse():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", metavar="BUILD", type=pathlib.Path, help="a build folder with the tests built")
    parser.add_argument("--short", action="store_true", help="the quick ones alone; of the others only that they can be planted")
    parser.add_argument("--only", metavar="WORD", help="those whose file name holds the word")
    parser.add_argument("--from", type=int, default=0, dest="first", metavar="N", help="leave out the first N")
    parser.add_argument("--note", metavar="FILE", help="where the number of the next one is kept")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), metavar="N", help="at a time")
    return parser.parse_args()


def main():
    options = parse()
    try:
        faults = [fault for fault in all_faults()
                  if (fault.short or not options.short) and (options.only or "") in fault.name]
        if not faults:
            raise Wrong("no patch has such a name")
        build = Build(options.build)
        if options.short and stale(all_faults(), build):
            return 1
        return Run(build, faults, options).go()
    except Wrong as wrong:
        return f"FAILED: {wrong}"


if __name__ == "__main__":
    sys.exit(main())
