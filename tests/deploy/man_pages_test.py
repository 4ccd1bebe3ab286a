#!/usr/bin/python3
"""Whether the manual pages and the completions say what the programs' own --help says, no more and no less.

man_pages_test.py BINARY_DIR MAN_DIR COMPLETION_DIR

A line for each fault: where, what, and what to do. Ends with 1 where there is any, with 2 for wrong usage.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

TOML = pathlib.Path(__file__).resolve().parents[2] / "deploy" / "backend.toml"
PAGES = {"smilepost-kiosk": ("smilepost-kiosk.1", "smilepost-kiosk.json.5"),
         "smilepost-backend": ("smilepost-backend.8", "smilepost-backend.toml.5"),
         "smilepost": ("smilepost.1",), "smilepost-provision": ("smilepost-provision.8", "kiosk.toml.5")}
ALONE = {"--help": "", "--version": ""}
OPTION = re.compile(r"(--[a-z][a-z-]*)(?: ([A-Z][A-Za-z]*))?")
WORD = re.compile(r"[a-z][a-z-]*")
OFFER = """
source "$1" || exit
shift
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMP_POINT=${#COMP_LINE}
entry=$(complete -p "$1") || exit
entry=${entry##*-F }
"${entry%% *}" "$1" "${!#}" "${COMP_WORDS[COMP_CWORD - 1]}"
printf '%s\\n' "${COMPREPLY[@]}"
"""


def options_in(text):
    """{"--state": "DIR", "--json": ""}: each option, and what it takes."""
    found = {}
    for option, takes in OPTION.findall(text):
        found[option] = found.get(option) or takes
    return found


def merged(*options):
    return {option: takes for each in options for option, takes in each.items()}


def help_of(binaries, program):
    text = subprocess.run([binaries / program, "--help"], check=True, capture_output=True,
                          encoding="utf-8").stdout
    return re.sub(r"'smilepost[^']*'", "", text)


def backend_contexts(text):
    return {(): options_in(text)}


def kiosk_contexts(text):
    """A usage line names a command and some options; the paragraph that begins with the command the others."""
    usage, *paragraphs = text.split("kiosk.json, every field")[0].strip().split("\n\n")
    common, own = {}, {}
    for paragraph in paragraphs:
        first = paragraph.split()[0]
        options = options_in(paragraph)
        if first in ("run", "--preview", "lint", "pictures", "enrol"):
            own[(first,)] = {option: takes for option, takes in options.items() if option != first}
        else:
            common = merged(common, options)
    common = {option: takes for option, takes in common.items() if option not in ALONE}
    contexts = {(): merged(common, own[("run",)], {"--preview": ""}, ALONE)}
    for first, rest in re.findall(r"smilepost-kiosk \[?([a-z-]+)\]?(.*)", usage):
        shared = common if "[OPTION…]" in rest else {}
        contexts[(first,)] = merged(shared, options_in(rest), own[(first,)])
    return contexts


def tool_contexts(text):
    """A line a command: "fleet list [--json] | accept KIOSK, with --socket PATH"."""
    contexts = {(): ALONE}
    for command, arguments in re.findall(r"^  smilepost ([a-z][a-z-]*) ?(.*)$", text, re.MULTILINE):
        arguments, _, shared = arguments.partition(", with ")
        for alternative in arguments.split(" | "):
            action = WORD.match(alternative)
            words = (command, action[0]) if action else (command,)
            contexts[words] = merged(contexts.get(words, {}), options_in(alternative), options_in(shared))
    return contexts


CONTEXTS = {"smilepost-kiosk": kiosk_contexts, "smilepost-backend": backend_contexts, "smilepost": tool_contexts,
            "smilepost-provision": backend_contexts}
TYPED = [program for program in PAGES if program != "smilepost-provision"]  # systemd starts that one


def field_paths(text):
    """Of what looks like JSON in the kiosk's --help; one path for all weekdays."""
    sketch = text.split("every field optional:\n")[1].split("\n\n")[0]
    paths, above, last = set(), [], ""
    for key, bracket in re.findall(r'"([^"]*)"\s*:|"[^"]*"|([{}])', sketch):
        if key:
            last = "DAY" if key in ("mon", "fri") else key
            paths.add("/".join(above) + "/" + last)
        elif bracket == "{":
            above.append(last if paths else "")
        elif bracket == "}":
            last = above.pop()
    return paths - {"/".join(path.split("/")[:-1]) for path in paths}


def settings_in(toml):
    return re.findall(r"^#?([a-z-]+) = ", toml, re.MULTILINE)


def page_faults(page, text, contexts):
    """Of a program's own page."""
    described = set(re.findall(r"\bFl -([a-z][a-z-]*)", text))
    for option in merged(*contexts.values()):
        if option[2:] not in described:
            yield f"{page}: {option} of --help is missing: describe it"
    for words in contexts:
        if words and not words[0].startswith("--") and not re.search(rf"\bCm {' '.join(words)}\b", text):
            yield f"{page}: the command {' '.join(words)} of --help is missing: describe it"


def surplus_faults(page, text, known):
    for option in sorted(set(re.findall(r"\bFl -([a-z][a-z-]*)", text)) - {option[2:] for option in known}):
        yield f"{page}: --{option} is not in --help: take it out, or mend its spelling"


def item_faults(page, text, names, source):
    items = " ".join(re.findall(r"^\.It Cm (.*)$", text, re.MULTILINE)).split()
    for name in sorted(set(names) - set(items)):
        yield f"{page}: {name} of {source} is missing: describe it"


def example_faults(page, text):
    """The example of kiosk.json can be read, and has no field that the page does not describe."""
    example = text.split(".Bd -literal\n")[1].split("\n.Ed")[0]
    try:
        value = json.loads(example)
    except ValueError as error:
        return [f"{page}: the example is not JSON ({error}): mend it"]
    items = " ".join(re.findall(r"^\.It Cm (.*)$", text, re.MULTILINE)).split()
    known = {item[:end] for item in items for end in [*(m.start() for m in re.finditer("/", item)), len(item)]}
    return [f"{page}: the example's {path} is not described: take it out, or describe it"
            for path in sorted(paths_of(value, "") - known)]


def paths_of(value, place):
    """Languages under /call/place are the shop's own."""
    if isinstance(value, list):
        return set().union(*(paths_of(item, place) for item in value))
    if not isinstance(value, dict) or place == "/call/place":
        return {place}
    days = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
    return set().union({place}, *(paths_of(child, f"{place}/{'DAY' if key in days else key}")
                                  for key, child in value.items()))


def typeset_faults(file):
    said = subprocess.run(["man", "--warnings", "-E", "UTF-8", "-l", "-Tutf8", "-Z", file], encoding="utf-8",
                          stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                          env={**os.environ, "MANWIDTH": "80", "LC_ALL": "C.UTF-8"})
    lines = said.stderr.splitlines() or ([f"man ended with {said.returncode}"] if said.returncode else [])
    return [f"{file.name}: {line}: mend the page" for line in lines]


class Completion:
    def __init__(self, script, program, folder):
        self.script, self.program, self.folder = script, program, folder
        self.complaints = {}

    def offers(self, *words):
        """For these words, the last of which is being typed. Set apart: no bash-completion beside it."""
        done = subprocess.run(["bash", "--norc", "-c", OFFER, "bash", self.script, self.program, *words],
                              capture_output=True, encoding="utf-8", cwd=self.folder)
        if done.returncode or done.stderr:
            said = (done.stderr.splitlines() or [f"ended with {done.returncode}"])[0]
            self.complaints.setdefault(said, " ".join((self.program, *words)))
        return set(done.stdout.split())

    def faults(self):
        return [f"completion {typed}: {said}: mend the script" for said, typed in self.complaints.items()]


def word_faults(completion, contexts):
    for depth in (0, 1):
        for before in sorted({words[:depth] for words in contexts if len(words) > depth}):
            known = {words[depth] for words in contexts if len(words) > depth and words[:depth] == before}
            where = " ".join((completion.program, *before))
            offered = completion.offers(*before, "") | completion.offers(*before, "--")
            for word in sorted(known - offered):
                yield f"completion {where}: {word} of --help is not offered: offer it"
            for word in sorted(word for word in offered - known if not word.startswith("-")):
                yield f"completion {where}: {word} is not in --help: take it out"


def option_faults(completion, words, options, known):
    where = " ".join((completion.program, *words))
    offered = completion.offers(*words, "--")
    for option in sorted(set(options) - offered):
        yield f"completion {where}: {option} of --help is not offered: offer it"
    for option in sorted(offered - set(known) - set(ALONE)):
        yield f"completion {where}: {option} is not in --help there: take it out"


def path_faults(completion, words, options):
    """What takes a file gets one offered, and what takes a folder nothing else."""
    wanted = {"FILE": {"a-file", "a-folder"}, "PATH": {"a-file", "a-folder"}, "TEXTS": {"a-file", "a-folder"},
              "DIR": {"a-folder"}}
    for option, takes in options.items():
        if takes not in wanted:
            continue
        offered = completion.offers(*words, option, "a-")
        if offered != wanted[takes]:
            yield (f"completion {' '.join((completion.program, *words))}: after {option} it offers "
                   f"{', '.join(sorted(offered)) or 'nothing'}: offer {', '.join(sorted(wanted[takes]))}")


def completion_faults(completion, contexts):
    everything = merged(*contexts.values())
    completion.offers("")
    if completion.complaints:
        yield from completion.faults()
        return
    if any(contexts):
        yield from word_faults(completion, contexts)
    for words, options in contexts.items():
        known = options if completion.program == "smilepost" else everything
        if words or completion.program != "smilepost":
            yield from option_faults(completion, words, options, known)
        yield from path_faults(completion, words, options)
    yield from completion.faults()


def program_faults(program, text, man_dir, completion_dir, folder):
    contexts = CONTEXTS[program](text)
    own, *settings = PAGES[program]
    yield from page_faults(own, (man_dir / own).read_text("utf-8"), contexts)
    for page in (own, *settings):
        yield from surplus_faults(page, (man_dir / page).read_text("utf-8"), options_in(text))
    if program in TYPED:
        yield from completion_faults(Completion(completion_dir / program, program, folder), contexts)


def settings_faults(kiosk_help, man_dir):
    page = "smilepost-kiosk.json.5"
    text = (man_dir / page).read_text("utf-8")
    yield from item_faults(page, text, field_paths(kiosk_help), "smilepost-kiosk --help")
    yield from example_faults(page, text)
    page = "smilepost-backend.toml.5"
    yield from item_faults(page, (man_dir / page).read_text("utf-8"), settings_in(TOML.read_text("utf-8")), TOML.name)


def all_faults(binaries, man_dir, completion_dir):
    texts = {program: help_of(binaries, program) for program in PAGES}
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "a-file").touch()
        pathlib.Path(folder, "a-folder").mkdir()
        for program, text in texts.items():
            yield from program_faults(program, text, man_dir, completion_dir, folder)
    yield from settings_faults(texts["smilepost-kiosk"], man_dir)
    for file in sorted(man_dir.glob("*.[158]")):
        yield from typeset_faults(file)


def closing_line(binaries):
    contexts = {program: CONTEXTS[program](help_of(binaries, program)) for program in PAGES}
    options = sum(len(merged(*each.values())) for each in contexts.values())
    commands = sum(1 for each in contexts.values() for words in each if words)
    fields = len(field_paths(help_of(binaries, "smilepost-kiosk")))
    settings = len(settings_in(TOML.read_text("utf-8")))
    return (f"good: {sum(map(len, PAGES.values()))} pages and {len(TYPED)} completions name {options} options, "
            f"{commands} commands, {fields} fields and {settings} settings, as --help does")


def main(arguments):
    if len(arguments) != 3:
        print(__doc__, file=sys.stderr)
        return 2
    folders = [pathlib.Path(each).resolve() for each in arguments]
    try:
        faults = list(all_faults(*folders))
    except OSError as error:
        faults = [f"{error.filename}: {error.strerror}: build or write it, or name another folder"]
    for fault in faults:
        print(fault)
    if not faults:
        print(closing_line(folders[0]))
    return 1 if faults else 0


sys.exit(main(sys.argv[1:]))
