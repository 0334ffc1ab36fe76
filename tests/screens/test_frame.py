"""The frame of every page: places that exist, theme, toasts, fields and error pages."""

import re
from uuid import uuid4

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.storage.session import SessionStorage
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from klantkaart.accounts.models import User
from klantkaart.companies.queries import CompanyName
from klantkaart.kernel.actor import Actor, ActorKind
from klantkaart.office import context, toasts
from klantkaart.office.accents import known
from klantkaart.office.templatetags import look

CODES = ["400", "403", "403_csrf", "404", "409", "422", "429", "500"]


def asked(**cookies: str) -> HttpRequest:
    request = RequestFactory().get("/klanten/")
    request.COOKIES.update(cookies)
    request.user = AnonymousUser()
    return request


def staff(*rights: str) -> Actor:
    return Actor(ActorKind.STAFF, uuid4(), b"salt", {1: frozenset(rights)})


def test_rail_shows_only_places_that_have_a_screen() -> None:
    shown = [place.name for place in context.places("/klanten/")]
    assert "office:customers" in shown
    for name in set(dict.fromkeys(row[0] for row in context.PLACES)) - set(shown):
        with pytest.raises(NoReverseMatch):
            reverse(name)


def test_place_one_is_in_is_marked() -> None:
    current = [place.name for place in context.places("/klanten/nieuw/") if place.current]
    assert current == ["office:customers"]


def test_place_without_the_right_is_not_shown() -> None:
    assert "office:customers" not in [place.name for place in context.places("/", staff("audit.view"))]
    assert "office:customers" in [place.name for place in context.places("/", staff("customers.view"))]


def test_each_place_has_a_letter_of_its_own() -> None:
    letters = [row[3] for row in context.PLACES]
    assert len(set(letters)) == len(letters)


def test_who_is_not_signed_in_gets_the_plain_frame() -> None:
    assert context.shell(asked())["frame"] == "base_plain.html"


def test_signed_in_gets_the_rail() -> None:
    request = asked()
    request.user = User(email="a@example.nl", name="Sanne de Wit")
    found = context.shell(request)
    assert found["frame"] == "base.html"
    assert found["shell"].user_name == "Sanne de Wit"


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("", "auto"), ("><", "auto")])
def test_theme_is_light_dark_or_of_the_device(cookie: str, theme: str) -> None:
    assert context.theme_of(asked(theme=cookie)) == theme


def test_unknown_company_colour_falls_back() -> None:
    assert known("brick") == "brick"
    assert known('"><script>') == "sea"


@pytest.mark.django_db
def test_theme_is_kept_and_leads_back(client: Client) -> None:
    answer = client.post(reverse("office:theme"), {"theme": "dark", "next": "/klanten/?stand=leaving"})
    assert answer["Location"] == "/klanten/?stand=leaving"
    assert answer.cookies["theme"].value == "dark"
    assert answer.cookies["theme"]["samesite"] == "Lax"


@pytest.mark.django_db
@pytest.mark.parametrize("onwards", ["https://elders.example/", "//elders.example/", "javascript:alert(1)"])
def test_theme_never_leads_elsewhere(client: Client, onwards: str) -> None:
    assert client.post(reverse("office:theme"), {"theme": "dark", "next": onwards})["Location"] == "/"


@pytest.mark.django_db
def test_unknown_theme_forgets_the_choice(client: Client) -> None:
    client.cookies["theme"] = "dark"
    answer = client.post(reverse("office:theme"), {"theme": "roze"})
    assert answer.cookies["theme"].value == ""


@pytest.mark.parametrize("code", CODES)
def test_error_page_says_what_is_safe_and_what_to_do_without_any_context(code: str) -> None:
    page = get_template(f"{code}.html").render()
    assert page.count("<h1>") == 1
    assert len(re.findall(r"<p>\s*[A-Z][^<]+\.\s*</p>", page)) >= 2
    assert 'href="/"' in page


@pytest.mark.parametrize("code", ["403", "404", "409", "422"])
def test_error_page_shows_the_sentence_of_the_refusal(code: str) -> None:
    page = render_to_string(f"{code}.html", {"sentence": "Deze <factuur> is verstuurd."})
    assert "Deze &lt;factuur&gt; is verstuurd." in page


class OneField(forms.Form):
    kvk = forms.CharField(label="KvK-nummer", required=False, help_text="8 cijfers.", max_length=8)


def test_field_keeps_what_was_typed_and_names_hint_and_error() -> None:
    form = OneField({"kvk": '123456789"x'})
    form.is_valid()
    page = str(form["kvk"].as_field_group())
    assert 'value="123456789&quot;x"' in page
    assert 'aria-describedby="id_kvk_helptext id_kvk_error"' in page
    assert 'id="id_kvk_helptext"' in page
    assert 'id="id_kvk_error"' in page
    assert 'aria-invalid="true"' in page
    assert "(niet verplicht)" in page


def test_summary_links_to_the_field_that_is_wrong() -> None:
    form = OneField({"kvk": "123456789"})
    form.is_valid()
    page = render_to_string("components/form_errors.html", {"form": form})
    assert 'href="#id_kvk"' in page
    assert "Er is niets opgeslagen" in page


def test_summary_is_silent_when_all_is_well() -> None:
    assert render_to_string("components/form_errors.html", {"form": OneField()}).strip() == ""


@pytest.mark.parametrize("tags", ["", None, "iets"])
def test_toast_without_a_way_back_offers_none(tags: str | None) -> None:
    assert toasts.undo_url(tags) == ""


@pytest.mark.django_db
def test_toast_carries_its_way_back() -> None:
    request = asked()
    request.session = {}  # type: ignore[assignment]  # the message store needs no more than a mapping
    from_messages = SessionStorage(request)
    request._messages = from_messages  # type: ignore[attr-defined]  # what the middleware sets
    toasts.done(request, "Gewijzigd.", undo="/klanten/1/ongedaan/")
    (message,) = list(from_messages)
    assert toasts.undo_url(message.extra_tags) == "/klanten/1/ongedaan/"
    assert str(message) == "Gewijzigd."


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Sanne de Wit", "SW"), ("bakker", "B"), ("", "?"), ("A. van Dijk", "AD"), ("!!", "?"), ("Éva", "É")],
)
def test_initials(name: str, letters: str) -> None:
    assert look.initials(name) == letters


def test_chip_is_a_word_and_a_shape() -> None:
    drawn = look.chip("Vertrekt <1>", "amber")
    assert "Vertrekt &lt;1&gt;" in drawn
    assert "<svg" in drawn
    assert "tone-amber" in drawn


def test_query_changes_one_value_and_keeps_the_rest() -> None:
    request = RequestFactory().get("/klanten/?stand=leaving&pagina=3")
    assert look.with_query(Context({"request": request}), pagina=4) == "?stand=leaving&pagina=4"
    assert look.with_query(Context({"request": request}), pagina="") == "?stand=leaving"


def test_paths_of_pages_leave_gaps() -> None:
    pages = Paginator(range(1840), 50)
    assert look.page_window(pages, 7) == [1, 0, 6, 7, 8, 0, 37]


def test_chip_starts_with_a_capital() -> None:
    assert ">Klant</span>" in look.chip("klant", "green").replace("</svg>", ">")


def test_one_company_lends_its_colour_and_several_do_not() -> None:
    around = context.Shell(asked())
    around.companies = [CompanyName(1, uuid4(), "Polder Telecom", "teal")]
    assert around.accent == "teal"
    around.companies = [*around.companies, CompanyName(2, uuid4(), "Polder Beveiliging", "brick")]
    assert around.accent == "sea"
