#!/usr/bin/python3
"""The packages in a machine of their own, a container that systemd boots: that they install, begin only where they
should, run confined as their units say, and are started anew where they hang. Root alone may do this.

booted_test.py ROOT: a Debian 12 with systemd, and the packages in /packages. It is changed.
"""
import json
import pathlib
import signal
import subprocess
import sys
import time

PATIENCE_S = 300
# Its screen is nowhere: a container has no display. The watchdog's minute is shortened.
NO_DISPLAY = """[Service]
Environment=SDL_VIDEODRIVER=offscreen EGL_PLATFORM=surfaceless
SupplementaryGroups=
WatchdogSec=5
"""


def in_root(root, *words):
    script = 'mount -t proc proc "$0/proc" && mount --rbind /dev "$0/dev" && exec chroot "$0" "$@"'
    return subprocess.run(["unshare", "--mount", "--pid", "--fork", "bash", "-c", script, root, *words], check=True,
                          capture_output=True, text=True).stdout


def install(root):
    in_root(root, "bash", "-c", "dpkg --install /packages/*.deb")
    enabled = [in_root(root, "bash", "-c", f"systemctl is-enabled {unit} || true").strip()
               for unit in ("smilepost-backend", "smilepost-kiosk", "smilepost-backend-backup.timer")]
    assert enabled == ["enabled", "disabled", "disabled"], enabled
    drop_in = root / "etc/systemd/system/smilepost-kiosk.service.d/here.conf"
    drop_in.parent.mkdir()
    drop_in.write_text(NO_DISPLAY)
    in_root(root, "systemctl", "enable", "smilepost-kiosk")
    in_root(root, "systemctl", "set-default", "multi-user.target")
    print("installed: the backend begins, the kiosk and the copies only once enabled")


class Machine:
    def __init__(self, root):
        self.command = ["systemd-nspawn", "-D", root, "--boot", "--register=no", "--keep-unit", "--quiet",
                        "--console=pipe", "--kill-signal=SIGRTMIN+4"]

    def __enter__(self):
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        children = pathlib.Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        self.first = self.wait_for(lambda: children.read_text().split(), "the container begins")[0]
        self.wait_for(lambda: self.runs("systemctl", "is-system-running").stdout.strip() in ("running", "degraded"),
                      "systemd is up")
        return self

    def __exit__(self, *_):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_S)

    def wait_for(self, what, name):
        until = time.monotonic() + PATIENCE_S
        while time.monotonic() < until:
            assert self.process.poll() is None, "the machine is gone"
            if found := what():
                return found
            time.sleep(0.2)  # it says nothing by itself
        raise AssertionError(f"{name}: not within {PATIENCE_S} s; {self.log()}")

    def runs(self, *words):
        return subprocess.run(["nsenter", "--target", self.first, "--all", "--", *words], capture_output=True, text=True)

    def says(self, *words):
        done = self.runs(*words)
        assert done.returncode == 0, (words, done.stdout, done.stderr)
        return done.stdout.strip()

    def is_active(self, unit):
        return self.runs("systemctl", "is-active", unit).stdout.strip() == "active"

    def property(self, unit, name):
        return self.says("systemctl", "show", "--property", name, "--value", unit)

    def log(self):
        return self.runs("journalctl", "--no-pager", "--lines", "40", "--unit", "smilepost-*").stdout


def check_start(machine):
    for unit in ("smilepost-backend", "smilepost-kiosk"):
        machine.wait_for(lambda: machine.is_active(unit), unit)
        assert machine.property(unit, "NRestarts") == "0", machine.log()
    assert machine.says("curl", "--silent", "http://127.0.0.1:8480/readyz") == "ready"
    print("both services are ready")


def check_confined(machine):
    """By what the kernel says of the processes themselves."""
    for unit, others in (("smilepost-kiosk", "/var/lib/smilepost-backend"), ("smilepost-backend", "/var/lib/smilepost")):
        pid = machine.property(unit, "MainPID")
        status = dict(line.split(":\t", 1) for line in machine.says("cat", f"/proc/{pid}/status").splitlines())
        assert status["CapBnd"] == "0" * 16 and status["NoNewPrivs"] == "1" and status["Seccomp"] == "2", status
        mounts = machine.says("cat", f"/proc/{pid}/mounts").splitlines()
        assert any(line.split()[1] == "/" and line.split()[3].startswith("ro") for line in mounts), mounts
        assert machine.runs("runuser", "-u", machine.property(unit, "User"), "--", "ls", others).returncode != 0, others
    print("confined: no capability, a read-only system, each its own folder alone")



def check_line(machine):
    """Enrolled by hand as the README says, it sends what it has."""
    machine.says("bash", "-euc", """
      systemctl stop smilepost-kiosk
      umask 077
      smilepost enrol-code --socket /var/lib/smilepost-backend/admin.sock >/tmp/code
      echo 271828 >/tmp/pin
      chown smilepost /tmp/code /tmp/pin
      runuser -u smilepost -- smilepost-kiosk enrol --backend http://127.0.0.1:8480 --label 'Exit north' \
        --code-file /tmp/code --pin-file /tmp/pin --config /etc/smilepost/kiosk.json
      systemctl start smilepost-kiosk""")
    results = lambda: json.loads(machine.says("curl", "--silent", "http://127.0.0.1:8480/results.json"))
    machine.wait_for(lambda: any(kiosk["label"] == "Exit north" for kiosk in results()["kiosks"]), "the kiosk is known")
    assert machine.says("smilepost", "verify", "/var/lib/smilepost").startswith("good: "), machine.log()
    print("enrolled, and every record of it verifies")


def check_watchdog(machine):
    """One that hangs is started anew, and what it kept is there."""
    before = machine.property("smilepost-kiosk", "MainPID")
    machine.says("kill", "-STOP", before)
    machine.wait_for(lambda: machine.property("smilepost-kiosk", "MainPID") not in (before, "0")
                     and machine.is_active("smilepost-kiosk"), "started anew")
    assert "Watchdog timeout" in machine.log(), machine.log()
    assert machine.says("smilepost", "verify", "/var/lib/smilepost").startswith("good: ")
    print("a kiosk that hangs is started anew")


def check_copies(machine):
    machine.says("systemctl", "start", "smilepost-backend-backup.service")
    copy, = machine.says("bash", "-c", "ls -d /var/lib/smilepost-backups/*Z").split()
    assert machine.says("ls", copy).split() == ["archive.sqlite", "keys.tar"], copy
    assert machine.says("stat", "--format", "%a %U", copy) == "700 smilepost-backend"
    print("a copy is made by the service that may write nothing else")


def check_stop(machine):
    machine.says("systemctl", "stop", "smilepost-kiosk", "smilepost-backend")
    for unit in ("smilepost-kiosk", "smilepost-backend"):
        assert machine.property(unit, "Result") == "success", machine.log()
    print("both end cleanly")


def main(root):
    install(root)
    with Machine(root) as machine:
        for check in (check_start, check_confined, check_line, check_watchdog, check_copies, check_stop):
            check(machine)


main(pathlib.Path(sys.argv[1]))
