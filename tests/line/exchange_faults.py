"""What may befall an exchange. Each is a function of it (fault_proxy.py) and of what went before."""
import random
import socket

from fault_proxy import FIN, RST, end


class Context:
    """What a network may know."""

    def __init__(self, line):
        self.proxy, self.strangers_receipt = line.proxy, line.strangers_receipt


def cut_request(at, how):
    """So many bytes of it reach the backend."""
    def fault(exchange, _context):
        connection = exchange.backend()
        connection.sendall(exchange.request[:at])
        end(connection, how)
        end(exchange.client, how)
    fault.at, fault.how = at, how
    return fault


def cut_response(at, how):
    """The backend has stored it; so many bytes of its answer come back."""
    def fault(exchange, _context):
        exchange.client.sendall(exchange.ask()[:at])
        end(exchange.client, how)
    fault.at, fault.how = at, how
    return fault


def came_twice(exchange, context):
    """Both whole; the answer to the second."""
    exchange.ask()
    exchange.client.sendall(exchange.ask())


def replayed_later(exchange, context):
    """An older request once more, before this one: with a token of long ago."""
    exchange.ask(context.proxy.requests[0])
    exchange.client.sendall(exchange.ask())


def replayed_after_newer_ones(exchange, context):
    """All that went before, the newest first."""
    exchange.client.sendall(exchange.ask())
    for request in reversed(context.proxy.requests):
        exchange.ask(request)


def overtaken(exchange, context):
    """The kiosk hears nothing and asks again; that gets through before this one arrives."""
    end(exchange.client, RST)

    def next_one(other, _context):
        other.client.sendall(other.ask())
        other.ask(exchange.request)
    context.proxy.fault = lambda other: next_one(other, context)


