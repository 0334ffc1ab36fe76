"""Looking things up: customers, one card, a print-out."""

import json
import zipfile
from pathlib import Path
from uuid import uuid4

import pytest

import personas
from klantkaart.audit.models import Entry
from klantkaart.companies.models import Company
from klantkaart.customers.events import OPENED
from klantkaart.customers.models import Card, Contact
from klantkaart.promises import queries
from klantkaart.promises.verdicts import broken
from klantkaart.rights.events import PRINTED
from terminal import command, reported


def lines(event: object) -> int:
    return Entry.objects.filter(event=event.code).count()  # type: ignore[attr-defined]  # an EventType


@pytest.mark.usefixtures("card")
def test_customers_are_listed_with_the_number_people_quote() -> None:
    result = command("customers")
    assert result.exit_code == 0
    assert "10001   Bakkerij Kiezel BV  Weert   0172-123 456  klant" in result.stdout
    assert result.stdout.endswith("1 klant.\n")


@pytest.mark.usefixtures("card")
@pytest.mark.parametrize(("typed", "found"), [("kiez", 1), ("0172 123456", 1), ("1234ab", 1), ("bestaatniet", 0)])
def test_customers_are_searched(typed: str, found: int) -> None:
    assert len(reported("customers", typed)) == found


@pytest.mark.usefixtures("company")
def test_no_customer_is_said_and_is_no_failure() -> None:
    result = command("customers", "niemand")
    assert (result.exit_code, result.stdout) == (0, "Geen klanten gevonden.\n")


@pytest.mark.usefixtures("card")
def test_card_is_shown_and_the_look_is_logged() -> None:
    result = command("card", "10001")
    assert result.exit_code == 0
    for shown in ("Bakkerij Kiezel BV  (klant)", "99123456", "Iris Hoekstra", "06-12345678", "NL91 ABNA 0417 1643 00"):
        assert shown in result.stdout
    assert lines(OPENED) == 1


def test_card_as_json_holds_no_key_of_the_database_and_no_secret(card: Card) -> None:
    found = reported("card", "10001")
    assert found["card"]["uuid"] == str(card.uuid)
    assert not {"pk", "log_salt", "mark"} & {name for part in (found["card"], *found["bank"]) for name in part}


@pytest.mark.usefixtures("card")
def test_unknown_number_is_refused_and_nothing_is_logged() -> None:
    result = command("card", "99999")
    assert result.exit_code == 1
    assert result.stderr == "Klantnummer 99999 is er niet. Zoek de klant op naam.\n"
    assert lines(OPENED) == 0


def test_number_of_two_companies_asks_which(card: Card) -> None:
    personas.card(personas.company("Polder Beveiliging"), values={"name": "Slagerij Regenton"})
    result = command("card", "10001")
    assert result.exit_code == 1
    assert "komt voor bij Polder Beveiliging, Polder Telecom." in result.stderr
    assert "Slagerij Regenton" in command("card", "10001", "--company", "polder b").stdout


@pytest.mark.usefixtures("card")
def test_company_that_is_not_there_is_refused_with_those_that_are() -> None:
    result = command("card", "10001", "--company", "Weiland")
    assert (result.exit_code, result.stderr) == (1, "Bedrijf 'Weiland' is niet duidelijk. Kies uit: Polder Telecom.\n")


@pytest.mark.usefixtures("card")
def test_print_out_is_a_private_file_and_is_logged(tmp_path: Path) -> None:
    found = reported("access", "10001", "--out", tmp_path / "uit")
    path = Path(found["file"])
    assert path.stat().st_mode & 0o777 == 0o600
    with zipfile.ZipFile(path) as package:
        assert {"uittreksel.pdf", "gegevens.json"} <= set(package.namelist())
    assert lines(PRINTED) == 1


def test_print_out_of_a_contact_leaves_the_rest_out(card: Card, tmp_path: Path) -> None:
    contact = Contact.objects.get(card=card)
    found = reported("access", "10001", "--out", tmp_path, "--contact", contact.uuid)
    with zipfile.ZipFile(found["file"]) as package:
        data = package.read("gegevens.json").decode()
    assert "Iris Hoekstra" in data
    assert "NL91ABNA0417164300" not in data


@pytest.mark.usefixtures("card")
def test_print_out_of_a_stranger_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    result = command("access", "10001", "--out", tmp_path / "uit", "--contact", uuid4())
    assert result.exit_code == 1
    assert result.stderr.strip().endswith(".")
    assert not (tmp_path / "uit").exists()
    assert lines(PRINTED) == 0


@pytest.mark.usefixtures("card")
def test_register_is_written_for_people_and_programs(tmp_path: Path) -> None:
    found = reported("register", "export", "--out", tmp_path / "register")
    assert [Path(name).name for name in found["files"]] == [
        f"register.{kind}" for kind in ("pdf", "csv", "xlsx", "json")
    ]
    assert json.loads(Path(found["files"][3]).read_text(encoding="utf-8"))


def test_promises_are_checked_and_one_that_is_broken_is_exit_1(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = command("promises", "P01")
    assert good.exit_code == 0
    assert "P01" in good.stdout
    monkeypatch.setattr(queries, "_checked", lambda _promise, on: broken("Zomaar.", since=on))
    bad = command("promises", "P01")
    assert bad.exit_code == 1
    assert "Zomaar." in bad.stdout


@pytest.mark.usefixtures("company")
def test_promise_that_is_not_checked_is_refused() -> None:
    result = command("promises", "P99")
    assert result.exit_code == 1
    assert "Belofte P99 wordt hier niet gecontroleerd." in result.stderr
