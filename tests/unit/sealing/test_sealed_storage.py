"""The sealed storage: files per unit, nothing readable on disk, nothing changed opens."""

import io
import os
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from crashes import killed_at_each_step
from klantkaart.datamap.declaration import Unit
from klantkaart.kernel.errors import Invalid
from klantkaart.sealing.errors import KeyGone, SealBroken
from klantkaart.sealing.keys import KeyStore
from klantkaart.sealing.storage import IN_MEMORY, SealedFile, SealedStorage
from klantkaart.sealing.stores import forget_files, sealed_files

UNIT = UUID("ab000000-0000-4000-8000-000000000001")
OTHER = UUID("ab000000-0000-4000-8000-000000000002")
LONG = b"canary " * (IN_MEMORY // 4)


@pytest.fixture
def storage(store: KeyStore) -> SealedStorage:
    return SealedStorage()


def file(contents: bytes) -> File[bytes]:
    return File(io.BytesIO(contents), "De heer Jansen.pdf")


def on_disk(storage: SealedStorage) -> dict[str, bytes]:
    paths = [path for path in sorted(storage.root.rglob("*")) if path.is_file()]
    return {str(path.relative_to(storage.root)): path.read_bytes() for path in paths}


def change(path: Path, place: int) -> None:
    contents = bytearray(path.read_bytes())
    contents[place] ^= 1
    path.write_bytes(contents)


@pytest.mark.parametrize("contents", [b"", b"canary", LONG])
def test_saved_file_opens_again(storage: SealedStorage, contents: bytes) -> None:
    name = storage.save_for(UNIT, file(contents))
    with storage.open(name) as opened:
        assert isinstance(opened, SealedFile)
        assert (opened.size, opened.read()) == (len(contents), contents)
    with storage.open(name) as opened:
        assert b"".join(opened.chunks()) == contents


def test_nothing_on_disk_tells_what_it_is(storage: SealedStorage) -> None:
    name = storage.save_for(UNIT, file(LONG))
    ((path, contents),) = on_disk(storage).items()
    assert path == name
    assert name.startswith(f"{UNIT}/")
    assert len(name) == len(f"{UNIT}/") + 32 + len(".age")
    assert b"canary" not in contents
    assert not [part for part in storage.root.rglob("*") if "Jansen" in part.name]


def test_is_the_default_storage_and_drops_the_rest_of_the_name(storage: SealedStorage) -> None:
    name = default_storage.save(f"{UNIT}/De heer Jansen.pdf", ContentFile(b"x"))
    assert storage.list_unit(UNIT) == [name]
    assert "Jansen" not in name


@pytest.mark.parametrize("name", ["scan.pdf", "../../etc/passwd", "documents/scan.pdf"])
def test_file_without_a_unit_is_not_saved(storage: SealedStorage, name: str) -> None:
    with pytest.raises(SuspiciousFileOperation):
        storage.save(name, ContentFile(b"x"))
    assert on_disk(storage) == {}


@pytest.mark.parametrize(
    "name",
    [
        "",
        "x",
        f"{UNIT}/x.age",
        f"{UNIT}/../{OTHER}/{'0' * 32}.age",
        f"/{UNIT}/{'0' * 32}.age",
        f"{UNIT}/{'0' * 32}.pdf",
    ],
)
def test_name_that_is_not_a_sealed_files_is_refused(storage: SealedStorage, name: str) -> None:
    kept = storage.save_for(UNIT, file(b"x"))
    for ask in (storage.open, storage.exists, storage.size, storage.get_modified_time, storage.delete):
        with pytest.raises(SuspiciousFileOperation):
            ask(name)
    assert list(on_disk(storage)) == [kept]


def test_has_no_addresses_and_no_paths(storage: SealedStorage) -> None:
    name = storage.save_for(UNIT, file(b"x"))
    for ask in (storage.url, storage.path):
        with pytest.raises(NotImplementedError):
            ask(name)


def test_cannot_be_opened_for_writing(storage: SealedStorage) -> None:
    name = storage.save_for(UNIT, file(b"x"))
    before = on_disk(storage)
    with pytest.raises(ValueError, match="for reading"):
        storage.open(name, "wb")
    assert on_disk(storage) == before


@pytest.mark.parametrize("size", [0, 1, 65535, 65536, 65537, 131072, 200_000])
def test_size_is_that_of_the_contents(storage: SealedStorage, size: int) -> None:
    assert storage.size(storage.save_for(UNIT, file(bytes(size)))) == size


def test_knows_when_a_file_was_saved(storage: SealedStorage) -> None:
    name = storage.save_for(UNIT, file(b"x"))
    assert storage.exists(name)
    assert abs(storage.get_modified_time(name) - datetime.now(UTC)) < timedelta(minutes=1)


@pytest.mark.parametrize("contents", [b"canary", LONG])
def test_changed_file_gives_not_one_byte(storage: SealedStorage, contents: bytes) -> None:
    name = storage.save_for(UNIT, file(contents))
    for place in (0, 30, 120, -20, -1):
        change(storage.root / name, place)
        with pytest.raises(SealBroken):
            storage.open(name)
        change(storage.root / name, place)
    with storage.open(name) as opened:
        assert opened.read() == contents


@pytest.mark.parametrize("contents", [b"canary", LONG])
def test_cut_file_gives_not_one_byte(storage: SealedStorage, contents: bytes) -> None:
    name = storage.save_for(UNIT, file(contents))
    os.truncate(storage.root / name, (storage.root / name).stat().st_size - 1)
    with pytest.raises(SealBroken):
        storage.open(name)


def test_long_file_changed_after_opening_is_refused_where_it_changed(storage: SealedStorage) -> None:
    name = storage.save_for(UNIT, file(LONG))
    with storage.open(name) as opened:
        change(storage.root / name, -1)
        with pytest.raises(SealBroken):
            opened.read()


def test_long_file_is_read_forward_only(storage: SealedStorage) -> None:
    with storage.open(storage.save_for(UNIT, file(LONG))) as opened:
        assert opened.read(7) == b"canary "
        assert not opened.seekable()


def test_long_file_closed_early_leaves_no_thread(storage: SealedStorage) -> None:
    before = threading.active_count()
    opened = storage.open(storage.save_for(UNIT, file(LONG)))
    opened.read(1)
    opened.close()
    opened.close()
    assert threading.active_count() == before


def test_forgotten_file_leaves_no_thread(storage: SealedStorage) -> None:
    before = threading.active_count()
    opened = storage.open(storage.save_for(UNIT, file(LONG)))
    opened.read(1)
    del opened
    assert threading.active_count() == before


class TooLong(File[bytes]):
    """An upload that is refused while it is read."""

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:  # noqa: ARG002  (Django's signature)
        yield b"x" * 100_000
        raise Invalid("Het bestand is te groot.")


def test_refused_upload_leaves_nothing(storage: SealedStorage) -> None:
    kept = storage.save_for(UNIT, file(b"x"))
    with pytest.raises(Invalid):
        storage.save_for(UNIT, TooLong(io.BytesIO(), "x"))
    assert list(on_disk(storage)) == [kept]


def test_killed_save_leaves_a_whole_file_or_none(storage: SealedStorage) -> None:
    for _step in killed_at_each_step(lambda: storage.save_for(UNIT, file(LONG)), lambda: storage.delete_unit(UNIT)):
        for name in storage.list_unit(UNIT):
            with storage.open(name) as opened:
                assert opened.read() == LONG
        storage.delete_unit(UNIT)
        assert on_disk(storage) == {}


def test_unit_is_deleted_whole_and_alone(storage: SealedStorage) -> None:
    storage.save_for(UNIT, file(b"one"))
    storage.save_for(UNIT, file(b"two"))
    kept = storage.save_for(OTHER, file(b"three"))
    assert list(storage.units()) == [UNIT, OTHER]
    assert storage.delete_unit(UNIT) == 2
    assert (storage.delete_unit(UNIT), storage.list_unit(UNIT)) == (0, [])
    assert (list(storage.units()), list(on_disk(storage))) == ([OTHER], [kept])


def test_file_is_deleted_alone_and_twice(storage: SealedStorage) -> None:
    gone, kept = storage.save_for(UNIT, file(b"one")), storage.save_for(UNIT, file(b"two"))
    storage.delete(gone)
    storage.delete(gone)
    assert (storage.exists(gone), list(on_disk(storage))) == (False, [kept])
    with pytest.raises(FileNotFoundError):
        storage.open(gone)


def test_files_of_a_destroyed_unit_do_not_open(storage: SealedStorage, store: KeyStore) -> None:
    name = storage.save_for(UNIT, file(b"x"))
    store.destroy(UNIT)
    with pytest.raises(KeyGone):
        storage.open(name)
    assert storage.size(name) == 1


def test_strange_folders_are_no_units(storage: SealedStorage) -> None:
    (storage.root / "lost+found").mkdir(parents=True)
    assert list(storage.units()) == []


def test_erasure_of_a_unit_takes_keys_and_files_of_its_rows(storage: SealedStorage, store: KeyStore) -> None:
    row, kept = UUID(int=7), UUID(int=8)
    for unit in (UNIT, row, kept):
        storage.save_for(unit, file(b"x"))
    forget_files(Unit("customers.Card", 1, UNIT, UNIT, frozenset({row})))
    assert (list(store.units()), list(storage.units())) == ([kept], [kept])
    assert [name for name, _contents in sealed_files()] == storage.list_unit(kept)


def test_emptied_fields_leave_key_and_files(storage: SealedStorage, store: KeyStore) -> None:
    name = storage.save_for(UNIT, file(b"x"))
    forget_files(Unit("customers.Card", 1, UNIT, UNIT, fields=("email",)))
    assert list(sealed_files()) == [(name, b"x")]
