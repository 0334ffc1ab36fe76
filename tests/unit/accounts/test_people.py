"""Colleagues come, change and go."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from klantkaart.accounts import actions, queries
from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import Membership, User
from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.kernel import clock
from klantkaart.kernel.actor import TERMINAL
from klantkaart.kernel.errors import DomainError, Invalid, NotAllowed, NotFound, Refused
from staff import Group, make_company, make_user, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
AT = datetime(2026, 3, 5, 9, 0, tzinfo=UTC)


def _invite(group: Group, **changes: Any) -> User:
    given: dict[str, Any] = {
        "name": "Sanne de Wit",
        "email": "sanne@example.nl",
        "roles": {group.here.pk: [Role.OFFICE]},
    }
    return actions.invite(**(given | {"by": group.boss, "at": AT} | changes))


def _roles(person: User) -> set[tuple[int, str]]:
    with clock.at(AT):
        return set(Membership.objects.filter(user=person).current(clock.today()).values_list("company_id", "role"))


def _last_event() -> str:
    last = Entry.objects.order_by("-seq").first()
    return (last.event or "") if last else ""


def test_invited_colleague_has_roles_and_no_password(group: Group) -> None:
    person = _invite(group, email="Sanne@Example.nl", name="  Sanne  de Wit ")
    assert (person.name, person.email) == ("Sanne de Wit", "sanne@example.nl")
    assert not person.has_usable_password()
    assert _roles(person) == {(group.here.pk, "office")}
    assert _last_event() == "accounts.invited"


def test_invitation_is_mailed_without_a_secret_once_it_is_certain(
    group: Group, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        _invite(group)
    assert mail.outbox == []
    waiting[0]()
    assert mail.outbox[0].to == ["sanne@example.nl"]
    assert "http://localhost:8000/account/wachtwoord/nieuw/" in mail.outbox[0].body
    assert "?" not in mail.outbox[0].body.split("/account/wachtwoord/nieuw/")[1].split("\n")[0]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 121}, "name"),
        ({"email": "sanne"}, "email"),
        ({"email": "sánne@example.nl"}, "email"),
        ({"roles": {}}, "roles"),
        ({"language": "fr"}, "language"),
    ],
)
def test_impossible_invitation_is_refused_and_nothing_is_kept(
    group: Group, changes: dict[str, Any], field: str
) -> None:
    before = User.objects.count()
    with pytest.raises(Invalid) as refusal:
        _invite(group, **changes)
    assert refusal.value.field == field
    assert (User.objects.count(), Entry.objects.count()) == (before, 0)


def test_unknown_role_is_refused(group: Group) -> None:
    with pytest.raises(Invalid):
        _invite(group, roles={group.here.pk: ["janitor"]})
    assert not User.objects.filter(email="sanne@example.nl").exists()


def test_address_in_use_is_refused_whatever_its_capitals(group: Group) -> None:
    _invite(group)
    with pytest.raises(Invalid, match="al een collega"):
        _invite(group, email="SANNE@example.nl")
    assert User.objects.filter(email="sanne@example.nl").count() == 1


@pytest.mark.parametrize("role", [role for role in Role if role != Role.OWNER])
def test_only_an_owner_invites(group: Group, role: Role) -> None:
    by = actor_for(make_user(role, company=group.here))
    with pytest.raises(NotAllowed):
        _invite(group, by=by)
    assert not User.objects.filter(email="sanne@example.nl").exists()


def test_owner_of_the_sister_company_cannot_invite_here(group: Group) -> None:
    with pytest.raises(NotAllowed):
        _invite(group, by=group.other_boss)
    assert not User.objects.filter(email="sanne@example.nl").exists()


def test_terminal_can_invite_the_first_owner(group: Group) -> None:
    person = _invite(group, by=TERMINAL, roles={group.here.pk: [Role.OWNER], group.sister.pk: [Role.OWNER]})
    assert _roles(person) == {(group.here.pk, "owner"), (group.sister.pk, "owner")}


def test_roles_at_one_company_are_replaced_and_those_elsewhere_stay(group: Group) -> None:
    person = make_user(at={group.here.pk: Role.OFFICE, group.sister.pk: Role.AUDITOR})
    actions.set_roles(person=person, company=group.here.pk, roles=[Role.FINANCE, Role.PRIVACY], by=group.boss, at=AT)
    assert _roles(person) == {(group.here.pk, "finance"), (group.here.pk, "privacy"), (group.sister.pk, "auditor")}
    ended = Membership.objects.get(user=person, role=Role.OFFICE)
    assert ended.until == date(2026, 3, 5)


def test_role_given_again_on_the_same_day_holds(group: Group) -> None:
    person = make_user(Role.OFFICE, company=group.here)
    for roles in ([], [Role.OFFICE], [Role.OFFICE]):
        actions.set_roles(person=person, company=group.here.pk, roles=roles, by=group.boss, at=AT)
    assert _roles(person) == {(group.here.pk, "office")}


def test_last_owner_keeps_the_role(group: Group) -> None:
    with pytest.raises(Refused, match="altijd een eigenaar"):
        actions.set_roles(person=group.owner, company=group.here.pk, roles=[Role.OFFICE], by=group.boss, at=AT)
    assert _roles(group.owner) == {(group.here.pk, "owner")}


def test_owner_can_step_back_when_there_is_another(group: Group) -> None:
    make_user(Role.OWNER, company=group.here)
    actions.set_roles(person=group.owner, company=group.here.pk, roles=[], by=group.boss, at=AT)
    assert _roles(group.owner) == set()


def test_roles_at_a_company_one_does_not_manage_are_out_of_reach(group: Group) -> None:
    with pytest.raises(NotAllowed):
        actions.set_roles(person=group.owner, company=group.sister.pk, roles=[Role.OWNER], by=group.boss, at=AT)
    assert _roles(group.owner) == {(group.here.pk, "owner")}


def test_disabled_colleague_is_out_at_once(group: Group, client: Client) -> None:
    person = make_user(Role.OFFICE, company=group.here)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    sign_in(client, person)
    UserSession.objects.create(user=person, session_key=client.session.session_key, ip="127.0.0.1", user_agent="x")
    actions.disable(person=person, by=group.boss, at=AT)
    person.refresh_from_db()
    assert (person.is_active, person.left_on) == (False, date(2026, 3, 5))
    assert _roles(person) == set()
    assert not client.session.get("_auth_user_id")
    assert not Authenticator.objects.filter(user=person).exists()
    assert queries.sessions_of(person) == []
    assert _last_event() == "accounts.disabled"


def _refused_disabling(group: Group, person: User, refusal: type[DomainError], by: User | None = None) -> None:
    with pytest.raises(refusal):
        actions.disable(person=person, by=actor_for(by) if by else group.boss, at=AT)
    person.refresh_from_db()
    assert person.is_active
    assert Entry.objects.count() == 0


def test_nobody_disables_themself(group: Group) -> None:
    _refused_disabling(group, group.owner, NotAllowed)


def test_last_owner_of_a_company_is_not_disabled(group: Group) -> None:
    both = make_user(at={group.here.pk: Role.OWNER, group.sister.pk: Role.OWNER})
    Membership.objects.filter(user=group.stranger).update(until=date(2020, 2, 1))
    Membership.objects.create(user=group.owner, company=group.sister, role=Role.OFFICE, since=date(2020, 1, 1))
    _refused_disabling(group, both, NotAllowed)


def test_colleague_of_the_sister_company_does_not_exist_here(group: Group) -> None:
    _refused_disabling(group, group.stranger, NotFound)


def test_colleague_who_also_works_elsewhere_is_not_disabled_from_here(group: Group) -> None:
    shared = make_user(at={group.here.pk: Role.OFFICE, group.sister.pk: Role.OFFICE})
    _refused_disabling(group, shared, NotAllowed)


def test_somebody_who_comes_back_starts_with_new_roles_and_no_password(group: Group) -> None:
    person = make_user(Role.OFFICE, company=group.here, password="oud wachtwoord van vroeger")
    actions.disable(person=person, by=group.boss, at=AT)
    actions.enable(person=person, roles={group.here.pk: [Role.TECHNICIAN]}, by=group.boss, at=AT)
    person.refresh_from_db()
    assert person.is_active
    assert person.left_on is None
    assert not person.has_usable_password()
    assert _roles(person) == {(group.here.pk, "technician")}


def test_change_of_address_is_told_to_both_addresses(
    group: Group, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = make_user(Role.OFFICE, company=group.here, email="oud@example.nl")
    with django_capture_on_commit_callbacks(execute=True):
        actions.change_person(person=person, name="Sanne", email="nieuw@example.nl", by=group.boss, at=AT)
    person.refresh_from_db()
    assert (person.name, person.email) == ("Sanne", "nieuw@example.nl")
    assert [letter.to for letter in mail.outbox] == [["oud@example.nl"], ["nieuw@example.nl"]]


def test_nothing_changed_is_nothing_logged(group: Group) -> None:
    person = make_user(Role.OFFICE, company=group.here)
    actions.change_person(person=person, name=person.name, email=person.email, by=group.boss, at=AT)
    actions.set_language(person=person, language="nl", by=actor_for(person), at=AT)
    assert Entry.objects.count() == 0


def test_everybody_chooses_their_own_language(group: Group) -> None:
    actions.set_language(person=group.owner, language="en", by=group.boss, at=AT)
    with pytest.raises(NotAllowed):
        actions.set_language(person=group.stranger, language="en", by=group.boss, at=AT)
    group.owner.refresh_from_db()
    group.stranger.refresh_from_db()
    assert (group.owner.language, group.stranger.language) == ("en", "nl")


def test_invitation_is_sent_again_only_while_it_is_open(
    group: Group, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    person = _invite(group, letter=False)
    with django_capture_on_commit_callbacks(execute=True):
        actions.invite_again(person=person, by=group.boss, at=AT)
    person.set_password("regenjas tulpen zeventien kano")
    with pytest.raises(Refused):
        actions.invite_again(person=person, by=group.boss, at=AT)
    assert len(mail.outbox) == 1


def test_log_names_nobody(group: Group) -> None:
    person = _invite(group)
    actions.set_roles(person=person, company=group.here.pk, roles=[Role.PRIVACY], by=group.boss, at=AT)
    bodies = b" ".join(bytes(entry.body or b"") for entry in Entry.objects.all())
    assert bodies
    assert not any(word in bodies for word in (b"Sanne", b"sanne", str(person.uuid).encode(), person.uuid.hex.encode()))


def test_roles_at_two_companies_change_together_or_not_at_all(group: Group) -> None:
    both = actor_for(make_user(at={group.here.pk: Role.OWNER, group.sister.pk: Role.OWNER}))
    person = make_user(at={group.here.pk: Role.OFFICE, group.sister.pk: Role.OFFICE})
    wanted = {group.here.pk: [Role.FINANCE], group.sister.pk: [Role.OFFICE]}
    assert actions.change_roles(person=person, roles=wanted, by=both, at=AT) == 1
    assert _roles(person) == {(group.here.pk, "finance"), (group.sister.pk, "office")}
    lines = Entry.objects.count()
    with pytest.raises(NotAllowed):
        actions.change_roles(
            person=person, roles={group.here.pk: [], group.sister.pk: [Role.OWNER]}, by=group.boss, at=AT
        )
    assert _roles(person) == {(group.here.pk, "finance"), (group.sister.pk, "office")}
    assert Entry.objects.count() == lines


def test_somebody_is_not_left_without_any_role(group: Group) -> None:
    person = make_user(Role.OFFICE, company=group.here)
    with pytest.raises(Refused, match="Zonder rol"):
        actions.change_roles(person=person, roles={group.here.pk: []}, by=group.boss, at=AT)
    assert _roles(person) == {(group.here.pk, "office")}
    assert Entry.objects.count() == 0


def test_a_stranger_who_left_cannot_be_taken_in(group: Group) -> None:
    person = make_user(Role.OFFICE, company=group.sister)
    actions.disable(person=person, by=group.other_boss, at=AT)
    with pytest.raises(NotFound):
        actions.enable(person=person, roles={group.here.pk: [Role.OFFICE]}, by=group.boss, at=AT)
    person.refresh_from_db()
    assert not person.is_active


def test_a_withdrawn_invitation_is_dead_and_an_accepted_one_cannot_be_withdrawn(group: Group) -> None:
    person = _invite(group, letter=False)
    actions.withdraw_invitation(person=person, by=group.boss, at=AT)
    assert (person.is_active, _roles(person), _last_event()) == (False, set(), "accounts.invitation_withdrawn")
    accepted = make_user(Role.OFFICE, company=group.here, password="regenjas tulpen zeventien kano")
    with pytest.raises(Refused):
        actions.withdraw_invitation(person=accepted, by=group.boss, at=AT)
    assert accepted.is_active


def test_only_a_company_where_nobody_ever_worked_can_be_taken(group: Group) -> None:
    new = make_company()
    actions.take_ownership(company=new.pk, by=group.boss, at=AT)
    assert (new.pk, "owner") in _roles(group.owner)
    with pytest.raises(Refused):
        actions.take_ownership(company=group.sister.pk, by=group.boss, at=AT)
    clerk = actor_for(make_user(Role.OFFICE, company=group.here))
    empty = make_company()
    with pytest.raises(NotAllowed):
        actions.take_ownership(company=empty.pk, by=clerk, at=AT)
    assert not Membership.objects.filter(company__in=[group.sister.pk, empty.pk]).exclude(user=group.stranger).exists()
