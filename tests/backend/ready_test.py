"""The real program on a PostgreSQL that goes and comes back: alive all the time, ready only while it is there."""
import pathlib
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "postgres"))
from backend_process import Backend, get  # noqa: E402
from cluster import Cluster  # noqa: E402


def wait_for(backend, status):
    limit = time.monotonic() + 60
    while get(backend.url("/readyz")).status != status:
        assert time.monotonic() < limit, f"/readyz does not become {status}"


def main(program):
    with Cluster() as cluster, tempfile.TemporaryDirectory() as state:
        with Backend(program, state, words=("--database", cluster.uri())) as backend:
            assert get(backend.url("/readyz")).status == 200
            cluster.stop()
            wait_for(backend, 503)
            assert b"archive" in get(backend.url("/readyz")).body
            assert get(backend.url("/livez")).status == 200
            cluster.start()
            wait_for(backend, 200)
            assert backend.stop() == 0


if __name__ == "__main__":
    main(sys.argv[1])
