"""The real program: one instance a folder, killed while it takes records, nothing acknowledged lost."""
import os
import random
import resource
import signal
import socket
import sys
import tempfile
import time

from backend_process import Backend, Kiosk, get, samples

ROUNDS = 12
SEED = 20261121
FIRST = (4, 3)   # answer records and visits of a kiosk's first batch
WHOLE = (5, 4)   # and with the later one


def check_one_instance(program, state):
    with Backend(program, state) as backend:
        second = backend.try_second()
        assert second.returncode == 1, second
        assert "another smilepost-backend uses this folder" in second.stderr, second.stderr
        assert len(backend.fingerprint()) == 20, "the key may be asked for meanwhile"
        assert get(backend.url("/livez")).status == 200
        assert get(backend.url("/readyz")).status == 200
        assert backend.stop() == 0, "SIGTERM is a good end"


def enrolled_kiosk(backend, made_kiosk, label):
    kiosk = Kiosk(made_kiosk, backend.code(), label, ["4", "1:long-wait", "3"])
    assert backend.post("/v1/enrolments", "application/cbor", kiosk.enrolment).status == 201
    return kiosk


def figures_of(backend, label):
    """What the archive holds of one kiosk, and whether the figures agree with one another."""
    results = backend.results()
    assert results["visits"] == sum(one["visits"] for one in results["kiosks"]), results
    one = next(one for one in results["kiosks"] if one["label"] == label)
    held = one["answer_records"]
    assert one["comparison"] == {"kiosk_has": held, "server_has": held}, one
    return held, one["visits"]


def check_kills(program, made_kiosk, state):
    """A batch is acknowledged, and a second under way, when the kill comes: the first is there, the
    second wholly or not at all."""
    delays = random.Random(SEED)
    outcomes = []
    for label in [f"Till <{i}>" for i in range(ROUNDS)]:
        with Backend(program, state) as backend:
            kiosk = enrolled_kiosk(backend, made_kiosk, label)
            assert backend.post_records(kiosk.first).status == 200
            backend.start_records(kiosk.later)
            time.sleep(delays.uniform(0, 0.02))  # not to wait for anything: to kill anywhere
            backend.kill()
        with Backend(program, state) as backend:
            outcomes.append(figures_of(backend, label))
            assert outcomes[-1] in (FIRST, WHOLE), outcomes
            assert backend.post_records(kiosk.first).status == 200, "the same batch again"
            assert backend.post_records(kiosk.later).status == 200
            assert figures_of(backend, label) == WHOLE
            assert backend.stop() == 0
    print(f"seed {SEED}: the later batch was there after {outcomes.count(WHOLE)} of {ROUNDS} kills")


def connect(backend):
    host, port = backend.base.removeprefix("http://").split(":")
    return socket.create_connection((host, int(port)), timeout=20)


def check_owner_gets_in(program, state):
    """However many connect, where the system allows few open files."""
    few = lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (128, 128))
    with Backend(program, state, prepare=few) as backend:
        crowd = [connect(backend) for _ in range(200)]
        assert backend.code()
        for one in crowd:
            one.close()
        assert backend.stop() == 0


def check_first_start(program, state):
    """Makes its key for nobody else, whatever the umask; refuses one that others may read, in one line."""
    with Backend(program, state, prepare=lambda: os.umask(0)) as backend:
        assert backend.stop() == 0
    keys = os.path.join(backend.state, "keys")
    key = os.path.join(keys, "receipt")
    modes = [os.stat(path).st_mode & 0o777 for path in (backend.state, keys, key)]
    assert modes == [0o700, 0o700, 0o600], [oct(mode) for mode in modes]
    for path, mode in ((key, 0o640), (keys, 0o755), (backend.state, 0o750)):
        before = os.stat(path).st_mode
        os.chmod(path, mode)
        refused = backend.try_second()
        assert refused.returncode == 1 and refused.stderr.count("\n") == 1, refused
        assert path in refused.stderr and "chmod" in refused.stderr, refused.stderr
        os.chmod(path, before)


def check_drain(program, state):
    """SIGTERM: not ready at once, and still serving; a second one ends it."""
    with Backend(program, state, words=("--drain", "3600")) as backend:
        backend.process.send_signal(signal.SIGTERM)
        while get(backend.url("/readyz")).status == 200:  # the signal is on its way
            pass
        assert get(backend.url("/livez")).status == 200
        assert get(backend.url("/results.json")).status == 200
        assert backend.stop() == 0


def check_metrics(program, made_kiosk, state):
    """They move, and are the owner's and those of who asks at their own address."""
    with Backend(program, state, words=("--metrics", "127.0.0.1:0")) as backend:
        watch = backend.process.stdout.readline().split()[-1]
        assert get(backend.url("/metrics")).status == 404
        assert get(watch.replace("/metrics", "/results.json")).status == 404
        kiosk = enrolled_kiosk(backend, made_kiosk, "Till")
        for _ in range(2):
            assert backend.post_records(kiosk.first).status == 200
        text = get(watch).body.decode()
        figures = samples(get(watch))
        new = figures['smilepost_records_total{outcome="new"}']
        assert new > 0 and figures['smilepost_records_total{outcome="repeated"}'] == new, text
        assert figures['smilepost_batches_total{status="200"}'] == 2, text
        assert figures["smilepost_database_up"] == 1, text
        assert figures["smilepost_commit_duration_seconds_count"] >= 3, text
        assert figures["process_open_fds"] > 3, text
        assert backend.metrics().keys() == figures.keys()
        assert backend.stop() == 0


def main(program, made_kiosk):
    for check in (check_one_instance, check_first_start, check_owner_gets_in, check_drain):
        with tempfile.TemporaryDirectory() as state:
            check(program, state)
    for check in (check_metrics, check_kills):
        with tempfile.TemporaryDirectory() as state:
            check(program, made_kiosk, state)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
