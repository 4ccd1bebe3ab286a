"""The whole way of an account with the real program: the first start prints a link, a form makes the first
administrator, and from then on every page asks who it is."""
import http.client
import os
import re
import sqlite3
import sys
import tempfile
import time
import urllib.parse

from backend_process import Answer, Backend, UnixConnection

PASSWORD = "four words of mine"
FORM = "application/x-www-form-urlencoded"


class Browser:
    """Keeps its cookie, and says where its forms stood."""

    def __init__(self, base, **headers):
        self.base, self.cookie, self.headers = base.removeprefix("http://"), None, headers

    def ask(self, method, path, fields=None):
        headers = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin", "Sec-Fetch-User": "?1", **self.headers}
        if self.cookie:
            headers["Cookie"] = self.cookie
        if fields is not None:
            headers["Content-Type"] = FORM
        connection = http.client.HTTPConnection(self.base, timeout=60)
        connection.request(method, path, None if fields is None else urllib.parse.urlencode(fields), headers)
        answer = Answer(connection.getresponse())
        if "Set-Cookie" in answer.headers:
            self.cookie = answer.headers["Set-Cookie"].split(";")[0]
        return answer

    def get(self, path):
        return self.ask("GET", path)

    def press(self, path, **fields):
        token = re.search(rb'name="csrf" value="([0-9a-f]{64})"', self.get(path).body)
        return self.ask("POST", path, {**fields, "csrf": token[1].decode() if token else ""})

    def choose(self, link, password=PASSWORD, **fields):
        secret = link.rsplit("=", 1)[1]
        assert self.get(f"/setup?link={secret}").status == 200
        return self.ask("POST", "/setup", {"link": secret, "password": password, "again": password, **fields})

    def sign_in(self, name, password=PASSWORD):
        return self.ask("POST", "/sign-in", {"name": name, "password": password})


def owner(backend, method, path, body=None):
    connection = UnixConnection(os.path.join(backend.state, "admin.sock"))
    connection.request(method, path, body, {"Content-Type": "application/json"})
    return Answer(connection.getresponse())


def check_before(backend, link):
    """On this machine the results are there; through a proxy nothing but the way in."""
    assert Browser(backend.base).get("/results.json").status == 200
    for header in ("X-Forwarded-For", "Forwarded"):
        stranger = Browser(backend.base, **{header: "10.0.0.9"})
        for path in ("/", "/results.json", "/calls", "/fleet", "/accounts"):
            answer = stranger.get(path)
            assert answer.status == 401, (header, path, answer.status)
        assert stranger.get("/sign-in").status == 200
    assert link.startswith(backend.base + "/setup?link="), link


def check_first(backend, link):
    anna = Browser(backend.base)
    short = anna.ask("POST", "/setup", {"link": link.rsplit("=", 1)[1], "name": "Anna", "password": "short",
                                        "again": "short"})
    assert short.status == 422, short.status
    assert anna.choose(link, name="Anna").status == 303
    assert anna.get("/").status == 200 and b"Sign out" in anna.get("/").body
    stranger = Browser(backend.base)
    for path in ("/", "/results.json", "/calls", "/fleet", "/accounts"):
        assert stranger.get(path).status == 401, path
    assert b'action="/sign-in"' in stranger.get("/calls").body
    assert stranger.ask("POST", "/setup", {"link": link.rsplit("=", 1)[1]}).status == 410
    return anna


def check_token(anna):
    assert anna.ask("POST", "/calls", {"do": "here-for-all"}).status == 403
    assert anna.press("/calls", do="here-for-all").status == 303
    anna.headers["Sec-Fetch-Site"] = "cross-site"
    assert anna.press("/calls", do="here-for-all").status == 403
    del anna.headers["Sec-Fetch-Site"]


def check_removal(backend, anna):
    made = owner(backend, "POST", "/admin/v1/accounts/add", '{"name": "Tablet", "role": "team"}')
    assert made.status == 201, made.body
    tablet = Browser(backend.base)
    assert tablet.choose(made.body.decode().split()[-1]).status == 303
    assert tablet.get("/calls").status == 200
    assert tablet.get("/fleet").status == 403
    assert anna.press("/accounts", do="remove", name="Tablet", sure="yes").status == 303
    assert tablet.get("/calls").status == 401
    assert anna.press("/accounts", do="remove", name="Anna", sure="yes").status == 409


def check_guessing(backend):
    guesser = Browser(backend.base)
    statuses = [guesser.sign_in("Anna", f"guess number {i}").status for i in range(6)]
    assert statuses == [401] * 5 + [429], statuses
    known, unknown = [], []
    for i in range(3):
        for name, times in (("Nobody", unknown), ("Ben", known)):
            begun = time.monotonic()
            assert guesser.sign_in(name, f"guess number {i}").status == 401
            times.append(time.monotonic() - begun)
    # A hash takes a tenth of a second at the least machine; an answer without one a hundredth of that.
    assert min(unknown) > min(known) / 4, (known, unknown)


def check_expiry(backend):
    """After a restart the session is still there; half an hour without a click later it is not."""
    ben = Browser(backend.base)
    assert ben.sign_in("Ben").status == 303
    backend.stop()
    backend.process.stdout.close()
    backend.start()
    ben.base = backend.base.removeprefix("http://")
    assert ben.get("/").status == 200
    backend.stop()
    backend.process.stdout.close()
    with sqlite3.connect(backend.database) as archive:
        archive.execute("UPDATE session SET used_ms = used_ms - 31 * 60000, made_ms = made_ms - 31 * 60000")
    archive.close()
    backend.start()
    ben.base = backend.base.removeprefix("http://")
    assert ben.get("/").status == 401


def check_remote(program):
    """Let loose on all addresses it listens on loopback alone, until there is an account."""
    with tempfile.TemporaryDirectory() as state, Backend(program, state) as backend:
        backend.stop()
        backend.process.stdout.close()
        at = backend.command.index("--listen") + 1
        backend.command[at:at + 1] = ["127.0.0.1:0"]
        backend.command += ["--listen", "0.0.0.0:0", "--allow-remote"]
        backend.start()
        second = backend.process.stdout.readline()
        assert "waits for it" in second and "/setup?link=" in second, second
        port = int(backend.base.rsplit(":", 1)[1])
        elsewhere = f"127.0.0.2:{port}"  # of this machine, too, but not the address it listens at
        refused = False
        try:
            Browser(elsewhere).get("/sign-in")
        except ConnectionRefusedError:
            refused = True
        assert refused, "it listens on more than loopback before there is an account"
        assert Browser(backend.base).choose(second.split()[-1], name="Anna").status == 303
        limit = time.monotonic() + 60
        while True:
            try:
                assert Browser(elsewhere).get("/").status == 401
                break
            except ConnectionRefusedError:
                assert time.monotonic() < limit, "it does not open the address that was wanted"
        assert backend.stop() == 0


def main(program):
    with tempfile.TemporaryDirectory() as state, Backend(program, state) as backend:
        link = backend.process.stdout.readline().split()[-1]
        check_before(backend, link)
        anna = check_first(backend, link)
        check_token(anna)
        check_removal(backend, anna)
        made = owner(backend, "POST", "/admin/v1/accounts/add", '{"name": "Ben", "role": "administrator"}')
        assert Browser(backend.base).choose(made.body.decode().split()[-1]).status == 303
        check_guessing(backend)
        check_expiry(backend)
        assert backend.stop() == 0
    check_remote(program)


if __name__ == "__main__":
    main(sys.argv[1])
