"""The canary: a word in every personal field and store, found in each first, afterwards only where the plan says that
it stays, and after the last day nowhere (P21, DESIGN 7)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.db import connection

from canaries import ENDINGS, NO_WORD, NOTHING_IN, Canaries, fill, put_in_stores
from klantkaart.accounts.models import User
from klantkaart.customers import actions as customers
from klantkaart.customers.models import Relationship
from klantkaart.datamap import registry
from klantkaart.datamap.models import RuleParameter
from klantkaart.datamap.plan import fates_of
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from klantkaart.sealing.fields import SealedTextField
from klantkaart.sealing.keys import keystore
from printouts import opened
from sweeping import dangling_terms, everywhere, found, in_the_wrong_place, left_over, night

pytestmark = [pytest.mark.bothdb, pytest.mark.django_db(transaction=True)]

NOW = clock.today()
LEFT = NOW + timedelta(days=10)
LAST = LEFT + timedelta(days=30)
LATER = LEFT + timedelta(days=200)  # after every term there is


def planted(*, ended: bool = False) -> Canaries:
    canaries = Canaries(ended)
    fill(canaries)
    put_in_stores(canaries)
    return canaries


def longer_invoicing() -> None:
    """Invoices of this office take longer to settle: notes then go before the card they hang on."""
    RuleParameter.objects.create(
        code="invoicing_after_end", value=90, unit="days", valid_from=date(2020, 1, 1), source="eigen norm", reason="."
    )


def everybody_leaves(canaries: Canaries) -> None:
    """The customer and the colleague; an import ends by itself."""
    tie = Relationship.objects.get(card=canaries.card)
    customers.leave(card=canaries.card.uuid, relationships=[tie.uuid], ended_on=LEFT, by=SYSTEM, at=clock.now())
    User.objects.filter(pk=canaries.made["accounts.User"].pk).update(left_on=LEFT, is_active=False)


def to_go(canaries: Canaries, on: date) -> set[str]:
    """Models of which the plan, row by row, says that their row is due on that day."""
    fates = [
        fate
        for subject in registry.current().subjects.values()
        for fate in fates_of(subject.code, canaries.made[subject.model].pk, on=on)
    ]
    return {fate.declaration.model for fate in fates if fate.goes_on(on)}


def model_in(place: str) -> str:
    """Of "customers.Card.name" and of "sealed_files of customers.Card": customers.Card; else empty."""
    name = place.rsplit(" of ", maxsplit=1)[-1]
    return next((label for label in registry.current().declarations if f"{name}.".startswith(f"{label}.")), "")


def missed(canaries: Canaries, seen: dict[str, set[str]]) -> Iterator[str]:
    """Words that are not where they were put: in the opened row, in the table as it is stored, in the store."""
    for place in canaries.words:
        if " of " in place or " in " in place:
            store = place.split(" ")[0]
            if not any(where.startswith(f"store:{store}/") for where in seen[place]):
                yield f"{place}: not in its store"
            continue
        label, name = model_in(place), place.removeprefix(f"{model_in(place)}.").split(".")[0]
        meta = registry.model_of(label)._meta
        expected = {f"rows:{label}"}
        if not isinstance(meta.get_field(name), SealedTextField):
            expected.add(f"table:{meta.db_table}")
        yield from (f"{place}: not in {where}" for where in sorted(expected - seen[place]))


@pytest.mark.parametrize("ended", [False, True])
def test_every_personal_field_and_store_holds_a_word(ended: bool) -> None:
    """A new model, field or store joins by itself, or this fails until somebody says why it holds no word."""
    canaries = planted(ended=ended)
    seen = found(canaries)
    assert list(missed(canaries, seen)) == []
    assert in_the_wrong_place(seen) == []
    without = []
    for declaration in registry.current().declarations.values():
        model = registry.model_of(declaration.model)
        for name in declaration.personal:
            place = f"{declaration.model}.{name}"
            if any(one == place or one.startswith(f"{place}.") for one in canaries.words):
                continue
            if not model._meta.get_field(name).choices and (ended or name not in ENDINGS.get(declaration.model, ())):  # type: ignore[union-attr]
                without.append(place)
    assert sorted(without) == sorted(NO_WORD)
    filled = {place.split(" of ")[0] for place in canaries.words if " of " in place}
    assert set(registry.current().stores) - filled - {"search_index"} == set(NOTHING_IN)
    assert any(where.startswith("store:search_index/") for where in seen["customers.Card.name"])
    if connection.vendor == "sqlite":
        on_disk = [where for many in seen.values() for where in many if "sqlite3" in where]
        assert any(where.endswith("-wal") for where in on_disk), "what was just written stands in the write-ahead log"


def test_words_are_printed_where_the_declaration_says_so() -> None:
    """P11: in the PDF, the JSON and the tables; vCard and the copy to take along as declared; a secret nowhere."""
    canaries = planted()
    printed = opened(card=canaries.card.uuid, by=SYSTEM)
    scanner = canaries.scanner
    seen = {name: scanner.seen_in(content) for name, content in printed.files.items()}
    tables = set().union(*(places for name, places in seen.items() if name.startswith("csv/")))
    wrong = []
    for declaration in registry.current().of_subject("customer"):
        for name, personal in declaration.personal.items():
            place = f"{declaration.model}.{name}"
            if place not in canaries.words:
                continue
            for file, where, expected in (
                ("paper", seen["uittreksel.pdf"], personal.access),
                ("tables", tables, personal.access),
                ("data", seen["gegevens.json"], personal.access),
                ("to take along", seen["overdraagbaar.json"], personal.portable),
                ("vCard", seen["contacten.vcf"], bool(personal.vcard)),
            ):
                if (place in where) is not expected:
                    wrong.append(f"{place} in {file}: {not expected}")
    assert wrong == []
    assert "audit_detail of customers.Contact" in seen["gegevens.json"] & seen["uittreksel.pdf"]
    others = {place for place in set().union(*seen.values()) if model_in(place).startswith("accounts.")}
    assert others == set(), "nothing of a colleague's own account"


def test_words_stay_where_the_plan_says_so_and_are_nowhere_after_the_last_day() -> None:
    """P20, P21: on each day what is found is exactly what the plan keeps."""
    longer_invoicing()
    canaries = planted()
    salt = bytes(canaries.card.log_salt)
    everybody_leaves(canaries)
    gone_before: set[str] = set()
    for day in (LAST, LAST + timedelta(days=1), LEFT + timedelta(days=91), LATER):
        going = gone_before | to_go(canaries, day)
        report = night(day)
        assert not report.failed
        seen = found(canaries)
        still = {model_in(place) for place, where in seen.items() if where} - {""}
        everything = {model_in(place) for place in canaries.words} - {""}
        assert still == everything - going, day
        for place, where in seen.items():
            if model_in(place) in going:
                assert where == set(), (day, place)
        assert in_the_wrong_place(seen) == []
        assert dangling_terms() == set()
        gone_before = going
        if day == LAST + timedelta(days=1):
            assert "customers.Note" in going
            assert "customers.Card" not in going
    assert left_over(canaries) == {}
    assert not [where for where, data in everywhere() if salt in data]
    assert not keystore().has(canaries.card.uuid)


def test_what_was_over_already_goes_the_first_night() -> None:
    """The dates on which somebody left are data of theirs as well."""
    canaries = planted(ended=True)
    going = to_go(canaries, NOW)
    assert "customers.Card" in going
    assert not night(NOW).failed
    still = {model_in(place) for place in left_over(canaries)} - {""}
    assert still == {model_in(place) for place in canaries.words} - {""} - going
    night(NOW + timedelta(days=31))
    assert left_over(canaries) == {}
