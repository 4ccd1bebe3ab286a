"""What systemd-boot would start from an EFI system partition: its order of Boot Loader Specification entries and its
boot counting, as far as ours need them (systemd-boot(7); UAPI.1)."""
import pathlib
import re


class Entry:
    def __init__(self, file):
        self.file = file
        counted = re.fullmatch(r"(.+?)(?:\+(\d+)(?:-(\d+))?)?\.conf", file.name)
        self.left = int(counted[2]) if counted[2] else None
        self.done = int(counted[3] or 0)
        self.says = dict(line.split(None, 1) for line in file.read_text().splitlines() if line.strip())
        self.slot = re.search(r"smilepost\.slot=(\w)", self.says["options"])[1]
        self.stem = counted[1]

    def order(self):
        return (self.left == 0, -int(self.says["version"]))

    def starts_whole(self, esp, kernels):
        """Whether it finds the kernel and initrd of its slot's root, to the byte."""
        return all((esp / self.says[key].strip("/")).is_file() and
                   (esp / self.says[key].strip("/")).read_bytes() == kernels[self.slot][key] for key in ("linux", "initrd"))


def chosen(esp):
    files = pathlib.Path(esp, "loader/entries").glob("*.conf")
    return min((Entry(file) for file in files), key=Entry.order)


def start(esp):
    """Counts a try as systemd-boot does, and says what started."""
    entry = chosen(esp)
    if entry.left:
        entry.file.rename(entry.file.with_name(f"{entry.stem}+{entry.left - 1}-{entry.done + 1}.conf"))
    return entry.slot
