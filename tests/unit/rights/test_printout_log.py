"""Who may print, what the log then says, and what the print-out says about who looked (ACC-1; P11)."""

import json
from datetime import date, timedelta
from typing import IO, Any
from uuid import uuid4

import pytest

from klantkaart.accounts.actors import actor_for
from klantkaart.audit import log
from klantkaart.audit.models import Entry
from klantkaart.customers import actions
from klantkaart.kernel import clock
from klantkaart.kernel.actor import SYSTEM, TERMINAL
from klantkaart.kernel.errors import NotAllowed, NotFound
from klantkaart.rights import package, printout
from klantkaart.rights.contents import Contents
from personas import actor, card, company, staff
from printouts import opened

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def prints() -> list[dict[str, Any]]:
    lines = Entry.objects.filter(event="rights.printed").order_by("seq")
    return [json.loads(bytes(line.body or b"")) for line in lines]


def test_a_printout_leaves_one_line_with_counts_and_without_values() -> None:
    held = card(company())
    opened(card=held.uuid, by=SYSTEM)

    (line,) = prints()
    assert line["p"] == "rights"
    assert line["f"] == {"about": "whole", "sections": 7, "rows": 9, "files": 0, "lines": 1}
    assert "Kiezel" not in json.dumps(line)


def test_the_line_of_a_contact_says_that_it_was_one_person() -> None:
    held = card(company())
    opened(card=held.uuid, contact=held.contacts.get().uuid, by=SYSTEM)

    (line,) = prints()
    assert line["f"]["about"] == "person"
    assert "o" in line


def test_who_may_not_print_gets_nothing_and_leaves_nothing() -> None:
    at = company()
    held = card(at)

    with pytest.raises(NotAllowed):
        printout.build(card=held.uuid, contact=None, by=actor("technician", at), at=clock.now())
    assert prints() == []


def test_an_outsider_cannot_tell_that_the_card_exists() -> None:
    held = card(company())

    with pytest.raises(NotFound):
        printout.build(card=held.uuid, contact=None, by=actor("owner", company("Elders")), at=clock.now())
    assert prints() == []


@pytest.mark.parametrize("whose", ["nobody", "another_card"])
def test_a_contact_who_is_not_on_the_card_is_refused(whose: str) -> None:
    at = company()
    held, other = card(at), card(at, bank=[])
    uuid = uuid4() if whose == "nobody" else other.contacts.get().uuid

    with pytest.raises(NotFound, match="staat niet op deze kaart"):
        printout.build(card=held.uuid, contact=uuid, by=SYSTEM, at=clock.now())
    assert prints() == []


def test_without_a_log_line_nothing_is_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    held = card(company())
    made: list[IO[bytes]] = []

    def pack(contents: Contents) -> IO[bytes]:
        made.append(package.pack(contents))
        return made[0]

    monkeypatch.setattr(printout, "pack", pack)
    monkeypatch.setattr(log, "append", _fails)

    with pytest.raises(OSError, match="vol"):
        printout.build(card=held.uuid, contact=None, by=SYSTEM, at=clock.now())
    assert made[0].closed


def _fails(_drafts: object) -> None:
    raise OSError("vol")


def test_colleagues_are_told_by_role_and_not_by_name() -> None:
    at = company()
    held = card(at)
    colleague = staff("office", at)
    opened(card=held.uuid, by=actor_for(colleague))
    made = opened(card=held.uuid, by=SYSTEM)

    look = made.data()["log"][0]
    assert look["who"] == "een medewerker: Kantoor, Polder Telecom"
    assert look["what"] == "Uittreksel gemaakt"
    assert look["purpose"] == "Uw rechten uitvoeren"
    assert colleague.name not in made.everything


def test_the_role_is_that_of_the_moment_itself() -> None:
    at = company()
    held = card(at)
    colleague = staff("office", at)
    opened(card=held.uuid, by=actor_for(colleague))
    colleague.memberships.update(until=clock.today() + timedelta(days=1))
    colleague.memberships.create(company=at, role="owner", since=clock.today() + timedelta(days=1))

    assert opened(card=held.uuid, by=SYSTEM).data()["log"][0]["who"] == "een medewerker: Kantoor, Polder Telecom"


