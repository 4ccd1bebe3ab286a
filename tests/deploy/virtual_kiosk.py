"""A kiosk that QEMU makes: EFI firmware, a display of 1280x800, a touch panel, a network. Slow: all of it is emulated."""
import contextlib
import json
import pathlib
import socket
import subprocess
import time

WIDTH, HEIGHT = 1280, 800
FIRMWARE = "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd"


class Picture:
    """What is on the display: rows of RGB, from QEMU's PPM."""

    def __init__(self, path):
        data = path.read_bytes()
        magic, size, depth, self.pixels = data.split(b"\n", 3)
        assert magic == b"P6" and depth == b"255", (magic, depth)
        self.width, self.height = map(int, size.split())

    def at(self, x, y):
        place = (y * self.width + x) * 3
        return tuple(self.pixels[place:place + 3])

    def share_of(self, is_it, box=None, step=4):
        """How much of the box (left, top, right, bottom; in shares of the display) has such colours."""
        left, top, right, bottom = box or (0, 0, 1, 1)
        points = [(x, y) for y in range(int(top * self.height), int(bottom * self.height), step)
                  for x in range(int(left * self.width), int(right * self.width), step)]
        return sum(is_it(self.at(x, y)) for x, y in points) / len(points)

    def regions(self, is_it, step=4):
        """Boxes (left, top, right, bottom) in pixels around what touches each other of such colours, from left to right."""
        seen, found = set(), []
        for y in range(0, self.height, step):
            for x in range(0, self.width, step):
                if (x, y) in seen or not is_it(self.at(x, y)):
                    continue
                edge, box = [(x, y)], [x, y, x, y]
                seen.add((x, y))
                while edge:
                    px, py = edge.pop()
                    box = [min(box[0], px), min(box[1], py), max(box[2], px), max(box[3], py)]
                    for near in ((px - step, py), (px + step, py), (px, py - step), (px, py + step)):
                        inside = 0 <= near[0] < self.width and 0 <= near[1] < self.height
                        if inside and near not in seen and is_it(self.at(*near)):
                            seen.add(near)
                            edge.append(near)
                found.append(tuple(box))
        return sorted(found)


class VirtualKiosk:
    """One that is switched on; its disk is DISK (qcow2), written as it runs. Folder is for its files, pictures for
    those that somebody may want to look at."""

    def __init__(self, disk, folder, more=(), pictures=None):
        self.folder, self.pictures, self.control, self.happened, self.taps = folder, pictures or folder, folder / "qmp", [], 0
        self.command = [
            "qemu-system-aarch64", "-machine", "virt,gic-version=3", "-cpu", "cortex-a72", "-smp", "2", "-m", "1024",
            "-accel", "tcg,thread=multi,tb-size=512", "-bios", FIRMWARE,
            "-drive", f"if=none,id=card,format=qcow2,file={disk},cache=writeback", "-device", "virtio-blk-pci,drive=card",
            "-device", f"virtio-gpu-pci,xres={WIDTH},yres={HEIGHT}", "-device", "virtio-tablet-pci,id=panel",
            "-device", "virtio-rng-pci", "-device", "qemu-xhci,id=usb", "-netdev", "user,id=net", "-device", "virtio-net-pci,netdev=net,romfile=",
            "-display", "none", "-monitor", "none", "-serial", f"file:{folder / 'serial'}",
            "-qmp", f"unix:{self.control},server=on,wait=off", *more]

    def __enter__(self):
        self.control.unlink(missing_ok=True)
        self.process = subprocess.Popen(self.command)
        self.socket = socket.socket(socket.AF_UNIX)
        while True:
            assert self.process.poll() is None, "QEMU ended"
            with contextlib.suppress(OSError):
                self.socket.connect(str(self.control))
                break
            time.sleep(0.1)
        self.lines = self.socket.makefile("rw")
        self.lines.readline()
        self.say("qmp_capabilities")
        return self

    def __exit__(self, *_):
        self.pull_the_plug()

    def events(self, *names):
        """Which of these have happened, as far as QEMU said so by now."""
        self.say("query-status")
        return [it for it in self.happened if it in names]

    def say(self, command, **arguments):
        self.lines.write(json.dumps({"execute": command, "arguments": arguments}) + "\n")
        self.lines.flush()
        while True:
            answer = json.loads(self.lines.readline())
            if "event" in answer:
                self.happened.append(answer["event"])
            if "error" in answer:
                raise AssertionError(f"{command}: {answer['error']['desc']}")
            if "return" in answer:
                return answer["return"]

    def pull_the_plug(self):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait(60)
        self.socket.close()

    def picture(self):
        path = self.folder / "screen.ppm"
        self.say("screendump", filename=str(path))
        return Picture(path)

    def _events(self, *events):
        self.say("input-send-event", events=list(events))

    def tap(self, x, y, hold=0.6):
        """At a place in pixels. A slow machine must see the finger before it is gone."""
        # SDL 2.26 takes what a tablet says for pixels, whatever range it has, and an axis of which nothing new is said
        # for 0: so both in one report, and never the same twice. Panels that are touched it treats well.
        self.taps += 1
        aside = self.taps % 2
        self._events(*({"type": "abs", "data": {"axis": axis, "value": int(value) + aside}} for axis, value in (("x", x), ("y", y))))
        for down in (True, False):
            self._events({"type": "btn", "data": {"down": down, "button": "left"}})
            time.sleep(hold)

    def keys(self, *names):
        self.say("send-key", keys=[{"type": "qcode", "data": name} for name in names])

    def comes(self, what, seconds):
        """What WHAT returns, once it is something; nothing: it did not come."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := what():
                return found
            assert self.process.poll() is None, "QEMU ended"
            time.sleep(1)
        return None

    def wait_for(self, what, seconds, name):
        """The same, or the picture of why not."""
        if found := self.comes(what, seconds):
            return found
        raise AssertionError(f"not in {seconds} s: {name}; the display: {self.save_picture('last')}")

    def save_picture(self, name):
        path = self.pictures / f"{name}.png"
        self.say("screendump", filename=str(path), format="png")
        return path


def disk_over(image, path, size="4G"):
    """A disk that begins with the image and is larger, as a card is; what is written stays apart."""
    subprocess.run(["qemu-img", "create", "-q", "-f", "qcow2", "-F", "raw", "-b", str(pathlib.Path(image).resolve()), str(path),
                    size], check=True)
    return path
