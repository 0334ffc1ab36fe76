"""A real group: set up once, all of it or nothing, with a password that is good enough."""

from pathlib import Path

import pytest

import hashing
from klantkaart.accounts.models import Membership, User
from klantkaart.accounts.roles import Role
from klantkaart.companies.models import Arrangement, Company
from terminal import command, reported

pytestmark = pytest.mark.django_db
OWNER = ("--owner", "Marit Tolsma", "--email", "marit@weiland.example.nl")
GOOD = "veldfles sering kwartel zeepkist"


@pytest.fixture(autouse=True)
def cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    hashing.make_cheap(monkeypatch)


@pytest.fixture
def password(tmp_path: Path) -> Path:
    path = tmp_path / "wachtwoord"
    path.write_text(f"{GOOD}\n", encoding="utf-8")
    return path


def nothing_was_made() -> bool:
    return not (Company.objects.exists() or User.objects.exists() or Arrangement.objects.exists())


def test_group_with_its_owner_is_set_up(password: Path) -> None:
    result = command("init", "--company", "Weiland BV", "--company", "Weiland IT", *OWNER, "--password-file", password)
    assert result.exit_code == 0
    assert GOOD not in result.stdout
    owner = User.objects.get()
    assert owner.check_password(GOOD)
    assert set(Membership.objects.values_list("company__name", "role")) == {
        ("Weiland BV", Role.OWNER),
        ("Weiland IT", Role.OWNER),
    }


def test_without_a_password_one_is_made_up_and_shown_once() -> None:
    found = reported("init", "--company", "Weiland BV", *OWNER)
    assert User.objects.get().check_password(found["password"])
    assert len(found["password"]) >= 15


def test_arrangement_is_put_on_file_with_its_essence() -> None:
    words = ("--company", "Weiland BV", "--company", "Weiland IT", *OWNER)
    result = command("init", *words, "--arranged-on", "2025-03-01", "--essence", "Samen één kaart.")
    assert result.exit_code == 0
    assert Arrangement.objects.get().companies.count() == 2


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--company", "\u00ad", *OWNER], "Handelsnaam: vul de naam in waaronder klanten het bedrijf kennen."),
        (["--company", "Weiland BV", "--owner", "Marit", "--email", "geen adres"], "E-mail"),
        (["--company", "Weiland BV", "--company", "weiland bv", *OWNER], "Er is al een bedrijf met deze naam."),
        (["--company", "Weiland BV", *OWNER, "--arranged-on", "2025-03-01"], "--essence: schrijf de kern"),
        (["--company", "Weiland BV", *OWNER, "--arranged-on", "2025-03-01", "--essence", "Samen."], "minstens twee"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(words: list[str], sentence: str) -> None:
    result = command("init", *words)
    assert result.exit_code == 1
    assert sentence in result.stderr
    assert nothing_was_made()


def test_weak_password_is_refused_and_nothing_is_made(password: Path) -> None:
    password.write_text("weilandweilandweiland", encoding="utf-8")
    result = command("init", "--company", "Weiland BV", *OWNER, "--password-file", password)
    assert result.exit_code == 1
    assert "wachtwoord" in result.stderr
    assert "weilandweiland" not in result.stderr
    assert nothing_was_made()


@pytest.mark.parametrize(("words", "flag"), [((), "--company"), (("--company", "Weiland BV"), "--owner")])
def test_what_a_script_leaves_out_is_wrong_usage(words: tuple[str, ...], flag: str) -> None:
    result = command("init", *words)
    assert result.exit_code == 2
    assert f"{flag} ontbreekt." in result.stderr
    assert nothing_was_made()


@pytest.mark.usefixtures("company")
def test_administration_that_exists_is_left_alone() -> None:
    result = command("init", "--company", "Weiland BV", *OWNER)
    assert result.exit_code == 1
    assert "Deze administratie is al ingericht." in result.stderr
    assert Company.objects.count() == 1


def test_on_a_terminal_it_asks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("klantkaart.cli.commands.init._on_a_terminal", lambda: True)
    answers = f"Weiland BV\n\nMarit Tolsma\nmarit@weiland.example.nl\n{GOOD}\n{GOOD}\n"
    result = command("init", answers=answers)
    assert result.exit_code == 0, result.stderr
    assert User.objects.get().check_password(GOOD)
    assert GOOD not in result.stdout + result.stderr
