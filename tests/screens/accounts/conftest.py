"""A group to work in, and passwords that hash quickly."""

import pytest

import hashing
from staff import Group, make_group


@pytest.fixture
def group(db: None) -> Group:
    """Two sister companies with an owner each."""
    return make_group()


@pytest.fixture(autouse=True)
def _cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    hashing.make_cheap(monkeypatch)
