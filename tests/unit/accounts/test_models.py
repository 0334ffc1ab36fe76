"""What the tables of staff refuse by themselves."""

from datetime import date

import pytest
from django.core.cache import caches
from django.db import IntegrityError, transaction

from klantkaart.accounts.models import FactorReset, Membership, User
from klantkaart.accounts.roles import Role
from klantkaart.kernel import clock
from staff import Group, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def test_address_is_unique_whatever_its_capitals() -> None:
    make_user(email="sanne@example.nl")
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Sanne@Example.nl", name="Iemand anders")
    assert User.objects.filter(email__iexact="sanne@example.nl").count() == 1


def test_person_is_found_by_address_whatever_its_capitals() -> None:
    person = make_user(email="sanne@example.nl")
    assert User.objects.get_by_natural_key(" Sanne@Example.NL ") == person


def test_each_person_gets_an_identity_and_a_salt_of_their_own() -> None:
    one, two = make_user(), make_user()
    one.refresh_from_db()
    assert one.uuid != two.uuid
    assert len(bytes(one.log_salt)) == 16
    assert bytes(one.log_salt) != bytes(two.log_salt)


def test_name_of_a_person_is_not_in_their_text_form() -> None:
    assert str(make_user(name="Sanne de Wit")).count("Sanne") == 0


def test_somebody_who_left_cannot_be_active() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="weg@example.nl", name="Weg", left_on=date(2026, 1, 1), is_active=True)
    assert not User.objects.filter(email="weg@example.nl").exists()


def test_role_is_held_once_at_a_time(group: Group) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=group.owner, company=group.here, role=Role.OWNER, since=date(2026, 1, 1))
    assert Membership.objects.filter(user=group.owner).count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "janitor", "since": date(2026, 1, 1)},
        {"role": "office", "since": date(2026, 2, 1), "until": date(2026, 1, 1)},
    ],
)
def test_impossible_membership_is_refused(group: Group, fields: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=group.stranger, company=group.here, **fields)
    assert not Membership.objects.filter(user=group.stranger, company=group.here).exists()


@pytest.mark.parametrize(
    ("on", "holds"),
    [(date(2026, 1, 31), False), (date(2026, 2, 1), True), (date(2026, 2, 27), True), (date(2026, 2, 28), False)],
)
def test_membership_holds_from_its_first_day_up_to_its_last(group: Group, on: date, *, holds: bool) -> None:
    person = make_user()
    Membership.objects.create(
        user=person, company=group.here, role=Role.OFFICE, since=date(2026, 2, 1), until=date(2026, 2, 28)
    )
    assert Membership.objects.filter(user=person).current(on).exists() is holds


def test_a_person_has_one_open_reset(group: Group) -> None:
    FactorReset.objects.create(user=group.owner, reason="telefoon weg", asked_at=clock.now())
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.create(user=group.owner, reason="nog een keer", asked_at=clock.now())
    assert FactorReset.objects.count() == 1


def test_a_reset_is_never_done_without_second_person_or_delay(group: Group) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        FactorReset.objects.create(user=group.owner, reason="x", asked_at=clock.now(), done_at=clock.now())
    assert FactorReset.objects.count() == 0


def test_migrating_made_the_shared_cache() -> None:
    caches["default"].set("kist", "appel")
    assert caches["default"].get("kist") == "appel"
