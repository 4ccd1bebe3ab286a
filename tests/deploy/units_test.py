#!/usr/bin/python3
"""Whether systemd can read our units, how much they leave open by its own judgement, and whether a comment in the
unit says why for each item of that.

units_test.py UNITS_DIR
"""
import pathlib
import re
import subprocess
import sys

MOST_EXPOSED = 17  # tenths


def analyze(*words):
    return subprocess.run(["systemd-analyze", "--no-pager", *words], capture_output=True, encoding="utf-8")


def syntax_faults(unit):
    """The programs themselves are not installed here."""
    said = analyze("verify", "--man=no", unit).stderr.splitlines()
    return [f"{unit.name}: {line}" for line in said if not re.search(r"Command /usr/\S+ is not executable", line)]


def open_items(unit):
    """["PrivateNetwork=", …], and the line that sums up."""
    done = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", unit)
    lines = done.stdout.splitlines()
    return [line.split()[1] for line in lines if line.startswith("✗")], lines[-1].strip("→ "), done.returncode


def comments_of(unit):
    return " ".join(line.lstrip("# ") for line in unit.read_text("utf-8").splitlines() if line.startswith("#"))


def faults_of(unit):
    yield from syntax_faults(unit)
    items, summary, too_exposed = open_items(unit)
    print(summary)
    if too_exposed:
        yield f"{unit.name}: more than {MOST_EXPOSED / 10} is open: close what you can"
    comments = comments_of(unit)
    for name in sorted({re.split("=", item)[0] for item in items}):
        if not re.search(rf"\b{name}\b", comments):
            yield f"{unit.name}: {name} is open: say why in a comment, or close it"


def main(folder):
    units = sorted(pathlib.Path(folder).glob("*.service"))
    faults = [fault for unit in units for fault in faults_of(unit)]
    for fault in faults:
        print(fault)
    return 1 if faults or not units else 0


sys.exit(main(*sys.argv[1:]))
