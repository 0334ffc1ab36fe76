"""Passwords and factors from the terminal, and how they lie in the database."""

import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache

from klantkaart.accounts import actions
from klantkaart.audit.models import Entry
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.errors import Invalid, NotAllowed, Refused
from staff import PASSWORD, Group

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def test_enrolled_secret_signs_in_and_lies_sealed(group: Group) -> None:
    given = actions.enrol(person=group.owner, by=TERMINAL, at=clock.now())
    rows = {row.type: row for row in Authenticator.objects.filter(user=group.owner)}
    stored = json.dumps([row.data for row in rows.values()])
    assert given.totp_secret not in stored
    assert not any(code in stored for code in given.recovery_codes)
    assert all(
        str(rows[kind].data[name]).startswith("k1:") for kind, name in (("totp", "secret"), ("recovery_codes", "seed"))
    )
    code = format_hotp_value(hotp_value(given.totp_secret, next(iter(yield_hotp_counters_from_time()))))
    assert rows["totp"].wrap().validate_code(code)


def test_recovery_codes_are_long_many_and_different(group: Group) -> None:
    codes = actions.enrol(person=group.owner, by=TERMINAL, at=clock.now()).recovery_codes
    assert len(set(codes)) == 10
    assert all(len(code) == 12 and code.isdigit() for code in codes)


def test_code_works_once(group: Group) -> None:
    given = actions.enrol(person=group.owner, by=TERMINAL, at=clock.now())
    cache.clear()
    totp = Authenticator.objects.get(user=group.owner, type="totp").wrap()
    code = format_hotp_value(hotp_value(given.totp_secret, next(iter(yield_hotp_counters_from_time()))))
    assert [totp.validate_code(code), totp.validate_code(code)] == [True, False]
    codes = Authenticator.objects.get(user=group.owner, type="recovery_codes").wrap()
    assert [codes.validate_code(given.recovery_codes[3]) for _ in range(2)] == [True, False]


def test_second_enrolment_is_refused(group: Group) -> None:
    actions.enrol(person=group.owner, by=TERMINAL, at=clock.now())
    with pytest.raises(Refused):
        actions.enrol(person=group.owner, by=TERMINAL, at=clock.now())
    assert Authenticator.objects.filter(user=group.owner).count() == 2


def test_only_the_terminal_enrols_and_sets_passwords(group: Group) -> None:
    with pytest.raises(NotAllowed):
        actions.enrol(person=group.owner, by=group.boss, at=clock.now())
    with pytest.raises(NotAllowed):
        actions.set_password(person=group.owner, password=PASSWORD, by=group.boss, at=clock.now())
    assert not Authenticator.objects.exists()
    assert not group.owner.has_usable_password()


def test_password_is_set_and_a_weak_one_refused(group: Group) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.set_password(person=group.owner, password="welkom", by=TERMINAL, at=clock.now())
    assert refusal.value.field == "password"
    assert Entry.objects.count() == 0
    actions.set_password(person=group.owner, password=PASSWORD, by=TERMINAL, at=clock.now())
    group.owner.refresh_from_db()
    assert group.owner.check_password(PASSWORD)
