#!/usr/bin/python3
"""The image of a kiosk, started in QEMU, as a shop would: its survey shows, a face is tapped, the answer is at a backend
on this machine; a keyboard does nothing, and one that is plugged in is refused until staff allow it; the power is cut in
mid-vote and nothing is lost; an update is installed at night and comes up in the other slot; a broken one comes back by
itself.

image_test.py IMAGE KEYS PROGRAMS_DIR NGINX_CONF: IMAGE is a disk image of deploy/image/build for EFI boards that takes
updates of KEYS (deploy/updates/keys), its root beside it. Needs root, to make roots that differ from it.
"""
import contextlib
import datetime
import json
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

ROOT = pathlib.Path(__file__).resolve().parents[2]
HOST = "10.0.2.2"  # this machine, as QEMU's network calls it
BOOT_S, STEP_S, AGAIN_S, DELIVERY_S, UPDATE_S = 900, 180, 30, 300, 1500
FACES = 4  # of the ready-made set that shows first
KEYS = (("ctrl", "alt", "f2"), ("ctrl", "alt", "f7"), ("alt", "f3"), ("alt", "sysrq", "b"), ("ctrl", "alt", "delete"), ("ctrl", "c"),
        ("esc",), ("meta_l",), ("alt", "f4"), ("ret",), ("q",))

# Places on a display of 1280x800 that lies, in English.
PIN, STAFF_CORNER, LEAVE, ALLOW = "739164", (40, 40), (965, 74), (1130, 723)
ALLOW_BOX = (0.83, 0.85, 0.93, 0.96)
CHOSEN_BOX = (0.07, 0.305, 0.097, 0.355)


def say(begun, what):
    print(f"{int(time.monotonic() - begun):5} s  {what}", flush=True)


def is_face(colour):
    """A face's fill in the light theme, from red over yellow to blue; text, card and background are grey."""
    return max(colour) - min(colour) > 50  # a dimmed display, too


