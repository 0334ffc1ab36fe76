"""The nightly sweep."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from klantkaart.accounts.housekeeping import sweep
from klantkaart.accounts.sessions import SessionStore
from klantkaart.kernel import clock
from staff import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


@pytest.fixture(autouse=True)
def no_counters_of_others() -> None:
    """What earlier tests counted may run out meanwhile."""
    cache.clear()


def _session(*, ended: bool) -> str:
    store = SessionStore()
    store["word"] = "kruimel"
    store.save()
    key = str(store.session_key)
    UserSession.objects.create(user=make_user(), session_key=key, ip="192.0.2.7", user_agent="x")
    if ended:
        Session.objects.filter(session_key=key).update(expire_date=clock.now() - timedelta(minutes=1))
    return key


def _counters() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM shared_cache")
        return int(cursor.fetchone()[0])


def test_what_ended_goes_and_what_works_stays() -> None:
    alive, gone = _session(ended=False), _session(ended=True)
    cache.set("kort", "1", 60)
    cache.set("lang", "1", 7200)
    swept = sweep(at=clock.now())
    assert swept == {"sessions": 1, "traces": 1, "counters": 0, "tasks": 0}
    assert SessionStore().exists(alive)
    assert not SessionStore().exists(gone)
    assert list(UserSession.objects.values_list("session_key", flat=True)) == [alive]


def test_counters_go_once_they_have_run_out() -> None:
    cache.set("kort", "1", 60)
    cache.set("lang", "1", 7200)
    before = _counters()
    assert sweep(at=clock.now() + timedelta(hours=1))["counters"] == 1
    assert _counters() == before - 1
    assert sweep(at=clock.now() + timedelta(hours=1))["counters"] == 0
