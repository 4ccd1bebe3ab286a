#!/usr/bin/python3
"""The image of a kiosk, started in QEMU, as a shop would: its survey shows, a face is tapped, the answer is at a backend
on this machine; the power is cut in mid-vote; a keyboard does nothing.

image_test.py IMAGE PROGRAMS_DIR NGINX_CONF: IMAGE is a disk image of deploy/image/build for EFI boards. What QEMU shows
last is kept in the folder SMILEPOST_PICTURES, where that is set.
"""
import contextlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "backend"))
from backend_process import Backend  # noqa: E402
from nginx_test import Nginx  # noqa: E402
from virtual_kiosk import VirtualKiosk, disk_over  # noqa: E402

HOST = "10.0.2.2"  # this machine, as QEMU's network calls it
BOOT_S, STEP_S, DELIVERY_S = 900, 180, 300
FACES = 5


def say(begun, what):
    print(f"{int(time.monotonic() - begun):5} s  {what}", flush=True)


def is_face(colour):
    """A face's fill in the light theme, from red over yellow to green; text, card and background are grey."""
    red, green, blue = colour
    return max(red, green) - blue > 70


def faces(kiosk):
    """Five of one size in one row: the home screen's, or nothing."""
    found = [it for it in kiosk.picture().regions(is_face) if it[2] - it[0] > 80 and it[3] - it[1] > 80]
    if len(found) != FACES or max(it[1] for it in found) - min(it[1] for it in found) > 20:
        return None
    return [((left + right) // 2, (top + bottom) // 2) for left, top, right, bottom in found]


def setup_partition(disk):
    for line in subprocess.run(["sfdisk", "--dump", str(disk)], check=True, capture_output=True, text=True).stdout.splitlines():
        if "smilepost-setup" in line:
            return int(line.split("start=")[1].split(",")[0]) * 512
    raise AssertionError("the image has no setup partition")


def put(disk, *files):
    """Onto the partition that a laptop shows, as somebody would who has the card in one."""
    where = f"{disk}@@{setup_partition(disk)}"
    subprocess.run(["mcopy", "-o", "-i", where, *map(str, files), "::"], check=True, env={**os.environ, "MTOOLS_SKIP_CHECK": "1"})


class Shop:
    """A backend behind TLS, and a card with its code on it."""

    def __init__(self, stack, programs, nginx_conf, folder):
        self.programs = programs
        self.backend = stack.enter_context(Backend(str(programs / "smilepost-backend"), str(folder)))
        port = self.backend.base.rsplit(":", 1)[1]
        place = folder / "nginx"
        place.mkdir()
        self.nginx = stack.enter_context(Nginx(place, nginx_conf, port, names=f"DNS:localhost,IP:{HOST}"))

    def answers(self):
        return self.backend.results()["answer_records"]

    def card(self, image, folder):
        plain = folder / "card.img"
        subprocess.run(["cp", "--sparse=always", str(image), str(plain)], check=True)
        toml = folder / "kiosk.toml"
        toml.write_text(f"""name = "Exit north"
languages = ["en"]

[backend]
address = "https://{HOST}:{self.nginx.tls}/"
code = "{self.backend.code()}"
""")
        shutil.copy(self.nginx.folder / "fullchain.pem", folder / "ca.pem")
        put(plain, toml, folder / "ca.pem")
        return disk_over(plain, folder / "card.qcow2")


def tap_a_face(kiosk, begun, shop, place=0):
    spots = kiosk.wait_for(lambda: faces(kiosk), BOOT_S, "five faces")
    say(begun, f"the survey shows, faces at {spots}")
    kiosk.tap(*spots[place])
    kiosk.wait_for(lambda: not faces(kiosk), STEP_S, "another screen after the tap")
    say(begun, "the tap leads on")


def check_keyboard_does_nothing(kiosk, begun):
    kiosk.say("device_add", driver="usb-kbd", id="keys", bus="usb.0")
    time.sleep(10)
    before = kiosk.wait_for(lambda: faces(kiosk), STEP_S, "the survey, before keys")
    for keys in (("ctrl", "alt", "f2"), ("ctrl", "alt", "f7"), ("alt", "f3"), ("alt", "sysrq", "b"), ("ctrl", "alt", "delete"),
                 ("ctrl", "c"), ("esc",), ("meta_l",), ("alt", "f4"), ("ret",), ("q",)):
        kiosk.keys(*keys)
        time.sleep(3)
    assert faces(kiosk) == before, "a key changed what shows"
    events = kiosk.events("RESET", "SHUTDOWN", "POWERDOWN")
    assert not events, f"a key did {events}"
    say(begun, "a keyboard does nothing: no console, no restart, the survey stays")


def main():
    image, programs, nginx_conf = map(pathlib.Path, sys.argv[1:4])
    begun = time.monotonic()
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shop = Shop(stack, programs, nginx_conf, folder)
        disk = shop.card(image, folder)
        with VirtualKiosk(disk, folder) as kiosk:
            tap_a_face(kiosk, begun, shop)
            kiosk.wait_for(lambda: shop.answers() >= 1, DELIVERY_S, "the answer at the backend")
            say(begun, "the answer is at the backend")
            check_keyboard_does_nothing(kiosk, begun)
            spots = faces(kiosk)
            kiosk.tap(*spots[-1])
            kiosk.pull_the_plug()
            say(begun, "the power is cut in mid-vote")
        with VirtualKiosk(disk, folder) as kiosk:
            tap_a_face(kiosk, begun, shop, place=-1)
            kiosk.wait_for(lambda: shop.answers() >= 2, DELIVERY_S, "answers after the cut")
            say(begun, f"after the cut it takes answers, {shop.answers()} are at the backend")


main()
