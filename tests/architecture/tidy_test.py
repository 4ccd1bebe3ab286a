"""Every C++ file of the product passes the chosen clang-tidy checks. Clean results are remembered, here and for other
clones, by all that they depend on: file, headers, flags, checks and tool. What changed is looked at again."""
import concurrent.futures
import functools
import hashlib
import json
import os
import pathlib
import re
import subprocess
import sys

TOOL = ["clang-tidy", "--quiet", "--extra-arg=-Wno-unknown-warning-option"]
ROOMS = ("record", "platform", "kiosk", "backend", "deploy")
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache") / "smilepost/tidy"
DAYS_KEPT = 60


@functools.lru_cache(maxsize=None)
def digest(path):
    return hashlib.sha256(pathlib.Path(path).read_bytes()).hexdigest()


def files_of_objects(build):
    """What each object was compiled from, as the compiler said."""
    files, object_name = {}, None
    deps = subprocess.run(["ninja", "-C", build, "-t", "deps"], capture_output=True, text=True, check=True).stdout
    for line in deps.splitlines():
        if line.startswith("    "):
            files[object_name].append(os.path.normpath(os.path.join(build, line.strip())))
        elif ": #deps" in line:
            object_name = line.split(": #deps")[0]
            files[object_name] = []
    return files


def without_places(text, source):
    return text.replace(str(source), "")


def key_of(command, files, source, tool):
    parts = [tool, digest(str(source / ".clang-tidy")), without_places(command["command"], source)]
    parts += sorted(without_places(str(file), source) + " " + digest(str(file)) for file in files)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def check(build, command, key):
    """What is wrong, or nothing."""
    done = subprocess.run([*TOOL, "-p", build, command["file"]], capture_output=True, text=True)
    if done.returncode != 0:
        return done.stdout + done.stderr
    (CACHE / key).touch()
    return ""


def forget_old():
    for file in CACHE.iterdir():
        if file.stat().st_mtime < os.stat(CACHE).st_mtime - DAYS_KEPT * 86400:
            file.unlink(missing_ok=True)


def to_check(build, source):
    """The files of the product that are not known to be clean, each with the key it will be known by."""
    tool = subprocess.run([TOOL[0], "--version"], capture_output=True, text=True, check=True).stdout
    objects = files_of_objects(build)
    seen, work = set(), []
    for command in json.loads((build / "compile_commands.json").read_text()):
        file = pathlib.Path(command["file"])
        if file in seen or not file.is_relative_to(source) or file.relative_to(source).parts[0] not in ROOMS:
            continue
        seen.add(file)
        made = re.search(r" -o (\S+)", command["command"])[1]
        key = key_of(command, objects.get(made, [file]), source, tool)
        if (CACHE / key).exists():
            (CACHE / key).touch()
        else:
            work.append((command, key))
    assert len(seen) > 100, "the product's files are not among the compile commands"
    return len(seen), work


def main(build):
    build, source = pathlib.Path(build).resolve(), pathlib.Path.cwd().resolve()
    CACHE.mkdir(parents=True, exist_ok=True)
    forget_old()
    seen, work = to_check(build, source)
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(filter(None, pool.map(lambda one: check(build, *one), work)))
    print(*found, sep="\n")
    print(f"{seen} files, {len(work)} of them looked at anew, {len(found)} with findings")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
