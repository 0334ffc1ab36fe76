"""Medewerkers: asking in, roles, the end of access, a lost second factor."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoCaptureOnCommitCallbacks

import hashing
from klantkaart.accounts import actions
from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import FactorReset, Membership, User
from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.kernel import clock
from personas import Desk, company, desk, sisters
from staff import PASSWORD, make_user, sign_in

pytestmark = pytest.mark.django_db
SANNE = {"name": "Sanne de Wit", "email": "sanne@example.nl", "language": "nl"}


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    hashing.make_cheap(monkeypatch)


def _text(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return str(answer.content.decode())


def _roles(person: User) -> set[tuple[int, str]]:
    current = Membership.objects.filter(user=person).current(clock.today())
    return set(current.values_list("company_id", "role"))


def _last_event() -> str:
    return str(Entry.objects.latest("seq").event)


def test_the_list_tells_roles_factor_and_last_sign_in() -> None:
    here, _sister = sisters()
    owner = desk(Role.OWNER, here)
    make_user(Role.TECHNICIAN, company=here, name="Tim de Vroome", password=PASSWORD)
    text = _text(owner.client, "office:people")
    for word in ("Tim de Vroome", "Monteur", "Polder Telecom", "Nog niet ingesteld", "nog nooit", "Heeft toegang"):
        assert word in text


def test_an_invited_colleague_gets_a_letter_and_the_screen_says_how_far_it_came(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    here, sister = sisters()
    owner = desk(Role.OWNER, here)
    with django_capture_on_commit_callbacks(execute=True):
        owner.client.post(
            reverse("office:invite"),
            {**SANNE, f"roles_{here.pk}": ["office", "privacy"], f"roles_{sister.pk}": "owner"},
        )
    person = User.objects.get(email="sanne@example.nl")
    assert _roles(person) == {(here.pk, "office"), (here.pk, "privacy")}  # nothing at a company one does not manage
    assert [letter.to for letter in mail.outbox] == [["sanne@example.nl"]]
    assert "Aangenomen door de mailserver" in _text(owner.client, "office:person", person.uuid)
    assert "Uitgenodigd" in _text(owner.client, "office:people")


def test_a_letter_the_mail_server_refused_is_not_called_sent(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks, monkeypatch: pytest.MonkeyPatch
) -> None:
    owner = desk(Role.OWNER, company())
    here = Membership.objects.get(user=owner.user).company
    monkeypatch.setattr("klantkaart.accounts.letters.invitation", lambda _person: False)
    with django_capture_on_commit_callbacks(execute=True):
        owner.client.post(reverse("office:invite"), {**SANNE, f"roles_{here.pk}": "office"})
    text = _text(owner.client, "office:person", User.objects.get(email="sanne@example.nl").uuid)
    assert "nam de mailserver de uitnodiging niet aan" in text
    assert "Aangenomen door" not in text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": " "}, "Vul de naam van de collega in."),
        ({"email": "sanne"}, "E-mailadres is niet geldig."),
        ({"roles": []}, "Kies minstens één rol"),
        ({"roles": ["janitor"]}, "Die rol bestaat niet."),
    ],
)
def test_a_refused_invitation_keeps_what_was_typed(changes: dict[str, object], sentence: str) -> None:
    here = company()
    owner = desk(Role.OWNER, here)
    values = {**SANNE, "roles": ["office"], **changes}
    posted = {key: value for key, value in values.items() if key != "roles"} | {f"roles_{here.pk}": values["roles"]}
    answer = owner.client.post(reverse("office:invite"), posted)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert f'value="{values["email"]}"' in text
    assert (User.objects.count(), Entry.objects.count()) == (1, 0)


def test_an_invitation_is_sent_again_and_withdrawn(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    here = company()
    owner, person = desk(Role.OWNER, here), make_user(Role.OFFICE, company=here)
    with django_capture_on_commit_callbacks(execute=True):
        owner.client.post(reverse("office:invite_again", args=[person.uuid]))
    assert len(mail.outbox) == 1
    owner.client.post(reverse("office:withdraw_invitation", args=[person.uuid]))
    person.refresh_from_db()
    assert (person.is_active, person.left_on, _roles(person)) == (False, clock.today(), set())
    owner.client.post(reverse("office:undo_end", args=[person.uuid]))
    assert _roles(person) == {(here.pk, "office")}


def test_roles_are_looked_at_before_they_change() -> None:
    here = company()
    owner = desk(Role.OWNER, here)
    person = make_user(Role.FINANCE, company=here)
    address = reverse("office:roles", args=[person.uuid])
    text = owner.client.post(address, {f"roles_{here.pk}": ["technician"]}).content.decode()
    gone = text.split("Valt weg")[1].split("</dd>")[0]
    assert "bankrekeningen zien" in gone
    assert "klantkaarten zien" in text.split("Blijft</dt>")[1]
    assert _roles(person) == {(here.pk, "finance")}
    owner.client.post(address, {f"roles_{here.pk}": ["technician"], "step": "do"})
    assert _roles(person) == {(here.pk, "technician")}
    assert Entry.objects.filter(event="accounts.roles_changed").count() == 1


@pytest.mark.parametrize("step", ["", "do"])
@pytest.mark.parametrize(
    ("roles", "sentence"), [(["office"], "houdt altijd een eigenaar"), ([], "Zonder rol kan een collega niets zien")]
)
def test_the_last_owner_stays_owner_and_nobody_stays_without_a_role(roles: list[str], sentence: str, step: str) -> None:
    here = company()
    owner = desk(Role.OWNER, here)
    values = {f"roles_{here.pk}": roles, "step": step}
    answer = owner.client.post(reverse("office:roles", args=[owner.user.uuid]), values)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert _roles(owner.user) == {(here.pk, "owner")}
    assert not Entry.objects.exists()


def test_roles_at_a_sister_company_are_not_touched() -> None:
    here, sister = sisters()
    owner = desk(Role.OWNER, here)
    person = make_user(at={here.pk: Role.OFFICE, sister.pk: Role.AUDITOR})
    values = {f"roles_{here.pk}": ["finance"], f"roles_{sister.pk}": ["owner"], "step": "do"}
    owner.client.post(reverse("office:roles", args=[person.uuid]), values)
    assert _roles(person) == {(here.pk, "finance"), (sister.pk, "auditor")}
    assert "waar jij geen eigenaar bent" in _text(owner.client, "office:person", person.uuid)


def test_the_end_of_access_is_shown_done_and_undone() -> None:
    here = company()
    owner = desk(Role.OWNER, here)
    person = make_user(
        Role.OFFICE, Role.FINANCE, company=here, name="Kees Wiersma", password="lang genoeg om te gelden"
    )
    address = reverse("office:end_access", args=[person.uuid])
    text = owner.client.get(address).content.decode()
    assert "Dit stopt meteen" in text
    assert "naam, e-mailadres en rollen van toen" in text
    answer = owner.client.post(address, follow=True)
    assert "Kees Wiersma heeft geen toegang meer." in answer.content.decode()
    assert _roles(person) == set()
    owner.client.post(reverse("office:undo_end", args=[person.uuid]))
    person.refresh_from_db()
    assert (person.is_active, person.has_usable_password()) == (True, False)
    assert _roles(person) == {(here.pk, "office"), (here.pk, "finance")}


def test_what_stays_of_a_colleague_stays_thirty_days() -> None:
    here = company()
    person = make_user(Role.OFFICE, company=here)
    text = _text(desk(Role.OWNER, here).client, "office:end_access", person.uuid)
    last = clock.today() + timedelta(days=30)
    assert f"tot en met {last.day} " in text


def test_nobody_ends_their_own_access() -> None:
    owner = desk(Role.OWNER, company())
    answer = owner.client.post(reverse("office:end_access", args=[owner.user.uuid]))
    assert answer.status_code == 403
    assert User.objects.filter(pk=owner.user.pk, is_active=True).exists()


def test_somebody_who_left_comes_back_with_other_roles() -> None:
    here = company()
    owner, person = desk(Role.OWNER, here), make_user(Role.OFFICE, company=here)
    actions.disable(person=person, by=owner.actor, at=clock.now())
    address = reverse("office:person_back", args=[person.uuid])
    assert 'value="office" checked' in owner.client.get(address).content.decode()
    assert owner.client.post(address).status_code == 422
    assert _roles(person) == set()
    owner.client.post(address, {f"roles_{here.pk}": ["technician"]})
    assert _roles(person) == {(here.pk, "technician")}


def test_all_sessions_of_a_colleague_end_at_once() -> None:
    here = company()
    owner, other = desk(Role.OWNER, here), desk(Role.OFFICE, here)
    key = str(other.client.session.session_key)
    UserSession.objects.create(user=other.user, session_key=key, ip="127.0.0.1", user_agent="x")
    owner.client.post(reverse("office:person_sessions", args=[other.user.uuid]))
    assert other.client.get(reverse("account_overview")).status_code == 302
    assert owner.client.get(reverse("account_overview")).status_code == 200


def test_another_address_asks_to_show_again_who_one_is() -> None:
    here = company()
    owner = Desk(make_user(Role.OWNER, company=here, password=PASSWORD), Client())
    sign_in(owner.client, owner.user)
    person = make_user(Role.OFFICE, company=here, email="oud@example.nl")
    session = owner.client.session
    session["began"] -= 600
    session.save()
    address = reverse("office:person_details", args=[person.uuid])
    values = {"name": "Sanne", "email": "nieuw@example.nl"}
    again = owner.client.post(address, values)["Location"]
    assert again.startswith(reverse("account_reauthenticate"))
    person.refresh_from_db()
    assert person.email == "oud@example.nl"
    owner.client.post(again, {"password": PASSWORD})
    assert owner.client.post(address, {**values, "email": "x"}).status_code == 422
    owner.client.post(address, values)
    person.refresh_from_db()
    assert person.email == "nieuw@example.nl"


def _lost(person: User) -> FactorReset:
    return actions.ask_factor_reset(person=person, reason="telefoon verloren", by=actor_for(person), at=clock.now())


def test_a_second_owner_confirms_a_lost_factor() -> None:
    here = company()
    owner = desk(Role.OWNER, here)
    reset = _lost(make_user(Role.OFFICE, company=here, name="Kees Wiersma"))
    text = _text(owner.client, "office:people")
    assert "Kees Wiersma is de tweede factor kwijt" in text
    assert "telefoon verloren" in text
    address = reverse("office:confirm_reset", args=[reset.uuid])
    assert "Bevestig dat het Kees Wiersma is" in owner.client.get(address).content.decode()
    owner.client.post(address)
    reset.refresh_from_db()
    assert reset.confirmed_by == owner.user.uuid
    assert _last_event() == "accounts.factor_reset_confirmed"
    assert "tweede factor kwijt" not in _text(owner.client, "office:today")


def test_nobody_confirms_their_own_loss() -> None:
    owner = desk(Role.OWNER, company())
    reset = _lost(owner.user)
    address = reverse("office:confirm_reset", args=[reset.uuid])
    text = owner.client.get(address).content.decode()
    assert "iemand anders moet haar bevestigen" in text
    assert "Daarom wacht het een dag" in _text(owner.client, "office:people")
    assert owner.client.post(address).status_code == 403
    reset.refresh_from_db()
    assert reset.confirmed_by is None


def test_a_report_that_is_not_true_is_withdrawn() -> None:
    here = company()
    owner, person = desk(Role.OWNER, here), make_user(Role.OFFICE, company=here)
    reset = _lost(person)
    owner.client.post(reverse("office:withdraw_reset", args=[reset.uuid]))
    reset.refresh_from_db()
    assert reset.withdrawn_at is not None
    assert owner.client.post(reverse("office:withdraw_reset", args=[reset.uuid])).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["person", "roles", "person_details", "end_access", "undo_end", "person_back", "invite_again",
     "withdraw_invitation", "person_sessions"],
)  # fmt: skip
def test_a_colleague_of_the_sister_company_does_not_exist(name: str) -> None:
    here, sister = sisters()
    owner = desk(Role.OWNER, here)
    stranger = make_user(Role.OFFICE, company=sister)
    address = reverse(f"office:{name}", args=[stranger.uuid])
    assert owner.client.get(address).status_code in {404, 405}
    assert owner.client.post(address, {f"roles_{here.pk}": ["owner"], "step": "do", **SANNE}).status_code in {404, 405}
    assert _roles(stranger) == {(sister.pk, "office")}
    assert not Entry.objects.exists()
