"""What a journal was seen to hold, read from outside: by Python's sqlite3 from a copy, and by the verifier
in tests/independent that was written from FORMAT.md alone."""
import hashlib
import pathlib
import shutil
import sqlite3
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from played_kiosk import Failure

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "independent"))
import verify  # noqa: E402

OPENED, ANSWER, CLOCK_STEP, HEAD = 1, 2, 3, 5
FIRST_START, ZEROS = 0, bytes(32)
MADE_BY_A_KIOSK = {"journal.lock", "journal.db", "journal.db-journal", "journal.db-wal", "journal.db-shm",
                   "reserve", "keys", "cache"}


def require(holds, why):
    if not holds:
        raise Failure(why)


def read_journal(state, copy):
    """(kiosk and epochs, records, the log's bytes). From a copy: the next start has to find just what the
    kill left, and whoever opens it makes whole what is half."""
    shutil.rmtree(copy, ignore_errors=True)
    copy.mkdir()
    for end in ("", "-journal", "-wal"):
        if (state / f"journal.db{end}").exists():
            shutil.copyfile(state / f"journal.db{end}", copy / f"journal.db{end}")
    log_bytes = sum(file.stat().st_size for file in copy.glob("*-wal"))
    database = sqlite3.connect(copy / "journal.db")
    try:
        require(database.execute("PRAGMA integrity_check").fetchall() == [("ok",)], "SQLite finds the file damaged")
        if not database.execute("SELECT 1 FROM sqlite_master WHERE name = 'record'").fetchall():
            return [], [], log_bytes
        return (database.execute("SELECT id, epoch, public_key FROM epoch, kiosk ORDER BY ordinal").fetchall(),
                database.execute("SELECT epoch, sequence, kind, hash, answer_records, visits, cose FROM record "
                                 "ORDER BY epoch, sequence").fetchall(), log_bytes)
    finally:
        database.close()


class Ledger:
    """Of one state folder. What it holds once may never change or vanish."""

    def __init__(self, state, copy, reasons):
        self.state, self.copy, self.reasons = state, copy, reasons
        self.epochs, self.hashes, self.chain = [], [], None
        self.answers = self.visits = self.log_bytes = 0

    def take(self, kiosk, killed):
        """After a run: holds the journal against the ledger and what the kiosk told. The answers that were
        stored but not confirmed, and the taps that left nothing."""
        self.check_folder()
        epochs, rows, self.log_bytes = read_journal(self.state, self.copy)
        require(self.epochs in ([], epochs) and len(epochs) <= 1, f"an epoch was begun or lost: {epochs}")
        self.epochs = epochs
        self.check_keys()
        known = len(self.hashes)
        require([hashlib.sha256(row[-1]).digest() for row in rows[:known]] == self.hashes,
                f"of the {known} records known before, some are others now or are gone; {len(rows)} are here")
        answers = [answer for row in rows[known:] if (answer := self.append(*row))]
        return self.check_told(kiosk, answers, killed)

    def check_folder(self):
        found = {file.name for file in self.state.iterdir()} if self.state.exists() else set()
        require(found <= MADE_BY_A_KIOSK, f"put aside or left behind: {found - MADE_BY_A_KIOSK}")

    def check_keys(self):
        """Once there is an epoch, its key is there, and who the keys say the kiosk is."""
        for kiosk, epoch, public_key in self.epochs:
            keys, name = self.state / "keys", epoch.to_bytes(8, "big")
            seed = keys / f"epoch-{name.hex()}"
            require(seed.exists(), "the epoch's key is not there")
            key = Ed25519PrivateKey.from_private_bytes(seed.read_bytes()).public_key()
            require(key.public_bytes(Encoding.Raw, PublicFormat.Raw) == public_key, "the epoch's key is another one")
            for file, due in (("kiosk", kiosk), ("newest-epoch", name)):
                require(not (keys / file).exists() or (keys / file).read_bytes() == due, f"keys/{file} is wrong")

    def append(self, epoch, sequence, kind, row_hash, answer_records, visits, cose):
        """One record more: bytes, link, signature, and what the row repeats. (sequence, body) of an answer."""
        if not self.chain:
            kiosk, epoch, public_key = self.epochs[0]
            self.chain = verify.Section(kiosk, [epoch, public_key, 0, ZEROS])
        try:
            item = verify.next_item(cose, 0)
            require(len(item[0]) == len(cose), f"record {sequence} is longer than it says")
            record = verify.Record(item)
            self.chain.append(record)
        except verify.Fault as fault:
            raise Failure(f"record {sequence}: {fault.verdict}") from fault
        require(record.kind in (OPENED, ANSWER, CLOCK_STEP, HEAD), f"record {sequence} is of kind {record.kind}")
        body = dict(record.body)
        require(kind != OPENED or body[1] == FIRST_START, f"the epoch begins for reason {body.get(1)}")
        self.answers += record.kind == ANSWER
        self.visits += record.kind == ANSWER and 5 not in body
        require((epoch, sequence, kind, row_hash, answer_records, visits)
                == (record.epoch, record.sequence, record.kind, record.hash, self.answers, self.visits),
                f"record {sequence} is not what its row says")
        self.hashes.append(record.hash)
        return (sequence, body) if record.kind == ANSWER else None

    def said(self, body):
        if 3 in body:
            return f"vote {body[3][0]}"
        return "reasons " + ",".join(sorted(str(self.reasons.index(chosen)) for chosen in body[4]))

    def check_told(self, kiosk, answers, killed):
        taps, confirmed = kiosk.taps(), kiosk.confirmed()
        sequences = [sequence for sequence, _ in answers]
        unconfirmed, lost = len(answers) - len(confirmed), len(taps) - len(answers)
        told = f"confirmed {confirmed}, stored {sequences}, tapped {taps}"
        require(set(confirmed) <= set(sequences), f"confirmed, but not in the journal: {told}")
        require(confirmed == sequences[:len(confirmed)], f"not confirmed in their order: {told}")
        require([self.said(body) for _, body in answers] == taps[:len(answers)],
                f"the journal holds what was not tapped: {[body for _, body in answers]}; {told}")
        require(unconfirmed <= killed, f"more than one answer was stored but not confirmed: {told}")
        require(lost <= killed, f"more than one tap left nothing: {told}")
        for sequence, body in answers:
            require(all(sequences[0] <= body[key] < sequence for key in (5, 6) if key in body),
                    f"answer {sequence} goes on with a visit from before the start: {body}")
        return unconfirmed, lost
