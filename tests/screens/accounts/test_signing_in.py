"""Every way in ends at the same second factor; every step is used once and logged."""

import re
from unittest import mock

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse

from klantkaart.accounts import actions
from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.kernel import clock
from signing import enrol, give_code, give_password, sign_in, signed_in, totp
from staff import PASSWORD, Group, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]
NEW = "paars kompas nijlpaard ladder"


def _events() -> list[str]:
    return [event or "" for event in Entry.objects.order_by("seq").values_list("event", flat=True)]


def test_password_and_code_let_in(client: Client, group: Group) -> None:
    given = enrol(group.owner)
    sign_in(client, group.owner, given.totp_secret)
    assert signed_in(client)
    assert _events()[-1] == "accounts.signed_in"


def test_capitals_of_the_address_do_not_matter(client: Client, group: Group) -> None:
    enrol(group.owner)
    assert give_password(client, group.owner.email.upper())["Location"] == reverse("mfa_authenticate")


def test_password_alone_lets_nobody_in(client: Client, group: Group) -> None:
    enrol(group.owner)
    give_password(client, group.owner.email)
    assert not signed_in(client)
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("email", ["niemand@example.nl", None])
def test_refusal_is_the_same_for_unknown_address_and_wrong_password(
    client: Client, group: Group, email: str | None
) -> None:
    enrol(group.owner)
    response = give_password(client, email or group.owner.email, "een heel ander wachtwoord")
    assert response.status_code == 200
    assert "E-mailadres of wachtwoord klopt niet." in response.content.decode()
    assert _events()[-1] == "accounts.sign_in_refused"
    assert "een heel ander wachtwoord" not in response.content.decode()


def test_code_works_once(client: Client, group: Group) -> None:
    with time_machine.travel("2026-03-05T09:00:10Z", tick=False):
        given = enrol(group.owner)
        code = totp(given.totp_secret)
        give_password(client, group.owner.email)
        assert give_code(client, code).status_code == 302
        other = Client()
        give_password(other, group.owner.email)
        assert give_code(other, code).status_code == 200
    assert not signed_in(other)


def test_code_of_the_period_before_is_refused(client: Client, group: Group) -> None:
    with time_machine.travel("2026-03-05T09:00:29Z", tick=False) as traveller:
        given = enrol(group.owner)
        give_password(client, group.owner.email)
        late = totp(given.totp_secret)
        traveller.shift(2)
        assert "klopt niet" in give_code(client, late).content.decode()
    assert _events()[-1] == "accounts.sign_in_refused"


def test_recovery_code_works_once(client: Client, group: Group) -> None:
    given = enrol(group.owner)
    spaced = " ".join(re.findall("....", given.recovery_codes[0]))
    for attempt, expected in enumerate((302, 200)):
        browser = Client()
        give_password(browser, group.owner.email)
        assert give_code(browser, spaced).status_code == expected, attempt
    row = Authenticator.objects.get(user=group.owner, type="recovery_codes")
    assert len(row.wrap().get_unused_codes()) == 9


def test_session_id_changes_at_sign_in(client: Client, group: Group) -> None:
    given = enrol(group.owner)
    give_password(client, group.owner.email)
    before = client.session.session_key
    give_code(client, totp(given.totp_secret))
    assert client.session.session_key != before


def test_session_id_changes_when_one_shows_again_who_one_is(client: Client, group: Group) -> None:
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    before = client.session.session_key
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    assert client.session.session_key != before
    assert signed_in(client)
    assert _events()[-1] == "accounts.confirmed_again"


def test_disabled_colleague_is_told_and_not_let_in(client: Client, group: Group) -> None:
    person = make_user(Role.OFFICE, company=group.here)
    enrol(person)
    actions.disable(person=person, by=group.boss, at=clock.now())
    response = give_password(client, person.email)
    assert response["Location"] == reverse("account_inactive")
    assert client.get(response["Location"]).status_code == 403
    assert not signed_in(client)


def test_session_of_a_disabled_colleague_stops_at_once(client: Client, group: Group) -> None:
    person = make_user(Role.OFFICE, company=group.here)
    sign_in(client, person, enrol(person).totp_secret)
    actions.disable(person=person, by=group.boss, at=clock.now())
    assert not signed_in(client)


def test_signing_out_ends_the_session(client: Client, group: Group) -> None:
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    cookie = client.cookies["session"].value
    client.post(reverse("account_logout"))
    client.cookies["session"] = cookie
    assert not signed_in(client)
    assert _events()[-1] == "accounts.signed_out"


