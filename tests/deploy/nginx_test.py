#!/usr/bin/python3
"""The line through deploy/backend/nginx.conf, with a real nginx: a kiosk is enrolled and plays a shop day over TLS,
an administrator is made by the one-time link, and nobody sees the pages without signing in.

nginx_test.py PROGRAMS_DIR NGINX_CONF
"""
import http.client
import json
import os
import pathlib
import socket
import ssl
import subprocess
import sys
import re
import tempfile
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "backend"))
from backend_process import Backend  # noqa: E402

PIN = "271828"
PASSWORD = "four words of mine"
QUIET = {**os.environ, "SDL_VIDEODRIVER": "offscreen", "LP_NUM_THREADS": "0", "MESA_SHADER_CACHE_DISABLE": "true"}


def free_port():
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def openssl(*words, **more):
    return subprocess.run(["openssl", *words], check=True, capture_output=True, text=True, **more).stdout


def configured(text, folder, backend_port, tls_port, plain_port):
    """The file as IT would fill it in, with ports and places of this test's own."""
    for there, here in (("127.0.0.1:8480", f"127.0.0.1:{backend_port}"),
                        ("listen 443 ", f"listen 127.0.0.1:{tls_port} "), ("listen [::]:443 ssl http2;", ""),
                        ("listen 80;", f"listen 127.0.0.1:{plain_port};"), ("listen [::]:80;", ""),
                        ("feedback.example", "localhost"), ("/etc/letsencrypt/live/localhost/", f"{folder}/")):
        assert there in text, f"{there} is not in the file any more"
        text = text.replace(there, here)
    return (f"daemon off; error_log {folder}/error.log; pid {folder}/pid; worker_processes 2;\n"
            f"events {{}}\nhttp {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;\n"
            f"fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n{text}\n}}\n")


class Nginx:
    def __init__(self, folder, template, backend_port, names="DNS:localhost"):
        self.folder, self.tls, self.plain = folder, free_port(), free_port()
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                "-subj", "/CN=localhost", "-addext", f"subjectAltName={names}",
                "-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem"))
        (folder / "nginx.conf").write_text(configured(template.read_text(), folder, backend_port, self.tls, self.plain))
        folder.chmod(0o755)  # its workers are another user where it is started by root
        self.command = ["nginx", "-e", str(folder / "error.log"), "-p", str(folder), "-c", str(folder / "nginx.conf")]

    def __enter__(self):
        subprocess.run([*self.command, "-t"], check=True, capture_output=True)
        self.process = subprocess.Popen(self.command)
        self.wait_until_it_listens()
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(20)

    def wait_until_it_listens(self):
        while self.process.poll() is None:
            with socket.socket() as one:
                if one.connect_ex(("127.0.0.1", self.tls)) == 0:
                    return
        raise AssertionError((self.folder / "error.log").read_text())

    def ask(self, method, path, body=None, headers=()):
        context = ssl.create_default_context(cafile=self.folder / "fullchain.pem")
        connection = http.client.HTTPSConnection("localhost", self.tls, context=context, timeout=60)
        connection.request(method, path, body, dict(headers))
        response = connection.getresponse()
        return response.status, dict(response.headers), response.read()


def enrol(programs, folder, backend, nginx):
    (folder / "code").write_text(backend.code())
    (folder / "pin").write_text(PIN)
    (folder / "kiosk.json").write_text(json.dumps(
        {"survey_sets": ["checkout"], "network": {"ca_file": str(folder / "fullchain.pem"), "proxy": ""}}))
    kiosk = [programs / "smilepost-kiosk"]
    state = ["--state", folder / "kiosk", "--config", folder / "kiosk.json"]
    subprocess.run([*kiosk, "enrol", *state, "--backend", f"https://localhost:{nginx.tls}/", "--label", "Exit north",
                    "--code-file", folder / "code", "--pin-file", folder / "pin"], check=True, env=QUIET)
    subprocess.run([*kiosk, *state, "--window", "800x480", "--play-shop-day", "120"], check=True, env=QUIET,
                   stderr=subprocess.DEVNULL)


