"""Bad input for every form: what is typed, which forms a page has, and what a refusal left behind."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin

from django.apps import apps
from django.db import connection, transaction
from django.test import Client

MARK = "zqslecht"  # in every text that is typed, so that it is recognised where it should not be
LONG = MARK + "a" * 100_000
# Accepted nowhere where something is kept: too long, not visible, or the other way round than it looks.
NEVER_KEPT = ("\x00", "\u202e", "a" * 5_000)
VALUES: Mapping[str, str] = {
    "empty": "",
    "spaces": "   ",
    "long": LONG,
    "nul": f"{MARK}\x00b",
    "bidi": f"{MARK}\u202eneJ",
    "emoji": f"{MARK} \N{GRINNING FACE}",
    "right to left": f"{MARK} \u0634\u0631\u0643\u0629",
    "html": f"<script>alert('{MARK}')</script>",
    "formula": f'=HYPERLINK("http://example.com","{MARK}")',
    "wrong type": MARK,
    "negative": "-1",
    "huge": "9" * 30,
    "not quite a number": "\N{SUPERSCRIPT TWO}",
    "no such day": "2026-02-31",
    "last day": "9999-12-31",
    "first day": "0001-01-01",
    "somebody else": "5f0c1f4e-0000-4000-8000-000000000000",
}
# Of those, what one database may take and the other not; forms and sentences are the same on both.
DIFFER = ("long", "nul", "huge", "first day", "last day", "somebody else")
# For what is chosen and not typed: a browser cannot send anything else without being made to.
CHOSEN = ("wrong type", "huge", "somebody else")
# One field at a time; the rest in all fields at once.
ALONE = ("empty", "long", "nul", "bidi", "wrong type", "huge", "last day")
# What any request writes: that it was made, by whom, and how often.
_ASIDE = ("audit.", "sessions.", "usersessions.")
_ASIDE_TABLES = ("audit_", "django_session", "usersessions_", "shared_cache")
_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")


def bad_values() -> Mapping[str, str]:
    """Everything on SQLite; on PostgreSQL, which has its turn after it, only what databases differ in."""
    return VALUES if connection.vendor == "sqlite" else {why: VALUES[why] for why in DIFFER}


@dataclass
class Form:
    """A form on a page: where it goes and what it sends when nobody touches it."""

    action: str
    method: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    shell: bool = False  # around every page: search, language, sign out


class Page(HTMLParser):
    """Forms of a page, what it says went wrong, and which queries its links have."""

    def __init__(self, html: str, url: str) -> None:
        super().__init__(convert_charrefs=True)
        self.url = url
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.errors: dict[str, str] = {}
        self.alerts: list[str] = []
        self._form: Form | None = None
        self._names: dict[str, str] = {}
        self._option: tuple[str, bool] = ("", False)
        self._text_of: list[tuple[str, str, list[str]]] = []
        self._in_main = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            action = urljoin(self.url, given.get("action") or self.url)
            self._form = Form(action, given.get("method", "get").lower(), shell=not self._in_main)
            self.forms.append(self._form)
        elif tag == "a" and "href" in given:
            self.links.append(urljoin(self.url, given["href"]))
        elif tag == "p" and given.get("class") == "error":
            self._text_of.append((tag, f"error {given.get('id', '')}", []))
        elif given.get("role") == "alert":
            self._text_of.append((tag, "alert", []))
        elif tag == "main":
            self._in_main = True
        self._field(tag, given)

    def _field(self, tag: str, given: dict[str, str]) -> None:
        name = given.get("name", "")
        if self._form is None:
            return
        if tag == "option":
            chosen = self._names.get("select", "")
            if chosen and ("selected" in given or not self._form.fields[chosen]):
                self._form.fields[chosen] = [given.get("value", "")]
            return
        if tag not in {"input", "select", "textarea", "button"} or not name or name == "csrfmiddlewaretoken":
            return
        kind = given.get("type", tag)
        values = self._form.fields.setdefault(name, [])
        self._form.kinds[name] = kind
        if tag == "select":
            self._names["select"] = name
        elif kind in {"checkbox", "radio"}:
            if "checked" in given:
                values.append(given.get("value", "on"))
        elif tag == "textarea":
            self._text_of.append((tag, f"textarea {name}", []))
        else:
            values.append(given.get("value", ""))

    def handle_data(self, data: str) -> None:
        for _tag, _what, words in self._text_of:
            words.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        if tag == "main":
            self._in_main = False
        if tag == "select":
            self._names.pop("select", None)
        if self._text_of and self._text_of[-1][0] == tag:
            _tag, what, words = self._text_of.pop()
            self._said(what, "".join(words))

    def _said(self, what: str, text: str) -> None:
        kind, _, name = what.partition(" ")
        words = " ".join(text.split())
        if kind == "textarea" and self._form is not None:
            self._form.fields[name] = [text]
        elif kind == "error":
            self.errors[name] = words
        elif kind == "alert":
            self.alerts.append(words)


def snapshot() -> dict[str, list[Any]]:
    """Every row of every table, what is written aside excepted."""
    rows: dict[str, list[Any]] = {}
    for model in apps.get_models(include_auto_created=True):
        label = model._meta.label
        if not label.startswith(_ASIDE):
            rows[label] = sorted(model._base_manager.values_list(), key=repr)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM customers_search")
        rows["search"] = sorted(cursor.fetchall())
    return rows


@dataclass
class Writes:
    """Statements that wrote to a table of its own."""

    statements: list[str] = field(default_factory=list)

    def __call__(self, execute: Any, sql: Any, params: Any, many: bool, context: Any) -> Any:
        text = str(sql).lstrip().upper()
        if text.startswith(_WRITES) and not any(table.upper() in text for table in _ASIDE_TABLES):
            self.statements.append(text[:80])
        return execute(sql, params, many, context)


class Said(logging.Handler):
    """Everything that any logger says, written out."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(name)s %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        if record.name != "django.db.backends":  # statements only with DEBUG, which is never on where data is
            self.lines.append(self.format(record))


@contextmanager
def listening() -> Iterator[Said]:
    """What is logged meanwhile, by the handler that a server has too: warnings and worse."""
    said = Said()
    root = logging.getLogger()
    root.addHandler(said)
    try:
        yield said
    finally:
        root.removeHandler(said)


@contextmanager
def taken_back(client: Client) -> Iterator[Writes]:
    """Inside, anything may be changed; afterwards the database and the browser are as they were."""
    writes = Writes()
    cookies = client.cookies.output(header="", sep="\n")
    mark = transaction.savepoint()
    try:
        with connection.execute_wrapper(writes):
            yield writes
    finally:
        transaction.savepoint_rollback(mark)
        client.cookies.clear()
        client.cookies.load(cookies)