def overtaken_by_half(exchange, context):
    """Both are at the backend at once, this one only in part; the rest of it comes later."""
    connection = exchange.backend()
    connection.sendall(exchange.request[:len(exchange.request) // 2])
    end(exchange.client, FIN)

    def next_one(other):
        other.client.sendall(other.ask())
        connection.sendall(exchange.request[len(exchange.request) // 2:])
        connection.recv(65536)
        connection.close()
    context.proxy.fault = next_one


def both_at_once(exchange, _context):
    """The same request over two connections, neither waits for the other."""
    first, second = exchange.backend(), exchange.backend()
    for connection in (first, second):
        connection.sendall(exchange.request)
    answer = first.recv(65536)
    second.recv(65536)
    first.close()
    second.close()
    exchange.client.sendall(answer)


def later_than_patience(exchange, _context):
    """The kiosk has given up when it reaches the backend."""
    exchange.wait_for_client_to_give_up()
    exchange.ask()


later_than_patience.patience_ms = 60


def answered_too_late(exchange, _context):
    """The kiosk has given up when the answer comes, which is stored all the same."""
    response = exchange.ask()
    exchange.wait_for_client_to_give_up()
    try:
        exchange.client.sendall(response)
    except OSError:
        pass


answered_too_late.patience_ms = 60


def in_single_bytes(exchange, _context):
    """Slow, but whole: nothing is wrong with that."""
    exchange.client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    response = exchange.ask()
    for at in range(len(response)):
        exchange.client.sendall(response[at:at + 1])


ORDER = [came_twice, replayed_later, replayed_after_newer_ones, overtaken, overtaken_by_half, both_at_once,
         later_than_patience, answered_too_late, in_single_bytes]


def message(status, content_type, body, *headers):
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


COSE = "application/cose"
PORTAL = b"<html><body>Welcome to the shop's free Wi-Fi. Please log in.</body></html>"


def receipt(exchange):
    """The genuine one."""
    return exchange.ask().partition(b"\r\n\r\n")[2]


def flipped(exchange, _context, chance):
    body = bytearray(receipt(exchange))
    body[chance.randrange(len(body))] ^= 1 << chance.randrange(8)
    return message("200 OK", COSE, bytes(body))


def truncated(exchange, _context, chance):
    """Whole by its Content-Length."""
    body = receipt(exchange)
    return message("200 OK", COSE, body[:chance.randrange(len(body))])


def longer(exchange, _context, chance):
    return message("200 OK", COSE, receipt(exchange) + chance.randbytes(chance.randrange(1, 99)))


def older(exchange, context, chance):
    """Genuine, and of an exchange before."""
    return chance.choice(context.proxy.responses[:-1])


# What is answered instead. Those that ask the backend show that even then its word alone counts.
RUBBISH = {
    "portal": lambda e, c, r: message("200 OK", "text/html", PORTAL),
    "portal_that_lies_about_its_type": lambda e, c, r: message("200 OK", COSE, PORTAL),
    "nothing_with_200": lambda e, c, r: message("200 OK", COSE, b""),
    "status_204": lambda e, c, r: b"HTTP/1.1 204 No Content\r\n\r\n",
    "random_bytes": lambda e, c, r: r.randbytes(r.randrange(1, 2_000)),
    "random_body": lambda e, c, r: message("200 OK", COSE, r.randbytes(r.randrange(1, 2_000))),
    "continue_and_no_more": lambda e, c, r: b"HTTP/1.1 100 Continue\r\n\r\n",
    "early_hints_and_then_the_answer": lambda e, c, r: b"HTTP/1.1 103 Early Hints\r\n\r\n" + e.ask(),
    "switching_protocols": lambda e, c, r: b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: tea\r\n\r\n" + e.ask(),
    "moved": lambda e, c, r: message("302 Found", "text/html", PORTAL, "Location: http://127.0.0.1:1/login"),
    "moved_with_a_receipt": lambda e, c, r: message("307 Temporary Redirect", COSE, receipt(e), "Location: /"),
    "forbidden": lambda e, c, r: message("403 Forbidden", "application/problem+json", b'{"detail":"no"}'),
    "not_found": lambda e, c, r: message("404 Not Found", "text/plain", b"no"),
    "conflict_without_a_receipt": lambda e, c, r: message("409 Conflict", COSE, b""),
    "too_large": lambda e, c, r: message("413 Content Too Large", "text/plain", b"no"),
    "unprocessable": lambda e, c, r: message("422 Unprocessable", "application/problem+json", b'{"detail":"no"}'),
    "too_many": lambda e, c, r: message("429 Too Many Requests", "text/plain", b"", "Retry-After: 100"),
    "broken": lambda e, c, r: message("500 Internal Server Error", "text/plain", b"oh no"),
    "broken_with_a_receipt": lambda e, c, r: message("500 Internal Server Error", COSE, receipt(e)),
    "busy": lambda e, c, r: message("503 Service Unavailable", "text/html", PORTAL, "Retry-After: 100"),
    "no_such_status": lambda e, c, r: message("999 What", COSE, receipt(e)),
    "giant_header": lambda e, c, r: message("200 OK", COSE, receipt(e), "X: " + "x" * 2_000_000),
    "endless_body": lambda e, c, r: b"HTTP/1.1 200 OK\r\nContent-Type: application/cose\r\n\r\n" + bytes(8_000_000),
    "endless_chunks": lambda e, c, r: (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                       + (b"10000\r\n" + bytes(65_536) + b"\r\n") * 99),
    "two_lengths": lambda e, c, r: message("200 OK", COSE, receipt(e), "Content-Length: 5"),
    "strangers_receipt": lambda e, c, r: message("200 OK", COSE, c.strangers_receipt),
    "strangers_conflict": lambda e, c, r: message("409 Conflict", COSE, c.strangers_receipt),
    "older_receipt": older,
    "flipped_bit": flipped,
    "truncated": truncated,
    "longer": longer,
}


def rubbish(name, seed):
    def fault(exchange, context):
        try:
            exchange.client.sendall(RUBBISH[name](exchange, context, random.Random(f"{name} {seed}")))
        except OSError:
            pass  # it has heard enough
        end(exchange.client, FIN)
    return fault
