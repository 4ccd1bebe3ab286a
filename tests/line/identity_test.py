#!/usr/bin/python3
"""Who a kiosk is, from its first day to its last, with real processes: let in, revoked, replaced, copied, its
key changed and lost. Whatever happens, each confirmed answer is on the results page once."""
import pathlib
import shutil
import sys

from card import Backend, Card, audit, run_cases
from journal_ledger import require
from played_kiosk import PATIENCE_S

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "postgres"))
from cluster import Cluster  # noqa: E402


def all_arrive(card, *others):
    due = card.confirmed + sum(other.confirmed for other in others)
    card.stand_idle_until("all are sent", lambda: card.on_page() >= due)
    require(card.on_page() == due, f"{card.on_page()} answers on the page, due are {due}")


def state_in_list(card):
    line, = [line for line in card.fleet("list").splitlines() if line.startswith(card.number()[:8])]
    return line


def it_is_let_in(programs, folder, backend):
    """Its image holds a code that is no secret; it says its number, and somebody accepts that."""
    card = Card(programs, folder, backend, enrolled=False)
    code = card.tool("enrol-code", "--acceptance", "--socket", f"{backend.state}/admin.sock")
    enrolling = card.enrol(code)
    number = enrolling.stdout.readline().split()[-1]
    require(f"{number}  Till 3" in card.fleet("list"), card.fleet("list"))
    card.fleet("accept", number)
    require(enrolling.wait(PATIENCE_S) == 0, "it was accepted and did not come in")
    enrolling.stdout.close()
    card.live_a_day()
    all_arrive(card)
    return f"{card.on_page()} answers on the page"


def it_is_revoked_and_taken_back(programs, folder, backend):
    card = Card(programs, folder, backend)
    card.live_a_day()
    before = card.on_page()
    card.fleet("revoke", card.number()[:8])
    require("revoked" in state_in_list(card), state_in_list(card))
    card.live_a_day()
    require(card.on_page() == before, "a revoked kiosk's answers were taken")
    card.fleet("accept", card.number()[:8])
    all_arrive(card)
    return f"{card.on_page()} answers on the page"


def its_board_is_replaced(programs, folder, backend):
    old = Card(programs, folder, backend)
    old.live_a_day()
    all_arrive(old)
    new = Card(programs, folder, backend, name="board")
    new.fleet("replace", old.number(), new.number())
    new.live_a_day()
    all_arrive(new, old)
    require(f"replaced by {new.number()[:8]}" in state_in_list(old), state_in_list(old))
    require("Till 3" in state_in_list(new), state_in_list(new))
    return f"{new.on_page()} answers on the page"


def its_key_is_rotated(programs, folder, backend):
    card = Card(programs, folder, backend)
    card.live_a_day()
    card.tool("rotate-key", "--state", str(card.state))
    card.live_a_day()
    all_arrive(card)
    require("good: " in card.verify(card.export()), "what was signed before and after does not verify")
    return f"{card.on_page()} answers on the page"


def its_keys_are_lost(programs, folder, backend):
    """All but its name: what comes then nobody vouches for, until somebody accepts it."""
    card = Card(programs, folder, backend)
    card.live_a_day()
    all_arrive(card)
    before = card.on_page()
    for key in (card.state / "keys").glob("epoch-*"):
        key.unlink()
    card.live_a_day()
    require(card.on_page() == before, "an epoch that nobody vouches for was taken")
    require("WAITS with a new key" in card.fleet("list"), card.fleet("list"))
    card.fleet("accept", card.number()[:8])
    all_arrive(card)
    return f"{card.on_page()} answers on the page"


def its_card_is_copied(programs, folder, backend):
    """Two devices, each with its own shoppers: all of them count, and the page says that there are two."""
    card = Card(programs, folder, backend)
    card.live_a_day()
    twin = Card(programs, folder, backend, name="twin", enrolled=False)
    shutil.copytree(card.state, twin.state)
    twin.days = 100  # other shoppers
    for _ in range(2):
        card.live_a_day()
        twin.live_a_day()
    card.stand_idle_until("all are sent", lambda: card.on_page() >= card.confirmed)
    all_arrive(twin, card)
    kiosk, = backend.results()["kiosks"]
    require(kiosk["copied"], f"two devices, and nobody says so: {kiosk}")
    require("COPIED" in state_in_list(card), state_in_list(card))
    return f"{card.on_page()} answers on the page"


def comes_back_from_a_copy(card, backend, make_copy, put_back):
    """From yesterday's copy: the kiosk has what that lacks, and is taken for nobody else."""
    card.live_a_day()
    all_arrive(card)
    make_copy()
    card.live_a_day()
    all_arrive(card)
    had = card.on_page()
    backend.kill()
    put_back()
    backend.run("--restored")
    backend.start()
    require(card.on_page() < had, "the backup lacks nothing, so this shows nothing")
    card.network.backend_port = int(backend.base.rsplit(":", 1)[1])
    card.live_a_day()
    all_arrive(card)
    kiosk, = backend.results()["kiosks"]
    require(not kiosk["copied"] and kiosk["forks"] == 0, f"an alarm: {kiosk}")
    # Without a display it draws in software, which the list says; of its card it says nothing.
    require(not any(word in state_in_list(card) for word in ("COPIED", "restored", "key")), state_in_list(card))
    return f"{card.on_page()} answers on the page"


def its_backend_is_restored(programs, folder, backend):
    def put_back():
        for file in pathlib.Path(backend.state).glob("archive.sqlite*"):
            file.unlink()
        shutil.copyfile(folder / "backup", backend.database)

    return comes_back_from_a_copy(Card(programs, folder, backend), backend,
                                  lambda: backend.run("--back-up", str(folder / "backup")), put_back)


def its_postgresql_is_restored(programs, folder, _):
    """As an administrator would, with PostgreSQL's own programs, while kiosks and backend run."""
    with Cluster() as cluster, Backend(str(programs / "smilepost-backend"), folder / "with-postgresql",
                                       database=cluster.uri()) as backend:
        dump = f"{cluster.folder}/dump"

        def put_back():
            cluster.sql("postgres", "DROP DATABASE smilepost WITH (FORCE)")
            cluster.run("pg_restore", "--exit-on-error", "--create", "-h", cluster.folder, "-d", "postgres", dump)

        said = comes_back_from_a_copy(
            Card(programs, folder, backend), backend,
            lambda: cluster.run("pg_dump", "--format=custom", "-f", dump, cluster.uri()), put_back)
        audit(programs, backend)
        return said


LIVES = [it_is_let_in, it_is_revoked_and_taken_back, its_board_is_replaced, its_key_is_rotated, its_keys_are_lost,
         its_card_is_copied, its_backend_is_restored, its_postgresql_is_restored]


if __name__ == "__main__":
    run_cases(LIVES)
