"""Memory of ``klantkaart run --demo`` when nobody does anything: all its processes, shared pages counted once."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

from .figures import Figure

_PATIENCE = 120
_SETTLED = 10


def measured(folder: Path) -> Figure:
    """Start it in an empty folder, wait until it answers and is quiet, and add up its processes."""
    port = _free_port()
    env = {**os.environ, "KLANTKAART_DATA": str(folder), "KLANTKAART_DATABASE_URL": ""}
    command = [sys.executable, "-m", "klantkaart.cli", "run", "--demo", "--port", str(port)]
    with subprocess.Popen(
        command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    ) as process:
        try:
            _wait(port, process)
            time.sleep(_SETTLED)
            sizes = [_proportional(pid) for pid in _family(process.pid)]
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(_PATIENCE)
    return Figure("idle memory of run --demo", sum(sizes), "MB", 350, note=f"{len(sizes)} processes")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    last = time.monotonic() + _PATIENCE
    while time.monotonic() < last:
        if process.poll() is not None:
            raise RuntimeError("run --demo ended before it answered")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.5)
    raise RuntimeError("run --demo does not answer")


def _family(root: int) -> list[int]:
    """This process and everything it started."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue  # ended meanwhile
    family = [root]
    for pid in family:
        family += [child for child, parent in parents.items() if parent == pid]
    return family


def _proportional(pid: int) -> float:
    """Megabytes; a page that two processes share counts half for each."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    return 0.0
