"""The real program: one instance a folder, killed while it takes records, nothing acknowledged lost."""
import sys
import tempfile

from backend_process import Backend, Kiosk, get


def main(program, made_kiosk):
    with tempfile.TemporaryDirectory() as state:
        with Backend(program, state) as backend:
            second = backend.try_second()
            assert second.returncode == 1, second
            assert "another smilepost-backend uses this folder" in second.stderr, second.stderr
            assert get(backend.url("/livez")).status == 204
            kiosk = Kiosk(made_kiosk, backend.code(), "Till <1>", ["4", "1:long-wait", "3"])
            assert backend.post("/v1/enrolments", "application/cbor", kiosk.enrolment).status == 201
            # The acknowledgement is read, the process is killed at once: no chance to tidy up.
            assert backend.post_records(kiosk.first).status == 200
            backend.kill()
        for _ in range(3):  # a batch under way when the kill comes is there wholly or not at all
            with Backend(program, state) as backend:
                assert backend.results()["answer_records"] in (4, 5)
                backend.start_records(kiosk.later)
                backend.kill()
        with Backend(program, state) as backend:
            assert backend.post_records(kiosk.first).status == 200, "the same batch again"
            assert backend.post_records(kiosk.later).status == 200
            results = backend.results()
            assert results["answer_records"] == 5, results
            assert results["visits"] == 4, results
            assert results["kiosks"][0]["comparison"] == {"kiosk_has": 5, "server_has": 5}, results
            assert backend.stop() == 0, "SIGTERM is a good end"


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
