#!/usr/bin/python3
"""What NetworkManager's dispatcher makes of the time servers that a network names.
time_servers_test.py SCRIPT: deploy/image's 50-smilepost-time."""
import pathlib
import subprocess
import sys
import tempfile

PUBLIC = [f"{i}.debian.pool.ntp.org" for i in range(4)]


class Kiosk:
    """Where the script believes /run to be; systemctl only notes that it was called."""

    def __init__(self, script, place):
        self.place, self.script = place, place / "script"
        (place / "programs").mkdir()
        (place / "programs/systemctl").write_text(f'#!/bin/sh\necho "$@" >>{place}/asked\n')
        (place / "programs/systemctl").chmod(0o755)
        text = script.read_text()
        assert text.count("=/run/") == 2, "the script keeps something elsewhere than below /run"
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

    def asks(self):
        """Whom systemd-timesyncd is told to ask, in its order."""
        path = self.place / "run/systemd/timesyncd.conf.d/smilepost.conf"
        text = path.read_text().strip() if path.exists() else ""
        if not text:
            return []
        assert text.startswith("[Time]\nNTP=") and text.count("\n") == 1, text
        return text.partition("=")[2].split()


def main(script):
    assert script.stat().st_mode & 0o111, "the dispatcher calls executables alone"
    with tempfile.TemporaryDirectory() as place:
        kiosk = Kiosk(script, pathlib.Path(place))
        for interface, action in (("eth0", "up"), ("lo", "up"), ("none", "hostname"), ("", "connectivity-change")):
            assert not kiosk.event(interface, action) and not kiosk.asks(), "nothing is named: nothing changes"
        assert kiosk.event("eth0", "up", "192.0.2.1 192.0.2.2")
        assert kiosk.asks() == ["192.0.2.1", "192.0.2.2", *PUBLIC], kiosk.asks()
        assert not kiosk.event("eth0", "dhcp4-change", "192.0.2.1 192.0.2.2"), "a lease that is renewed disturbs nobody"
        assert not kiosk.event("eth0", "connectivity-change") and len(kiosk.asks()) == 6
        assert kiosk.event("wlan0", "up", "198.51.100.7")
        assert kiosk.asks() == ["192.0.2.1", "192.0.2.2", "198.51.100.7", *PUBLIC], "the public ones come last"
        assert kiosk.event("eth0", "dhcp4-change", "192.0.2.9")
        assert kiosk.asks() == ["192.0.2.9", "198.51.100.7", *PUBLIC], kiosk.asks()
        assert kiosk.event("eth0", "down", "192.0.2.9")
        assert kiosk.asks() == ["198.51.100.7", *PUBLIC], kiosk.asks()
        assert kiosk.event("wlan0", "down") and not kiosk.asks(), "who names none leaves those that Debian knows"
        (pathlib.Path(place) / "192.0.2.3").touch()
        assert not kiosk.event("eth0", "up", "time.example $(reboot) * 1.2.3 192.0.2.1\\n[Time] ::1 . 1"), kiosk.asks()
        assert kiosk.event("eth0", "up", "time.example 192.0.2.4") and kiosk.asks() == ["192.0.2.4", *PUBLIC], kiosk.asks()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
