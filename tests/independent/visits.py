#!/usr/bin/python3
"""Counts an export's visits, written from record/FORMAT.md alone ("How results count"):
   visits.py FILE   prints as JSON how many visits gave which answer, of each audience, flagged or not"""
import collections
import json
import sys

from verify import Verifier, is_array, is_list, is_map, is_number, judge


def is_text(value):
    return type(value) is str


def is_truth(value):
    return type(value) is bool


def ascends(items):
    return all(one < other for one, other in zip(items, items[1:]))


def is_vote(value):
    return is_array(is_number, is_number)(value) and 1 <= value[0] <= value[1] <= 255


def is_reasons(value):
    return type(value) is list and all(map(is_text, value)) and ascends([one.encode() for one in value])


def is_flags(value):
    return is_list(lambda flag: is_number(flag, 255))(value) and ascends(value)


def is_unusual(value):
    return is_number(value, 255) and value > 0


ANSWER_SHAPE = {0: is_text, 1: is_number, 2: is_text, 8: is_array(is_text, is_text, is_truth, is_truth)}
ANSWER_OPTIONS = {3: is_vote, 4: is_reasons, 5: is_number, 6: is_number, 7: is_text, 9: is_number,
                  10: lambda v: is_number(v, 1), 11: is_flags, 12: is_unusual, 13: is_unusual}


def read_answer(body):
    """Nothing where it is unreadable, which is no fault of the chain."""
    if not is_map(body, ANSWER_SHAPE, ANSWER_OPTIONS):
        return None
    answer = dict(body)
    return answer if (3 in answer) != (4 in answer) else None


class Visit:
    def __init__(self, audience):
        self.audience, self.flagged, self.first, self.in_force = audience, False, None, {}

    def take(self, answer):
        self.flagged = self.flagged or 11 in answer
        if 3 in answer and self.first is None:
            self.first = answer[2]
        self.in_force[answer[2]] = answer

    def path(self):
        question, left = self.first, dict(self.in_force)
        while answer := left.pop(question, None):
            yield answer
            question = answer.get(7)


def visits_of(records):
    visits, visit_of = {}, {}
    for record in records:
        answer = read_answer(record.body) if record.kind == 2 else None
        if answer is None:
            continue
        place, named, amended = ((record.epoch, at) for at in (record.sequence, answer.get(5), answer.get(6)))
        visit_of[place] = named if named in visits else visit_of.get(amended, place)
        visits.setdefault(visit_of[place], Visit(answer.get(12, 0))).take(answer)
    return visits.values()


def counts_of(visits):
    counts = collections.Counter()
    for visit in visits:
        for place, answer in enumerate(visit.path()):
            said = f"{visit.audience} {'flagged' if visit.flagged else 'plain'} {answer[2]}"
            if 3 in answer:
                value, steps = answer[3]
                counts[f"{said} {'further' if place else 'first'} {value}/{steps}"] += 1
            elif answer[4]:
                counts[f"{said} reasons"] += 1
                counts.update(f"{said} reason {reason}" for reason in answer[4])
    return counts


def main(name):
    records, verifier = [], Verifier()
    verifier.see = records.append
    with open(name, "rb") as file:
        verdict, *_ = judge(file.read(), verifier=verifier)
    if verdict != "good":
        sys.exit(verdict)
    print(json.dumps(counts_of(visits_of(records))))


if __name__ == "__main__":
    main(sys.argv[1])
