"""Bewaartermijnen on the screen: source, preview, decision, taking back."""

from datetime import timedelta

import pytest
from django.urls import reverse

from klantkaart.accounts.roles import Role
from klantkaart.datamap.models import RuleParameter
from klantkaart.kernel import clock
from personas import company, desk, sisters

pytestmark = pytest.mark.django_db
ADDRESS = "/beheer/termijnen/card_after_end/"


def _typed(**changes: str) -> dict[str, str]:
    later = clock.today() + timedelta(days=30)
    return {"value": "2", "unit": "months", "valid_from": later.isoformat(), "reason": "Eindafrekening."} | changes


def test_every_term_says_where_it_comes_from() -> None:
    text = desk(Role.AUDITOR, company()).client.get(reverse("office:terms")).content.decode()
    for word in ("AWR art. 52(4)", "wettelijk minimum 7 jaar", "Eigen belofte (P20, P21)", "30 dagen"):
        assert word in text
    assert ADDRESS not in text


def test_a_term_is_looked_at_decided_and_taken_back() -> None:
    owner = desk(Role.OWNER, company())
    text = owner.client.post(ADDRESS, _typed()).content.decode()
    assert "Van 30 dagen naar 2 maanden" in text
    assert "Dit is langer dan de standaard van 30 dagen." in text
    assert not RuleParameter.objects.exists()
    done = owner.client.post(ADDRESS, _typed(step="do"), follow=True).content.decode()
    assert "2 maanden" in done.split("Levering en ondersteuning")[1].split("</tr>")[0]
    row = RuleParameter.objects.get()
    owner.client.post(reverse("office:withdraw_term", args=["card_after_end", row.valid_from]))
    assert not RuleParameter.objects.exists()


@pytest.mark.parametrize("step", ["", "do"])
@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "dertig"}, "vul een heel getal in"),
        ({"value": "-1"}, "vul een heel getal in"),
        ({"value": "٣"}, "vul een heel getal in"),
        ({"value": "5000"}, "kies hooguit 1200"),
        ({"unit": "hours"}, "kies dagen, weken, maanden of jaar"),
        ({"valid_from": "2026-02-30"}, "deze datum bestaat niet"),
        ({"valid_from": "2001-01-01"}, "kies vandaag of later"),
        ({"valid_from": "9999-12-31"}, "binnen tien jaar"),
    ],
)
def test_a_term_that_cannot_be_is_refused_and_kept_on_the_form(
    changes: dict[str, str], sentence: str, step: str
) -> None:
    owner = desk(Role.OWNER, company())
    answer = owner.client.post(ADDRESS, _typed(step=step, **changes))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    assert "Eindafrekening." in text
    assert not RuleParameter.objects.exists()


def test_a_term_without_a_reason_is_refused_at_the_latest_when_it_is_decided() -> None:
    owner = desk(Role.OWNER, company())
    answer = owner.client.post(ADDRESS, _typed(step="do", reason=" "))
    assert answer.status_code == 422
    assert "schrijf op waarom deze termijn past" in answer.content.decode()
    assert not RuleParameter.objects.exists()


def test_an_owner_of_one_of_two_companies_decides_nothing_for_both() -> None:
    first, _second = sisters()
    owner = desk(Role.OWNER, first)
    for step in ("", "do"):
        assert owner.client.post(ADDRESS, _typed(step=step)).status_code == 403
    assert not RuleParameter.objects.exists()


@pytest.mark.parametrize("since", ["2026-02-30", "gisteren", "2999-01-01"])
def test_a_planned_change_that_is_not_there_is_not_found(since: str) -> None:
    owner = desk(Role.OWNER, company())
    assert owner.client.post(f"{ADDRESS}{since}/intrekken/").status_code == 404
