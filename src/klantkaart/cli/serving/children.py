"""Child processes of the supervisor: started, watched, and stopped together. Only the standard library."""

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from types import FrameType

PATIENCE = 30.0
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Bell:
    """Rings when a child ended or when somebody asks to stop."""

    def __init__(self) -> None:
        self.asked_to_stop = 0
        self._reader, writer = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        signal.set_wakeup_fd(writer, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda _number, _frame: None)
        for number in _STOPPING:
            signal.signal(number, self._stop)

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self.asked_to_stop += 1

    def wait(self, seconds: float) -> None:
        """Until it rings, or so long."""
        ready, _writable, _failed = select.select([self._reader], [], [], seconds)
        if ready:
            os.read(self._reader, 4096)


class Children:
    """Processes of which none may end by itself. Each has a session of its own, so that Ctrl-C reaches only the
    supervisor, which then stops them in order."""

    def __init__(self, bell: Bell, environment: Mapping[str, str]) -> None:
        self._bell = bell
        self._environment = dict(environment)
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    def start(self, name: str, arguments: Sequence[str], *, output: int | None = None) -> None:
        """Start ``python`` with these arguments; ``output`` is where its standard output goes."""
        self._running[name] = subprocess.Popen(  # noqa: S603  (this very Python, arguments of our own)
            [sys.executable, *arguments],
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            start_new_session=True,
        )

    def ended(self) -> tuple[str, int] | None:
        """A child that ended, with its exit code; None while all run."""
        for name, process in self._running.items():
            code = process.poll()
            if code is not None:
                return name, code
        return None

    def wait_for(self, name: str) -> int | None:
        """The exit code of a child that has an end; None when somebody asked to stop first."""
        while not self._bell.asked_to_stop:
            code = self._running[name].poll()
            if code is not None:
                del self._running[name]
                return code
            self._bell.wait(1.0)
        return None

    def stop(self) -> None:
        """Ask all to finish what they do; who has not within half a minute, or at a second Ctrl-C, is killed."""
        asked = self._bell.asked_to_stop
        for process in self._running.values():
            process.terminate()
        last = time.monotonic() + PATIENCE
        while any(process.poll() is None for process in self._running.values()):
            if time.monotonic() > last or self._bell.asked_to_stop > asked:
                self._kill()
            self._bell.wait(0.2)
        self._running.clear()

    def _kill(self) -> None:
        for process in self._running.values():
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
