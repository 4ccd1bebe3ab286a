"""A network that lies: stands between kiosk and backend and answers as it is told."""
import http.client
import http.server
import threading

HTML = b"<html><body>Welcome to the shop's free Wi-Fi. Please log in.</body></html>"


class Proxy:
    """mode: pass, portal (HTML with 200), half (half a receipt), broken (500), gone (no answer)."""

    def __init__(self, backend_port):
        self.backend_port = backend_port
        self.mode = "pass"
        self.answered = dict.fromkeys(["pass", "portal", "half", "broken", "gone"], 0)
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                mode = proxy.mode
                proxy.answered[mode] += 1
                if mode == "gone":
                    self.close_connection = True
                elif mode == "portal":
                    self.answer(200, "text/html", HTML)
                elif mode == "broken":
                    self.answer(500, "text/plain", b"oh no")
                else:
                    self.forward(body, mode)

            do_GET = do_POST

            def forward(self, body, mode):
                headers = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "connection")}
                try:
                    backend = http.client.HTTPConnection("127.0.0.1", proxy.backend_port, timeout=10)
                    backend.request(self.command, self.path, body, headers)
                    response = backend.getresponse()
                    answer = response.read()
                except OSError:
                    self.answer(502, "text/plain", b"bad gateway")
                    return
                if mode == "half":  # the backend has taken it; the receipt is lost on the way
                    answer = answer[:len(answer) // 2]
                self.answer(response.status, response.headers.get("Content-Type", ""), answer)

            def answer(self, status, content_type, body):
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # a killed kiosk leaves its connection behind

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
