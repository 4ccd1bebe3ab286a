"""A TCP proxy that does to one exchange what it is told to, and lets the others through."""
import socket
import struct
import threading

FIN, RST = "FIN", "RST"
WAIT_S = 60  # for who must come


def end(connection, how):
    """FIN: an orderly end. RST: as where a router forgot the connection."""
    if how == RST:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    else:
        try:
            connection.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # the other side was quicker
    connection.close()


def read_message(connection):
    """An HTTP message with its head and Content-Length; nothing at the end of the connection."""
    data = b""
    while b"\r\n\r\n" not in data:
        more = connection.recv(65536)
        if not more:
            return b""
        data += more
    head, _, body = data.partition(b"\r\n\r\n")
    lengths = [line.split(b":")[1] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    length = int(lengths[0]) if lengths else 0
    while len(body) < length:
        more = connection.recv(65536)
        if not more:
            return b""
        body += more
    return head + b"\r\n\r\n" + body


class Exchange:
    """One request, and whom it came from. A fault is a function of it; at its end the connection is closed
    unless it says "go on"."""

    def __init__(self, client, request, port):
        self.client, self.request, self.port = client, request, port

    def backend(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=WAIT_S)

    def ask(self, request=None):
        """What the backend answers."""
        with self.backend() as connection:
            connection.sendall(request or self.request)
            return read_message(connection)

    def wait_for_client_to_give_up(self):
        self.client.settimeout(WAIT_S)
        try:
            while self.client.recv(65536):
                pass
        except ConnectionError:
            pass


class FaultProxy:
    def __init__(self, backend_port):
        self.backend_port = backend_port
        self.fault = None  # for the next exchange alone
        self.done = threading.Event()  # that one is over, on both sides
        self.lock = threading.Lock()
        self.requests, self.responses = [], []  # that went through whole, raw; the last few
        self.longest_request = self.longest_response = 0
        self.server = socket.create_server(("127.0.0.1", 0))
        self.port = self.server.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.server.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            while (request := read_message(client)) and self.exchange(Exchange(client, request, self.backend_port)):
                pass
        except OSError:
            pass  # a client that gave up
        client.close()

    def exchange(self, exchange):
        """Whether the connection goes on."""
        with self.lock:
            fault, self.fault = self.fault, None
        if fault:
            try:
                return fault(exchange) == "go on"
            finally:
                self.done.set()
        response = exchange.ask()
        self.remember(exchange.request, response)
        exchange.client.sendall(response)
        return True

    def arm(self, fault):
        self.done.clear()
        self.fault = fault

    def remember(self, request, response):
        self.requests = [*self.requests[-7:], request]
        self.responses = [*self.responses[-7:], response]
        self.longest_request = max(self.longest_request, len(request))
        self.longest_response = max(self.longest_response, len(response))

    def close(self):
        self.server.close()
