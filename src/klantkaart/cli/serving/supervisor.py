"""``klantkaart run``: prepares, starts the web server and the background work, and stops both together.

Runs without Django, to stay small. Nothing is restarted silently: when one process ends by itself, everything stops
and a sentence says which (a service manager such as systemd may then start it all again).
"""

import json
import os
import socket
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..words import gettext as _
from .children import Bell, Children
from .sign_ins import sign_in_lines

WEB, WORK, PREPARATION = "web", "work", "preparation"
_HERE = "klantkaart.cli.serving"
_PATIENCE = 60.0
_SERVER_ERROR = 500


@dataclass(frozen=True)
class Plan:
    """What was asked for."""

    port: int
    listen: str
    demo: bool
    log_requests: bool = False

    @property
    def url(self) -> str:
        return os.environ.get("KLANTKAART_URL") or f"http://localhost:{self.port}"

    def environment(self) -> dict[str, str]:
        """What the children get: where they are reached, and less memory per thread."""
        return {
            "MALLOC_ARENA_MAX": "2",
            **os.environ,
            "KLANTKAART_URL": self.url,
            "KLANTKAART_BIND": f"{self.listen}:{self.port}",
            "KLANTKAART_REQUEST_LOG": "1" if self.log_requests else "",
        }


def serve(plan: Plan) -> int:
    """Run until somebody stops it. Exit code 0 after Ctrl-C or SIGTERM, 1 when something failed."""
    os.umask(0o077)
    if not _is_free(plan):
        _say(_("Poort %(port)d is al in gebruik. Kies een andere met --port.") % {"port": plan.port})
        return 1
    bell = Bell()
    children = Children(bell, plan.environment())
    try:
        return _prepared_and_served(plan, bell, children)
    finally:
        children.stop()


def _prepared_and_served(plan: Plan, bell: Bell, children: Children) -> int:
    code, found = _prepare(plan, children)
    if code is None:
        return 0
    if code != 0:
        return 1
    children.start(WEB, ["-m", "gunicorn", "-c", f"python:{_HERE}.web", "klantkaart.project.wsgi:application"])
    children.start(WORK, ["-m", f"{_HERE}.process", "worker"])
    if not _answers(plan, bell, children):
        return _ended(bell, children)
    _say(_("Klantkaart draait op %(url)s (stoppen: Ctrl-C).") % {"url": plan.url})
    for line in sign_in_lines(found.get("sign_ins"), time.time()):
        _say(line)
    while not bell.asked_to_stop and children.ended() is None:
        bell.wait(60.0)
    return _ended(bell, children)


def _prepare(plan: Plan, children: Children) -> tuple[int | None, Mapping[str, Any]]:
    """Bring database and files up to date in a process that ends; what it found comes back as JSON."""
    reader, writer = os.pipe()
    with os.fdopen(reader, "rb") as found:
        children.start(
            PREPARATION, ["-m", f"{_HERE}.process", "prepare", *(["--demo"] if plan.demo else [])], output=writer
        )
        os.close(writer)
        code = children.wait_for(PREPARATION)
        return code, json.loads(found.read() or b"{}") if code == 0 else {}


def _is_free(plan: Plan) -> bool:
    with socket.socket(socket.AF_INET6 if ":" in plan.listen else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((plan.listen, plan.port))
        except OSError:
            return False
    return True


def _answers(plan: Plan, bell: Bell, children: Children) -> bool:
    """Whether the web server answers a first request."""
    last = time.monotonic() + _PATIENCE
    while time.monotonic() < last and not bell.asked_to_stop and children.ended() is None:
        status = _status(plan)
        if status is not None:
            return status < _SERVER_ERROR
        bell.wait(0.2)
    return False


def _status(plan: Plan) -> int | None:
    """The status of the first page; None while nobody answers. No HTTP library: it would stay in memory."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(plan.listen, plan.listen)  # noqa: S104  (asked of, not listened to)
    try:
        with socket.create_connection((host, plan.port), timeout=20) as line:
            line.sendall(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\n")
            return int(line.recv(64).split()[1])
    except (OSError, ValueError, IndexError):
        return None


def _ended(bell: Bell, children: Children) -> int:
    if bell.asked_to_stop:
        _say(_("Klantkaart stopt."))
        return 0
    ended = children.ended()
    if ended is None:
        _say(_("De webserver antwoordt niet goed; daarom stopt alles. De regels hierboven zeggen waarom."))
        return 1
    names = {WEB: _("De webserver"), WORK: _("Het achtergrondwerk")}
    _say(
        _("%(name)s is onverwacht gestopt (code %(code)d); daarom stopt alles. De regels hierboven zeggen waarom.")
        % {"name": names[ended[0]], "code": ended[1]}
    )
    return 1


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