def test_asking_for_the_sign_out_page_signs_nobody_out(client: Client, group: Group) -> None:
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    assert client.get(reverse("account_logout")).status_code == 200
    assert signed_in(client)


def _ask_code(client: Client, email: str) -> str:
    client.post(reverse("account_reset_password"), {"email": email})
    found = re.search(r"^ {4}(\S+)$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[1]


def test_new_password_by_mail_does_not_skip_the_second_factor(client: Client, group: Group) -> None:
    given = enrol(group.owner)
    code = _ask_code(client, group.owner.email)
    client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    client.post(reverse("account_complete_password_reset"), {"password1": NEW, "password2": NEW})
    assert not signed_in(client)
    assert give_password(client, group.owner.email, NEW)["Location"] == reverse("mfa_authenticate")
    assert give_code(client, totp(given.totp_secret)).status_code == 302
    assert "accounts.password_reset" in _events()


def test_new_password_by_mail_ends_every_session(client: Client, group: Group) -> None:
    sign_in(client, group.owner, enrol(group.owner).totp_secret)
    other = Client()
    code = _ask_code(other, group.owner.email)
    other.post(reverse("account_confirm_password_reset_code"), {"code": code})
    other.post(reverse("account_complete_password_reset"), {"password1": NEW, "password2": NEW})
    assert not signed_in(client)


def test_invited_colleague_chooses_a_password_and_must_set_up_a_factor(client: Client, group: Group) -> None:
    person = actions.invite(
        name="Sanne de Wit",
        email="sanne@example.nl",
        roles={group.here.pk: [Role.OFFICE]},
        by=group.boss,
        at=clock.now(),
    )
    code = _ask_code(client, person.email)
    client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    client.post(reverse("account_complete_password_reset"), {"password1": NEW, "password2": NEW})
    assert give_password(client, person.email, NEW).status_code == 302
    assert client.get("/")["Location"] == reverse("account_set_up_factor")
    assert "Sanne" in client.get(reverse("account_set_up_factor")).content.decode()


def test_mailed_code_works_only_in_the_browser_that_asked(client: Client, group: Group) -> None:
    enrol(group.owner)
    code = _ask_code(client, group.owner.email)
    other = Client()
    response = other.post(reverse("account_confirm_password_reset_code"), {"code": code})
    assert response["Location"] == reverse("account_login")


def test_mailed_code_is_dead_after_ten_minutes(client: Client, group: Group) -> None:
    with time_machine.travel("2026-03-05T09:00:00Z", tick=False) as traveller:
        enrol(group.owner)
        code = _ask_code(client, group.owner.email)
        traveller.shift(10 * 60 + 1)
        response = client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    assert response["Location"] == reverse("account_login")


def test_unknown_address_gets_the_same_answer_and_no_mail(client: Client) -> None:
    response = client.post(reverse("account_reset_password"), {"email": "niemand@example.nl"}, follow=True)
    assert "Als niemand@example.nl bij een account hoort" in response.content.decode()
    assert mail.outbox == []


def test_weak_new_password_is_refused_with_a_remedy(client: Client, group: Group) -> None:
    enrol(group.owner)
    code = _ask_code(client, group.owner.email)
    client.post(reverse("account_confirm_password_reset_code"), {"code": code})
    response = client.post(reverse("account_complete_password_reset"), {"password1": "welkom", "password2": "welkom"})
    assert "Neem bijvoorbeeld vier woorden" in response.content.decode()
    group.owner.refresh_from_db()
    assert group.owner.check_password(PASSWORD)


def test_no_log_line_holds_what_was_typed(client: Client, group: Group, caplog: pytest.LogCaptureFixture) -> None:
    given = enrol(group.owner)
    sign_in(client, group.owner, given.totp_secret)
    code = _ask_code(Client(), group.owner.email)
    bodies = b" ".join(bytes(entry.body or b"") for entry in Entry.objects.all()).decode()
    for secret in (PASSWORD, given.totp_secret, code, group.owner.email):
        assert secret not in caplog.text
        assert secret not in bodies


def test_log_that_fails_lets_nobody_in(client: Client, group: Group) -> None:
    given = enrol(group.owner)
    give_password(client, group.owner.email)
    with (
        mock.patch("klantkaart.accounts.http.record.log.act", side_effect=RuntimeError),
        pytest.raises(RuntimeError),
    ):
        give_code(client, totp(given.totp_secret))
    assert not signed_in(client)