def faces_in(picture):
    """All in one row: the home screen's, or nothing."""
    found = [it for it in picture.regions(is_face) if it[2] - it[0] > 80 and it[3] - it[1] > 80]
    if len(found) != FACES or max(it[1] for it in found) - min(it[1] for it in found) > 20:
        return None
    return [((left + right) // 2, (top + bottom) // 2) for left, top, right, bottom in found]


def faces(kiosk):
    return faces_in(kiosk.picture())


def shows_console(picture):
    """Its lines begin in the corner; what firmware shows stands further in."""
    dark = picture.share_of(lambda colour: max(colour) < 40) > 0.9
    return dark and picture.share_of(lambda colour: max(colour) > 100, (0, 0, 0.15, 0.12), step=2) > 0


def setup_partition(disk):
    for line in subprocess.run(["sfdisk", "--dump", str(disk)], check=True, capture_output=True, text=True).stdout.splitlines():
        if "smilepost-setup" in line:
            return int(line.split("start=")[1].split(",")[0]) * 512
    raise AssertionError("the image has no setup partition")


def put(disk, *files):
    """Onto the partition that a laptop shows, as somebody would who has the card in one."""
    where = f"{disk}@@{setup_partition(disk)}"
    subprocess.run(["mcopy", "-o", "-i", where, *map(str, files), "::"], check=True, env={**os.environ, "MTOOLS_SKIP_CHECK": "1"})


def night():
    """Ten past two tomorrow: in the quiet hours, and certificates of today hold."""
    tomorrow = datetime.datetime.now(datetime.timezone.utc).date() + datetime.timedelta(days=1)
    return ("-rtc", f"base={tomorrow}T02:10:00")


def changed_root(root, work, version, broken=False):
    """The root of the image as another release: it says another version, and if it is to be broken it has no init."""
    unpacked, made = work / "unpacked", work / f"{version}.squashfs"
    subprocess.run(["unsquashfs", "-quiet", "-no-progress", "-dest", str(unpacked), str(root)], check=True)
    release = unpacked / "usr/lib/os-release"
    lines = [line for line in release.read_text().splitlines() if not line.startswith("IMAGE_VERSION=")]
    release.write_text("\n".join([*lines, f"IMAGE_VERSION={version}"]) + "\n")
    if broken:
        (unpacked / "usr/lib/systemd/systemd").unlink()
    subprocess.run(["mksquashfs", str(unpacked), str(made), "-comp", "zstd", "-Xcompression-level", "3", "-quiet",
                    "-no-progress", "-noappend"], check=True)
    shutil.rmtree(unpacked)
    return made


class Shop:
    """A backend behind TLS, and a card with its code on it."""

    def __init__(self, stack, programs, nginx_conf, folder):
        self.programs = programs
        self.backend = stack.enter_context(Backend(str(programs / "smilepost-backend"), str(folder)))
        port = self.backend.base.rsplit(":", 1)[1]
        place = folder / "nginx"
        place.mkdir()
        self.nginx = stack.enter_context(Nginx(place, nginx_conf, port, names=f"DNS:localhost,IP:{HOST}"))

    def smilepost(self, *words):
        done = subprocess.run([self.programs / "smilepost", *words, "--socket", f"{self.backend.state}/admin.sock"],
                              capture_output=True, text=True)
        assert done.returncode == 0, f"{words}: {done.stderr}{done.stdout}"
        return done.stdout

    def status(self):
        """What the kiosk said of itself last; nothing yet: an empty one."""
        (kiosk,) = json.loads(self.smilepost("fleet", "list", "--json"))["kiosks"]
        return kiosk["status"] or {}

    def release(self, version, root, keys, folder):
        bundle = folder / f"{version}.raucb"
        subprocess.run([ROOT / "deploy/updates/bundle", "--version", version, "--root", root, "--key", keys / "release.key",
                        "--certificate", keys / "release.crt", "--output", bundle], check=True)
        self.smilepost("release", "add", str(bundle), "--version", version)
        self.smilepost("release", "offer", version, "--ring", "everybody")
        bundle.unlink()

    def answers(self):
        return self.backend.results()["answer_records"]

    def card(self, image, folder):
        plain = folder / "card.img"
        subprocess.run(["cp", "--sparse=always", str(image), str(plain)], check=True)
        toml = folder / "kiosk.toml"
        toml.write_text(f"""name = "Exit north"
staff_pin = "{PIN}"
languages = ["en"]

[backend]
address = "https://{HOST}:{self.nginx.tls}/"
code = "{self.backend.code()}"
ca_file = "ca.pem"
""")
        shutil.copy(self.nginx.folder / "fullchain.pem", folder / "ca.pem")
        put(plain, toml, folder / "ca.pem")
        return disk_over(plain, folder / "card.qcow2")


def tap_a_face(kiosk, begun, shop, place=0):
    spots = kiosk.wait_for(lambda: faces(kiosk), BOOT_S, "the survey's faces")
    say(begun, f"the survey shows, faces at {spots}")
    # A tap in the moment in which a screen comes up counts for nothing, on purpose: then once more.
    for _ in range(STEP_S // AGAIN_S):
        kiosk.tap(*spots[place])
        if kiosk.comes(lambda: not faces(kiosk), AGAIN_S):
            break
    assert not faces(kiosk), "no other screen after the tap"
    say(begun, "the tap leads on")


def check_keys_do_nothing(kiosk, begun, whose):
    before = kiosk.wait_for(lambda: faces(kiosk), STEP_S, "the survey, before keys")
    for keys in KEYS:
        kiosk.keys(*keys)
        time.sleep(2)
    assert faces(kiosk) == before, "a key changed what shows"
    events = kiosk.events("RESET", "SHUTDOWN", "POWERDOWN")
    assert not events, f"a key did {events}"
    say(begun, f"{whose} does nothing: no console, no restart, the survey stays")


def key_of(digit):
    """On the PIN pad: 1 to 9 in rows of three, 0 in the middle below."""
    row, column = divmod(int(digit) - 1, 3) if digit != "0" else (3, 1)
    return 409 + 231 * column, 304 + 139 * row


def offers_to_allow(kiosk):
    return kiosk.picture().share_of(lambda colour: max(colour) < 90, ALLOW_BOX, step=2) > 0.01


def shows_panel(picture):
    """The staff panel, by the mark on the chosen survey."""
    return picture.share_of(lambda colour: colour[2] > 150 and colour[0] < 90, CHOSEN_BOX, step=2) > 0.5


def stays(kiosk, is_it, seconds):
    """The rest of what was drawn comes meanwhile."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not is_it():
            return False
        time.sleep(1)
    return True


def open_staff_panel(kiosk):
    kiosk.wait_for(lambda: faces(kiosk), STEP_S, "the survey, before the staff panel")
    kiosk.tap(*STAFF_CORNER, hold=4)
    kiosk.wait_for(lambda: not faces(kiosk), AGAIN_S, "the PIN pad")
    time.sleep(3)
    for digit in PIN:
        kiosk.tap(*key_of(digit))
        time.sleep(1)
    kiosk.wait_for(lambda: shows_panel(kiosk.picture()), STEP_S, "the staff panel")


def leave_staff_panel(kiosk):
    # As in tap_a_face: a tap may come too early.
    for _ in range(STEP_S // AGAIN_S):
        kiosk.tap(*LEAVE)
        if kiosk.comes(lambda: faces(kiosk), AGAIN_S):
            return
    raise AssertionError(f"no survey after the staff panel; the display: {kiosk.save_picture('last')}")


def check_usb(kiosk, begun):
    """A keyboard is plugged in already."""
    open_staff_panel(kiosk)
    kiosk.wait_for(lambda: offers_to_allow(kiosk), AGAIN_S, "on the staff panel: a device is refused")
    kiosk.save_picture("refused")
    time.sleep(3)
    kiosk.tap(*ALLOW)
    kiosk.wait_for(lambda: not offers_to_allow(kiosk), AGAIN_S, "the device is let in")
    leave_staff_panel(kiosk)
    say(begun, "it was refused by usbguard until staff allowed it")
    check_keys_do_nothing(kiosk, begun, "a keyboard that staff allowed")


def check_usb_stays_allowed(kiosk, begun):
    open_staff_panel(kiosk)
    assert stays(kiosk, lambda: not offers_to_allow(kiosk), 15), "what staff allowed is refused after a start"
    leave_staff_panel(kiosk)
    say(begun, "what staff allowed is allowed still")


def check_first_start(kiosk, begun, shop):
    tap_a_face(kiosk, begun, shop)
    kiosk.wait_for(lambda: shop.answers() >= 1, DELIVERY_S, "the answer at the backend")
    say(begun, "the answer is at the backend: the card's code was used, over TLS")
    check_keys_do_nothing(kiosk, begun, "a keyboard that was there at the first start")


def cut_the_power(kiosk, begun, shop):
    """In mid-vote, and before the answer can have been sent."""
    before = shop.answers()
    kiosk.say("set_link", name="net", up=False)
    tap_a_face(kiosk, begun, shop)
    kiosk.pull_the_plug()
    assert shop.answers() == before
    say(begun, "an answer was given without a network, and the power cut while its reason was asked for")
    return before


def check_quiet_start(kiosk, begun):
    def survey():
        picture = kiosk.picture()
        assert not shows_console(picture), f"a console shows: {kiosk.save_picture('console')}"
        return faces_in(picture)

    kiosk.wait_for(survey, BOOT_S, "the survey, after nothing else")
    say(begun, "from the firmware to the survey no line of a console shows")


def check_after_the_cut(kiosk, begun, shop, before):
    check_quiet_start(kiosk, begun)
    kiosk.wait_for(lambda: shop.answers() > before, BOOT_S, "the answer from before the cut")
    say(begun, "after the cut the answer from before it is at the backend")
    kiosk.say("device_add", driver="usb-kbd", id="keys", bus="usb.0")
    time.sleep(10)
    check_keys_do_nothing(kiosk, begun, "a keyboard that is plugged in")
    check_usb(kiosk, begun)
    before = shop.answers()
    tap_a_face(kiosk, begun, shop, place=-1)
    kiosk.wait_for(lambda: shop.answers() > before, DELIVERY_S, "an answer after the cut")
    say(begun, "it takes answers as before")


def check_update(kiosk, begun, shop, root, keys, folder):
    kiosk.wait_for(lambda: shop.status().get("slot") == "a", UPDATE_S, "a status from slot a")
    shop.release("2", changed_root(root, folder, "2"), keys, folder)
    say(begun, "release 2 is offered")
    kiosk.happened.clear()
    kiosk.wait_for(lambda: kiosk.events("RESET"), UPDATE_S, "a restart into the other slot")
    say(begun, "it was downloaded and installed; the machine starts anew")
    kiosk.wait_for(lambda: (shop.status().get("slot"), shop.status().get("image")) == ("b", "2"), UPDATE_S, "release 2 in slot b")
    kiosk.wait_for(lambda: (shop.status().get("update") or "").startswith("good 2"), UPDATE_S, "release 2 is good")
    say(begun, "release 2 runs in slot b, and is good")
    check_usb_stays_allowed(kiosk, begun)


def check_broken_update(kiosk, begun, shop, root, keys, folder):
    before = shop.answers()
    shop.release("3", changed_root(root, folder, "3", broken=True), keys, folder)
    kiosk.happened.clear()
    kiosk.wait_for(lambda: len(kiosk.events("RESET")) >= 4, 2 * UPDATE_S, "three tries of the broken release, and a fourth start")
    say(begun, "the broken release was tried")
    kiosk.wait_for(lambda: (shop.status().get("update") or "").startswith("fallen back 3"), UPDATE_S, "the way back")
    assert (shop.status()["slot"], shop.status()["image"]) == ("b", "2"), shop.status()
    say(begun, "it came back by itself, to release 2 in slot b")
    tap_a_face(kiosk, begun, shop, place=1)
    kiosk.wait_for(lambda: shop.answers() > before, DELIVERY_S, "an answer after all that")


def main():
    image, keys, programs, nginx_conf = (pathlib.Path(word).resolve() for word in sys.argv[1:5])
    root = image.with_suffix(".squashfs")
    begun = time.monotonic()
    with contextlib.ExitStack() as stack:
        folder = pathlib.Path(stack.enter_context(tempfile.TemporaryDirectory()))
        shop = Shop(stack, programs, nginx_conf, folder)
        disk = shop.card(image, folder)
        with VirtualKiosk(disk, folder, (*night(), "-device", "virtio-keyboard-pci"), image.parent) as kiosk:
            check_first_start(kiosk, begun, shop)
            before = cut_the_power(kiosk, begun, shop)
        with VirtualKiosk(disk, folder, night(), image.parent) as kiosk:
            check_after_the_cut(kiosk, begun, shop, before)
            check_update(kiosk, begun, shop, root, keys, folder)
            check_broken_update(kiosk, begun, shop, root, keys, folder)
    print(f"the image does what it should, shown in {int(time.monotonic() - begun) // 60} minutes")


if __name__ == "__main__":
    main()
