"""A new installation key every epoch: units move along, old copies die, a kill leaves nothing unreadable."""

import itertools
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from uuid import UUID

import pyrage
import pytest

from crashes import in_processes, killed_at_each_step
from klantkaart.kernel import clock
from klantkaart.sealing import unit_keys
from klantkaart.sealing.errors import KeyDamaged, KeyGone
from klantkaart.sealing.files import DamagedFile, write_private
from klantkaart.sealing.keys import KeyStore, Rotation

FIRST = datetime(2026, 1, 1, tzinfo=UTC)
SECOND = datetime(2026, 2, 1, tzinfo=UTC)
LATER = SECOND + timedelta(days=35)
UNITS = [UUID(int=number) for number in range(1, 4)]


@pytest.fixture
def filled(store: KeyStore) -> KeyStore:
    """Three units, all in an epoch that began on 1 January."""
    with clock.at(FIRST):
        for unit in UNITS:
            store.recipient(unit)
    return store


def publics(store: KeyStore) -> list[str]:
    return [str(store.identity(unit).to_public()) for unit in UNITS]


def epochs_of(store: KeyStore) -> list[int]:
    return [store._units.epoch_of(unit) for unit in UNITS]


def copy_of(store: KeyStore) -> KeyStore:
    """The same key folder elsewhere, as a backup holds it."""
    target = store.root.parent / "backup"
    shutil.rmtree(target, ignore_errors=True)
    return KeyStore(Path(shutil.copytree(store.root, target)))


def opens_anything(store: KeyStore, secret: str) -> bool:
    """Whether any file in the folder, opened with any epoch key there, holds that secret."""
    epochs = [epoch.identity for epoch in store._epochs.newest_first()]
    for path in store.root.rglob("*"):
        if path.is_file():
            try:
                opened = pyrage.decrypt(path.read_bytes(), epochs)
            except pyrage.DecryptError:
                opened = path.read_bytes()
            if secret.encode() in opened:
                return True
    return False


def test_rotation_wraps_every_unit_to_the_new_epoch(filled: KeyStore) -> None:
    before = publics(filled)
    assert filled.rotate_epoch(at=SECOND) == Rotation(epoch=2, rewrapped=3, unreadable=())
    assert (filled.epochs(), epochs_of(filled), publics(filled)) == ([1, 2], [2, 2, 2], before)
    assert str(filled.recipient(UNITS[0])) == before[0]


def test_rotation_of_an_empty_store_makes_the_first_epoch(store: KeyStore) -> None:
    assert store.rotate_epoch(at=FIRST) == Rotation(epoch=1, rewrapped=0, unreadable=())
    assert store.epochs() == [1]


def test_new_units_go_to_the_newest_epoch(filled: KeyStore) -> None:
    filled.rotate_epoch(at=SECOND)
    filled.recipient(UUID(int=9))
    assert filled._units.epoch_of(UUID(int=9)) == 2


def test_old_epoch_ends_after_its_term(filled: KeyStore) -> None:
    before = publics(filled)
    filled.rotate_epoch(at=SECOND)
    assert filled.retire_epochs(before=SECOND).destroyed == ()
    assert filled.epochs() == [1, 2]
    assert filled.retire_epochs(before=LATER).destroyed == (1,)
    assert (filled.epochs(), publics(filled)) == ([2], before)
    assert filled.retire_epochs(before=LATER).destroyed == ()


def test_newest_epoch_never_ends(filled: KeyStore) -> None:
    filled.retire_epochs(before=datetime(2100, 1, 1, tzinfo=UTC))
    assert filled.epochs() == [1]
    assert len(publics(filled)) == 3


def test_epoch_in_use_does_not_end(filled: KeyStore) -> None:
    backup = copy_of(filled)
    filled.rotate_epoch(at=SECOND)
    name = Path("units/00") / f"{UNITS[1]}.age"
    shutil.copy(backup.root / name, filled.root / name)
    retired = filled.retire_epochs(before=LATER)
    assert (retired.destroyed, retired.still_used, filled.epochs()) == ((), (1,), [1, 2])
    assert len(publics(filled)) == 3


def test_copy_of_a_destroyed_key_dies_with_its_epoch(filled: KeyStore) -> None:
    backup = copy_of(filled)
    filled.rotate_epoch(at=SECOND)
    filled.destroy(UNITS[0])
    filled.retire_epochs(before=LATER)
    name = Path("units/00") / f"{UNITS[0]}.age"
    shutil.copy(backup.root / name, filled.root / name)
    with pytest.raises(KeyDamaged):
        filled.identity(UNITS[0])


def test_damaged_key_does_not_stop_a_rotation(filled: KeyStore) -> None:
    path = filled.root / "units/00" / f"{UNITS[1]}.age"
    path.write_bytes(b"noise")
    assert filled.rotate_epoch(at=SECOND) == Rotation(epoch=2, rewrapped=2, unreadable=(UNITS[1],))
    retired = filled.retire_epochs(before=LATER)
    assert (retired.destroyed, retired.unreadable) == ((1,), (UNITS[1],))
    assert path.read_bytes() == b"noise"


