"""Shared fixtures. The closed room (no network, own data folder) is in pyproject.toml and settings.py."""

import os
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from pytest_django.fixtures import Settings

import audit_tools
import catalogues

catalogues.compile_all()
os.environ["KLANTKAART_LANG"] = "nl"  # whatever the language of this machine
hypothesis.settings.register_profile("klantkaart", deadline=None)  # no test measures time
hypothesis.settings.load_profile("klantkaart")
_DATABASE = {"db", "transactional_db", "live_server"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On another database than SQLite only what touches the database; a test that does so unasked is refused there.
    ``onedb`` is left out: the words on a page are the same everywhere."""
    if not os.environ.get("KLANTKAART_DATABASE_URL"):
        return
    other = [item for item in items if not _runs_on_another_database(item)]
    config.hook.pytest_deselected(items=other)
    items[:] = [item for item in items if _runs_on_another_database(item)]


def _runs_on_another_database(item: pytest.Item) -> bool:
    asked = _DATABASE & set(getattr(item, "fixturenames", ()))
    return bool(asked or item.get_closest_marker("django_db")) and not item.get_closest_marker("onedb")


@pytest.fixture(scope="session", autouse=True)
def audit_flush() -> Iterator[None]:
    """The flush after a transactional test may empty the log, which nothing else may."""
    with pytest.MonkeyPatch.context() as patch:
        audit_tools.let_flush_empty_the_log(patch)
        yield


@pytest.fixture(autouse=True)
def own_ledger(settings: Settings, tmp_path: Path) -> None:
    """Each test has an erasure ledger of its own: a line without its row would be taken for a killed destruction."""
    settings.LEDGER_ROOT = tmp_path / "ledger"
