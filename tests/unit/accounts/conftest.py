"""A group to work in."""

import pytest

from staff import Group, make_group


@pytest.fixture
def group(db: None) -> Group:
    """Two sister companies with an owner each."""
    return make_group()
