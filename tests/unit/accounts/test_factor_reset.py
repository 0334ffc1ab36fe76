"""A lost second factor needs a second person, or a day."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from klantkaart.accounts import actions, queries
from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import FactorReset, User
from klantkaart.accounts.policies import ALONE_WAITS, STAYS_VALID, is_ripe, is_stale
from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, Refused
from staff import Group, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
AT = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)
WHY = "telefoon verloren op 3 maart"


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with clock.at(AT):
        yield


@pytest.fixture
def loser(group: Group) -> User:
    """Somebody of the office with a factor to lose."""
    person = make_user(Role.OFFICE, company=group.here)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return person


def _ask(person: User, at: datetime = AT) -> FactorReset:
    return actions.ask_factor_reset(person=person, reason=WHY, by=actor_for(person), at=at)


def _finish(person: User, at: datetime) -> None:
    actions.finish_factor_reset(person=person, by=actor_for(person), at=at)


def _keeps_factor(person: User) -> bool:
    return bool(Authenticator.objects.filter(user=person).exists())


def test_second_colleague_confirms_and_the_factor_goes(group: Group, loser: User) -> None:
    reset = _ask(loser)
    actions.confirm_factor_reset(reset=reset.uuid, by=group.boss, at=AT)
    _finish(loser, AT)
    reset.refresh_from_db()
    assert not _keeps_factor(loser)
    assert (reset.confirmed_by, reset.done_at) == (group.owner.uuid, AT)
    assert list(Entry.objects.order_by("seq").values_list("event", flat=True)) == [
        "accounts.factor_reset_asked", "accounts.factor_reset_confirmed", "accounts.factor_reset_done",
    ]  # fmt: skip


def test_without_confirmation_waiting_is_not_enough(loser: User) -> None:
    _ask(loser)
    with pytest.raises(Refused):
        _finish(loser, AT + ALONE_WAITS)
    assert _keeps_factor(loser)


def test_owner_alone_waits_a_day(group: Group) -> None:
    Authenticator.objects.create(user=group.owner, type=Authenticator.Type.TOTP, data={"secret": "x"})
    _ask(group.owner)
    with pytest.raises(Refused):
        _finish(group.owner, AT + ALONE_WAITS - timedelta(seconds=1))
    assert _keeps_factor(group.owner)
    _finish(group.owner, AT + ALONE_WAITS)
    assert not _keeps_factor(group.owner)


def test_owner_beside_another_owner_does_not_wait_but_is_confirmed(group: Group) -> None:
    make_user(Role.OWNER, company=group.here)
    assert _ask(group.owner).effective_at is None


@pytest.mark.parametrize("who", ["self", "colleague", "stranger", "terminal"])
def test_nobody_else_confirms(group: Group, loser: User, who: str) -> None:
    colleague = make_user(Role.PRIVACY, company=group.here)
    by = {
        "self": actor_for(loser), "colleague": actor_for(colleague), "stranger": group.other_boss, "terminal": TERMINAL,
    }[who]  # fmt: skip
    reset = _ask(loser)
    with pytest.raises(DomainError):
        actions.confirm_factor_reset(reset=reset.uuid, by=by, at=AT)
    reset.refresh_from_db()
    assert reset.confirmed_by is None


def test_owner_does_not_confirm_for_themself(group: Group) -> None:
    make_user(Role.OWNER, company=group.here)
    reset = _ask(group.owner)
    with pytest.raises(NotAllowed):
        actions.confirm_factor_reset(reset=reset.uuid, by=group.boss, at=AT)
    reset.refresh_from_db()
    assert reset.effective_at is None


@pytest.mark.parametrize("reason", ["", "weg", "   kwijt   "])
def test_reason_is_asked(loser: User, reason: str) -> None:
    with pytest.raises(Invalid) as refusal:
        actions.ask_factor_reset(person=loser, reason=reason, by=actor_for(loser), at=AT)
    assert refusal.value.field == "reason"
    assert FactorReset.objects.count() == 0


def test_somebody_else_cannot_ask(group: Group, loser: User) -> None:
    with pytest.raises(NotAllowed):
        actions.ask_factor_reset(person=loser, reason=WHY, by=group.boss, at=AT)
    assert FactorReset.objects.count() == 0


def test_second_request_beside_an_open_one_is_refused(loser: User) -> None:
    _ask(loser)
    with pytest.raises(Refused):
        _ask(loser)
    assert FactorReset.objects.count() == 1


def test_unused_request_lapses_and_can_be_made_again(loser: User) -> None:
    first = _ask(loser)
    second = _ask(loser, AT + STAYS_VALID)
    first.refresh_from_db()
    assert first.withdrawn_at == AT + STAYS_VALID
    assert second.is_open


def test_confirmation_that_was_not_used_in_time_is_worth_nothing(group: Group, loser: User) -> None:
    reset = _ask(loser)
    actions.confirm_factor_reset(reset=reset.uuid, by=group.boss, at=AT)
    with pytest.raises(Refused):
        _finish(loser, AT + STAYS_VALID)
    assert _keeps_factor(loser)


@pytest.mark.parametrize("by_owner", [True, False])
def test_withdrawn_request_stops(group: Group, loser: User, *, by_owner: bool) -> None:
    reset = _ask(loser)
    actions.withdraw_factor_reset(reset=reset.uuid, by=group.boss if by_owner else actor_for(loser), at=AT)
    with pytest.raises(NotFound):
        actions.confirm_factor_reset(reset=reset.uuid, by=group.boss, at=AT)
    with pytest.raises(Refused):
        _finish(loser, AT)
    assert _keeps_factor(loser)


def test_person_is_told_by_mail(
    loser: User, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _ask(loser)
    assert mail.outbox[0].to == [loser.email]
    assert "eigenaar" in mail.outbox[0].body


def test_owner_sees_who_waits_and_the_stranger_does_not(group: Group, loser: User) -> None:
    _ask(loser)
    waiting = queries.open_resets(by=group.boss)
    assert [(row.reason, row.person.name) for row in waiting] == [(WHY, loser.name)]
    assert queries.open_resets(by=group.other_boss) == []


def test_disabling_somebody_withdraws_their_request(group: Group, loser: User) -> None:
    reset = _ask(loser)
    actions.disable(person=loser, by=group.boss, at=AT)
    reset.refresh_from_db()
    assert reset.withdrawn_at == AT


@given(
    waited=st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9)),
    confirmed=st.none() | st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3)),
)
def test_ripe_means_effective_and_never_stale(waited: timedelta, confirmed: timedelta | None) -> None:
    reset = FactorReset(asked_at=AT, effective_at=None if confirmed is None else AT + confirmed)
    at = AT + waited
    assert not (is_ripe(reset, at=at) and is_stale(reset, at=at))
    if confirmed is None:
        assert not is_ripe(reset, at=at)
        assert is_stale(reset, at=at) is (waited >= STAYS_VALID)
    else:
        assert is_ripe(reset, at=at) is (confirmed <= waited < confirmed + STAYS_VALID)
