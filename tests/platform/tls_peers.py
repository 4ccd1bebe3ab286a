#!/usr/bin/python3
"""Servers and proxies on loopback, good and bad ones, with certificates made now.

tls_peers.py FOLDER: writes files there, a line "name port" for each server and "pin-name pin" for each key,
then "ready"; ends when its standard input does.
"""
import base64
import datetime
import hashlib
import ipaddress
import pathlib
import socket
import ssl
import sys
import threading

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519

FOLDER = pathlib.Path(sys.argv[1])
NOW = datetime.datetime.utcnow()
DAY = datetime.timedelta(days=1)
PAGE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello"


def name(text):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def certificate(subject, key, issuer, issuer_key, begin, end, names=(), authority=False):
    builder = (x509.CertificateBuilder().subject_name(name(subject)).issuer_name(name(issuer))
               .public_key(key.public_key()).serial_number(x509.random_serial_number())
               .not_valid_before(begin).not_valid_after(end)
               .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True))
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())


def write(stem, cert, key):
    FOLDER.joinpath(stem + ".pem").write_bytes(cert.public_bytes(serialization.Encoding.PEM))
    FOLDER.joinpath(stem + ".key").write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    spki = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    print(f"pin-{stem} sha256//{base64.b64encode(hashlib.sha256(spki).digest()).decode()}", flush=True)


OURS = [x509.DNSName("localhost"), x509.DNSName("backend.test"), x509.IPAddress(ipaddress.ip_address("127.0.0.1")),
        x509.IPAddress(ipaddress.ip_address("::1"))]


def make_certificates():
    ca = ec.generate_private_key(ec.SECP256R1())
    long_ago, far = datetime.datetime(2000, 1, 1), datetime.datetime(2090, 1, 1)
    write("ca", certificate("ca", ca, "ca", ca, long_ago, far, authority=True), ca)
    for stem, begin, end, names in (
            ("good", NOW - DAY, NOW + 90 * DAY, OURS),
            ("expired", NOW - 90 * DAY, NOW - DAY, OURS),
            ("future", NOW + 900 * DAY, NOW + 990 * DAY, OURS),
            ("elsewhere", NOW - DAY, NOW + 90 * DAY, [x509.DNSName("elsewhere.test")])):
        key = ec.generate_private_key(ec.SECP256R1())
        write(stem, certificate(stem, key, "ca", ca, begin, end, names), key)
    own = ec.generate_private_key(ec.SECP256R1())
    write("portal", certificate("portal", own, "portal", own, NOW - DAY, NOW + DAY, OURS), own)
    for stem, key in (("client-p256", ec.generate_private_key(ec.SECP256R1())),
                      ("client-ed25519", ed25519.Ed25519PrivateKey.generate())):
        write(stem, certificate(stem, key, "ca", ca, NOW - DAY, NOW + DAY), key)
    locked = ec.generate_private_key(ec.SECP256R1())
    FOLDER.joinpath("locked.key").write_bytes(locked.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.BestAvailableEncryption(b"secret")))


def head_of(connection):
    """A request's head; and its body is read, so that closing resets nothing."""
    data = b""
    while b"\r\n\r\n" not in data:
        chunk = connection.recv(4096)
        if not chunk:
            return ""
        data += chunk
        if data[:1] == b"\x16":  # TLS, where plain text is spoken
            return "TLS"
    head, _, body = data.partition(b"\r\n\r\n")
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            while len(body) < int(line.split(b":")[1]):
                body += connection.recv(4096)
    return head.decode()


def listen(title, handle, host="127.0.0.1"):
    server = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=16)
    port = server.getsockname()[1]
    print(title, port, flush=True)

    def one(connection):
        with connection:
            try:
                handle(connection)
            except OSError:
                pass  # whom the client did not trust it leaves

    def serve():
        while True:
            connection, _ = server.accept()
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    return port


def page(connection):
    if head_of(connection):
        connection.sendall(PAGE)


def tls(stem, client_certificate=False):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(FOLDER / (stem + ".pem"), FOLDER / (stem + ".key"))
    if client_certificate:
        context.verify_mode = ssl.CERT_REQUIRED
        context.load_verify_locations(FOLDER / "ca.pem")

    def handle(connection):
        with context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) as wrapped:
            try:
                wrapped.do_handshake()
                page(wrapped)
            except ssl.SSLError:  # closed in order, or the alert is lost
                socket.socket.shutdown(wrapped, socket.SHUT_WR)
                while socket.socket.recv(wrapped, 4096):
                    pass
    return handle


def pump(source, target):
    try:
        while chunk := source.recv(65536):
            target.sendall(chunk)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def proxy(port, login=None, status=200):
    """A CONNECT proxy for which every name is this machine's."""
    def handle(connection):
        wanted = "Proxy-Authorization: Basic " + base64.b64encode(login.encode()).decode() if login else None
        while head := head_of(connection):
            if wanted and wanted not in head.split("\r\n"):
                connection.sendall(b"HTTP/1.1 407 Proxy Authentication Required\r\n"
                                   b'Proxy-Authenticate: Basic realm="shop"\r\nContent-Length: 0\r\n\r\n')
                continue
            if status != 200:
                connection.sendall(f"HTTP/1.1 {status} No\r\nContent-Length: 0\r\n\r\n".encode())
                return
            with socket.create_connection(("127.0.0.1", port)) as beyond:
                connection.sendall(b"HTTP/1.1 200 Connection established\r\nVia: shop\r\n\r\n")
                back = threading.Thread(target=pump, args=(beyond, connection), daemon=True)
                back.start()
                pump(connection, beyond)
                back.join()
            return
    return handle


def rubbish(connection):
    head_of(connection)
    connection.sendall(b"\x00\x01 what is this? \xff\r\n\r\n")


def main():
    make_certificates()
    good = listen("good", tls("good"))
    listen("good6", tls("good"), "::1")
    for stem in ("expired", "future", "elsewhere", "portal"):
        listen(stem, tls(stem))
    listen("mutual", tls("good", client_certificate=True))
    listen("plain", page)
    listen("plain6", page, "::1")
    listen("rubbish", rubbish)
    listen("cut", head_of)
    listen("proxy", proxy(good))
    listen("proxy-login", proxy(good, login="Kiosk:S%e:cret"))
    listen("proxy-refuses", proxy(good, status=403))
    listen("proxy-hijacks", proxy(listen("portal-behind", tls("portal"))))
    print("ready", flush=True)
    sys.stdin.read()


main()
