"""Hashing that costs nothing, for tests that are not about hashing."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher


def make_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same algorithm with the smallest costs."""
    monkeypatch.setattr(Argon2PasswordHasher, "time_cost", 1)
    monkeypatch.setattr(Argon2PasswordHasher, "memory_cost", 64)
    monkeypatch.setattr(Argon2PasswordHasher, "parallelism", 1)
