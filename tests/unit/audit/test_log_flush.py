"""Emptying every table after a transactional test works, and leaves the triggers as they were."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import DatabaseError

from klantkaart.audit.maintenance import missing_triggers
from klantkaart.audit.models import Entry

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.bothdb]


def test_flush_empties_the_log_and_leaves_it_guarded(write: Callable[[int], None]) -> None:
    write(2)
    call_command("flush", verbosity=0, interactive=False)
    assert not Entry.objects.exists()
    assert missing_triggers() == set()
    write(1)
    with pytest.raises(DatabaseError):
        Entry.objects.all().delete()
    assert Entry.objects.get().seq == 1
