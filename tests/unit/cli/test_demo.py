"""The practice administration: invented people only, every life in it, and made once."""

import re
from collections import Counter
from dataclasses import asdict
from datetime import date

import pytest

from klantkaart.accounts.models import Membership, User
from klantkaart.accounts.queries import has_second_factor
from klantkaart.accounts.roles import Role
from klantkaart.audit.models import Entry
from klantkaart.cli import demo
from klantkaart.cli.demo.invent import invented, invented_iban
from klantkaart.cli.demo.staff import DOMAIN, PASSWORD
from klantkaart.companies.models import Arrangement, Company
from klantkaart.companies.queries import companies, share_a_card
from klantkaart.customers.actions import NewCard, NewContact
from klantkaart.customers.actions.create import drafted
from klantkaart.customers.events import IMPORTED
from klantkaart.customers.intake.drafts import CardDraft
from klantkaart.customers.models import BankAccount, Card, CardKind, Channel, Relationship
from klantkaart.customers.search import TABLE
from klantkaart.kernel import clock
from klantkaart.kernel.numbers import parse_iban
from terminal import command, reported

TODAY = date(2026, 11, 24)


@pytest.mark.usefixtures("practice")
def test_two_sister_companies_share_cards() -> None:
    found = [company.pk for company in companies()]
    assert len(found) == 2
    assert share_a_card(found, on=clock.today())
    assert Arrangement.objects.count() == 1


@pytest.mark.usefixtures("practice")
def test_one_colleague_for_each_role_with_a_second_factor() -> None:
    assert set(Membership.objects.values_list("role", flat=True)) == set(Role.values)
    assert all(has_second_factor(person) for person in User.objects.all())
    assert User.objects.filter(email__endswith=f"@{DOMAIN}").count() == User.objects.count() == 6


@pytest.mark.usefixtures("practice")
def test_every_kind_of_customer_and_every_stage_is_there() -> None:
    assert Card.objects.count() == 60
    assert set(Card.objects.values_list("kind", flat=True)) == set(CardKind.values)
    stages = Counter(str(row.stage_on(clock.today())) for row in Relationship.objects.all())
    assert set(stages) == {"prospect", "customer", "leaving", "left"}
    assert Relationship.objects.count() > 60
    assert BankAccount.objects.exists()


@pytest.mark.usefixtures("practice")
def test_every_customer_came_through_an_act_that_was_logged() -> None:
    assert Entry.objects.filter(event=IMPORTED.code).count() == 60


@pytest.mark.usefixtures("practice")
def test_everybody_is_invented() -> None:
    mail = Channel.objects.filter(kind="email").values_list("value", flat=True)
    assert all(value.endswith(".example.nl") for value in mail)
    numbers = Card.objects.exclude(kvk_number="").values_list("kvk_number", flat=True)
    assert all(re.fullmatch(r"99\d{6}", value) for value in numbers)
    assert all(account.iban[4:8] == "VERZ" for account in BankAccount.objects.all())


@pytest.mark.parametrize("number", [0, 1, 60, 999_999])
def test_invented_iban_is_well_formed(number: int) -> None:
    assert parse_iban(invented_iban(number)) == invented_iban(number)


def test_the_same_customers_are_invented_every_time() -> None:
    first = list(invented(0, 40, alarm=False, today=TODAY))
    assert first == list(invented(0, 40, alarm=False, today=TODAY))
    assert first[10:20] == list(invented(10, 10, alarm=False, today=TODAY))


@pytest.mark.parametrize("alarm", [False, True])
def test_invented_values_are_as_the_card_cleans_them(alarm: bool) -> None:
    for draft in invented(0, 200, alarm=alarm, today=TODAY):
        assert drafted(_typed(draft)) == draft


def _typed(draft: CardDraft) -> NewCard:
    """The same customer as somebody would type it."""
    values = asdict(draft)
    services = ",".join(draft.services)
    days = {"payment_term_days": 14 if draft.payment_term_days is None else draft.payment_term_days}
    return NewCard(
        values,
        {**values, **days, "services": services, "number": ""},
        [NewContact(contact, contact["channels"]) for contact in values["contacts"]],
        values["channels"],
        values["addresses"],
        values["bank"],
        draft.notes,
    )


@pytest.mark.usefixtures("practice")
def test_sign_ins_hold_what_is_needed_and_codes_that_work_now() -> None:
    found = reported("demo", "--codes")
    assert found["password"] == PASSWORD
    assert len(found["people"]) == 6
    assert all(len(person["recovery_codes"]) == 10 for person in found["people"])
    shown = command("demo", "--codes").stdout
    assert all(person["secret"] in shown for person in found["people"])
    assert User.objects.get(email=f"eigenaar@{DOMAIN}").check_password(PASSWORD)


@pytest.mark.usefixtures("company")
def test_administration_that_exists_is_not_filled() -> None:
    result = command("demo", "--customers", "3")
    assert result.exit_code == 1
    assert "Hier staat al een administratie." in result.stderr
    assert (Card.objects.count(), Company.objects.count()) == (0, 1)


@pytest.mark.usefixtures("company")
def test_codes_of_an_administration_of_your_own_are_refused() -> None:
    assert not demo.is_demo()
    result = command("demo", "--codes")
    assert result.exit_code == 1
    assert "Dit is geen oefenadministratie." in result.stderr


@pytest.mark.usefixtures("practice")
def test_customers_of_the_demo_can_be_found() -> None:
    name = Card.objects.order_by("pk").values_list("name", flat=True)[7]
    assert TABLE
    assert name in {row["name"] for row in reported("customers", name)}
