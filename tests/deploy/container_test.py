#!/usr/bin/python3
"""The container image's recipe, where no engine builds it: a linter reads it, the backend takes the options that it
begins with, and its health check tells a backend that lives from one that does not.

container_test.py PROGRAMS_DIR RECIPE
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent


def lint(recipe):
    linter = HERE / "node_modules/dockerfile-utils/bin/dockerfile-utils"
    done = subprocess.run(["node", linter, "lint", recipe], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def words_after(instruction, text):
    return json.loads(re.search(rf"^{instruction} (\[.*\])$", text, re.MULTILINE)[1])


def healthy(check, port):
    return subprocess.run([word.replace("8480", port) for word in check], capture_output=True).returncode == 0


def main(programs, recipe):
    lint(recipe)
    text = recipe.read_text()
    program, *options = words_after("ENTRYPOINT", text)
    check = words_after("HEALTHCHECK CMD", text)
    with tempfile.TemporaryDirectory() as folder:
        words = [option.replace(":8480", ":0") for option in options]
        backend = subprocess.Popen([programs / program, "--state", f"{folder}/state", *words],
                                   stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        with backend.stdout as said:
            port = said.readline().strip("/\n").rsplit(":", 1)[1]
        assert healthy(check, port)
        backend.terminate()
        assert backend.wait(20) == 0
        assert not healthy(check, port)
    print("the recipe is well-formed, its backend starts, and its health check tells")


main(*(pathlib.Path(word).resolve() for word in sys.argv[1:]))