def check_line(programs, folder, backend):
    counts = json.loads(subprocess.run([programs / "smilepost", "counts", "--state", folder / "kiosk", "--json"],
                                       check=True, capture_output=True, text=True).stdout)
    shown = backend.results()["answer_records"]
    assert shown > 0 and set(counts.values()) == {shown}, (counts, shown)
    return shown


def post(nginx, path, fields, **headers):
    return nginx.ask("POST", path, urllib.parse.urlencode(fields),
                     {"Host": "localhost", "Content-Type": "application/x-www-form-urlencoded", **headers})


def check_before(nginx):
    """While there is no account, nothing but the way to one, though nginx is on the backend's own machine."""
    for path in ("/", "/results.json", "/calls", "/fleet"):
        status, headers, _ = nginx.ask("GET", path, headers={"Host": "localhost"})
        assert status == 401, (path, status)
    assert headers["Strict-Transport-Security"] == "max-age=31536000", headers


def check_door(nginx, link):
    """As a browser that says no Sec-Fetch-Site: its forms carry an Origin."""
    assert link.startswith("https://localhost/setup?link="), link
    own = {"Origin": "https://localhost"}
    fields = {"link": link.rsplit("=", 1)[1], "name": "Anna", "password": PASSWORD, "again": PASSWORD}
    assert post(nginx, "/setup", fields, Origin="https://evil.example")[0] == 403
    status, headers, body = post(nginx, "/setup", fields, **own)
    assert status == 303, (status, body)
    cookie = headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=") and "; Secure" in cookie, cookie
    signed_in = {"Host": "localhost", "Cookie": cookie.split(";")[0]}
    assert nginx.ask("GET", "/results.json", headers={"Host": "localhost"})[0] == 401
    assert nginx.ask("GET", "/results.json", headers=signed_in)[0] == 200
    assert b"Exit north" in nginx.ask("GET", "/", headers=signed_in)[2]
    assert nginx.ask("GET", "/admin/v1/fleet", headers=signed_in)[0] == 404, "the owner's socket alone"
    token = re.search(rb'name="csrf" value="([0-9a-f]+)"', nginx.ask("GET", "/calls", headers=signed_in)[2])[1]
    pressed = {"do": "here-for-all", "csrf": token.decode()}
    assert post(nginx, "/calls", pressed, Cookie=signed_in["Cookie"], **own)[0] == 303
    assert post(nginx, "/calls", pressed, Cookie=signed_in["Cookie"], Origin="https://evil.example")[0] == 403
    assert post(nginx, "/calls", {"do": "here-for-all"}, Cookie=signed_in["Cookie"], **own)[0] == 403
    assert nginx.ask("POST", "/v1/records", b"x" * (1 << 20) + b"x")[0] == 413


def check_plain(nginx):
    connection = http.client.HTTPConnection("127.0.0.1", nginx.plain, timeout=60)
    connection.request("GET", "/calls", headers={"Host": "localhost"})
    response = connection.getresponse()
    assert response.status == 308 and response.headers["Location"] == "https://localhost/calls", response.headers


def main(programs, template):
    with tempfile.TemporaryDirectory() as place:
        folder = pathlib.Path(place)
        with Backend(str(programs / "smilepost-backend"), place,
                     words=("--public-address", "https://localhost")) as backend:
            link = backend.process.stdout.readline().split()[-1]
            with Nginx(folder, template, backend.base.rsplit(":", 1)[1]) as nginx:
                enrol(programs, folder, backend, nginx)
                shown = check_line(programs, folder, backend)
                check_before(nginx)
                check_door(nginx, link)
                check_plain(nginx)
            assert backend.stop() == 0
    print(f"{shown} answer records came through nginx; nobody sees a page who is not signed in")


if __name__ == "__main__":
    main(*(pathlib.Path(word).resolve() for word in sys.argv[1:]))
