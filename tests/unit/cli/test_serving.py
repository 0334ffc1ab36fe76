"""The server as people start it: it answers, says how to sign in, and stops with everything it started."""

import os
import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from klantkaart.cli.serving.children import Bell, Children
from klantkaart.cli.serving.sign_ins import sign_in_lines
from klantkaart.cli.serving.static import gather_static
from serving import Server, gone


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    running = Server(tmp_path / "data", "--demo")
    yield running
    running.stop()


def test_demo_answers_says_how_to_sign_in_and_stops_on_ctrl_c(server: Server) -> None:
    server.wait_until("controleur@polder.example.nl")
    said = server.said()
    assert f"Klantkaart draait op http://localhost:{server.port}" in said
    assert len(re.findall(r"geheim voor de app: [A-Z2-7]{32}   code: \d{6}\n", said)) == 6
    with urlopen(f"http://localhost:{server.port}/") as page:
        assert page.status == 200
        assert b"Klantkaart" in page.read()
    children = server.children()
    assert len(children) == 2
    server.stop_in_order()
    assert server.said().endswith("Klantkaart stopt.\n")
    assert all(gone(pid) for pid in children)


def test_when_one_part_dies_everything_stops_and_says_so(server: Server) -> None:
    server.wait_until("controleur@polder.example.nl")
    first, *others = server.children()
    os.kill(first, signal.SIGKILL)
    assert server.process.wait(timeout=40) == 1
    assert "is onverwacht gestopt (code -9); daarom stopt alles." in server.said()
    assert all(gone(pid) for pid in others)


def test_when_the_supervisor_is_killed_nothing_goes_on_without_it(server: Server) -> None:
    server.wait_until("controleur@polder.example.nl")
    children = server.children()
    server.process.kill()
    assert all(gone(pid) for pid in children)


def test_empty_folder_is_not_served(tmp_path: Path) -> None:
    running = Server(tmp_path / "data")
    assert running.process.wait(timeout=60) == 1
    assert "Hier staat nog geen administratie. Geef 'klantkaart init'" in running.said()


def test_port_that_is_taken_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        running = Server(tmp_path / "data", "--demo", port=taken.getsockname()[1])
        assert running.process.wait(timeout=60) == 1
    assert "is al in gebruik. Kies een andere met --port." in running.said()
    assert not (tmp_path / "data").exists()


def test_child_that_does_not_stop_is_killed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("klantkaart.cli.serving.children.PATIENCE", 0.5)
    script = tmp_path / "stubborn.py"
    script.write_text(
        "import signal, time, pathlib\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        f"pathlib.Path({str(tmp_path / 'ready')!r}).touch()\n"
        "time.sleep(600)\n",
        encoding="ascii",
    )
    before = {
        number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)
    }
    try:
        children = Children(Bell(), os.environ)
        children.start("stubborn", [str(script)])
        while not (tmp_path / "ready").exists():
            assert children.ended() is None
            time.sleep(0.05)
        children.stop()
        assert children.ended() is None
    finally:
        signal.set_wakeup_fd(-1)
        for number, handler in before.items():
            signal.signal(number, handler)


def test_code_that_is_about_to_end_is_passed_over_for_the_next() -> None:
    person = {
        "email": "a@example.nl",
        "role": "Eigenaar",
        "secret": "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ",
        "recovery_codes": [],
    }
    found = {"password": "zomaar", "people": [person]}
    assert "code: 287082" in "\n".join(sign_in_lines(found, 31.0))
    assert "code: 287082" in "\n".join(sign_in_lines(found, 29.0))
    assert list(sign_in_lines(None, 0.0)) == []


def test_files_of_the_screens_are_gathered_only_when_they_changed(
    settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "STATIC_ROOT", tmp_path / "static")
    assert gather_static()
    assert not gather_static()
    (tmp_path / "static" / ".gathered-from").write_text("anders", encoding="ascii")
    assert gather_static()
