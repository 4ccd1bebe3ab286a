"""A kiosk that plays a shop day, what it tells meanwhile, and how it ends."""
import os
import pathlib
import select
import signal
import subprocess
import time

PATIENCE_S = 600  # on the busiest machine


class Failure(Exception):
    """A promise that did not hold."""


class PlayedKiosk:
    """Its trace comes through a pipe: what was written before a SIGKILL can be read after it."""

    def __init__(self, command, log):
        read, write = os.pipe()
        self.log = log
        self.began = time.monotonic()
        environment = dict(os.environ, SDL_VIDEODRIVER="offscreen", ASAN_OPTIONS="detect_leaks=0:quarantine_size_mb=8",
                           LP_NUM_THREADS="0", MESA_SHADER_CACHE_DISABLE="true")
        with open(log, "w", encoding="utf-8") as errors:
            self.process = subprocess.Popen([*command, "--trace", f"/dev/fd/{write}"], env=environment,
                                            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=errors)
        os.close(write)  # the kiosk holds the other end: when it is gone, the trace ends
        self.told = open(read, "rb", buffering=0)
        self.lines, self.rest, self.ended = [], b"", False
        self.first_tap_s = self.first_answer_s = None  # the latter: from that tap to its confirmation

    def hear(self, seconds):
        """Waits for more of the trace."""
        poll = select.poll()
        poll.register(self.told, select.POLLIN | select.POLLHUP)
        if not poll.poll(seconds * 1_000):
            return
        data = self.told.read(65536)
        self.ended = not data
        *whole, self.rest = (self.rest + data).split(b"\n")
        self.lines += [line.decode() for line in whole]
        self.clock()

    def clock(self):
        now = time.monotonic() - self.began
        if self.lines and self.first_tap_s is None:
            self.first_tap_s = now
        if self.confirmed() and self.first_answer_s is None:
            self.first_answer_s = now - self.first_tap_s

    def hear_until(self, enough):
        """Until the lines are enough, or it has ended."""
        heard, patience = len(self.lines), time.monotonic() + PATIENCE_S
        while not self.ended and not enough(self.lines):
            self.hear(1)
            if len(self.lines) > heard:
                heard, patience = len(self.lines), time.monotonic() + PATIENCE_S
            if time.monotonic() > patience:
                raise Failure(f"nothing new in {PATIENCE_S} s after {self.lines[-3:]}; {self.doing()}")

    def doing(self):
        """Whether it hangs or only never had its turn."""
        words = pathlib.Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").split()
        ticks = int(words[13]) + int(words[14])
        return f"state {words[2]}, {ticks / os.sysconf('SC_CLK_TCK'):.1f} s of processor time, said {self.complaints()}"

    def running(self):
        return self.process.poll() is None

    def signal(self, what):
        if self.running():
            self.process.send_signal(what)

    def starve_the_disk(self, processor):
        """Only the thread that draws runs whenever it wants to: the journal's waits until that one does.
        So what is shown too early is shown long before it is kept."""
        for thread in map(int, os.listdir(f"/proc/{self.process.pid}/task")):
            try:
                os.sched_setaffinity(thread, {processor})
                if thread != self.process.pid:
                    os.sched_setscheduler(thread, os.SCHED_IDLE, os.sched_param(0))
            except ProcessLookupError:
                pass  # it was over before

    def kill(self):
        """Whether that ended it. Afterwards all that it told is there."""
        self.signal(signal.SIGKILL)
        return self.end() == -signal.SIGKILL

    def end(self):
        while not self.ended:
            self.hear(1)
        self.told.close()
        code = self.process.wait()
        if self.rest:
            raise Failure(f"the trace ends within a line: {self.rest!r}")
        if code not in (0, -signal.SIGKILL) or self.complaints():
            raise Failure(f"the kiosk ended with {code}; it said: {self.complaints()}")
        return code

    def complaints(self):
        """A kill is nothing to complain about at the next start."""
        return [line for line in self.log.read_text(encoding="utf-8").splitlines() if ": info: " not in line]

    def taps(self):
        return [line[len("tap "):] for line in self.lines if line.startswith("tap ")]

    def confirmed(self):
        return [int(line[len("confirmed "):]) for line in self.lines if line.startswith("confirmed ")]
