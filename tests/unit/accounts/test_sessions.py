"""Sessions are sealed at rest and end at once."""

from datetime import timedelta
from pathlib import Path

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache

from klantkaart.accounts import actions, queries, stores
from klantkaart.accounts.actors import actor_for
from klantkaart.accounts.models import User
from klantkaart.accounts.roles import Role
from klantkaart.accounts.sessions import SessionStore
from klantkaart.audit.models import Entry
from klantkaart.datamap.declaration import Unit
from klantkaart.kernel import clock
from klantkaart.kernel.errors import DomainError, NotFound
from klantkaart.sealing import keys
from staff import Group, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.bothdb]


def _session(person: User, word: str = "kruimel") -> UserSession:
    store = SessionStore()
    store["_auth_user_id"] = str(person.pk)
    store["word"] = word
    store.save()
    return UserSession.objects.create(
        user=person, session_key=store.session_key, ip="192.0.2.7", user_agent="Mozilla/5.0 (X11; Linux) Firefox/140.0"
    )


def test_session_is_unreadable_in_the_database_and_comes_back_whole() -> None:
    row = _session(make_user())
    stored = Session.objects.get(session_key=row.session_key).session_data
    assert stored.startswith("k1:")
    assert "kruimel" not in stored
    assert SessionStore(row.session_key)["word"] == "kruimel"


def test_damaged_session_is_an_empty_one() -> None:
    row = _session(make_user())
    Session.objects.filter(session_key=row.session_key).update(session_data="k1:AAAA")
    assert SessionStore(row.session_key).load() == {}


def test_scanner_reads_what_is_in_sessions_and_in_the_cache() -> None:
    _session(make_user(), "kanarie")
    cache.set("kooi", "mees")
    assert any(b"kanarie" in content for _place, content in stores.sessions())
    assert any(b"mees" in content for _place, content in stores.cache())


def test_forgetting_a_person_ends_sessions_that_are_on_no_list() -> None:
    gone, stays = make_user(), make_user()
    _session(gone).delete()
    kept = _session(stays)
    stores.forget_sessions(Unit("accounts.User", gone.pk, gone.uuid, gone.uuid))
    assert list(Session.objects.values_list("session_key", flat=True)) == [kept.session_key]


def test_forgetting_something_else_ends_nothing() -> None:
    person = make_user()
    _session(person)
    stores.forget_sessions(Unit("customers.Card", person.pk, person.uuid, person.uuid))
    assert Session.objects.count() == 1


def test_own_session_is_ended(group: Group) -> None:
    row, other = _session(group.owner), _session(group.owner)
    actions.end_session(session=row.pk, by=group.boss, at=clock.now())
    assert [session.id for session in queries.sessions_of(group.owner)] == [other.pk]
    assert not SessionStore().exists(row.session_key)


def test_all_but_the_session_that_asks_are_ended(group: Group) -> None:
    keep, *_others = (_session(group.owner) for _ in range(3))
    ended = actions.end_sessions(person=group.owner, by=group.boss, at=clock.now(), keep=keep.session_key)
    assert ended == 2
    assert [session.id for session in queries.sessions_of(group.owner)] == [keep.pk]


def test_owner_ends_sessions_of_a_colleague(group: Group) -> None:
    person = make_user(Role.OFFICE, company=group.here)
    _session(person)
    actions.end_sessions(person=person, by=group.boss, at=clock.now())
    assert queries.sessions_of(person) == []
    assert Entry.objects.get().event == "accounts.sessions_ended"


@pytest.mark.parametrize("stranger", [True, False])
def test_nobody_else_ends_a_session(group: Group, *, stranger: bool) -> None:
    row = _session(group.owner)
    by = group.other_boss if stranger else actor_for(make_user(Role.OFFICE, company=group.here))
    with pytest.raises(DomainError):
        actions.end_session(session=row.pk, by=by, at=clock.now())
    assert SessionStore().exists(row.session_key)
    assert Entry.objects.count() == 0


def test_session_that_is_gone_is_unknown(group: Group) -> None:
    with pytest.raises(NotFound):
        actions.end_session(session=424242, by=group.boss, at=clock.now())


def test_list_shows_what_is_open_and_which_one_asks(group: Group) -> None:
    asking, expired = _session(group.owner), _session(group.owner)
    Session.objects.filter(session_key=expired.session_key).update(expire_date=clock.now() - timedelta(seconds=1))
    found = queries.sessions_of(group.owner, current=asking.session_key)
    assert [(session.id, session.is_current, session.device) for session in found] == [
        (asking.pk, True, "Firefox op Linux")
    ]


def test_sessions_are_worthless_without_the_key_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = _session(make_user())
    other = keys.KeyStore(tmp_path)
    monkeypatch.setattr("klantkaart.sealing.values.keystore", lambda: other)
    assert SessionStore(row.session_key).load() == {}
