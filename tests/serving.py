"""``klantkaart run`` for tests: the server as people start it, in a folder of its own, on SQLite."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

PASSWORD = "regenjas tulpen zeventien kano"  # of the practice administration
READY = "controleur@polder.example.nl"  # the last sign-in that is printed
_LONG = 90.0
_SIGN_IN = re.compile(r"  (\S+@\S+)  \(.+\)\n    geheim voor de app: ([A-Z2-7]{32})")


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


class Server:
    """The supervisor with its children, started at once."""

    def __init__(self, data: Path, *words: str, port: int = 0) -> None:
        self.data = data
        self.port = port or free_port()
        self.url = f"http://localhost:{self.port}"
        self.output = data.with_suffix(".out")
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "klantkaart.cli", "run", "--port", str(self.port), *words],
                env=self._environment(),
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _environment(self) -> dict[str, str]:
        others = {name: value for name, value in os.environ.items() if not name.startswith("KLANTKAART_")}
        return {**others, "KLANTKAART_DATA": str(self.data)}

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8")

    def wait_until(self, words: str) -> None:
        last = time.monotonic() + _LONG
        while words not in self.said():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < last, self.said()
            time.sleep(0.2)

    def secrets(self) -> dict[str, str]:
        """What each colleague's app knows, by mail address, read from what was printed."""
        return dict(_SIGN_IN.findall(self.said()))

    def command(self, *words: object) -> Any:
        """What ``klantkaart`` reports about the same data, asked in a process of its own while the server runs."""
        done = subprocess.run(
            [sys.executable, "-m", "klantkaart.cli", *(str(word) for word in words), "--json"],
            env=self._environment(),
            capture_output=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr.decode()
        return json.loads(done.stdout)

    def children(self) -> list[int]:
        """Process ids of what it started."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text(encoding="ascii")
        return [int(pid) for pid in listed.split()]

    def stop_in_order(self) -> None:
        """As by Ctrl-C: everything is written."""
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(_LONG) == 0, self.said()

    def stop(self) -> None:
        """At once: what it started ends with it."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def gone(pid: int) -> bool:
    """Whether this process ends within a short while."""
    last = time.monotonic() + 40
    while time.monotonic() < last:
        try:
            state = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.2)
    return False
