"""Whether everything is declared and set: what is not stops the program."""

from pathlib import Path

import pytest
from django.core.checks import Error
from pytest_django.fixtures import Settings

from klantkaart.cli import declared
from klantkaart.cli.declared import refuse_undeclared
from klantkaart.cli.serving import prepare
from klantkaart.kernel.errors import Refused
from terminal import command, reported

pytestmark = pytest.mark.django_db


def test_what_is_in_order_is_exit_0() -> None:
    assert command("check").exit_code == 0
    assert reported("check")["errors"] == []


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    found = Error("customers.Contact.department is not declared.", hint="Declare it.", id="datamap.E003")
    monkeypatch.setattr(declared, "run_checks", lambda **_kwargs: [found])


@pytest.mark.usefixtures("broken")
def test_field_that_is_not_declared_stops_the_check() -> None:
    result = command("check")
    assert result.exit_code == 1
    assert "datamap.E003  customers.Contact.department is not declared. Declare it." in result.stdout


@pytest.mark.usefixtures("broken")
def test_nothing_starts_while_something_is_not_declared(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(Refused, match=r"department is not declared"):
        refuse_undeclared()
    assert prepare.main(["--demo"]) == 1
    assert "datamap.E003" in capsys.readouterr().err
    assert command("demo", "--customers", "1").exit_code == 1


def test_places_that_a_restore_would_take_along_are_told(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DATA = settings.KEY_ROOT = settings.LEDGER_ROOT = settings.CHECKPOINT_ROOT = tmp_path
    settings.SEALED_ROOT = tmp_path
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", tmp_path / "klantkaart.sqlite3")
    advice = "\n".join(reported("check", "--deploy")["advice"])
    for name in ("KEYS", "LEDGER", "SEALED", "CHECKPOINTS"):
        assert f"KLANTKAART_{name} staat op dezelfde schijf als de database" in advice
    assert "Het adres is geen https" in advice


def test_what_does_not_belong_among_the_keys_is_told(settings: Settings, tmp_path: Path) -> None:
    settings.KEY_ROOT = tmp_path
    (tmp_path / "units" / "ab").mkdir(parents=True)
    (tmp_path / "units" / "ab" / ".kruimel.tmp").write_bytes(b"x")
    assert "units/ab/.kruimel.tmp" in "\n".join(reported("check", "--deploy")["advice"])


def test_elsewhere_is_fine(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DATA = Path("/proc/klantkaart")  # another volume than the temporary folder, on any Linux
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", settings.DATA / "klantkaart.sqlite3")
    assert "KLANTKAART_KEYS" not in "\n".join(reported("check", "--deploy")["advice"])


@pytest.mark.usefixtures("practice")
def test_practice_administration_is_told_for_what_it_is() -> None:
    assert "oefenadministratie" in "\n".join(reported("check", "--deploy")["advice"])
