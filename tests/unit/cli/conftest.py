"""An administration to give commands about."""

from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

import hashing
import personas
from klantkaart.cli import demo
from klantkaart.companies.models import Company
from klantkaart.customers.models import Card


@pytest.fixture(autouse=True)
def own_checkpoints(settings: Settings, tmp_path: Path) -> None:
    """A checkpoint of one test contradicts the log of another."""
    settings.CHECKPOINT_ROOT = tmp_path / "checkpoints"


@pytest.fixture
def company(db: None) -> Company:
    return personas.company()


@pytest.fixture
def card(company: Company) -> Card:
    """One customer with everything on the card; number 10001."""
    return personas.card(company)


@pytest.fixture
def practice(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The practice administration, small."""
    hashing.make_cheap(monkeypatch)
    demo.fill(60)
