#!/usr/bin/python3
"""A shopper taps the bell, the team's page shows the call, somebody presses "Coming", and the kiosk says so.
No script runs in the page: it is read and its forms are sent as a browser does."""
import argparse
import html
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "backend"))
from backend_process import Backend, get  # noqa: E402

PATIENCE_S = 120


def require(holds, why):
    if not holds:
        print(f"FAILED: {why}")
        sys.exit(1)


class Caller:
    """The kiosk, told line by line what its shopper does."""

    def __init__(self, program, backend):
        environment = dict(os.environ, SDL_VIDEODRIVER="offscreen", LP_NUM_THREADS="0",
                           MESA_SHADER_CACHE_DISABLE="true", ASAN_OPTIONS="detect_leaks=0")
        self.process = subprocess.Popen([program, backend.base, backend.code()], env=environment, text=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def does(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        require(self.process.stdout.readline() != "", f"the kiosk ended at {line!r}")

    def end(self):
        self.process.stdin.close()
        require(self.process.wait(PATIENCE_S) == 0, "the kiosk ended badly")


class NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def press(backend, form, origin=None):
    """The status of the answer."""
    request = urllib.request.Request(backend.url("/calls"), urllib.parse.urlencode(form).encode(),
                                     {"Origin": origin or backend.base})
    try:
        return urllib.request.build_opener(NoRedirect).open(request).status
    except urllib.error.HTTPError as answer:
        return answer.code


def page(backend):
    return html.unescape(get(backend.url("/calls")).body.decode())


def page_once(backend, words):
    patience = time.monotonic() + PATIENCE_S
    while words not in (shown := page(backend)):
        require(time.monotonic() < patience, f"the page never says {words!r}: {shown}")
        time.sleep(0.05)  # as a page that reloads itself
    return shown


def hidden_fields(shown):
    """Of the form with "Coming"."""
    form = re.search(r"<form[^>]*>((?:(?!</form>).)*)Coming</button>", shown, re.DOTALL).group(1)
    return dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', form))


def somebody_comes(caller, backend):
    caller.does("tap face-1")
    kiosk = re.search(r'name="kiosk" value="(\w+)"', page(backend)).group(1)
    require(press(backend, {"do": "here", "kiosk": kiosk}, "http://elsewhere.example") == 403, "a foreign page got in")
    require(press(backend, {"do": "here", "kiosk": kiosk}) == 303, "nobody could say that they are there")
    caller.does("until bell")
    caller.does("tap bell")
    caller.does("until Call a colleague to this screen?")
    require("Coming</button>" not in page(backend), "somebody was called before the shopper said yes")
    caller.does("tap call-yes")
    caller.does("until Asking the team")
    shown = page_once(backend, "Coming</button>")
    require("Entrance" in shown and "English" in shown, f"who calls? {shown}")
    fields = hidden_fields(shown)
    backend.stop()
    backend.start()  # it knows of the call all the same
    require(press(backend, {"do": "coming", **fields}) == 303, "nobody could come")
    caller.does("until A colleague is coming")
    page_once(backend, "Somebody said that they are coming")
    caller.does("tap new-visitor")
    page_once(backend, "Answered after")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    programs = parser.parse_args().programs
    with tempfile.TemporaryDirectory() as name, Backend(str(programs / "smilepost-backend"), name) as backend:
        at = backend.command.index("127.0.0.1:0")
        backend.command[at] = backend.base.removeprefix("http://")  # where it is found again
        caller = Caller(str(programs / "line_caller"), backend)
        somebody_comes(caller, backend)
        caller.end()
    print("somebody was called, and came")


if __name__ == "__main__":
    main()
