#!/usr/bin/python3
"""What NetworkManager's dispatcher makes of the time servers that a network names.
time_servers_test.py SCRIPT: deploy/image's 50-smilepost-time."""
import pathlib
import subprocess
import sys
import tempfile

PUBLIC = " ".join(f"{i}.debian.pool.ntp.org" for i in range(4))


class Kiosk:
    """Where the script believes /run to be; systemctl only notes that it was called."""

    def __init__(self, script, place):
        self.place, self.script = place, place / "script"
        (place / "programs").mkdir()
        (place / "programs/systemctl").write_text(f'#!/bin/sh\necho "$@" >>{place}/asked\n')
        (place / "programs/systemctl").chmod(0o755)
        text = script.read_text()
        assert "=/run/" in text, "the script does not write below /run any more"
        self.script.write_text(text.replace("=/run/", f"={place}/run/"))

    def event(self, interface, action, servers=None):
        """True: systemd-timesyncd was started anew."""
        asked = self.place / "asked"
        asked.unlink(missing_ok=True)
        named = {} if servers is None else {"DHCP4_NTP_SERVERS": servers}
        subprocess.run(["sh", self.script, interface, action], check=True, cwd=self.place,
                       env={"PATH": f"{self.place}/programs:/usr/bin:/bin", **named})
        if not asked.exists():
            return False
        assert asked.read_text() == "--no-block try-restart systemd-timesyncd.service\n", asked.read_text()
        return True

    def settings(self, interface):
        path = self.place / f"run/systemd/timesyncd.conf.d/smilepost-{interface}.conf"
        return path.read_text() if path.exists() else None


def main(script):
    assert script.stat().st_mode & 0o111, "the dispatcher calls executables alone"
    with tempfile.TemporaryDirectory() as place:
        kiosk = Kiosk(script, pathlib.Path(place))
        assert not kiosk.event("eth0", "up") and kiosk.settings("eth0") is None, "nothing is named: nothing changes"
        assert kiosk.event("eth0", "up", "192.0.2.1 192.0.2.2")
        both = f"[Time]\nNTP=192.0.2.1 192.0.2.2 {PUBLIC}\n"
        assert kiosk.settings("eth0") == both, kiosk.settings("eth0")
        assert not kiosk.event("eth0", "dhcp4-change", "192.0.2.1 192.0.2.2"), "a lease that is renewed disturbs nobody"
        assert not kiosk.event("eth0", "connectivity-change") and kiosk.settings("eth0") == both
        assert kiosk.event("wlan0", "up", "198.51.100.7"), "each network has its own"
        assert kiosk.settings("eth0") == both
        assert kiosk.event("eth0", "dhcp4-change", "192.0.2.9")
        assert kiosk.settings("eth0") == f"[Time]\nNTP=192.0.2.9 {PUBLIC}\n", kiosk.settings("eth0")
        assert kiosk.event("eth0", "down", "192.0.2.9") and kiosk.settings("eth0") is None
        assert kiosk.settings("wlan0") == f"[Time]\nNTP=198.51.100.7 {PUBLIC}\n"
        (pathlib.Path(place) / "192.0.2.3").touch()
        assert not kiosk.event("eth0", "up", "time.example $(reboot) * 192.0.2.1\\n[Time] ::1"), kiosk.settings("eth0")
        assert kiosk.settings("eth0") is None, "what is no address is left out"


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
