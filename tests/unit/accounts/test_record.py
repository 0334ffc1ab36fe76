"""What is logged about signing in."""

import pytest
from django.db import transaction

from klantkaart.accounts import events
from klantkaart.accounts.http import record
from klantkaart.audit.events import Kind, codes_of
from klantkaart.audit.models import Entry
from staff import Group

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def test_a_refused_sign_in_is_a_denial_and_says_at_which_step(group: Group) -> None:
    record.refused(group.owner, step="factor")
    record.refused(None, step="password")
    assert events.SIGN_IN_REFUSED.code in codes_of(Kind.DENIAL)
    assert list(Entry.objects.order_by("seq").values_list("event", flat=True)) == [events.SIGN_IN_REFUSED.code] * 2
    assert all(b"example.nl" not in bytes(entry.body or b"") for entry in Entry.objects.all())


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_never_logged_where_it_could_be_taken_back() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        record.refused(None, step="password")
    assert not Entry.objects.exists()
