"""Sending forms with bad input, and judging what comes back: a sentence, and nothing changed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from bad_input import ALONE, CHOSEN, MARK, NEVER_KEPT, VALUES, Form, Page, Writes, bad_values, snapshot, taken_back

REFUSALS = {400, 403, 404, 405, 409, 413, 422, 429}
# Django's own sentences, which no colleague should read here.
FOREIGN = re.compile(r"This field|Enter a|Select a|is not a valid|Ensure this|Dit veld is verplicht")
LIST = b"Klantnr;Bedrijf\r\n901;Goede Klant\r\n"
GOOD = {
    "name": "Goede Klant", "contact_name": "Jo Goed", "iban": "NL39RABO0300065264", "text": "Belt terug.",
    "reason": "past beter", "number": "12345", "street": "Dreef 1", "q": "kiezel",
}  # fmt: skip
TYPED = {"text", "search", "tel", "email", "url", "number", "date", "textarea", "password"}


def ways_in(client: Client, url: str) -> set[str]:
    """The methods an address takes, as it says itself."""
    answer = client.generic("PATCH", url)
    allow = answer.headers.get("Allow", "GET" if answer.status_code in {302, 404} else "GET, POST")
    return {word.strip() for word in allow.split(",")}


def pages(client: Client, urls: list[str]) -> Iterator[Page]:
    """The screens at these addresses that can be opened."""
    for url in urls:
        if "GET" not in ways_in(client, url):
            continue
        answer = client.get(url)
        if answer.status_code == 200 and "html" in answer["Content-Type"]:
            yield Page(answer.content.decode(), url)


def forms(client: Client, urls: list[str], *, around: bool = False) -> Iterator[Form]:
    """Every form once, filled in so that it would be accepted; ``around``: also what is around every page."""
    seen = set()
    for page in pages(client, urls):
        for form in page.forms:
            key = (form.action, tuple(sorted(form.fields)))
            if form.method == "post" and key not in seen and (around or not form.shell):
                seen.add(key)
                fill_in(form)
                yield form


def fill_in(form: Form) -> None:
    for field, values in form.fields.items():
        if form.kinds[field] in TYPED and not "".join(values).strip():
            form.fields[field] = [good(form, field)]
    if "/address/nieuw/" in form.action:
        form.fields["use"] = ["postal"]  # the card has a visiting address


def good(form: Form, field: str) -> str:
    """What may be typed in an empty field."""
    if field == "value":
        return "0172-654321" if "channel" in form.action else "30"
    return GOOD.get(field, "")


def send(client: Client, form: Form, changes: dict[str, Any]) -> Any:
    files = {name: SimpleUploadedFile("lijst.csv", LIST) for name, kind in form.kinds.items() if kind == "file"}
    data = {**form.fields, **files, **changes}
    answer: Any = client.post(form.action, {key: value for key, value in data.items() if value is not None})
    if answer.streaming:
        assert b"".join(answer.streaming_content)
    return answer


def attempts(form: Form) -> Iterator[tuple[str, dict[str, Any]]]:
    """What is wrong, and what is sent instead."""
    typed = [name for name, kind in form.kinds.items() if kind in TYPED]
    for name, kind in form.kinds.items():
        if kind in {"submit", "file"}:
            continue
        for why in ALONE if kind in TYPED else CHOSEN:
            if why in bad_values():
                yield f"{name} {why}", {name: [VALUES[why]]}
        yield f"{name} absent", {name: None}
        yield f"{name} twice", {name: [*form.fields[name], MARK]}
    for why, value in bad_values().items():
        if typed and why not in ALONE:
            yield f"everything {why}", {name: [value] for name in typed}


class Findings(list[str]):
    """What was wrong with the answers; one report for all of them."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form

    def unless(self, fine: bool, what: str, where: str) -> None:
        if not fine:
            self.append(f"{self.form} {where}: {what}")


def judge(found: Findings, where: str, answer: Any, before: dict[str, list[Any]], writes: Writes) -> None:
    status = answer.status_code
    found.unless(status < 500, f"answers {status}: {getattr(answer, 'exc_info', None)}", where)
    if status >= 500:
        return
    text = answer.content.decode() if "html" in answer.get("Content-Type", "") and not answer.streaming else ""
    page = Page(text, "/") if text else None
    refused = status in REFUSALS or bool(page and page.errors)
    found.unless(f"<script>alert('{MARK}')" not in text, "typed text runs as a script", where)
    if refused and writes.statements:
        found.unless(snapshot() == before, f"refused with {status}, and something changed", where)
    if refused and page is not None:
        judge_words(found, where, page, status)
    if not refused and writes.statements:
        judge_rows(found, where)


def judge_words(found: Findings, where: str, page: Page, status: int) -> None:
    """A sentence, in the words of this product, at the field that it is about."""
    if status in {403, 404, 405, 409}:
        return
    said = [*page.errors.values(), *page.alerts]
    found.unless(bool(said), "says nothing", where)
    for sentence in said:
        found.unless(not FOREIGN.search(sentence), f"says {sentence[:90]!r}", where)
        found.unless(sentence.endswith((".", "?", ")")), f"is no sentence: {sentence[:90]!r}", where)


def judge_rows(found: Findings, where: str) -> None:
    """What was accepted is short, visible, and the way round that it looks."""
    for label, rows in snapshot().items():
        for row in rows:
            for value in row:
                if isinstance(value, str) and any(bad in value for bad in NEVER_KEPT):
                    found.unless(False, f"kept {value[:30]!r} in {label}", where)


def sweep(client: Client, form: Form, found: Findings, *, fine: frozenset[int] = frozenset({200, 302})) -> None:
    """Send the form as it is, and then with everything that does not belong in it, one thing at a time."""
    with taken_back(client):
        status = send(client, form, {}).status_code
        found.unless(status in fine, f"answers {status}", f"{form.action} as is")
    before = snapshot()
    for why, changes in attempts(form):
        with taken_back(client) as writes:
            answer = send(client, form, changes)
            judge(found, f"{form.action} {why}", answer, before, writes)
