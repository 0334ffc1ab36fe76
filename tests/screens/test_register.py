"""Register, promises and Techniek on screen: generated, narrowed, taken out, and honest about what is not there."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.companies.models import Company
from klantkaart.customers.models import Relationship
from klantkaart.kernel import clock
from klantkaart.promises.catalogue import LATER, PROMISES
from klantkaart.promises.queries import look_over
from klantkaart.promises.upkeep import DUTIES
from personas import Desk, card, desk, sisters

pytestmark = pytest.mark.django_db


@pytest.fixture
def seat() -> Desk:
    first, _second = sisters()
    card(first)
    cache.clear()
    return desk(Role.OWNER, first)


def page(seat: Desk, name: str, **query: str) -> str:
    answer = seat.client.get(reverse(name), query)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def sections(html: str) -> int:
    return html.count('<section class="panel" id="')


def test_register_tells_the_ground_in_words_before_the_article(seat: Desk) -> None:
    html = page(seat, "office:register")
    assert 'uitvoering van de overeenkomst <span class="law">AVG art. 6 lid 1 onder b</span>' in html
    assert "Polder Telecom" in html
    assert "<svg" in html
    assert "<caption" in html


def test_register_is_narrowed_to_a_purpose_or_a_kind_of_data(seat: Desk) -> None:
    everything = sections(page(seat, "office:register"))
    assert sections(page(seat, "office:register", doel="invoicing")) == 1
    assert 0 < sections(page(seat, "office:register", soort="bankgegevens")) < everything
    nothing = page(seat, "office:register", doel="bestaat-niet")
    assert "Geen verwerking past bij deze keuze" in nothing


def test_register_of_a_company_of_others_does_not_exist(seat: Desk) -> None:
    other = Company.objects.get(name="Polder Beveiliging")
    assert seat.client.get(reverse("office:register"), {"bedrijf": str(other.pk)}).status_code == 404
    before = Entry.objects.count()
    url = reverse("office:register_file", args=["csv"])
    assert seat.client.post(url, {"bedrijf": str(other.pk)}).status_code == 404
    assert Entry.objects.count() == before
    assert "Polder Beveiliging B.V." not in page(seat, "office:register")


@pytest.mark.parametrize(
    ("kind", "begin"), [("pdf", b"%PDF-"), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("json", b"{")]
)
def test_register_is_taken_out_and_that_is_logged(seat: Desk, kind: str, begin: bytes) -> None:
    answer = seat.client.post(reverse("office:register_file", args=[kind]))
    assert answer.status_code == 200
    assert answer.content.startswith(begin)
    assert answer["Content-Disposition"] == f'attachment; filename="register.{kind}"'
    assert Entry.objects.order_by("-seq").values_list("event", flat=True)[0] == "register.exported"


def test_kind_of_file_that_is_not_made_is_refused_and_not_logged(seat: Desk) -> None:
    before = Entry.objects.count()
    answer = seat.client.post(reverse("office:register_file", args=["docx"]))
    assert answer.status_code == 404
    assert Entry.objects.count() == before


def test_every_promise_is_shown_and_what_is_not_covered_is_said(seat: Desk) -> None:
    html = page(seat, "office:promises")
    assert all(f'id="{promise.id}"' in html for promise in PROMISES)
    assert {*(promise.id for promise in PROMISES), *(name for name, _title in LATER)} == {
        f"P{number:02}" for number in range(1, 36)
    }
    assert html.count("tone-grey") >= len(LATER)
    assert "Het programma kijkt ze nog niet na" in html


def test_broken_promise_comes_first_with_its_evidence_and_a_way_there(seat: Desk) -> None:
    Relationship.objects.update(ended_on=date(2024, 6, 30))
    html = page(seat, "office:promises")
    assert html.index('id="P20"') < html.index('id="P01"')
    assert "niet nagekomen" in html.lower()
    assert f'href="{reverse("office:destruction")}"' in html


def test_today_tells_a_promise_that_is_broken_with_one_next_step(seat: Desk) -> None:
    assert "Belofte P20" not in page(seat, "office:today")
    Relationship.objects.update(ended_on=date(2024, 6, 30))
    look_over(on=clock.today(), at=clock.now())
    html = page(seat, "office:today")
    assert "Belofte P20" in html
    assert f'href="{reverse("office:promises")}#P20"' in html


def test_technics_shows_every_duty_and_today_one_line_when_something_is_late(seat: Desk) -> None:
    look_over(on=clock.today(), at=clock.now())
    html = page(seat, "office:technics")
    assert html.count("<tr>") == len(DUTIES) + 1
    assert "loopt achter" not in html
    cache.clear()
    assert "1 werk dat vanzelf gaat, loopt achter" in page(seat, "office:technics")
    assert "De beloften zijn nog niet nagelopen." in page(seat, "office:today")


def test_finance_sees_promises_and_not_the_register(seat: Desk) -> None:
    first = seat.user.memberships.get().company
    clerk = desk(Role.FINANCE, first)
    html = page(clerk, "office:promises")
    assert reverse("office:register") + '"' not in html
    assert clerk.client.get(reverse("office:register")).status_code == 403
