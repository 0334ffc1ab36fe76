"""P13: a second factor for everybody who signs in, and no weak password."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from pytest_django import Settings

from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from klantkaart.kernel import clock
from klantkaart.promises.checks.staff import strong_sign_in
from klantkaart.promises.verdicts import State, Verdict
from personas import company
from staff import PASSWORD, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def person(*, factor: bool, signed_in: timedelta | None = timedelta(days=3), password: str = "") -> User:
    found = make_user(Role.OFFICE, company=company(f"Bedrijf {User.objects.count()}"), password=password)
    if factor:
        Authenticator.objects.create(user=found, type=Authenticator.Type.TOTP, data={})
    if signed_in is not None:
        User.objects.filter(pk=found.pk).update(last_login=clock.now() - signed_in)
    return found


def verdict() -> Verdict:
    return strong_sign_in(clock.today())


def test_everybody_with_a_factor_and_a_good_hash_keeps_the_promise() -> None:
    person(factor=True, password=PASSWORD)
    person(factor=True)

    assert (verdict().state, verdict().checked) == (State.KEPT, 2)


def test_signed_in_without_a_factor_breaks_the_promise() -> None:
    person(factor=True)
    bare = person(factor=False)

    assert verdict().state is State.BROKEN
    assert verdict().where == (str(bare.uuid),)
    assert verdict().since == clock.today() - timedelta(days=3)


def test_somebody_who_just_signed_in_for_the_first_time_is_a_risk() -> None:
    person(factor=False, signed_in=timedelta(minutes=5))

    assert verdict().state is State.AT_RISK


def test_recovery_codes_are_no_second_factor() -> None:
    bare = person(factor=False)
    Authenticator.objects.create(user=bare, type=Authenticator.Type.RECOVERY_CODES, data={})

    assert verdict().state is State.BROKEN


def test_who_was_invited_and_never_came_does_not_count() -> None:
    person(factor=False, signed_in=None)
    assert verdict().state is State.NOT_CONFIGURED

    person(factor=True)
    assert (verdict().state, verdict().checked) == (State.KEPT, 1)


def test_who_left_does_not_count() -> None:
    gone = person(factor=False)
    User.objects.filter(pk=gone.pk).update(is_active=False)

    assert verdict().state is State.NOT_CONFIGURED


def test_a_hash_of_another_kind_breaks_the_promise() -> None:
    soft = person(factor=True)
    User.objects.filter(pk=soft.pk).update(password="pbkdf2_sha256$1$a$b")

    assert verdict().state is State.BROKEN
    assert verdict().where == (str(soft.uuid),)


def test_rules_that_take_a_weak_password_break_the_promise(settings: Settings) -> None:
    person(factor=True)
    settings.AUTH_PASSWORD_VALIDATORS = []

    assert verdict().state is State.BROKEN


def test_screens_without_the_gate_break_the_promise(settings: Settings) -> None:
    person(factor=True)
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.endswith("SecondFactorGate")]

    assert verdict().state is State.BROKEN
