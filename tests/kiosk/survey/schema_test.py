"""Holds survey-set.schema.json and the kiosk's own checks together.

files/good       both accept
files/bad        both refuse
files/semantic   the schema accepts; only the kiosk, which sees rules between values, refuses
survey_set_parser_test.cpp walks the same folders on the kiosk's side.
"""
import json
import pathlib
import sys

import jsonschema

root = pathlib.Path(sys.argv[1])
surveys = root / "assets" / "surveys"
files = root / "tests" / "kiosk" / "survey" / "files"

schema = json.loads((surveys / "survey-set.schema.json").read_text())
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)

shipped = [p for p in surveys.glob("*.json") if not p.name.endswith(".schema.json")]
expected = [(p, True) for p in shipped]
for folder, valid in (("good", True), ("bad", False), ("semantic", True)):
    expected += [(p, valid) for p in (files / folder).glob("*.json")]

wrong = 0
for path, valid in expected:
    if validator.is_valid(json.loads(path.read_text())) != valid:
        print(f"{path.relative_to(root)}: the schema should {'accept' if valid else 'refuse'} it")
        wrong += 1

if len(shipped) < 2 or len(expected) < 50:
    print("too few files were found; is the path right?")
    wrong += 1
print(f"{len(expected)} files, {wrong} wrong")
sys.exit(1 if wrong else 0)
