"""A key folder and a folder for sealed files per test."""

from pathlib import Path

import pytest
from pytest_django import Settings

from klantkaart.sealing.keys import KeyStore, keystore


@pytest.fixture
def room(tmp_path: Path, settings: Settings) -> Path:
    """The folder that holds both."""
    settings.KEY_ROOT = tmp_path / "keys"
    settings.SEALED_ROOT = tmp_path / "sealed"
    return tmp_path


@pytest.fixture
def store(room: Path) -> KeyStore:
    """The key store in it."""
    return keystore()