def test_the_system_the_terminal_and_who_left_are_told_as_such() -> None:
    at = company()
    held = card(at)
    colleague = staff("office", at)
    opened(card=held.uuid, by=actor_for(colleague))
    opened(card=held.uuid, by=TERMINAL)
    colleague.memberships.all().delete()
    colleague.delete()

    assert [look["who"] for look in opened(card=held.uuid, by=SYSTEM).data()["log"]] == [
        "de beheerder van het systeem",
        "een medewerker die hier niet meer werkt",
        "het systeem, automatisch",
    ]


def test_a_change_is_told_with_the_value_before_and_after() -> None:
    held = card(company())
    channel = held.channels.get(kind="phone")
    actions.change_part(card=held.uuid, part="channel", uuid=channel.uuid, values={"value": "0172-654321"}, by=SYSTEM,
                        at=clock.now())  # fmt: skip
    made = opened(card=held.uuid, by=SYSTEM)

    assert made.data()["log"][0]["changes"] == [{"field": "Waarde", "before": "0172-123 456", "after": "0172-654 321"}]
    assert "Waarde: 0172-123 456 → 0172-654 321" in made.paper


def test_days_in_a_change_are_written_as_days() -> None:
    held = card(company())
    contact = held.contacts.get()
    actions.change_part(card=held.uuid, part="contact", uuid=contact.uuid, values={"informed_on": date(2026, 3, 5)},
                        by=SYSTEM, at=clock.now())  # fmt: skip

    change = opened(card=held.uuid, by=SYSTEM).data()["log"][0]["changes"][0]
    assert change == {"field": "Geïnformeerd op", "before": "", "after": "5 maart 2026"}


def test_a_contact_sees_who_looked_and_their_own_changes_only() -> None:
    at = company()
    held = card(at)
    contact = held.contacts.get()
    for part, uuid, values in (
        ("contact", contact.uuid, {"function": "eigenaar"}),
        ("channel", held.channels.get(kind="phone").uuid, {"value": "0172-654321"}),
    ):
        actions.change_part(card=held.uuid, part=part, uuid=uuid, values=values, by=SYSTEM, at=clock.now())
    opened(card=held.uuid, by=actor("owner", at))
    made = opened(card=held.uuid, contact=contact.uuid, by=SYSTEM)

    assert [(look["what"], len(look["changes"])) for look in made.data()["log"]] == [
        ("Uittreksel gemaakt", 0),
        ("Gewijzigd", 1),
    ]
    assert "0172-654 321" not in made.everything


def test_a_removed_contact_takes_their_channels_along_in_the_log() -> None:
    held = card(company())
    actions.remove_part(card=held.uuid, part="contact", uuid=held.contacts.get().uuid, by=SYSTEM, at=clock.now())

    told = {
        (one["field"], one["before"] or one["after"])
        for one in opened(card=held.uuid, by=SYSTEM).data()["log"][0]["changes"]
    }
    assert ("Naam", "Iris Hoekstra") in told
    assert ("Waarde", "06-12345678") in told


def test_what_changed_on_a_card_that_was_merged_is_still_told() -> None:
    at = company()
    kept, dropped = card(at), card(at, values={"name": "Kiezel oud"}, bank=[])
    phone = dropped.channels.get(kind="phone")
    actions.change_part(card=dropped.uuid, part="channel", uuid=phone.uuid, values={"value": "0172-999999"}, by=SYSTEM,
                        at=clock.now())  # fmt: skip
    actions.merge_cards(keep=kept.uuid, drop=dropped.uuid, by=SYSTEM, at=clock.now())
    told = opened(card=kept.uuid, by=SYSTEM).data()["log"]

    assert [look["what"] for look in told] == ["Samengevoegd met een dubbele kaart", "Gewijzigd", "Klant toegevoegd"]
    assert told[1]["changes"][0]["after"] == "0172-999 999"
    assert {"field": "Naam", "before": "Bakkerij Kiezel BV", "after": "Kiezel oud"} in told[0]["changes"]
