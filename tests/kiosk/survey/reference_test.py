"""assets/surveys/REFERENCE.md is what survey-set.schema.json says, and says all of it.

reference_test.py SOURCE_FOLDER
"""
import json
import pathlib
import subprocess
import sys
import tempfile

root = pathlib.Path(sys.argv[1])
surveys = root / "assets" / "surveys"
script = root / "assets" / "survey_reference.py"
wrong = []


def run(*arguments):
    return subprocess.run([sys.executable, script, *arguments], capture_output=True, text=True)


def expect(holds, what):
    if not holds:
        wrong.append(what)


# Of each sort that a schema may be made of.
SCHEMA = {
    "title": "A set", "description": "What is asked.", "type": "object", "required": ["id", "kind"],
    "properties": {
        "id": {"description": "Its name.", "allOf": [{"$ref": "#/definitions/id"}]},
        "kind": {"enum": ["nps", "a|b"], "default": "nps"},
        "size": {"type": "integer", "minimum": 2, "maximum": 5},
        "list": {"type": "array", "minItems": 1, "maxItems": 6, "items": [{"$ref": "#/definitions/id"}],
                 "additionalItems": {"$ref": "#/definitions/part"}},
        "words": {"allOf": [{"$ref": "#/definitions/texts"}], "additionalProperties": {"maxLength": 24}},
    },
    "examples": [{"id": "first"}],
    "definitions": {
        "id": {"title": "Id", "type": "string", "maxLength": 40, "examples": ["why-not"]},
        "texts": {"title": "Texts", "type": "object", "additionalProperties": {"type": "string"}},
        "part": {"title": "Part", "description": "One of two.",
                 "oneOf": [{"$ref": "#/definitions/one"}, {"$ref": "#/definitions/two"}]},
        "one": {"title": "One", "type": "object", "properties": {"from": {"type": "integer"}, "chosen": {"const": 1}},
                "oneOf": [{"required": ["from"]}, {"required": ["chosen"]}], "dependencies": {"from": ["to"]}},
        "two": {"title": "Two", "allOf": [{"$ref": "#/definitions/one"}, {"required": ["from"], "properties": {"chosen": False}}]},
    },
}
PIECES = [
    "# A set", "What is asked.", "| `id` | yes | [Id](#id) | Its name. |", '`"nps"` or `"a\\|b"` | Without: `"nps"`. |',
    "whole number 2 to 5", "list of 1 to 6: [Id](#id), then [Part](#part)", "[Texts](#texts), at most 24 characters",
    '```json\n{"id": "first"}\n```', "## Id\n\nText, at most 40 characters.", '```json\n"why-not"\n```',
    "## Part\n\nOne of two.\n\nOne of [One](#one) or [Two](#two).", "It has either `from` or `chosen`.",
    "`from` comes with `to`.", "| `chosen` |  | `1` |", "As [One](#one).", "It must have `from`.", "| `chosen` |  | not here |",
]

with tempfile.TemporaryDirectory() as folder:
    source, page = pathlib.Path(folder) / "s.json", pathlib.Path(folder) / "R.md"
    source.write_text(json.dumps(SCHEMA))
    expect(run(source, page).returncode == 0, "a page is written")
    text = page.read_text(encoding="utf-8")
    wrong += [f"the page lacks: {piece}\n{text}" for piece in PIECES if piece not in text]
    expect(run("--check", source, page).returncode == 0, "a page just written is up to date")
    page.write_text(text + "\n")
    stale = run("--check", source, page)
    expect(stale.returncode == 1 and "survey_reference.py" in stale.stdout, "a stale page is named, with what to do")
    expect(run(source).returncode == 2, "wrong usage is said")

shipped = run("--check", surveys / "survey-set.schema.json", surveys / "REFERENCE.md")
expect(shipped.returncode == 0, shipped.stdout + shipped.stderr)
print("\n".join(wrong) or "the reference is what the schema says")
sys.exit(1 if wrong else 0)
