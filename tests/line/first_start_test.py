#!/usr/bin/python3
"""A kiosk's first start with real processes: kiosk.toml on a folder that stands for the card's FAT partition, answers
before there is any network, and the backend that takes them in once it is there."""
import getpass
import pathlib
import subprocess

from card import Card, run_cases
from journal_ledger import require

PASSPHRASE = "a secret of the shop"
PIN = "846213"


class FreshCard(Card):
    """Nobody has enrolled it; what it is to be lies on its FAT partition."""

    def __init__(self, programs, folder, backend):
        super().__init__(programs, folder, backend, enrolled=False)
        self.fat, self.networks_folder, self.own = folder / "efi", folder / "nm", folder / "own"
        for made in (self.fat, self.networks_folder, self.own, self.state):
            made.mkdir()

    def put(self, code):
        text = "\r\n".join(["# on Windows", f'name = “Exit north”', f'staff_pin = "{PIN}"', "rotation = 90", "[backend]",
                            f'address = "http://127.0.0.1:{self.network.port}"', f'code = "{code.strip()}"', "[wifi]",
                            'ssid = "Shop"', f'passphrase = "{PASSPHRASE}"', ""])
        (self.fat / "KIOSK.TOML").write_bytes(b"\xef\xbb\xbf" + text.encode())
        self.secrets = [code.strip(), code.strip().split("-")[1], PASSPHRASE, PIN]

    def provision(self):
        done = subprocess.run([self.program("smilepost-provision"), "--card", self.fat, "--state", self.state,
                               "--networks", self.networks_folder, "--own", self.own, "--user", getpass.getuser()],
                              capture_output=True, text=True, check=False)
        require(done.returncode == 0, done.stderr)
        return done.stderr

    def start(self, *options, **kind):
        return super().start("--provisioned", str(self.own / "kiosk.json"), *options, **kind)

    def nothing_secret_is_left(self):
        for file in self.fat.iterdir():
            found = file.read_bytes()
            for secret in self.secrets:
                require(secret.encode() not in found, f"{file.name} holds {secret!r}")
        names = [file.name for file in self.fat.iterdir()]
        require(names == ["kiosk.toml.done.txt"], names)

    def setup(self):
        file = self.state / "setup.json"
        return file.read_text() if file.exists() else ""


def works_before_the_network(card):
    """An answer is kept by the key that the kiosk made itself, while nobody answers it."""
    card.provision()
    card.nothing_secret_is_left()
    require(PASSPHRASE in (card.networks_folder / "smilepost.nmconnection").read_text(), "there is no Wi-Fi")
    card.live_a_day(network="gone")
    require(not (card.state / "enrolment.json").exists(), "enrolled without a network?")


def a_code_on_the_card(programs, folder, backend):
    card = FreshCard(programs, folder, backend)
    card.put(backend.code())
    works_before_the_network(card)
    card.network.mode = "pass"
    card.stand_idle_until("it is enrolled and all are sent", lambda: card.on_page() >= card.confirmed)
    require(card.on_page() == card.confirmed, f"{card.on_page()} answers on the page, due are {card.confirmed}")
    require("Exit north" in card.fleet("list"), card.fleet("list"))
    require(card.setup() == "", "the code is still there")
    require(PIN not in (card.state / "enrolment.json").read_text(), "the PIN lies open")
    require("$argon2id$" in (card.state / "enrolment.json").read_text(), "the PIN is gone")
    return f"{card.on_page()} answers on the page"


def a_code_that_is_no_secret(programs, folder, backend):
    """It waits, and works meanwhile, until somebody accepts its number."""
    card = FreshCard(programs, folder, backend)
    card.put(card.tool("enrol-code", "--acceptance", "--socket", f"{backend.state}/admin.sock"))
    works_before_the_network(card)
    card.network.mode = "pass"
    card.stand_idle_until("it says that it waits", lambda: '"waiting_since_ms": 0' not in card.setup())
    require(card.on_page() == 0, "a kiosk that nobody accepted was let in")
    line, = [line for line in card.fleet("list").splitlines() if "Exit north" in line]
    card.live_a_day()
    card.fleet("accept", line.split()[0])
    card.stand_idle_until("all are sent", lambda: card.on_page() >= card.confirmed)
    require(card.on_page() == card.confirmed, f"{card.on_page()} answers on the page, due are {card.confirmed}")
    return f"{card.on_page()} answers on the page"


def a_code_that_was_used(programs, folder, backend):
    """It says so, forgets the code, and goes on collecting."""
    card = FreshCard(programs, folder, backend)
    code = backend.code()
    other = Card(programs, folder, backend, name="other", enrolled=False)
    require(other.enrol(code).wait(600) == 0, "the other kiosk could not be enrolled")
    card.put(code)
    works_before_the_network(card)
    card.network.mode = "pass"
    card.stand_idle_until("it says that it was refused", lambda: '"refused": true' in card.setup())
    require(code.strip() not in card.setup(), "the code is still there")
    require("ask for a new code" in card.said, card.said)
    card.live_a_day()
    return f"{card.confirmed} answers kept"


if __name__ == "__main__":
    run_cases([a_code_on_the_card, a_code_that_is_no_secret, a_code_that_was_used])
