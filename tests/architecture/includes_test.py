#!/usr/bin/python3
"""Refuses an include that the layer diagram has no arrow for (rooms.json)."""
import json
import pathlib
import re
import sys

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', re.M)


def room_of(path, rooms):
    """The longest room that the path lies in."""
    inside = [room for room in rooms if path.startswith(room + "/")]
    return max(inside, key=len) if inside else None


def allowed(target, arrows):
    return any(target == arrow or (not arrow.endswith(".h") and target.startswith(arrow + "/"))
               for arrow in arrows)


def complaints(root, rules):
    rooms, libraries, pure = rules["rooms"], rules["libraries"], rules["pure"]
    for file in sorted(root.rglob("*")):
        path = file.relative_to(root).as_posix()
        if file.suffix not in (".h", ".cpp") or path.startswith("build"):
            continue
        room = room_of(path, rooms)
        if room is None:
            yield f"{path}: lies in no room of rooms.json"
            continue
        for bracket, target in INCLUDE.findall(file.read_text(encoding="utf-8")):
            if room_of(target, rooms):
                if not allowed(target, rooms[room]):
                    yield f"{path}: includes {target}, but {room}/ may see only {', '.join(rooms[room])}"
                continue
            for library, homes in libraries.items():
                at_home = any(path.startswith(home) for home in homes) or room == "tests"
                if target.startswith(library) and bracket == "<" and not at_home:
                    yield f"{path}: includes <{target}>, which stays behind {', '.join(homes) or 'the tests'}"
            if room in pure["rooms"] and f"<{target}>" in pure["forbidden"]:
                yield f"{path}: includes <{target}>, but {room}/ is pure: hand it in instead"


def self_test(rules):
    """The test can fail: a planted tree with one forbidden include of each sort is refused."""
    import tempfile
    planted = {"record/x.h": '#include "kiosk/app.h"\n', "backend/x.cpp": '#include "kiosk/app.h"\n',
               "kiosk/x.cpp": '#include "backend/ingest.h"\n', "kiosk/screens/x.cpp": '#include "kiosk/journal/journal.h"\n',
               "kiosk/y.cpp": "#include <sqlite3.h>\n", "kiosk/survey/x.cpp": "#include <chrono>\n"}
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        for name, text in planted.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_text(text)
        found = {line.split(":")[0] for line in complaints(root, rules)}
    return [f"self-test: a forbidden include in {name} was not noticed" for name in planted if name not in found]


def main():
    here = pathlib.Path(__file__).resolve().parent
    rules = json.loads((here / "rooms.json").read_text())
    found = self_test(rules) + list(complaints(here.parent.parent, rules))
    print("\n".join(found) if found else "every include follows the layer diagram")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
