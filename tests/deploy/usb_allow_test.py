#!/usr/bin/python3
"""Whether deploy/image/usb-allow lets in what the kiosk asks for and nothing else, and never leaves half a rule. A stand-in
for usbguard says what it was told; the real one decides in tests/image.

usb_allow_test.py IMAGE_DIR
"""
import os
import pathlib
import subprocess
import sys
import tempfile

KEYBOARD = '''14: allow id 046d:c31c serial "" name "via-port \\"1-1\\" K120" hash "aGFzaA=" parent-hash "cGFyZW50" via-port "1-2.1" \
with-interface { 03:01:01 03:00:00 } with-connect-type "unknown"'''
RULE = 'allow id 046d:c31c serial "" name "via-port \\"1-1\\" K120" with-interface { 03:01:01 03:00:00 } with-connect-type "unknown"'
OTHER = '13: allow id 1d6b:0002 serial "0000:00:14.0" name "xHCI" hash "b3RoZXI=" parent-hash "cA=" via-port "usb1" with-interface 09:00:00'
PRESENT = "allow id 1d6b:0002 serial \"0000:00:14.0\"\n"


class Machine:
    def __init__(self, folder, program):
        self.program, self.rules, self.wanted = program, folder / "rules.conf", folder / "usb-wanted"
        self.told, self.listed = folder / "told", folder / "listed"
        self.path = folder / "bin"
        self.path.mkdir()
        usbguard = self.path / "usbguard"
        usbguard.write_text(f'#!/bin/sh\n[ "$1" != list-devices ] || {{ cat "{self.listed}"; exit; }}\necho "$@" >>"{self.told}"\n')
        usbguard.chmod(0o755)
        self.rules.write_text(PRESENT)
        self.listed.write_text(f"{OTHER}\n{KEYBOARD}\n")

    def ask(self, text):
        self.told.unlink(missing_ok=True)
        self.wanted.write_bytes(text)
        done = subprocess.run([self.program, self.wanted, self.rules], capture_output=True, text=True,
                              env={**os.environ, "PATH": f"{self.path}:{os.environ['PATH']}"})
        assert not os.path.lexists(self.wanted), "what was asked for stays, and is asked for again and again"
        assert sorted(it.name for it in self.rules.parent.iterdir() if it.name.startswith("rules")) == ["rules.conf"]
        return done

    def was_told(self):
        return self.told.read_text() if self.told.exists() else ""


def main(image):
    program = pathlib.Path(image).resolve() / "usb-allow"
    with tempfile.TemporaryDirectory() as name:
        machine = Machine(pathlib.Path(name), program)

        for nonsense in (b"", b"\n", b"1-1", b"1-1 046d:c31c; reboot\n", b'1-1" id 046d:c31c\n', b"1-1 046d:C31C\n", b"usb1 1d6b:0002\n",
                         b"--help 046d:c31c\n", b"$(reboot) 046d:c31c\n", b"1" * 10_000, b"1-1\0 046d:c31c \n"):
            done = machine.ask(nonsense)
            assert done.returncode == 1 and "nothing is let in" in done.stderr, (nonsense, done)
            assert machine.was_told() == "" and machine.rules.read_text() == PRESENT, nonsense

        done = machine.ask(b"1-1 046d:c31c\n")
        assert done.returncode == 1 and "no longer at port 1-1" in done.stderr, done
        assert machine.rules.read_text() == PRESENT, "a device may not call itself another port's"

        for _ in range(2):  # the second time it is known
            done = machine.ask(b"1-2.1 046d:c31c\n")
            assert done.returncode == 0, done
            assert machine.was_told() == 'allow-device id 046d:c31c via-port "1-2.1"\n', machine.was_told()
            assert machine.rules.read_text() == f"{PRESENT}{RULE}\n", machine.rules.read_text()

        machine.wanted.symlink_to(machine.rules)
        done = subprocess.run([program, machine.wanted, machine.rules], capture_output=True, text=True)
        assert done.returncode == 1 and machine.rules.exists() and not os.path.lexists(machine.wanted), done
    print("usb-allow lets in what was asked for, once")


main(*sys.argv[1:])
