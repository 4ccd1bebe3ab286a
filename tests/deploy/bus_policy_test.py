#!/usr/bin/python3
"""deploy/updates/smilepost-updates.conf on a bus of its own, with the real RAUC, beside the policy that RAUC brings and
without it: the kiosk's user may ask for what an update needs, and nobody else but root for anything. Another user stands
for the kiosk's. Needs root, as which it is run where images are built and tested; else it is skipped.

bus_policy_test.py UPDATES_DIR
"""
import os
import pathlib
import pwd
import re
import subprocess
import sys
import tempfile
import time

UPDATES = pathlib.Path(sys.argv[1])
KIOSK, STRANGER = "nobody", "daemon"
SKIPPED = 77
RAUC_POLICY = '<policy context="default"><allow send_destination="de.pengutronix.rauc"/></policy>'
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-BUS Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>system</type><listen>unix:path={folder}/bus</listen><auth>EXTERNAL</auth>
<policy context="default"><allow user="*"/><deny own="*"/><deny send_type="method_call"/>
<allow send_type="signal"/><allow send_requested_reply="true" send_type="method_return"/>
<allow send_requested_reply="true" send_type="error"/><allow receive_type="method_call"/>
<allow receive_type="method_return"/><allow receive_type="error"/><allow receive_type="signal"/>
<allow send_destination="org.freedesktop.DBus" send_interface="org.freedesktop.DBus"/></policy>{policies}</busconfig>"""
SYSTEM = """[system]
compatible=x
bootloader=noop
[keyring]
path=/dev/null
[slot.rootfs.0]
device={folder}/slot
type=raw
bootname=a
"""
INSTALLER, PROPERTIES = "de.pengutronix.rauc.Installer", "org.freedesktop.DBus.Properties"
ASKED = {
    "InstallBundle": (INSTALLER, "InstallBundle", "sa{sv}", "/no/such/bundle", "0"),
    "Mark": (INSTALLER, "Mark", "ss", "good", "booted"),
    "GetSlotStatus": (INSTALLER, "GetSlotStatus"),
    "Get": (PROPERTIES, "Get", "ss", INSTALLER, "Operation"),
    "Install": (INSTALLER, "Install", "s", "/no/such/bundle"),
    "Info": (INSTALLER, "Info", "s", "/etc/shadow"),
    "GetPrimary": (INSTALLER, "GetPrimary"),
    "GetAll": (PROPERTIES, "GetAll", "s", INSTALLER),
    "Introspect": ("org.freedesktop.DBus.Introspectable", "Introspect"),
}
MAY = {KIOSK: {"InstallBundle", "Mark", "GetSlotStatus", "Get"}, STRANGER: set(), "root": set(ASKED)}


def refused(folder, user, question):
    """By the bus, that is: whether RAUC likes it is another matter."""
    ids = pwd.getpwnam(user)
    done = subprocess.run(["setpriv", f"--reuid={ids.pw_uid}", f"--regid={ids.pw_gid}", "--clear-groups", "busctl",
                           f"--address=unix:path={folder}/bus", "call", "de.pengutronix.rauc", "/", *question],
                          capture_output=True, text=True, timeout=30)
    return bool(re.search("Access denied|AccessDenied|rejected", done.stderr))


def policy():
    text = (UPDATES / "smilepost-updates.conf").read_text()
    return re.search(r"<busconfig>(.*)</busconfig>", text, re.S)[1].replace('user="smilepost"', f'user="{KIOSK}"')


def faults(folder, policies, may):
    (folder / "bus.conf").write_text(BUS.format(folder=folder, policies=policies))
    (folder / "system.conf").write_text(SYSTEM.format(folder=folder))
    (folder / "slot").write_bytes(bytes(4096))
    bus = subprocess.Popen(["dbus-daemon", f"--config-file={folder}/bus.conf", "--nofork"], stderr=subprocess.DEVNULL)
    rauc = None
    try:
        while not (folder / "bus").exists():
            time.sleep(0.02)
        rauc = subprocess.Popen(["rauc", f"--conf={folder}/system.conf", "--override-boot-slot=a", "service"],
                                env={**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": f"unix:path={folder}/bus"},
                                stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        while subprocess.run(["busctl", f"--address=unix:path={folder}/bus", "status", "de.pengutronix.rauc"],
                             capture_output=True).returncode:
            assert rauc.poll() is None, "rauc ended"
            time.sleep(0.05)
        for user, allowed in may.items():
            for name, question in ASKED.items():
                if refused(folder, user, question) == (name in allowed):
                    yield f"{user}: {name} is {'refused' if name in allowed else 'let through'}"
    finally:
        for process in (rauc, bus):
            if process:
                process.kill()
                process.wait()


if os.geteuid() != 0:
    print("skipped: this needs root, to be several users")
    sys.exit(SKIPPED)
with tempfile.TemporaryDirectory() as temporary:
    place = pathlib.Path(temporary)
    place.chmod(0o755)
    found = list(faults(place, policy(), MAY))
    (place / "bus").unlink(missing_ok=True)
    # RAUC's own lets everybody ask: then at least the kiosk's user is held to the list, whichever is read first.
    for both in (RAUC_POLICY + policy(), policy() + RAUC_POLICY):
        found += faults(place, both, {KIOSK: MAY[KIOSK], "root": MAY["root"]})
        (place / "bus").unlink(missing_ok=True)
print("\n".join(found))
sys.exit(1 if found else 0)
