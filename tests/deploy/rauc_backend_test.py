#!/usr/bin/python3
"""deploy/updates/rauc-backend on a folder that stands for /efi: through every state, and with the power cut before and
after each command that it runs; what was not synced by then is torn.

rauc_backend_test.py UPDATES_DIR
"""
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

import boot_entries

UPDATES = pathlib.Path(sys.argv.pop(1)).resolve()
COMMANDS = ["cp", "mv", "rm", "mkdir", "sync", "sed", "head"]

# Counts the commands; before or after the one that is due it kills the script, as a power cut would.
WRAPPER = """#!/bin/sh
n=$(($(cat "$CUT_FOLDER/count") + 1))
echo $n >"$CUT_FOLDER/count"
[ "$n.before" = "$CUT_AT" ] && {{ touch "$CUT_FOLDER/cut"; kill -9 -- -"$(cat "$CUT_FOLDER/group")"; }}
"{real}" "$@" || exit
[ "{name}" = sync ] && stat -c %i "$@" >>"$CUT_FOLDER/synced"
[ "$n.after" = "$CUT_AT" ] && {{ touch "$CUT_FOLDER/cut"; kill -9 -- -"$(cat "$CUT_FOLDER/group")"; }}
exit 0
"""


def kernel_of(slot, release):
    return {"linux": f"kernel {slot} {release}".encode() * 1000, "initrd": f"initrd {slot} {release}".encode() * 3000}


