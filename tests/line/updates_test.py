#!/usr/bin/python3
"""A release of the image on its whole way: the owner adds and offers it, a kiosk downloads it from the real backend
through a line that is cut, is killed on the way, installs it by the real RAUC on a bus of its own, and systemd-boot (its
rules, in boot_entries.py) starts what RAUC's backend wrote.

Device mapper, which verity bundles need, is missing in many containers: where RAUC cannot mount one, the same root comes
in a plain bundle, which this machine's system.conf allows; the image's forbids it. Where nothing can be mounted at all,
the way ends with RAUC's refusal, which the kiosk must report.

updates_test.py --programs DIR
"""
import argparse
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import threading
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path += [str(ROOT / "tests/deploy"), str(ROOT / "tests/backend")]
import boot_entries  # noqa: E402
from backend_process import Backend, Kiosk  # noqa: E402

UPDATES = ROOT / "deploy/updates"
PATIENCE_S = 120
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><allow own="*"/><allow send_destination="*"/><allow receive_sender="*"/></policy>
</busconfig>"""


def require(condition, what):
    if not condition:
        raise AssertionError(what)


class CutLine:
    """Passes bytes to a port, and cuts after so many came back, each time it is told to."""

    def __init__(self, port):
        self.port, self.cuts, self.carried, self.cut = port, [], 0, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.own_port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            near, _ = self.listener.accept()
            far = socket.create_connection(("127.0.0.1", self.port))
            threading.Thread(target=self.carry, args=(near, far, False), daemon=True).start()
            threading.Thread(target=self.carry, args=(far, near, True), daemon=True).start()

    def carry(self, source, sink, back):
        try:
            while piece := source.recv(4096):
                sink.sendall(piece)
                self.carried += len(piece) if back else 0
                if back and self.cuts and self.carried >= self.cuts[0]:
                    self.cuts.pop(0)
                    self.cut += 1
                    break
        except OSError:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass


class Machine:
    """ESP, two slots and RAUC; a kiosk's updates on it."""

    def __init__(self, folder, programs, backend_url, kiosk):
        self.folder, self.programs, self.backend_url, self.kiosk = folder, programs, backend_url, kiosk
        self.esp, self.state, self.boots, self.processes = folder / "efi", folder / "state", 0, []
        (self.esp / "loader/entries").mkdir(parents=True)
        (self.esp / "smilepost").mkdir()
        self.state.mkdir(mode=0o700)
        entry = (UPDATES / "entry.in").read_text().replace("@SLOT@", "a").replace("@VERSION@", "1")
        (self.esp / "loader/entries/smilepost-a.conf").write_text(entry)
        for slot in "ab":
            boot = folder / f"root-{slot}/boot"
            boot.mkdir(parents=True)
            (boot / "vmlinuz-6").write_text(f"kernel {slot}")
            (boot / "initrd.img-6").write_text(f"initrd {slot}")
            (folder / f"slot-{slot}").write_bytes(bytes(8 << 20))
        self.write_settings()
        self.environment = {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus",
                            "SMILEPOST_ESP": str(self.esp), "SMILEPOST_ENTRY": str(UPDATES / "entry.in"),
                            "SMILEPOST_ROOTS": str(folder)}

    def write_settings(self):
        (self.folder / "bus.conf").write_text(BUS.format(folder=self.folder))
        text = (UPDATES / "system.conf").read_text()
        for was, becomes in (("mountprefix=/run/rauc", f"mountprefix={self.folder}/mount"),
                             ("bundle-formats=-plain", "bundle-formats=plain verity"),
                             ("data-directory=/data/rauc", f"data-directory={self.folder}/data"),
                             ("/usr/lib/smilepost", str(UPDATES)), ("/etc/rauc", str(self.folder / "keys")),
                             ("/dev/disk/by-partlabel/smilepost-", f"{self.folder}/slot-")):
            require(was in text, f"system.conf has no {was}")
            text = text.replace(was, becomes)
        (self.folder / "system.conf").write_text(text)
        (self.folder / "data").mkdir()

    def start_program(self, *words, ready=None, **options):
        process = subprocess.Popen([str(word) for word in words], env=self.environment, text=True, **options)
        self.processes.append(process)
        patience = time.monotonic() + PATIENCE_S
        while ready and not ready():
            require(process.poll() is None and time.monotonic() < patience, f"{words[0]} does not come up")
            time.sleep(0.02)
        return process

    def rauc_answers(self):
        return subprocess.run(["busctl", f"--address=unix:path={self.folder}/bus", "get-property", "de.pengutronix.rauc", "/",
                               "de.pengutronix.rauc.Installer", "BootSlot"], capture_output=True).returncode == 0

    def boot(self, image):
        """As systemd-boot would. The slot that came up, and the kiosk's updates in it."""
        self.shut_down()
        slot = boot_entries.start(self.esp)
        (self.state / "restart-wanted").unlink(missing_ok=True)
        self.boots += 1
        self.image, self.slot = image, slot
        self.start_program("dbus-daemon", f"--config-file={self.folder}/bus.conf", "--nofork", stderr=subprocess.DEVNULL,
                           ready=(self.folder / "bus").exists)
        with open(self.folder / f"rauc-{self.boots}.log", "w") as log:
            self.start_program("rauc", f"--conf={self.folder}/system.conf", f"--override-boot-slot={slot}", "service",
                               stdout=log, stderr=log, ready=self.rauc_answers)
        self.begin()
        return slot

    def begin(self):
        self.updates = self.start_program(self.programs / "line_updater", self.state, self.backend_url, self.kiosk, self.image,
                                          self.boots % 10, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.heard = []
        updates, heard = self.updates, self.heard

        def read():
            for line in updates.stdout:
                heard.append(line.strip())
        threading.Thread(target=read, daemon=True).start()

    def say(self, line):
        self.updates.stdin.write(line + "\n")
        self.updates.stdin.flush()

    def wait(self, beginning):
        patience = time.monotonic() + PATIENCE_S
        while not any(line.startswith(beginning) for line in self.heard):
            require(self.updates.poll() is None and time.monotonic() < patience, f"never {beginning}: {self.heard}")
            time.sleep(0.02)

    def wait_for_file(self, file):
        patience = time.monotonic() + PATIENCE_S
        while not file.exists():
            require(time.monotonic() < patience, f"{file} does not come: {self.heard}")
            time.sleep(0.02)

    def names(self):
        return sorted(file.name for file in (self.esp / "loader/entries").iterdir())

    def shut_down(self):
        for process in reversed(self.processes):
            process.kill()
            process.wait()
        self.processes = []
        (self.folder / "bus").unlink(missing_ok=True)


def can_mount(folder):
    (folder / "probe").mkdir()
    (folder / "probe-tree").mkdir()
    (folder / "probe-tree/file").write_text("x" * 5000)
    subprocess.run(["mksquashfs", folder / "probe-tree", folder / "probe.sqfs", "-quiet", "-no-progress"], check=True,
                   stdout=subprocess.DEVNULL)
    mounted = subprocess.run(["mount", "-o", "loop,ro", folder / "probe.sqfs", folder / "probe"], capture_output=True)
    if mounted.returncode == 0:
        subprocess.run(["umount", folder / "probe"], check=True)
    return mounted.returncode == 0


def make_bundle(folder, version):
    content = folder / f"content-{version}"
    content.mkdir()
    tree = folder / f"tree-{version}"
    tree.mkdir()
    (tree / "random").write_bytes(os.urandom(4_000_000))
    subprocess.run(["mksquashfs", tree, content / "root.img", "-quiet", "-no-progress"], check=True, stdout=subprocess.DEVNULL)
    keys, bundle = folder / "keys", folder / f"{version}.raucb"
    if pathlib.Path("/dev/mapper/control").exists():
        subprocess.run([UPDATES / "bundle", "--version", version, "--root", content / "root.img", "--key",
                        keys / "release.key", "--certificate", keys / "release.crt", "--output", bundle], check=True)
    else:
        (content / "manifest.raucm").write_text(f"[update]\ncompatible=smilepost-kiosk-arm64\nversion={version}\n"
                                                "[image.rootfs]\nfilename=root.img\n")
        subprocess.run(["rauc", "--cert", keys / "release.crt", "--key", keys / "release.key", "bundle", content, bundle],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return bundle, content / "root.img"


class Owner:
    def __init__(self, programs, backend):
        self.programs, self.socket = programs, f"{backend.state}/admin.sock"

    def tool(self, *words):
        done = subprocess.run([self.programs / "smilepost", *words, "--socket", self.socket], capture_output=True, text=True)
        require(done.returncode == 0, f"{words}: {done.stderr}")
        return done.stdout

    def offer(self, bundle, version):
        self.tool("release", "add", str(bundle), "--version", version)
        self.tool("release", "offer", version, "--ring", "everybody")
        release = json.loads(self.tool("release", "list", "--json"))["releases"][0]
        require(release["version"] == version and release["file_is_here"], release)
        return f"offer {version} {release['size']} {release['sha256']} /v1/releases/{version} -"


def comes_through_a_line_that_is_cut(machine, line, offer, size):
    line.cuts = [200_000, 900_000]
    machine.say(offer)
    patience = time.monotonic() + PATIENCE_S
    while line.carried < 1_500_000:
        require(time.monotonic() < patience, f"the download does not go on: {machine.heard}")
        time.sleep(0.01)
    machine.updates.kill()
    machine.updates.wait()
    machine.begin()
    machine.say(offer)
    machine.wait("downloaded")
    require(line.cut == 2, f"cut {line.cut} times")
    require(line.carried < size * 1.5, f"{line.carried} bytes for {size}: it did not go on where it was")
    require(machine.names() == ["smilepost-a.conf"], "it was installed by day")


def is_installed_and_good(machine, root):
    machine.say("quiet")
    machine.wait("installed")
    machine.wait_for_file(machine.state / "restart-wanted")
    require(machine.names() == ["smilepost-a.conf", "smilepost-b+3.conf"], machine.names())
    written = (machine.folder / "slot-b").read_bytes()
    require(written.startswith(root.read_bytes()), "the slot is not what was in the bundle")
    require(machine.boot("1.5") == "b", "the new slot does not start")
    machine.wait("on trial")
    machine.say("proven")
    require(not any(line.startswith("good") for line in machine.heard), "good without a sync")
    machine.say("synced")
    machine.wait("good")
    require(machine.names() == ["smilepost-a.conf", "smilepost-b.conf"], machine.names())


def falls_back_by_itself(machine, offer):
    machine.say(offer)
    machine.say("quiet")
    machine.wait_for_file(machine.state / "restart-wanted")
    slots = []
    for _ in range(4):  # it never becomes good, and is switched off each time
        slots.append(machine.boot("1.6" if len(slots) < 3 else "1.5"))
        machine.wait("on trial" if len(slots) < 4 else "fallen back")
    require(slots == ["a", "a", "a", "b"], slots)
    machine.say(offer)
    machine.say("quiet")
    machine.say("no offer")
    require(machine.heard[-1].startswith("fallen back"), machine.heard)


def refuses_to_be_installed(machine):
    machine.say("quiet")
    machine.wait("refused: RAUC")


def run(programs, folder):
    subprocess.run([UPDATES / "keys", folder / "keys"], check=True, stdout=subprocess.DEVNULL)
    with Backend(programs / "smilepost-backend", str(folder)) as backend:
        owner = Owner(programs, backend)
        made = Kiosk(programs / "backend_made_kiosk", backend.code(), "Checkout", ["4"])
        require(backend.post("/v1/enrolments", "application/cbor", made.enrolment).status == 201, "not enrolled")
        kiosk = json.loads(owner.tool("fleet", "list", "--json"))["kiosks"][0]["kiosk"]
        line = CutLine(int(backend.base.rsplit(":", 1)[1]))
        machine = Machine(folder, programs, f"http://127.0.0.1:{line.own_port}", kiosk)
        try:
            require(machine.boot("1.4") == "a", "the image does not start")
            bundle, root = make_bundle(folder, "1.5")
            comes_through_a_line_that_is_cut(machine, line, owner.offer(bundle, "1.5"), bundle.stat().st_size)
            if not can_mount(folder):
                refuses_to_be_installed(machine)
                print("nothing can be mounted here: RAUC's refusal was reported, and the rest left out")
                return
            is_installed_and_good(machine, root)
            falls_back_by_itself(machine, owner.offer(make_bundle(folder, "1.6")[0], "1.6"))
        finally:
            machine.shut_down()


parser = argparse.ArgumentParser()
parser.add_argument("--programs", type=pathlib.Path, required=True)
with tempfile.TemporaryDirectory() as temporary:
    run(parser.parse_args().programs.resolve(), pathlib.Path(temporary))
