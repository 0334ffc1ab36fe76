"""Wrong usage is exit 2 with a sentence; a refusal is exit 1; help is in Dutch."""

import os

import pytest

from klantkaart.cli.commands import COMMANDS
from terminal import command

pytestmark = pytest.mark.django_db  # some commands first ask whether the ledger was replayed


def test_without_a_command_the_list_is_shown_and_it_counts_as_wrong_usage() -> None:
    result = command()
    assert result.exit_code == 2
    assert "Opdrachten:" in result.stderr
    assert result.stdout == ""


def test_help_lists_every_command_in_dutch() -> None:
    result = command("--help")
    assert result.exit_code == 0
    assert all(f"  {name} " in result.stdout for name in COMMANDS)
    assert "Usage" not in result.stdout
    assert "Options" not in result.stdout


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_in_dutch(name: str) -> None:
    result = command(name, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Gebruik: klantkaart {name} ")
    assert "Laat deze uitleg zien." in result.stdout
    assert "Show this message" not in result.stdout


def test_command_that_does_not_exist_is_answered_with_what_looks_like_it() -> None:
    result = command("custmers")
    assert result.exit_code == 2
    assert "De opdracht 'custmers' bestaat niet. Bedoel je customers?" in result.stderr


def test_subcommand_that_does_not_exist_is_wrong_usage() -> None:
    result = command("retention", "now")
    assert result.exit_code == 2
    assert "De opdracht 'now' bestaat niet." in result.stderr
    assert "Zie 'klantkaart retention --help'." in result.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["card"], "NUMMER ontbreekt."),
        (["card", "10001", "10002"], "Te veel: 10002."),
        (["card", "10001", "--jsn"], "De optie --jsn bestaat niet. Bedoel je --json?"),
        (["end", "10001", "--on", "2027-02-30"], "--on: die dag bestaat niet. Schrijf hem als 2027-03-31."),
        (["end", "10001", "--on"], "De optie --on wordt verkeerd gebruikt"),
        (["access", "10001"], "--out ontbreekt."),
        (["access", "10001", "--out", "x", "--contact", "iris"], "--contact: dit is geen UUID."),
        (["access", "10001", "--out", "x", "--lang", "de"], "--lang: kies uit: nl, en."),
        (["demo", "--customers", "veel"], "--customers: geef een getal van 0 tot en met 2000000."),
        (["run", "--port", "70000"], "--port: geef een getal van 1 tot en met 65535."),
        (["import", "niet-hier.csv"], "'niet-hier.csv' is er niet."),
        (["erase", "10001"], "Geef --plan."),
        (["end", "10001"], "Geef --on met de laatste dag, of --withdraw."),
        (["erasures", "verify", "--head", "iets"], "--head: neem de stand over"),
    ],
)
def test_wrong_usage_is_told_in_a_sentence_that_names_what_is_wrong(words: list[str], sentence: str) -> None:
    result = command(*words)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stderr.startswith("Gebruik: klantkaart ")
    assert result.stdout == ""


def test_out_that_is_a_file_is_wrong_usage(tmp_path: object) -> None:
    result = command("register", "export", "--out", __file__)
    assert result.exit_code == 2
    assert "is een bestand; kies een map." in result.stderr


def test_folder_where_a_file_is_asked_for_is_wrong_usage(tmp_path: object) -> None:
    result = command("import", tmp_path)
    assert result.exit_code == 2
    assert "is geen bestand." in result.stderr


@pytest.mark.parametrize("words", [["--data", "elders", "check", "--help"], ["check", "--data=elders", "--help"]])
def test_data_folder_counts_wherever_it_stands(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLANTKAART_DATA", "hier")
    assert command(*words).exit_code == 0
    assert os.environ["KLANTKAART_DATA"].endswith("/elders")


@pytest.mark.usefixtures("company")
def test_what_stands_behind_two_dashes_is_no_option() -> None:
    result = command("card", "--", "--data")
    assert (result.exit_code, result.stderr) == (1, "Klantnummer --data is er niet. Zoek de klant op naam.\n")


def test_version_is_told() -> None:
    assert command("--version").stdout.startswith("klantkaart ")
