"""The backend as a process, and a kiosk's bytes, for tests that need the real thing."""
import http.client
import json
import os
import signal
import socket
import subprocess
import tempfile
import time
import urllib.parse


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost")
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()


def samples(answer):
    assert answer.status == 200, answer.body
    lines = answer.body.decode().splitlines()
    return {name: float(value) for name, value in (line.rsplit(" ", 1) for line in lines if not line.startswith("#"))}


def get(url):
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=20)
    connection.request("GET", parts.path)
    return Answer(connection.getresponse())


class Kiosk:
    """A kiosk made by hand: see made_kiosk_main.cpp."""

    def __init__(self, made_kiosk, code, label, votes):
        now = str(int(time.time() * 1000))
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([made_kiosk, code, label, now, *votes], cwd=folder, check=True)
            self.enrolment = open(f"{folder}/enrol.cbor", "rb").read()
            self.first = open(f"{folder}/first.seq", "rb").read()
            self.later = open(f"{folder}/later.seq", "rb").read()


def midday():
    """The time zone in which it is between 12 and 1 now, so that no midnight comes between."""
    return f"NOON{time.gmtime().tm_hour - 12:+d}"  # POSIX counts westwards


class Backend:
    def __init__(self, program, state, prepare=None, database=None, words=()):
        self.state = os.path.join(state, "backend")
        self.database = database or f"{self.state}/archive.sqlite"
        self.command = [program, "--state", self.state, "--listen", "127.0.0.1:0", "--database", self.database, *words]
        self.environment = {**os.environ, "TZ": midday()}
        self.prepare = prepare
        self.log = None  # where it complains: as this process does

    def run(self, *words):
        """The program with other work to do."""
        subprocess.run([self.command[0], "--state", self.state, "--database", self.database, *words],
                       stdout=subprocess.DEVNULL, check=True)

    def __enter__(self):
        return self.start()

    def start(self):
        self.process = subprocess.Popen(self.command, stdout=subprocess.PIPE, stderr=self.log, text=True,
                                        env=self.environment, preexec_fn=self.prepare)
        ready = self.process.stdout.readline()
        assert ready.startswith("listening on http://127.0.0.1:"), ready
        self.base = ready.split()[-1].rstrip("/")
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.stop()
        self.process.stdout.close()

    def url(self, path):
        return self.base + path

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(20)

    def stop(self):
        self.process.terminate()
        return self.process.wait(20)

    def try_second(self):
        return subprocess.run(self.command, capture_output=True, text=True, timeout=20)

    def fingerprint(self):
        done = subprocess.run([*self.command, "--print-receipt-fingerprint"], capture_output=True,
                              text=True, timeout=20, check=True)
        return done.stdout.strip()

    def code(self):
        connection = UnixConnection(os.path.join(self.state, "admin.sock"))
        connection.request("POST", "/admin/v1/enrolment-codes")
        answer = Answer(connection.getresponse())
        assert answer.status == 201, answer.body
        return answer.body.decode().strip()

    def post(self, path, content_type, body):
        connection = http.client.HTTPConnection(self.base.removeprefix("http://"), timeout=20)
        connection.request("POST", path, body, {"Content-Type": content_type})
        return Answer(connection.getresponse())

    def post_records(self, body):
        return self.post("/v1/records", "application/cbor-seq", body)

    def start_records(self, body):
        """Sends a batch and does not wait for what becomes of it."""
        connection = http.client.HTTPConnection(self.base.removeprefix("http://"), timeout=20)
        connection.request("POST", "/v1/records", body, {"Content-Type": "application/cbor-seq"})

    def metrics(self):
        """As its owner sees them: figures by their names and labels."""
        owner = UnixConnection(os.path.join(self.state, "admin.sock"))
        owner.request("GET", "/metrics")
        return samples(Answer(owner.getresponse()))

    def results(self):
        return json.loads(get(self.url("/results.json")).body)
