"""``klantkaart run``: a small supervisor over the web server and the worker. It loads no Django of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

import click

from .main import main

STOP_AFTER = 10.0


@main.command()
@click.option("--demo", is_flag=True, help="Fill an empty installation with two invented companies.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
def run(*, demo: bool, port: int) -> None:
    """Set up, then serve the screens and do the work behind them until Ctrl-C."""
    here = [sys.executable, "-m", "klantkaart.cli"]
    os.environ.setdefault("KLANTKAART_URL", f"http://localhost:{port}")
    prepare = [*here, "prepare", *(["--demo"] if demo else [])]
    if subprocess.run(prepare, check=False).returncode:  # noqa: S603  (our own program)
        sys.exit(1)
    click.echo(f"Klantkaart: http://localhost:{port}   (Ctrl-C stops)")
    web = [sys.executable, "-m", "gunicorn", "klantkaart.project.wsgi", "--bind", f"127.0.0.1:{port}"]
    web += ["--worker-class", "gthread", "--workers", "1", "--threads", "8", "--log-level", "warning"]
    supervise([web, [*here, "work"]])


def supervise(commands: Sequence[Sequence[str]]) -> None:
    """Start all, stop all: when one dies or a stop is asked for, the others are stopped too."""
    asked = False

    def stop(_signal: int, _frame: FrameType | None) -> None:
        nonlocal asked
        asked = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    children = [
        subprocess.Popen(command, start_new_session=True)  # noqa: S603  (our own programs)
        for command in commands
    ]
    while not asked and all(child.poll() is None for child in children):
        time.sleep(0.3)
    died = [child for child in children if child.poll() is not None]
    for child in children:
        child.terminate()
    until = time.monotonic() + STOP_AFTER
    for child in children:
        try:
            child.wait(max(0.1, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            child.kill()
    if died and not asked:
        click.echo("A part of Klantkaart stopped by itself; everything was stopped. Start it again.", err=True)
        sys.exit(1)
