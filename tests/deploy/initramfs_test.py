#!/usr/bin/python3
"""The initramfs' script for the machine's id, with the shell and the programs that are there: klibc's, and no others.
initramfs_test.py FOLDER: deploy/image/initramfs."""
import pathlib
import subprocess
import sys
import tempfile

KLIBC = "/usr/lib/klibc/bin"
SCRIPT = "etc/initramfs-tools/scripts/init-bottom/smilepost-machine-id"

# Stands for the disk: a partition that holds `data`, or none; what is bound over a file is what is read there.
MOUNT = f"""#!{KLIBC}/sh
case "$*" in
  *by-partlabel*) [ -d "$data" ] || exit 1; for file in "$data"/*; do [ ! -e "$file" ] || cat "$file" >"$run/smilepost-data/${{file##*/}}"; done ;;
  "-o bind"*) cat "$3" >"$4" ;;
  *) echo "mount $*: not foreseen"; exit 1 ;;
esac
"""


def run(folder, given):
    """What the root reads as its id, and what was said; given: the partition's file, None: no partition."""
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        for name in ("programs", "run", "root/etc"):
            (place / name).mkdir(parents=True)
        (place / "root/etc/machine-id").touch()
        if given is not None:
            (place / "data").mkdir()
            (place / "data/machine-id").write_text(given)
        for name, text in (("mount", MOUNT), ("umount", f"#!{KLIBC}/sh\n"), ("modprobe", f"#!{KLIBC}/sh\n")):
            (place / "programs" / name).write_text(text)
            (place / "programs" / name).chmod(0o755)
        script = (folder / SCRIPT).read_text().replace("/run/", f"{place}/run/").replace("/dev/kmsg", f"{place}/kmsg")
        (place / "script").write_text(script)
        shown = subprocess.run([f"{KLIBC}/sh", place / "script"], capture_output=True, text=True, check=True,
                               env={"PATH": f"{place}/programs:{KLIBC}", "rootmnt": f"{place}/root", "run": f"{place}/run",
                                    "data": f"{place}/data"})
        assert not shown.stdout and not shown.stderr, f"shoppers would read: {shown.stdout}{shown.stderr}"
        return (place / "root/etc/machine-id").read_text(), (place / "kmsg").read_text()


def main(folder):
    identity = "0123456789abcdef0123456789abcdef\n"
    assert run(folder, identity) == (identity, ""), run(folder, identity)
    assert run(folder, "") == ("", ""), "at the first start there is none yet"
    assert run(folder, None) == ("", ""), "a card without the partition starts, too"


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
