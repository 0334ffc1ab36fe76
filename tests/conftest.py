"""Shared fixtures. The closed room (no network, own data folder) is in pyproject.toml and settings.py."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

import audit_tools
import catalogues

catalogues.compile_all()
os.environ["KLANTKAART_LANG"] = "nl"  # whatever the language of this machine


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
