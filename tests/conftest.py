"""Shared fixtures. The closed room (no network, own data folder) is in pyproject.toml and settings.py."""

from collections.abc import Iterator

import pytest

import audit_tools


@pytest.fixture(scope="session", autouse=True)
def audit_flush() -> Iterator[None]:
    """The flush after a transactional test may empty the log, which nothing else may."""
    with pytest.MonkeyPatch.context() as patch:
        audit_tools.let_flush_empty_the_log(patch)
        yield
