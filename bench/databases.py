"""A database for each part that is measured, on the server that was named; on SQLite a file in its own folder."""

from __future__ import annotations

import os
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def database_for(part: str, *, keep: bool) -> str:
    """The address of a new, empty database for this part; one that is kept is used again. Empty: SQLite."""
    url = os.environ.get("KLANTKAART_DATABASE_URL", "")
    if not url.startswith("postgres"):
        return ""
    name = f"klantkaart_bench_{part}"
    with psycopg.connect(_named(url, "postgres"), autocommit=True) as server:
        there = server.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if there and not keep:
            server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(name)))
        if not there or not keep:
            server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return _named(url, name)


def _named(url: str, name: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, parts.fragment))
