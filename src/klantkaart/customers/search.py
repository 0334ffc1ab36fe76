"""Finding a card by part of a name, number, postcode, phone or e-mail address: a trigram index in the database.

SQLite uses FTS5, PostgreSQL pg_trgm; both hold one text per card, written in the act's own transaction. The text is
made from purpose-bound reads, so a field without a purpose is not findable either. What names begin with is in a table
of its own: a range of an ordinary index, where trigrams would have to look at every card with those letters anywhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from django.db import connection

from klantkaart.datamap.declaration import Found, Unit
from klantkaart.datamap.reads import iter_read, may_read
from klantkaart.datamap.registry import model_of
from klantkaart.kernel.text import fold

PURPOSES = ("quote", "service", "invoicing")
SHORTEST = 3
TABLE = "customers_search"
NAMES = f"{TABLE}_names"
# Nobody types these (Unicode's private use). Two before every text; and one for each company, three times a text's last
# term, so that the index itself skips the others.
_START = "\ue000" * 2
_COMPANY = 0xF0000
_LAST = "\U0010ffff"  # after it comes nothing
_BEGIN = 80  # characters of a name that are kept to begin with; whoever types more is answered by the words
# Of a long number the end says nearly all, and the front (+31, an area) is what everybody's trigrams hold.
_NUMBER = re.compile(r"\+?\d{8,}")
_END = 7
_PHONE = re.compile(r"^[+0][\d\s().-]{5,}$")
_DIGIT = re.compile(r"\d")
# What each model adds to the text of its card.
_SOURCES = (
    ("customers.Card", "id", ("name", "kvk_number", "vat_id")),
    ("customers.Relationship", "card", ("number",)),
    ("customers.Contact", "card", ("name",)),
    ("customers.Channel", "card", ("value",)),
    ("customers.Address", "card", ("postcode", "city", "street")),
)


def index(cards: Sequence[int]) -> None:
    """Write the texts of these cards anew; inside the caller's transaction. Five reads and four writes, however
    many."""
    found, companies = _forms_of(cards)
    forget_cards(cards)
    _write([(card, list(forms), companies[card]) for card, forms in found.items()])


def usable() -> dict[str, tuple[str, ...]]:
    """Field names per model that may be found by: those a purpose of the index covers."""
    return {label: tuple(name for name in names if may_read(label, name, PURPOSES)) for label, _by, names in _SOURCES}


def add(values: Iterable[tuple[int, Iterable[str]]], *, company: int) -> None:
    """Put new cards of this company in the index: each with the values of its ``usable`` fields, the name first."""
    _write([(card, [form for value in found for form in _forms(value)], [company]) for card, found in values])


def _write(rows: Sequence[tuple[int, list[str], list[int]]]) -> None:
    """Per card: the forms of its values, the name first, and its companies."""
    texts = [(card, _text(forms, companies)) for card, forms, companies in rows]
    names = [(card, company, forms[0][:_BEGIN]) for card, forms, companies in rows if forms for company in companies]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {TABLE} ({_key()}, text) VALUES (%s, %s)", texts)  # noqa: S608
        cursor.executemany(f"INSERT INTO {NAMES} (card_id, company_id, name) VALUES (%s, %s, %s)", names)  # noqa: S608


def _text(forms: Iterable[str], companies: Iterable[int]) -> str:
    return f"{_START}{' | '.join(dict.fromkeys((*forms, *map(_company, companies))))}"


def _company(company: int) -> str:
    return chr(_COMPANY + company) * SHORTEST


def _key() -> str:
    return "rowid" if connection.vendor == "sqlite" else "card_id"


def _forms_of(cards: Sequence[int]) -> tuple[dict[int, list[str]], dict[int, list[int]]]:
    found: dict[int, list[str]] = defaultdict(list)
    companies: dict[int, list[int]] = defaultdict(list)
    for label, key, names in _SOURCES:
        usable = [name for name in names if may_read(label, name, PURPOSES)]
        rows = model_of(label)._base_manager.filter(**{f"{key}__in": cards})
        for reading in iter_read(rows, PURPOSES):
            found[reading[key]].extend(form for name in usable for form in _forms(str(reading[name])))
            if label == "customers.Relationship":
                companies[reading[key]].append(reading.company)
    return found, companies


def _forms(value: str) -> Iterator[str]:
    """The value as people type it: folded, without spaces, and a Dutch phone number also in its national form."""
    if not value:
        return
    text = fold(value)
    yield text
    if " " in text and _DIGIT.search(text):
        yield text.replace(" ", "")
    if value.startswith("+31"):
        yield f"0{value[3:]}"


def terms(typed: str) -> list[str]:
    """What to look for: a phone number or postcode as one term without its punctuation, else every word."""
    text = typed.replace("\x00", " ").strip()  # no database takes it, and nothing is found by it
    if _PHONE.match(text):
        digits = re.sub(r"\D", "", text)
        return [f"+{digits}" if text.startswith("+") else digits]
    if re.fullmatch(r"[1-9]\d{3}\s?[A-Za-z]{2}", text):
        return [text.replace(" ", "").lower()]
    return fold(text).split()


def find(typed: str, *, companies: Collection[int] | None, limit: int = 50) -> list[int]:
    """Ids of cards that hold every term and belong to one of these companies (None: any); those whose name begins with
    what was typed come first. Two queries.

    A term shorter than three characters is left out beside a longer one; alone it finds names that begin with it.
    """
    name = fold(typed.replace("\x00", " "))
    if not name:
        return []
    found = _names_with(name, companies, limit)
    long = [term for term in terms(typed) if len(term) >= SHORTEST]
    if long and len(found) < limit:
        found += [card for card in _look_up(long, companies, limit) if card not in found]
    return found[:limit]


def _names_with(begin: str, companies: Collection[int] | None, limit: int) -> list[int]:
    """Cards of which the name begins so, by company and name."""
    if companies is not None and not companies:
        return []
    among, ids = "SELECT id FROM companies_company", sorted(companies or ())
    if ids:
        among = ", ".join(["%s"] * len(ids))
    rights, mine = _rights(companies, "s.card_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT s.card_id FROM {NAMES} s"  # noqa: S608  (values are bound)
            f" WHERE s.company_id IN ({among}) AND s.name >= %s AND s.name < %s{rights} LIMIT %s",
            [*ids, begin, f"{begin}{_LAST}", *mine, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _look_up(wanted: list[str], companies: Collection[int] | None, limit: int) -> list[int]:
    match, values = _match(wanted, companies)
    rights, ids = _rights(companies, f"s.{_key()}")
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT s.{_key()} FROM {TABLE} s WHERE {match}{rights} LIMIT %s",  # noqa: S608  (values are bound)
            [*values, *ids, limit],
        )
        return [row[0] for row in cursor.fetchall()]


def _match(wanted: list[str], companies: Collection[int] | None) -> tuple[str, list[str]]:
    if connection.vendor == "sqlite":
        numbers = [term for term in wanted if _NUMBER.fullmatch(term)]
        match = " AND ".join(_quoted(term[-_END:] if term in numbers else term) for term in wanted)
        if companies:
            match += f" AND ({' OR '.join(_quoted(_company(company)) for company in sorted(companies))})"
        return " AND ".join([f"{TABLE} MATCH %s", *["instr(s.text, %s) > 0"] * len(numbers)]), [match, *numbers]
    escaped = [re.sub(r"([\\%_])", r"\\\1", term) for term in wanted]
    return " AND ".join(["s.text LIKE %s"] * len(wanted)), [f"%{term}%" for term in escaped]


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _rights(companies: Collection[int] | None, card: str) -> tuple[str, list[int]]:
    if companies is None:
        return "", []
    ids = sorted(companies)
    if not ids:
        return " AND 1 = 0", []
    marks = ", ".join(["%s"] * len(ids))
    mine = f"SELECT 1 FROM customers_relationship r WHERE r.card_id = {card} AND r.company_id IN ({marks})"  # noqa: S608
    return f" AND EXISTS ({mine})", ids


def forget_cards(cards: Sequence[int]) -> None:
    """Take these cards out of the index."""
    rows = [(card,) for card in cards]
    with connection.cursor() as cursor:
        cursor.executemany(f"DELETE FROM {TABLE} WHERE {_key()} = %s", rows)  # noqa: S608  (names are constants)
        cursor.executemany(f"DELETE FROM {NAMES} WHERE card_id = %s", rows)  # noqa: S608  (names are constants)


def forget(unit: Unit) -> None:
    """An erased card leaves the index; after a smaller erasure its card is written anew."""
    if unit.model == "customers.Card":
        forget_cards([unit.pk])
        return
    index(list(model_of("customers.Card")._base_manager.filter(uuid=unit.subject).values_list("pk", flat=True)))


def scrub(*, steps: int = 64) -> bool:
    """Merge the index so that deleted trigrams really go (SQLite keeps them until then). One small transaction a step;
    returns whether nothing was left to do. PostgreSQL leaves this to its vacuum."""
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('merge', -200)")  # noqa: S608
        for _step in range(steps):
            cursor.execute("SELECT total_changes()")
            before = cursor.fetchone()[0]
            cursor.execute(f"INSERT INTO {TABLE}({TABLE}, rank) VALUES ('merge', 200)")  # noqa: S608
            cursor.execute("SELECT total_changes()")
            if cursor.fetchone()[0] - before < 2:  # noqa: PLR2004  (FTS5's documented sign of "nothing left")
                return True
    return False


def contents() -> Iterator[Found]:
    """Every text and name in the index, for the canary's scanner; for SQLite also its raw segments."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {_key()}, text FROM {TABLE}")  # noqa: S608
        for card, text in cursor.fetchall():
            yield f"{TABLE}/{card}", str(text).encode()
        cursor.execute(f"SELECT card_id, name FROM {NAMES}")  # noqa: S608
        for card, name in cursor.fetchall():
            yield f"{NAMES}/{card}", str(name).encode()
        if connection.vendor == "sqlite":
            cursor.execute(f"SELECT id, block FROM {TABLE}_data")  # noqa: S608
            for block, data in cursor.fetchall():
                yield f"{TABLE}_data/{block}", bytes(data)
