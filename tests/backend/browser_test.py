"""The results page in a real browser: it fills, escapes what kiosks say, and refreshes itself."""
import http.server
import subprocess
import sys
import tempfile
import threading

from backend_process import Backend, Kiosk, get

BROWSER = ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
           "--no-first-run", "--disable-background-networking", "--disable-component-update",
           "--disable-sync"]


def open_page(url, profile, *options):
    return subprocess.run([*BROWSER, f"--user-data-dir={profile}", *options, "--dump-dom", url],
                          capture_output=True, text=True, timeout=100, check=True).stdout


def check_refresh(backend, kiosk, profile):
    """The page has its figures; then a batch comes in; the page's own next request shows it."""
    watcher = Watcher(backend, lambda: backend.post_records(kiosk.later))
    dom = open_page(watcher.url, profile, "--virtual-time-budget=20000")
    watcher.close()
    assert watcher.asked >= 2, "the page did not ask for fresh figures by itself"
    assert "4 answers today" in dom, dom
    assert "Kiosk has 5, server has 5" in dom, dom


class Watcher:
    """Stands between browser and backend, and acts before the figures are asked for again."""

    def __init__(self, backend, before_second):
        self.asked = 0
        self.before_second = before_second
        watcher = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self):
                if self.path == "/figures":
                    watcher.note_request()
                answer = get(backend.url(self.path))
                self.send_response_only(answer.status)
                for name, value in answer.headers.items():
                    if name.lower() not in ("connection", "content-length"):
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def note_request(self):
        self.asked += 1
        if self.asked == 2:
            self.before_second()

    def close(self):
        self.server.shutdown()


def check_times(backend, made_kiosk, profile):
    """What stands at another time than its kiosk's clock said is marked beside the figure."""
    kiosk = Kiosk(made_kiosk, backend.code(), "Slow", ["4", "boot:1970", "3", "1", "heard",
                                                       "boot:1970", "4", "boot:free", "2"])
    assert backend.post("/v1/enrolments", "application/cbor", kiosk.enrolment).status == 201
    assert backend.post_records(kiosk.first).status == 200
    dom = open_page(backend.url("/"), profile)
    for text in ("2 at a corrected time, because", "1 at the time it arrived here",
                 "own clock, which nobody has checked", "2 at a doubtful time"):
        assert text in dom, (text, dom)


def check_questions(backend, made_kiosk, profile):
    """Every question of a visit has its figure, and the staff's answers are apart from the shoppers'."""
    visits = ["recommend=10/11,how-easy=6/7,found-it=2/2", "recommend=4/11,why-not=long-wait+rude,how-easy=-"]
    staff = ["staff", *["team=4/4"] * 4]
    kiosk = Kiosk(made_kiosk, backend.code(), "Exit", visits + staff)
    assert backend.post("/v1/enrolments", "application/cbor", kiosk.enrolment).status == 201
    assert backend.post_records(kiosk.first).status == 200
    dom = open_page(backend.url("/"), profile)
    for text in ("Recommendation score", "1 of 2 chose 9 or 10, 1 chose 6 or less.", "How easy",
                 "1 of 1 gave the better answer.", "Fewer than 5 answers today: not shown"):
        assert text in dom, (text, dom)


def main(program, made_kiosk):
    with tempfile.TemporaryDirectory() as state, tempfile.TemporaryDirectory() as profile:
        with Backend(program, state) as backend:
            assert "No kiosk yet" in open_page(backend.url("/"), profile)
            kiosk = Kiosk(made_kiosk, backend.code(), "<script>document.title='owned'</script>",
                          ["4", "1:long-wait,<b>rude</b>", "3"])
            assert backend.post("/v1/enrolments", "application/cbor", kiosk.enrolment).status == 201
            assert backend.post_records(kiosk.first).status == 200
            dom = open_page(backend.url("/"), profile)
            assert "3 answers today" in dom and "Long wait" in dom, dom
            assert "<title>Smilepost results</title>" in dom, "a label became script"
            assert "&lt;script&gt;" in dom and "<b>rude" not in dom, dom
            check_refresh(backend, kiosk, profile)
            check_times(backend, made_kiosk, profile)
            check_questions(backend, made_kiosk, profile)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
