"""The database as one file: SQLite by its own backup interface, PostgreSQL by ``pg_dump``. Both while people work."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.db import connection
from django.utils.translation import gettext as _

from klantkaart.kernel.errors import Refused

_PAGES = 4096  # copied at a time, so that writers hardly wait


def name() -> str:
    """What the file is called in a backup."""
    return "database.dump" if connection.vendor == "postgresql" else "database.sqlite3"


def refuse_without_tools() -> None:
    """Refuses (Refused) on PostgreSQL without the programs that dump and load."""
    missing = [tool for tool in ("pg_dump", "pg_restore") if shutil.which(tool) is None]
    if connection.vendor == "postgresql" and missing:
        raise Refused(
            _("%(tools)s staat niet op deze machine. Installeer de programma's van PostgreSQL (postgresql-client).")
            % {"tools": ", ".join(missing)}
        )


def dump(path: Path) -> None:
    """Write the database as it is at this moment to ``path``."""
    if connection.vendor == "postgresql":
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}")
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        path.chmod(0o600)
        connection.connection.backup(copy, pages=_PAGES)
        copy.execute("PRAGMA journal_mode=DELETE")


def load(path: Path) -> None:
    """Make ``path`` the database. The database has no tables yet."""
    if connection.vendor == "postgresql":
        connection.close()
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", str(path))
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as copy:
        copy.backup(connection.connection)
    connection.close()


def _run(tool: str, *arguments: str) -> None:
    """Run a program of PostgreSQL on this database. Its password goes by the environment, never by the command line."""
    where = connection.settings_dict
    words = [f"--host={where['HOST']}" if where["HOST"] else "", f"--port={where['PORT']}" if where["PORT"] else ""]
    words += [f"--username={where['USER']}" if where["USER"] else "", f"--dbname={where['NAME']}", "--no-password"]
    done = subprocess.run(  # noqa: S603  (a program of PostgreSQL, arguments of our own)
        [shutil.which(tool) or tool, *filter(None, words), *arguments],
        env={**os.environ, **({"PGPASSWORD": where["PASSWORD"]} if where["PASSWORD"] else {})},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or [""])[0]
        raise Refused(_("%(tool)s kon het niet: %(reason)s") % {"tool": tool, "reason": reason})
