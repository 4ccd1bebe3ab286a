#!/usr/bin/python3
"""What befalls a kiosk's card, with real processes. After each mishap the kiosk takes answers again, all
that it still has arrive, and the results page says what happened."""
import functools

from card import Card, run_cases
from journal_ledger import require


def the_whole_card_is_put_back(card):
    """Keys and all: the kiosk can't know, the backend has seen what came after, and tells it."""
    card.live_a_day()
    card.keep_copy()
    card.live_a_day()
    card.put_back()
    card.live_a_day()
    card.live_a_day()
    card.stand_idle_until("all are sent", lambda: card.on_page() >= card.confirmed)
    card.check_page(card.confirmed, "card may have been copied or restored. Both are kept and counted.",
                    contradict=True, put_back=1)


def the_journal_alone_is_put_back(card):
    card.live_a_day()
    card.keep_copy()
    card.live_a_day()
    missing = card.undelivered()
    card.put_back("journal.db")
    card.live_a_day()
    card.check_page(card.confirmed, "found an older state on its card than it remembered", put_back=1, missing=missing)


def the_tail_is_cut_off(card):
    """Of records that nobody outside has had."""
    card.live_a_day()
    card.live_unheard()
    tail = "sequence > (SELECT max(sequence) - 5 FROM record)"
    cut = card.answers(tail)
    card.ask(f"DELETE FROM record WHERE {tail}")
    card.live_a_day()
    card.check_page(card.confirmed - cut, "5 records that this kiosk had did not come", put_back=1, missing=5)


def check_gap(card, lost, gone):
    """What lies beyond it arrives, and whoever verifies is told of it."""
    card.stand_idle_until("what lies beyond is sent", lambda: card.on_page() >= card.confirmed - lost)
    card.check_page(card.confirmed - lost, "cannot be read any more on this kiosk", damaged=1, gone=gone)
    for said in (card.verify(card.state), card.verify(card.export())):
        require("good: " in said and f"note: {gone} record" in said, f"verify says {said}")


def a_record_is_altered(card):
    """One that nobody outside has had."""
    card.live_a_day()
    card.live_unheard()
    (last,), = card.ask("SELECT max(sequence) FROM record")
    altered = last - 5
    lost = card.answers(f"sequence = {altered}")
    card.ask("UPDATE record SET cose = CAST(substr(cose, 1, 99) || x'00' || substr(cose, 101) AS BLOB) "
             f"WHERE sequence = {altered}")
    card.live_a_day()
    check_gap(card, lost, gone=1)


def records_are_cut_out(card):
    """Of those that nobody outside has had."""
    card.live_a_day()
    card.live_unheard()
    (last,), = card.ask("SELECT max(sequence) FROM record")
    some = f"sequence BETWEEN {last - 6} AND {last - 4}"
    lost = card.answers(some)
    card.ask(f"DELETE FROM record WHERE {some}")
    card.live_a_day()
    check_gap(card, lost, gone=3)


def the_journal_is_gone(card):
    card.live_a_day()
    missing = card.undelivered()
    for file in card.state.glob("journal.db*"):
        file.unlink()
    card.live_a_day()
    card.check_page(card.confirmed, "journal was gone, 1 time in 30 days", lost=1, missing=missing)


def the_file_is_damaged(card):
    """Its beginning, which SQLite can do nothing without; nobody outside has had the second day."""
    card.live_a_day()
    card.live_unheard()
    with open(card.state / "journal.db", "r+b") as file:
        file.write(b"\x5a" * 4096)
    card.live_a_day()
    card.stand_idle_until("what was saved is sent", lambda: card.on_page() == card.confirmed)
    card.check_page(card.confirmed, "could not read its journal, 1 time in 30 days", damaged=1)


MISHAPS = [the_whole_card_is_put_back, the_journal_alone_is_put_back, the_tail_is_cut_off, a_record_is_altered,
           records_are_cut_out, the_journal_is_gone, the_file_is_damaged]


def on_a_card_of_its_own(mishap):
    @functools.wraps(mishap)
    def case(programs, folder, backend):
        card = Card(programs, folder, backend)
        mishap(card)
        return f"{card.confirmed} answers confirmed in {card.days} days"
    return case


if __name__ == "__main__":
    run_cases(map(on_a_card_of_its_own, MISHAPS))
