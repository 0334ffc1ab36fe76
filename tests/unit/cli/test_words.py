"""Dutch unless English is asked for."""

import pytest

from klantkaart.cli import words
from klantkaart.cli.words import language

VARIABLES = ("KLANTKAART_LANG", "LC_ALL", "LC_MESSAGES", "LANG")


@pytest.fixture(autouse=True)
def bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)


def test_dutch_when_nothing_is_set() -> None:
    assert language() == "nl"


@pytest.mark.parametrize(
    ("value", "code"), [("en_GB.UTF-8", "en"), ("nl_NL.UTF-8", "nl"), ("C.UTF-8", "nl"), ("fr_FR", "nl")]
)
def test_language_of_the_machine_counts(value: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", value)
    assert language() == code


def test_own_variable_goes_before_that_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    monkeypatch.setenv("KLANTKAART_LANG", "nl")
    assert language() == "nl"


def test_text_without_a_translation_stays_dutch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KLANTKAART_LANG", "en")
    assert words.gettext("Zo'n zin is er vast niet.") == "Zo'n zin is er vast niet."
    assert words.ngettext("een kiezel", "kiezels", 2) == "kiezels"