class Machine:
    """An ESP as the image has it: slot a good; and the roots of both slots."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.esp = self.folder / "efi"
        (self.esp / "loader/entries").mkdir(parents=True)
        self.kernels = {}
        self.put_root("a", 1)
        self.put_root("b", 2)
        kernel = self.esp / "smilepost/a-1"
        kernel.mkdir(parents=True)
        (kernel / "vmlinuz").write_bytes(self.kernels["a"]["linux"])
        (kernel / "initrd.img").write_bytes(self.kernels["a"]["initrd"])
        entry = (UPDATES / "entry.in").read_text().replace("@SLOT@", "a").replace("@VERSION@", "1")
        (self.esp / "loader/entries/smilepost-a.conf").write_text(entry)

    def put_root(self, slot, release):
        self.kernels[slot] = kernel_of(slot, release)
        boot = self.folder / f"root-{slot}/boot"
        shutil.rmtree(boot, ignore_errors=True)
        boot.mkdir(parents=True)
        (boot / f"vmlinuz-6.{release}").write_bytes(self.kernels[slot]["linux"])
        (boot / f"initrd.img-6.{release}").write_bytes(self.kernels[slot]["initrd"])

    def call(self, *words, path=None, extra=None, **options):
        environment = {"PATH": path or os.environ["PATH"], "SMILEPOST_ESP": str(self.esp),
                       "SMILEPOST_ENTRY": str(UPDATES / "entry.in"), "SMILEPOST_ROOTS": str(self.folder), **(extra or {})}
        return subprocess.run([UPDATES / "rauc-backend", *words], env=environment, capture_output=True,
                              encoding="utf-8", **options)

    def ask(self, *words):
        done = self.call(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def names(self):
        return sorted(file.name for file in (self.esp / "loader/entries").iterdir())

    def cut_at(self, moment, *words):
        """False: the script was done before that."""
        cut = pathlib.Path(tempfile.mkdtemp())
        old = {file.stat().st_ino for file in self.esp.rglob("*")}
        for name in COMMANDS:
            wrapper = cut / "bin" / name
            wrapper.parent.mkdir(exist_ok=True)
            wrapper.write_text(WRAPPER.format(real=shutil.which(name), name=name))
            wrapper.chmod(wrapper.stat().st_mode | stat.S_IXUSR)
        (cut / "count").write_text("0")
        (cut / "synced").touch()
        extra = {"CUT_FOLDER": str(cut), "CUT_AT": moment}

        def lead_group():
            os.setpgid(0, 0)
            (cut / "group").write_text(str(os.getpid()))

        done = self.call(*words, path=f"{cut}/bin:{os.environ['PATH']}", extra=extra, preexec_fn=lead_group)
        was_cut = (cut / "cut").exists()
        assert was_cut or done.returncode == 0, done.stderr
        if was_cut:
            self.tear(old | {int(line) for line in (cut / "synced").read_text().split()})
        shutil.rmtree(cut)
        return was_cut

    def tear(self, durable):
        for file in self.esp.rglob("*"):
            if file.is_file() and file.stat().st_ino not in durable:
                os.truncate(file, file.stat().st_size // 2)

    def starts_whole(self):
        entry = boot_entries.chosen(self.esp)
        return entry.starts_whole(self.esp, self.kernels)

    def remove(self):
        shutil.rmtree(self.folder)


class RaucBackend(unittest.TestCase):
    def setUp(self):
        self.machine = Machine()
        self.addCleanup(self.machine.remove)

    def test_says_what_the_image_came_with(self):
        self.assertEqual(self.machine.ask("get-primary"), "a")
        self.assertEqual(self.machine.ask("get-state", "a"), "good")
        self.assertEqual(self.machine.ask("get-state", "b"), "bad")

    def test_what_was_set_primary_is_on_trial_with_its_own_kernel(self):
        self.machine.ask("set-state", "b", "bad")  # as RAUC does before it writes
        self.machine.ask("set-primary", "b")
        self.assertEqual(self.machine.names(), ["smilepost-a.conf", "smilepost-b+3.conf"])
        self.assertEqual(self.machine.ask("get-primary"), "b")
        self.assertEqual(self.machine.ask("get-state", "b"), "good")
        self.assertTrue(self.machine.starts_whole())
        self.assertEqual(boot_entries.start(self.machine.esp), "b")

    def test_a_slot_on_trial_that_was_good_stays(self):
        self.machine.ask("set-primary", "b")
        boot_entries.start(self.machine.esp)
        self.machine.ask("set-state", "b", "good")
        self.assertEqual(self.machine.names(), ["smilepost-a.conf", "smilepost-b.conf"])
        self.assertEqual([boot_entries.start(self.machine.esp) for _ in range(5)], ["b"] * 5)

    def test_after_three_tries_the_old_slot_starts(self):
        self.machine.ask("set-primary", "b")
        self.assertEqual([boot_entries.start(self.machine.esp) for _ in range(5)], ["b", "b", "b", "a", "a"])
        self.assertEqual(self.machine.ask("get-state", "b"), "bad")
        self.assertEqual(self.machine.ask("get-primary"), "a")

    def test_a_slot_said_to_be_bad_starts_no_more(self):
        self.machine.ask("set-primary", "b")
        boot_entries.start(self.machine.esp)
        self.machine.ask("set-state", "b", "bad")
        self.assertEqual(self.machine.names(), ["smilepost-a.conf", "smilepost-b+0-3.conf"])
        self.assertEqual(boot_entries.start(self.machine.esp), "a")

    def test_from_slot_to_slot_and_back_old_kernels_go(self):
        for turn, slot in enumerate("bababa"):
            self.machine.put_root(slot, 10 + turn)
            self.machine.ask("set-state", slot, "bad")
            self.machine.ask("set-primary", slot)
            self.assertEqual(boot_entries.start(self.machine.esp), slot)
            self.assertTrue(self.machine.starts_whole())
            self.machine.ask("set-state", slot, "good")
        self.assertEqual(len(list((self.machine.esp / "smilepost").iterdir())), 2)

    def test_a_root_without_a_kernel_changes_nothing(self):
        shutil.rmtree(self.machine.folder / "root-b/boot")
        done = self.machine.call("set-primary", "b")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("exactly one", done.stderr)
        self.assertEqual(self.machine.ask("get-primary"), "a")

    def test_a_partition_that_is_full_changes_nothing(self):
        failing = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, failing)
        (failing / "cp").write_text("#!/bin/sh\nexit 1\n")
        (failing / "cp").chmod(0o755)
        done = self.machine.call("set-primary", "b", path=f"{failing}:{os.environ['PATH']}")
        self.assertNotEqual(done.returncode, 0)
        self.assertEqual(self.machine.ask("get-primary"), "a")

    def test_what_it_does_not_know_is_refused(self):
        for words in [(), ("set-primary", "c"), ("set-primary",), ("set-state", "a", "fine"), ("get-state", "../a")]:
            done = self.machine.call(*words)
            self.assertNotEqual(done.returncode, 0, words)
            self.assertIn("rauc-backend: ", done.stderr)


class PowerCuts(unittest.TestCase):
    def every_cut(self, prepare, words, judge, once_more):
        cuts = 0
        for place in range(1, 500):
            for when in ("before", "after"):
                machine = Machine()
                try:
                    prepare(machine)
                    if not machine.cut_at(f"{place}.{when}", *words):
                        self.assertGreater(cuts, 4)
                        return
                    cuts += 1
                    with self.subTest(cut=f"{when} command {place}", there=machine.names()):
                        self.assertTrue(machine.starts_whole())
                        judge(machine)
                        machine.ask(*words)
                        self.assertTrue(machine.starts_whole())
                        once_more(machine)
                finally:
                    machine.remove()
        self.fail("it does not end")

    def test_a_new_slot_is_whole_or_the_old_one_starts(self):
        def prepare(machine):
            machine.ask("set-state", "b", "bad")

        def done(machine):
            self.assertEqual(machine.names(), ["smilepost-a.conf", "smilepost-b+3.conf"])
            self.assertEqual(boot_entries.start(machine.esp), "b")

        self.every_cut(prepare, ("set-primary", "b"), lambda machine: None, done)

    def test_a_slot_that_takes_its_second_update(self):
        """As RAUC does: marked bad, written, made primary; its entry of before is still there."""
        def prepare(machine):
            machine.ask("set-primary", "b")
            machine.ask("set-state", "b", "bad")
            machine.put_root("b", 3)

        def done(machine):
            self.assertEqual(machine.names(), ["smilepost-a.conf", "smilepost-b+3.conf"])
            self.assertEqual(boot_entries.start(machine.esp), "b")

        self.every_cut(prepare, ("set-primary", "b"), lambda machine: None, done)

    def test_a_slot_on_trial_that_is_made_primary_once_more(self):
        self.every_cut(lambda machine: machine.ask("set-primary", "b"), ("set-primary", "b"), lambda machine: None,
                       lambda machine: self.assertEqual(machine.ask("get-primary"), "b"))

    def test_a_verdict_is_there_or_not(self):
        for verdict, slot in (("good", "b"), ("bad", "a")):
            def prepare(machine):
                machine.ask("set-primary", "b")
                boot_entries.start(machine.esp)

            self.every_cut(prepare, ("set-state", "b", verdict), lambda machine: None,
                           lambda machine: self.assertEqual(machine.ask("get-primary"), slot))


unittest.main()
