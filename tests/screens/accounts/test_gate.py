"""No address without a second factor, except those on the list (ASVS 6.3.3, 6.3.4)."""

from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from klantkaart.accounts.http.gate import OPEN, SETTING_UP
from klantkaart.accounts.roles import Role
from signing import enrol, give_password, signed_in
from staff import Group, make_user, sign_in

pytestmark = pytest.mark.django_db

# A second list on purpose: whoever opens an address to people who are not signed in says so twice.
OPEN_TO_ALL = {
    "account_complete_password_reset", "account_confirm_password_reset_code", "account_inactive", "account_login",
    "account_logout", "account_lost_factor", "account_password_reset_completed", "account_reset_password",
    "mfa_authenticate", "mfa_login_webauthn", "office:theme", "set_language",
}  # fmt: skip


def _addresses(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _addresses(pattern, inner)
        else:
            yield f"{namespace}{pattern.name}", pattern


def _all() -> list[tuple[str, str]]:
    """Every named address with arguments filled in."""
    found = []
    for name, pattern in _addresses(get_resolver()):
        arguments = {key: _sample(str(converter)) for key, converter in pattern.pattern.converters.items()}
        found.append((name, reverse(name, kwargs=arguments)))
    return found


def _sample(converter: str) -> object:
    if "UUID" in converter:
        return "00000000-0000-4000-8000-000000000001"
    return 1 if "Int" in converter else "x"


CLOSED = [(name, url) for name, url in _all() if name not in OPEN_TO_ALL]


def test_list_of_open_addresses_is_what_was_decided() -> None:
    assert OPEN == OPEN_TO_ALL
    assert {name for name, _url in _all()} >= OPEN
    assert {name for name, _url in _all()} >= SETTING_UP


@pytest.mark.parametrize(("name", "url"), CLOSED)
@pytest.mark.parametrize("method", ["get", "post"])
def test_stranger_is_sent_to_sign_in(client: Client, name: str, url: str, method: str) -> None:
    response = getattr(client, method)(url)
    assert response.status_code == 302
    assert response["Location"].split("?")[0] == reverse("account_login")


@pytest.mark.parametrize(("name", "url"), [pair for pair in CLOSED if pair[0] not in SETTING_UP])
def test_password_alone_leads_to_setting_up_a_factor(client: Client, name: str, url: str) -> None:
    client.force_login(make_user())
    response = client.get(url)
    assert (response.status_code, response["Location"]) == (302, reverse("account_set_up_factor"))


@pytest.mark.parametrize("name", sorted(SETTING_UP))
def test_session_without_factor_cannot_add_one_beside_a_factor(client: Client, name: str) -> None:
    person = make_user()
    client.force_login(person)
    Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": "x"})
    response = client.get(reverse(name))
    assert response["Location"].startswith(reverse("account_login"))
    assert "_auth_user_id" not in client.session


def test_who_passed_a_factor_comes_in(client: Client, group: Group) -> None:
    sign_in(client, group.owner)
    assert signed_in(client)


def test_factor_of_somebody_else_does_not_count(client: Client, group: Group) -> None:
    client.force_login(group.owner)
    session = client.session
    session["second_factor"] = str(group.stranger.uuid)
    session.save()
    assert client.get(reverse("account_overview"))["Location"] == reverse("account_set_up_factor")


def test_way_back_holds_the_path_and_nothing_that_was_searched(client: Client) -> None:
    location = client.get(reverse("usersessions_list") + "?q=jansen")["Location"]
    assert location == f"{reverse('account_login')}?next=/account/sessies/"
    assert "jansen" not in client.post(reverse("usersessions_list") + "?q=jansen")["Location"]


def test_part_of_a_page_asks_for_the_whole_page_to_move(client: Client) -> None:
    response = client.get(reverse("account_overview"), headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (200, b"")
    assert response["HX-Redirect"].startswith(reverse("account_login"))


def test_sign_in_leads_back_to_the_page_that_was_asked(client: Client, group: Group) -> None:
    person = make_user(Role.OFFICE, company=group.here)
    given = enrol(person)
    client.post(
        reverse("account_login"),
        {"login": person.email, "password": "regenjas tulpen zeventien kano", "next": "/account/sessies/"},
    )
    response = client.post(reverse("mfa_authenticate"), {"code": given.recovery_codes[0]})
    assert response["Location"] == "/account/sessies/"


@pytest.mark.parametrize("elsewhere", ["https://example.com/", "//example.com/", "javascript:alert(1)"])
def test_sign_in_never_leads_elsewhere(client: Client, group: Group, elsewhere: str) -> None:
    given = enrol(group.owner)
    give_password(client, group.owner.email, query_params={"next": elsewhere})
    response = client.post(
        reverse("mfa_authenticate"), {"code": given.recovery_codes[0]}, query_params={"next": elsewhere}
    )
    assert response["Location"] == "/"


def test_nobody_signs_up(client: Client) -> None:
    for address in ("/account/signup/", "/account/email/", "/account/confirm-email/x/", "/account/login/code/"):
        assert client.get(address).status_code == 404
