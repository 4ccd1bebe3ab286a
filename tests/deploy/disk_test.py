#!/usr/bin/python3
"""What deploy/image makes without a Debian: the disk's layout, its settings, the list of what is in it.

disk_test.py IMAGE_FOLDER PROGRAMS_DIR
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

MIB = 1 << 20
SECTOR = 512
PARTITIONS = ["smilepost-esp", "smilepost-setup", "smilepost-a", "smilepost-b", "smilepost-data"]
COPYRIGHT = """Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/

Files: *
Copyright: somebody
License: GPL-2+ and Expat

Files: odd/*
License: own-words
 As they like.
"""


def run(*words, **more):
    return subprocess.run([str(it) for it in words], check=True, capture_output=True, text=True, **more).stdout


def stand_ins(folder, squashfs_bytes=3 * MIB):
    """What the disk is made of, in small."""
    boot = folder / "boot"
    boot.mkdir(exist_ok=True)
    for name in ("vmlinuz", "initrd.img", "BOOTAA64.EFI"):
        (boot / name).write_bytes(name.encode() * 1000)
    (folder / "root.squashfs").write_bytes(os.urandom(MIB) * (squashfs_bytes // MIB))
    return boot


def make_disk(image, folder, disk, firmware=""):
    surroundings = {**os.environ, "BOOT": str(folder / "boot"), "SQUASHFS": str(folder / "root.squashfs"), "DISK": str(disk),
                    "FIRMWARE": str(firmware), "SOURCE_DATE_EPOCH": "1760000000"}
    return subprocess.run([str(image / "disk")], env=surroundings, capture_output=True, text=True)


def made(*arguments):
    done = make_disk(*arguments)
    assert done.returncode == 0, done.stderr


def partitions(disk):
    table = json.loads(run("sfdisk", "--json", disk))["partitiontable"]
    return {it["name"]: (it["start"] * SECTOR, it["size"] * SECTOR, it["type"]) for it in table["partitions"]}


def fat(disk, name):
    """Where mtools finds a partition's file system."""
    return f"{disk}@@{partitions(disk)[name][0]}"


def check_layout(image, folder):
    disk = folder / "one.img"
    made(image, folder, disk)
    table = partitions(disk)
    assert list(table) == PARTITIONS, "data comes last, so that it can grow"
    assert table["smilepost-a"][1] == table["smilepost-b"][1], "what fits one slot fits the other"
    assert table["smilepost-setup"][2] == "EBD0A0A2-B9E5-4433-87C0-68B6B72699C7", "a laptop shows only basic data"
    begin, _, _ = table["smilepost-a"]
    root = (folder / "root.squashfs").read_bytes()
    with disk.open("rb") as file:
        file.seek(begin)
        assert file.read(len(root)) == root
        file.seek(table["smilepost-data"][0] + 1024 + 56)
        assert file.read(2) == b"\x53\xef", "ext4"
    entry = run("mtype", "-i", fat(disk, "smilepost-esp"), "::loader/entries/smilepost-a.conf")
    assert "root=PARTLABEL=smilepost-a " in entry and "@" not in entry, entry
    assert run("mtype", "-i", fat(disk, "smilepost-esp"), "::smilepost/a-1/vmlinuz").startswith("vmlinuz")
    assert "kiosk.toml" in run("mtype", "-i", fat(disk, "smilepost-setup"), "::README.txt")
    print("the disk's partitions hold what they should")


def check_same_bytes(image, folder):
    for name in ("one.img", "two.img"):
        made(image, folder, folder / name)
    run("cmp", folder / "one.img", folder / "two.img")
    print("two disks of the same parts are the same to the byte")


def check_firmware(image, folder):
    firmware = folder / "firmware"
    (firmware / "overlays").mkdir(parents=True)
    (firmware / "RPI_EFI.fd").write_text("the firmware\n")
    (firmware / "overlays" / "one.dtbo").write_text("an overlay\n")
    made(image, folder, folder / "pi.img", firmware)
    assert run("mtype", "-i", fat(folder / "pi.img", "smilepost-esp"), "::RPI_EFI.fd") == "the firmware\n"
    assert run("mtype", "-i", fat(folder / "pi.img", "smilepost-esp"), "::overlays/one.dtbo") == "an overlay\n"
    print("a board's firmware lies beside the boot loader")


def check_root_too_large(image, folder):
    with (folder / "root.squashfs").open("r+b") as file:
        file.truncate(513 * MIB)
    refused = make_disk(image, folder, folder / "large.img")
    assert refused.returncode == 1 and "does not fit a slot of 512 MiB" in refused.stderr, refused
    print("a root that fits no slot is refused")


def check_boot(image):
    options = next(line for line in (image / "../updates/entry.in").read_text().splitlines() if line.startswith("options "))
    for word in ("ro", "quiet", "panic=10", "console=tty0", "sysctl.kernel.sysrq=0"):
        assert word in options.split(), f"{word} is not said to the kernel"
    loader = (image / "boot/loader.conf").read_text().splitlines()
    assert {"timeout 0", "editor no", "auto-entries no", "auto-firmware no"} <= set(loader), loader
    assert not any(line.startswith("default") for line in loader), "a default would overrule the counting of tries"
    print("the boot loader asks nothing and shows nothing")


def check_initramfs(image, folder):
    """A root whose init cannot be started ends in panic(), which heeds panic=10; else initramfs-tools looks for a shell."""
    script = image / "initramfs/etc/initramfs-tools/scripts/init-bottom/smilepost-init"
    functions = folder / "functions"
    functions.write_text("panic() { echo \"panic: $*\"; exit 0; }\n")
    runnable = folder / "smilepost-init"
    runnable.write_text(script.read_text().replace("/scripts/functions", str(functions)))
    (folder / "run-init").write_text('#!/bin/sh\n[ "$1" = -n ] && [ -x "$2$3" ]\n')
    (folder / "run-init").chmod(0o755)
    root = folder / "booted"
    (root / "sbin").mkdir(parents=True)
    said = [run("sh", runnable, env={"PATH": f"{folder}:/bin", "rootmnt": str(root), "init": "/sbin/init"})]
    (root / "sbin/init").write_text("")
    (root / "sbin/init").chmod(0o755)
    said.append(run("sh", runnable, env={"PATH": f"{folder}:/bin", "rootmnt": str(root), "init": "/sbin/init"}))
    assert said == ["panic: no init in the root\n", ""], said
    assert all(os.access(it, os.X_OK) for it in script.parent.iterdir()), "what is not executable is passed over"
    print("a root without an init gives nobody a shell")


def check_units(image):
    """Each unit that the image brings is one that systemd understands."""
    units = sorted((image / "overlay/usr/lib/systemd/system").glob("*.*"))
    files = [it for it in units if it.is_file()]
    assert len(files) >= 4, files
    said = subprocess.run(["systemd-analyze", "verify", "--man=no", *map(str, files)], capture_output=True, text=True).stderr
    ours = [line for line in said.splitlines() if re.search(r"(Unknown|Failed to parse|Invalid|not executable)", line)
            and "smilepost" in line]
    assert not ours, ours
    print(f"{len(files)} units of the image are understood")


def check_list(image):
    lines = [line for line in (image / "packages.lock").read_text().splitlines() if not line.startswith("#")]
    locked = {name for name, _ in (line.split() for line in lines)}
    listed = {line.split("#")[0].strip() for line in (image / "packages").read_text().splitlines()} - {""}
    wanted, gone = ({it for it in listed if it.startswith("-") == away} for away in (False, True))
    assert not locked & {it[1:] for it in gone}, "what goes again at the end is pinned"
    assert wanted <= locked, f"no version is pinned of: {wanted - locked}"
    assert lines == sorted(lines), "sorted, so that a difference can be read"
    for nobody in ("openssh-server", "systemd-boot", "sudo", "apt", "plymouth"):
        assert nobody not in locked, f"{nobody} has no business on a kiosk"
    print(f"{len(lines)} packages are pinned")
    return locked


def packages_needed_by(program):
    """Those of the libraries that the program itself names, as dpkg-shlibdeps finds them."""
    named = set(re.findall(r"NEEDED +(\S+)", run("objdump", "--private-headers", program)))
    there = dict(re.findall(r"(\S+) => (\S+)", run("ldd", program)))
    # Merged /usr: dpkg knows some under /lib, some under /usr/lib.
    for path in (there[name] for name in named if name in there):
        real = os.path.realpath(path)
        found = subprocess.run(["dpkg-query", "--search", real, real.removeprefix("/usr")], capture_output=True, text=True).stdout
        yield from re.findall(r"^([^:, ]+)", found, re.MULTILINE)


def check_libraries(programs, locked):
    """A library that came to a program and not to the list would end each build of the image at its end."""
    sanitizers = re.compile(r"lib(asan|ubsan|tsan)\d+$")
    for program in ("smilepost-kiosk", "smilepost-provision"):
        needed = {it for it in packages_needed_by(programs / program) if not sanitizers.match(it)}
        assert len(needed) > 3, needed
        assert needed <= locked, f"no version is pinned of {needed - locked}, which {program} needs: deploy/image/build --update-pins"
    print("what the programs need is pinned")


def check_sbom(image, folder):
    root = folder / "root"
    (root / "var/lib/dpkg").mkdir(parents=True)
    (root / "usr/share/doc/one").mkdir(parents=True)
    (root / "usr/share/doc/one/copyright").write_text(COPYRIGHT)
    (root / "var/lib/dpkg/status").write_text(
        "Package: one\nStatus: install ok installed\nArchitecture: arm64\nVersion: 1.2-3+b1\nSource: uno (1.2-3)\n"
        "Description: first\n second line\n\nPackage: gone\nStatus: deinstall ok config-files\nArchitecture: arm64\nVersion: 1\n")
    document = json.loads(run("/usr/bin/python3", image / "sbom", root, "7", "1760000000"))
    assert document["spdxVersion"] == "SPDX-2.3" and document["creationInfo"]["created"] == "2025-10-09T08:53:20Z"
    (package,) = document["packages"]
    assert package["licenseDeclared"] == "MIT AND GPL-2.0-or-later AND LicenseRef-own-words", package["licenseDeclared"]
    assert package["sourceInfo"] == "source package uno 1.2-3"
    assert package["externalRefs"][0]["referenceLocator"] == "pkg:deb/debian/one@1.2-3+b1?arch=arm64"
    assert [it["licenseId"] for it in document["hasExtractedLicensingInfos"]] == ["LicenseRef-own-words"]
    assert all(it["relatedSpdxElement"] == package["SPDXID"] for it in document["relationships"])
    print("the list of what is in it names packages, sources and licences")


def check_settings(image, folder):
    """The build ends before it begins; where it takes the file, it goes on to what is wrong next: no package."""
    settings, empty = folder / "kiosk.json", folder / "empty"
    empty.mkdir()
    for text, taken in (("{}", True), ('{"languages": {"default": "de"}}', True), ('{"languages": ', False), ("[]", False),
                        ('{"a": 1,}', False), ("", False)):
        settings.write_text(text)
        done = subprocess.run([str(image / "build"), "--settings", str(settings), "--packages", str(empty)],
                              capture_output=True, text=True, timeout=60)
        said = done.stderr.splitlines()
        assert done.returncode != 0 and len(said) == 1, (text, done)
        assert (str(settings) in said[0]) != taken and (str(empty) in said[0]) == taken, (text, said)
    print("settings that are no JSON object are refused before anything is built")


def main():
    image, programs = map(pathlib.Path, sys.argv[1:])
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        stand_ins(folder)
        check_layout(image, folder)
        check_same_bytes(image, folder)
        check_firmware(image, folder)
        check_root_too_large(image, folder)
        check_sbom(image, folder)
        check_initramfs(image, folder)
        check_settings(image, folder)
    check_boot(image)
    check_units(image)
    check_libraries(programs, check_list(image))


main()
