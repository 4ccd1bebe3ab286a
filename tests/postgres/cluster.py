"""A PostgreSQL of the tests' own: Debian's programs, a folder that goes with it, a socket and no port.

    with Cluster() as cluster: … cluster.uri("smilepost") …
"""
import glob
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time

SETTINGS = """
listen_addresses = ''
max_connections = 40
shared_buffers = 32MB
max_wal_senders = 4
log_min_messages = warning
"""


def programs():
    found = sorted(glob.glob("/usr/lib/postgresql/*/bin"))
    if not found:
        raise SystemExit("PostgreSQL is not installed: tests/run does that")
    return found[-1]


class Cluster:
    def __init__(self, settings="", parent=None):
        self.folder = tempfile.mkdtemp(prefix="smilepost-postgres-", dir=parent)
        self.data = os.path.join(self.folder, "data")
        self.settings = SETTINGS + settings
        # PostgreSQL refuses to run as root: then as the user that Debian's package made.
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        shutil.chown(self.folder, self.user)

    def __enter__(self):
        try:
            self.make()
            self.start()
            self.sql("postgres", "CREATE DATABASE smilepost")
        except BaseException:
            self.remove()
            raise
        return self

    def __exit__(self, *_):
        self.stop("immediate")
        self.remove()

    def remove(self):
        shutil.rmtree(self.folder, ignore_errors=True)

    def run(self, program, *arguments, check=True):
        command = [os.path.join(programs(), program), *arguments]
        if os.geteuid() == 0:
            command = ["setpriv", "--reuid", self.user, "--regid", self.user, "--clear-groups", *command]
        done = subprocess.run(command, cwd=self.folder, capture_output=True, text=True)
        if check and done.returncode != 0:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}{self.log()}")
        return done

    def make(self):
        self.run("initdb", "--no-sync", "--encoding=UTF8", "--locale=C.UTF-8", "--auth=trust", "-D", self.data)
        self.configure()

    def configure(self):
        with open(os.path.join(self.data, "postgresql.conf"), "a", encoding="utf-8") as out:
            out.write(f"{self.settings}\nunix_socket_directories = '{self.folder}'\n")

    def start(self):
        self.run("pg_ctl", "start", "-w", "-D", self.data, "-l", os.path.join(self.folder, "log"))

    def stop(self, mode="fast"):
        self.run("pg_ctl", "stop", "-w", "-m", mode, "-D", self.data, check=False)

    def kill(self):
        """As a power cut would: no process of it says good-bye."""
        with open(os.path.join(self.data, "postmaster.pid"), encoding="utf-8") as text:
            first = int(text.readline())
        os.kill(first, signal.SIGKILL)
        self.run("pg_ctl", "stop", "-w", "-m", "immediate", "-D", self.data, check=False)

    def promote(self):
        self.run("pg_ctl", "promote", "-w", "-D", self.data)

    def log(self):
        path = os.path.join(self.folder, "log")
        if not os.path.exists(path):
            return ""
        with open(path, encoding="utf-8", errors="replace") as text:
            return text.read()[-2000:]

    def uri(self, database="smilepost"):
        return f"postgresql://{self.user}@/{database}?host={self.folder}"

    def sql(self, database, statement):
        """Rows as lists of text."""
        done = self.run("psql", "-XAtq", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-d", database,
                        "-c", statement)
        return [line.split("\t") for line in done.stdout.splitlines()]


class Standby(Cluster):
    """What the primary has committed is on its disk, too: by PostgreSQL's own streaming replication."""

    def __init__(self, primary):
        super().__init__()
        self.primary = primary

    def __enter__(self):
        try:
            self.run("pg_basebackup", "-h", self.primary.folder, "-D", self.data, "-R", "-X", "stream", "-c", "fast",
                     "-d", "dbname=postgres application_name=standby")
            self.configure()
            self.start()
            self.primary.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'standby'")
            self.primary.sql("postgres", "SELECT pg_reload_conf()")
            while not self.primary.sql("postgres", "SELECT 1 FROM pg_stat_replication WHERE sync_state = 'sync'"):
                time.sleep(0.05)  # looked at again and again: nobody tells
        except BaseException:
            self.remove()
            raise
        return self