def test_killed_rotation_is_finished_before_another(store: KeyStore) -> None:
    roots = (KeyStore(store.root / str(number)) for number in itertools.count())
    current = [store]

    def prepare() -> None:
        current[0] = next(roots)
        for unit in UNITS:
            current[0].recipient(unit)

    for _step in killed_at_each_step(lambda: current[0].rotate_epoch(at=SECOND), prepare):
        before = publics(current[0])
        current[0].rotate_epoch(at=SECOND)
        epoch = max(current[0].epochs())
        assert epochs_of(current[0]) == [epoch] * 3
        assert publics(current[0]) == before
        assert epoch in {2, 3}
        assert current[0].retire_epochs(before=LATER).still_used == ()
        assert publics(current[0]) == before


def test_rotation_cut_off_half_way_goes_on_with_the_same_epoch(
    filled: KeyStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    rewrap, calls = filled._units.rewrap, itertools.count(1)
    with monkeypatch.context() as patch:
        patch.setattr(filled._units, "rewrap", lambda unit: rewrap(unit) if next(calls) < 2 else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            filled.rotate_epoch(at=SECOND)
    assert epochs_of(filled) == [2, 1, 1]
    assert filled.rotate_epoch(at=LATER) == Rotation(epoch=2, rewrapped=2, unreadable=())
    assert filled.rotate_epoch(at=LATER).epoch == 3


def test_destruction_after_a_killed_rotation_leaves_no_copy(store: KeyStore) -> None:
    roots = (KeyStore(store.root / str(number)) for number in itertools.count())
    current = [store]

    def prepare() -> None:
        current[0] = next(roots)
        current[0].recipient(UNITS[0])

    for _step in killed_at_each_step(lambda: current[0].rotate_epoch(at=SECOND), prepare):
        secret = str(current[0].identity(UNITS[0]))
        assert opens_anything(current[0], secret)
        current[0].destroy(UNITS[0])
        assert not opens_anything(current[0], secret)


def test_killed_retirement_can_be_repeated(store: KeyStore) -> None:
    roots = (KeyStore(store.root / str(number)) for number in itertools.count())
    current = [store]

    def prepare() -> None:
        current[0] = next(roots)
        for unit in UNITS:
            current[0].recipient(unit)
        current[0].rotate_epoch(at=SECOND)

    for _step in killed_at_each_step(lambda: current[0].retire_epochs(before=LATER), prepare):
        current[0].retire_epochs(before=LATER)
        assert current[0].epochs() == [2]
        assert len(publics(current[0])) == 3
        assert sorted(path.name for path in current[0].root.glob("installation/*")) == ["epoch-000002.key"]


def test_destroyed_key_is_not_written_back_by_a_rotation(filled: KeyStore, monkeypatch: pytest.MonkeyPatch) -> None:
    destroyers = [Thread(target=filled.destroy, args=(unit,)) for unit in UNITS]
    waiting = iter(destroyers)

    def write_while_another_destroys(path: Path, data: bytes) -> None:
        destroyer = next(waiting)
        destroyer.start()
        destroyer.join(0.1)
        write_private(path, data)

    with monkeypatch.context() as patch:
        patch.setattr(unit_keys, "write_private", write_while_another_destroys)
        filled.rotate_epoch(at=SECOND)
    for destroyer in destroyers:
        destroyer.join()
    assert list(filled.units()) == []


def test_rotation_and_destruction_of_everything_at_once_leave_nothing(store: KeyStore) -> None:
    units = [UUID(int=number) for number in range(100, 140)]
    for unit in units:
        store.recipient(unit)
    in_processes([lambda: store.rotate_epoch(at=SECOND), lambda: [store.destroy(unit) for unit in reversed(units)]])
    assert list(store.units()) == []
    for unit in units:
        with pytest.raises(KeyGone):
            store.identity(unit)


def test_two_rotations_at_once_are_one_or_two(filled: KeyStore) -> None:
    before = publics(filled)
    in_processes([lambda: filled.rotate_epoch(at=SECOND)] * 3)
    assert set(epochs_of(filled)) == {max(filled.epochs())}
    assert publics(filled) == before


@pytest.mark.parametrize(
    "contents", ["", "# created: yesterday\n", "# created: 2026-01-01T00:00:00+00:00\nAGE-SECRET-KEY-1X\n"]
)
def test_damaged_epoch_key_is_refused_and_kept(filled: KeyStore, contents: str) -> None:
    path = filled.root / "installation/epoch-000001.key"
    path.chmod(0o600)
    path.write_text(contents)
    with pytest.raises(DamagedFile, match=r"^epoch-000001\.key: "):
        filled.identity(UNITS[0])
    assert path.read_text() == contents
