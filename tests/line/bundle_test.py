#!/usr/bin/python3
"""From the organisation's key to the shopper's screen, with real processes: what it signed applies, version after
version; what is older, or signed by somebody else, changes nothing, whoever hands it out."""
import json
import pathlib
import signal
import sqlite3
import subprocess
import time

from card import Card, body_of, run_cases
from journal_ledger import ANSWER, require
from played_kiosk import PATIENCE_S

SETS = pathlib.Path(__file__).resolve().parent.parent.parent / "assets" / "surveys"


class Organisation:
    """Its key, and the bundles that it signs; `card` is one of its kiosks."""

    def __init__(self, card, name="organisation"):
        self.card, self.name = card, name
        self.key = card.folder / f"{name}.key"
        self.public_key = card.tool("bundle", "make-key", str(self.key)).strip()

    def trusted(self):
        file = self.card.folder / "kiosk.json"
        config = json.loads(file.read_text())
        config["organisation_key"] = self.public_key
        config["sync"]["bundle_seconds"] = 0.2
        file.write_text(json.dumps(config))
        return self

    def sign(self, version):
        """One set, whose wording has the version 1000 and this."""
        folder = self.card.folder / f"{self.name}-{version}"
        folder.mkdir()
        survey = json.loads((SETS / "checkout.json").read_text(encoding="utf-8"))
        survey["version"] = 1000 + version
        (folder / "checkout.json").write_text(json.dumps(survey), encoding="utf-8")
        (folder / "settings").write_text('{"survey_sets": ["checkout"]}')
        (folder / "line").write_text('{"en": "You said it was cold. We mended the door."}')
        bundle = folder / "bundle"
        self.card.tool("bundle", "sign", "--key", str(self.key), "--version", str(version), "--survey-sets", str(folder),
                       "--settings", str(folder / "settings"), "--public-line", str(folder / "line"), str(bundle))
        return bundle


def send(card, bundle, *options):
    return subprocess.run([card.program("smilepost"), "bundle", "send", "--socket", f"{card.backend.state}/admin.sock",
                           *options, str(bundle)], capture_output=True, text=True, check=False)


PRETENDED = 99  # the version that a backend in other hands says it has


def hand_out_anyway(card, bundle):
    """As a backend would that is in other hands: an honest one hands out nothing that is not above the kiosk's."""
    database = sqlite3.connect(f"{card.backend.state}/archive.sqlite", timeout=60)
    with database:
        database.execute("UPDATE kept_bundle SET version = ?, cose = ? WHERE version = (SELECT bundle FROM kiosk_group)",
                         (PRETENDED, bundle.read_bytes()))
        database.execute("UPDATE kiosk_group SET bundle = ?", (PRETENDED,))
    database.close()


def wait_for(kiosk, what):
    patience = time.monotonic() + PATIENCE_S
    while what not in kiosk.log.read_text(encoding="utf-8"):
        kiosk.hear(0.2)
        require(kiosk.running() and time.monotonic() < patience, f"{what!r}: never; {kiosk.log.read_text()}")


def wordings(card):
    """Of the answers that the kiosk has kept."""
    bodies = [body_of(cose) for cose, in card.ask("SELECT cose FROM record")]
    return {(body[10][0], body[10][1]) for body in bodies if body[9] == ANSWER}


def stop(card, kiosk):
    kiosk.signal(signal.SIGTERM)
    card.end(kiosk)
    return card.said


def its_bundles_apply_in_turn(programs, folder, backend):
    card = Card(programs, folder, backend)
    organisation = Organisation(card).trusted()
    first, second = organisation.sign(1), organisation.sign(2)
    refused = send(card, first)
    require(refused.returncode == 1 and "--organisation-key" in refused.stderr, f"whose is it? {refused}")
    require(send(card, first, "--organisation-key", organisation.public_key).returncode == 0, "the first was refused")
    kiosk = card.start()
    wait_for(kiosk, "version 1 applies")
    require(send(card, second).returncode == 0, "the second was refused")
    wait_for(kiosk, "version 2 applies")
    stop(card, kiosk)
    require(" 2, " in card.fleet("list"), card.fleet("list"))
    card.live_a_day("gone")  # it is kept
    require(wordings(card) == {("checkout", 1002)}, f"shoppers answered {wordings(card)}")
    return f"{card.confirmed} answers to the wording of bundle 2"


def changes_nothing(card, bundle, applied, said_by_backend, said_by_kiosk, once):
    """The backend refuses it; where one hands it out even so, the kiosk does, and says so once."""
    refused = send(card, bundle)
    require(refused.returncode == 1 and said_by_backend in refused.stderr, f"the backend took it: {refused}")
    kiosk = card.start()
    wait_for(kiosk, f"version {applied} applies")
    hand_out_anyway(card, bundle)
    wait_for(kiosk, said_by_kiosk)
    said = stop(card, kiosk)
    require(said.count(once) == 1, f"not said once: {said}")
    card.live_a_day()
    require(wordings(card) == {("checkout", 1000 + applied)}, f"shoppers answered {wordings(card)}")


def an_older_one_changes_nothing(programs, folder, backend):
    card = Card(programs, folder, backend)
    organisation = Organisation(card).trusted()
    older, newer = organisation.sign(1), organisation.sign(2)
    require(send(card, newer, "--organisation-key", organisation.public_key).returncode == 0, "it was refused")
    changes_nothing(card, older, applied=2, said_by_backend="not above 2", said_by_kiosk="version 1, not above 2",
                    once="not above 2")
    return "refused by the backend, and by the kiosk"


def a_forged_one_changes_nothing(programs, folder, backend):
    card = Card(programs, folder, backend)
    organisation, forger = Organisation(card).trusted(), Organisation(card, "forger")
    good, forged = organisation.sign(1), forger.sign(2)
    require(send(card, good, "--organisation-key", organisation.public_key).returncode == 0, "it was refused")
    changes_nothing(card, forged, applied=1, said_by_backend="not signed with",
                    said_by_kiosk="is not signed with the organisation_key", once="organisation_key")
    return "refused by the backend, and by the kiosk"


def without_a_key_none_is_asked_for(programs, folder, backend):
    card = Card(programs, folder, backend)
    organisation = Organisation(card)
    bundle = organisation.sign(1)
    require(send(card, bundle, "--organisation-key", organisation.public_key).returncode == 0, "it was refused")
    card.live_a_day()
    require(" 1, " not in card.fleet("list"), card.fleet("list"))
    require(1001 not in {wording for _, wording in wordings(card)}, f"shoppers answered {wordings(card)}")
    return f"{card.confirmed} answers as before"


WAYS = [its_bundles_apply_in_turn, an_older_one_changes_nothing, a_forged_one_changes_nothing,
        without_a_key_none_is_asked_for]


if __name__ == "__main__":
    run_cases(WAYS)
