"""P01: whatever the product puts out about a customer, a field that lost its purposes is not in it.

Walks the declarations: each text field of each row gets a word of its own, and a new field joins by itself.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from django.core import mail
from django.db import connection, models
from django.test import Client
from django.urls import reverse

from imports import listed, read
from klantkaart.accounts import letters
from klantkaart.customers import actions, search
from klantkaart.customers.imports import queries as imports
from klantkaart.customers.models import Card, Note, Relationship
from klantkaart.datamap import registry
from klantkaart.datamap.access import rows_about
from klantkaart.datamap.registry import without_purpose
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM
from personas import card, company, desk
from printouts import Opened, opened
from terminal import command

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
SHORTEST = 8
LETTERS = "bcdfghjkmnpqrstvwz"


@contextmanager
def useless(model: str, name: str) -> Iterator[None]:
    """As if the field served no purpose whatever."""
    with ExitStack() as stack:
        for purpose in registry.current().declaration(model).field_purposes(name):
            stack.enter_context(without_purpose(model, [name], purpose))
        yield


def texts() -> list[tuple[str, str]]:
    """Personal fields of a customer that have room for a word that nothing else holds."""
    found = []
    for declaration in registry.current().of_subject("customer"):
        for name in declaration.personal:
            field: Any = registry.model_of(declaration.model)._meta.get_field(name)
            roomy = (field.max_length or SHORTEST) >= SHORTEST and not field.choices
            if roomy and isinstance(field, models.CharField | models.TextField):
                found.append((declaration.model, name))
    return found


TEXTS = texts()
# Short, coded, a day or a number: no word fits, so nothing is said of them here.
NO_WORD = {"services", "mark"}


def word(number: int) -> str:
    return "zq" + "".join(LETTERS[(number * 5 + step * step + step * number) % len(LETTERS)] for step in range(6))


WORDS = {place: word(number) for number, place in enumerate(TEXTS) if place[1] not in NO_WORD}


@dataclass
class Filled:
    """A customer of which each text says where it stands."""

    card: Card
    twin: Card
    client: Client
    note: Note
    relationship: Relationship
    whole: Opened


def filled() -> Filled:
    here = company()
    found = card(here)
    # Without words: on the same account, so that the two are proposed as one.
    twin = card(here, values={"name": "Tweeling", "kvk_number": "99000020"}, channels=[], addresses=[], notes=[])
    twin.bank_accounts.update(mark=found.bank_accounts.get().mark)
    tie, contact = Relationship.objects.get(card=found), found.contacts.get()
    actions.change_part(
        card=found.uuid, part="contact", uuid=contact.uuid, values={"function": "chef"}, by=SYSTEM, at=clock.now()
    )
    for (model, name), text in WORDS.items():
        rows = rows_about(registry.current().declaration(model), found.pk)
        assert rows is not None
        assert rows.update(**{name: text}), f"nothing of {model} to fill"
    search.index([found.pk])
    found.refresh_from_db()
    return Filled(found, twin, desk("owner", here).client, Note.objects.get(), tie, opened(card=found.uuid, by=SYSTEM))


def a_page(name: str, **places: Any) -> Callable[[Filled], str]:
    def look(about: Filled) -> str:
        answer = about.client.get(reverse(name, kwargs={"card": about.card.uuid, **places}))
        assert answer.status_code == 200, name
        return answer.content.decode()

    return look


def the_forms(about: Filled) -> str:
    """Every form in which something of the card is changed, as it opens."""
    held = about.card
    rows: dict[str, Iterable[Any]] = {
        "card": [held], "contact": held.contacts.all(), "channel": held.channels.all(),
        "bank": held.bank_accounts.all(), "address": held.addresses.all(), "note": [about.note],
        "relationship": [about.relationship],
    }  # fmt: skip
    found = []
    for part, several in rows.items():
        for row in several:
            answer = about.client.get(reverse("office:change_part", args=[held.uuid, part, row.uuid]))
            assert answer.status_code == 200
            found.append(answer.content.decode())
    return " ".join(found)


def the_merge(about: Filled) -> str:
    """The page that proposes this card for another, and the preview of the two as one."""
    address = reverse("office:merge", args=[about.twin.uuid])
    pages = [about.client.get(address), about.client.get(address, {"met": str(about.card.uuid)})]
    assert [page.status_code for page in pages] == [200, 200]
    return " ".join(page.content.decode() for page in pages)


def the_list(about: Filled) -> str:
    return about.client.get(reverse("office:customers")).content.decode()


def the_index(about: Filled) -> str:
    search.index([about.card.pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM customers_search")
        return " ".join(text for (text,) in cursor.fetchall())


def the_terminal(about: Filled) -> str:
    number = about.relationship.number
    return " ".join(command(*words).stdout for words in (["customers"], ["card", number], ["card", number, "--json"]))


def the_paper(about: Filled) -> str:
    return about.whole.paper


def the_files(about: Filled) -> str:
    """JSON, CSV and vCard; what can be taken along; names of files."""
    made = about.whole
    rest = {name: data for name, data in made.files.items() if not name.endswith(".pdf")}
    return " ".join([made.filename, *rest, *(data.decode() for data in rest.values())])


def what_goes_along(about: Filled) -> str:
    return json.dumps(about.whole.data("overdraagbaar.json"))


def the_contacts_own(about: Filled) -> str:
    return opened(card=about.card.uuid, contact=about.card.contacts.get().uuid, by=SYSTEM).everything


OUTPUTS: dict[str, Callable[[Filled], str]] = {
    "card": a_page("office:card"),
    "forms": the_forms,
    "list": the_list,
    "index": the_index,
    "terminal": the_terminal,
    "leaving": a_page("office:leaving"),
    "history": a_page("office:history"),
    "merge": the_merge,
    "printing": a_page("office:printout"),
    "paper": the_paper,
    "files": the_files,
    "portable": what_goes_along,
    "contact": the_contacts_own,
}


def holding(about: Filled, text: str) -> set[str]:
    """Outputs in which the word is."""
    return {name for name, said in outputs(about).items() if text in said}


def outputs(about: Filled) -> dict[str, str]:
    """All that is put out now, in small letters and without spaces: an account number is written in groups."""
    about.whole = opened(card=about.card.uuid, by=SYSTEM)
    return {name: "".join(output(about).lower().split()) for name, output in OUTPUTS.items()}


def test_every_text_is_put_out_somewhere_and_the_copy_holds_what_is_declared() -> None:
    """Else the absences below would say nothing."""
    about = filled()
    put_out = outputs(about)
    for (model, name), text in WORDS.items():
        personal = registry.current().declaration(model).personal[name]
        where = {output for output, said in put_out.items() if text in said}
        assert where, f"{model}.{name}"
        assert ("paper" in where, "files" in where) == (personal.access, personal.access), f"{model}.{name}"
        assert ("portable" in where) is personal.portable, f"{model}.{name}"
    seen = {name for name, said in put_out.items() if any(text in said for text in WORDS.values())}
    assert seen == set(OUTPUTS)


@pytest.mark.parametrize(("model", "name"), WORDS, ids=[f"{model}.{name}" for model, name in WORDS])
def test_a_text_that_lost_its_purposes_is_put_out_nowhere(model: str, name: str) -> None:
    about = filled()
    with useless(model, name):
        assert holding(about, WORDS[model, name]) == set()


def test_what_the_log_remembers_of_it_is_not_printed_either() -> None:
    about = filled()
    assert "chef" in the_paper(about).lower()
    with useless("customers.Contact", "function"):
        about.whole = opened(card=about.card.uuid, by=SYSTEM)
        assert not {"chef", "directeur"} & set(the_paper(about).lower().split())
        assert "chef" not in the_files(about).lower()


def test_a_form_leaves_alone_what_it_may_not_show() -> None:
    about = filled()
    contact = about.card.contacts.get()
    address = reverse("office:change_part", args=[about.card.uuid, "contact", contact.uuid])
    with useless("customers.Contact", "function"):
        answer = about.client.post(address, {"name": "Iris Anders", "kind": contact.kind, "source": contact.source})
    assert answer.status_code == 302
    contact.refresh_from_db()
    assert (contact.name, contact.function) == ("Iris Anders", WORDS["customers.Contact", "function"])


def test_the_report_of_an_import_is_empty_when_the_findings_lost_their_purpose() -> None:
    here = company()
    batch = read(listed("1;Kapper Zon BV;123;;;;;"), here)
    lines = list(imports.report_lines(batch=batch.uuid, by=SYSTEM))
    with useless("customers.ImportRow", "findings"):
        withheld = list(imports.report_lines(batch=batch.uuid, by=SYSTEM))
    assert len(lines) > len(withheld) >= 1
    assert withheld == [line for line in lines if line[3] in ("", lines[0][3])]


@pytest.mark.parametrize(("name", "sent"), [("name", True), ("email", False)])
def test_a_letter_does_not_name_nor_reach_whom_it_has_no_purpose_for(name: str, *, sent: bool) -> None:
    person = desk("office", company()).user
    person.name = "Zqjolijn de Wit"
    letters.invitation(person)
    assert "Dag Zqjolijn," in mail.outbox[0].body
    with useless("accounts.User", name):
        assert letters.invitation(person) is sent
    assert len(mail.outbox) == (2 if sent else 1)
    assert not sent or mail.outbox[1].body.startswith("Dag,\n")
