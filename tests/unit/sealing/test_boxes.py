"""Sealing to a unit: opens for that unit only, and only when not a bit was changed."""

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from klantkaart.kernel import clock
from klantkaart.sealing.boxes import open_box, open_stream, seal, seal_stream
from klantkaart.sealing.errors import KeyGone, SealBroken
from klantkaart.sealing.keys import KeyStore
from klantkaart.sealing.streams import Sink, Source, chunks_of

UNIT = UUID(int=1)
OTHER = UUID(int=2)


@pytest.mark.parametrize("data", [b"", b"x", b"secret " * 100_000])
def test_sealed_data_opens_again_and_does_not_show(store: KeyStore, data: bytes) -> None:
    sealed = seal(UNIT, data)
    assert open_box(UNIT, sealed) == data
    assert b"secret" not in sealed
    assert sealed.startswith(b"age-encryption.org/v1\n")
    assert seal(UNIT, data) != sealed


def test_any_flipped_bit_is_refused(store: KeyStore) -> None:
    sealed = seal(UNIT, b"secret")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1 << place % 8
        with pytest.raises(SealBroken):
            open_box(UNIT, bytes(changed))
    assert open_box(UNIT, sealed) == b"secret"


def test_anything_cut_off_or_added_is_refused(store: KeyStore) -> None:
    sealed = seal(UNIT, b"secret")
    for changed in [sealed[:end] for end in range(len(sealed))] + [sealed + b"\n", sealed + sealed]:
        with pytest.raises(SealBroken):
            open_box(UNIT, changed)
        with pytest.raises(SealBroken):
            open_stream(UNIT, io.BytesIO(changed), io.BytesIO())


def test_other_unit_opens_nothing(store: KeyStore) -> None:
    store.recipient(OTHER)
    with pytest.raises(SealBroken):
        open_box(OTHER, seal(UNIT, b"secret"))


def test_destroyed_unit_opens_nothing(store: KeyStore) -> None:
    sealed = seal(UNIT, b"secret")
    store.destroy(UNIT)
    with pytest.raises(KeyGone):
        open_box(UNIT, sealed)
    with pytest.raises(KeyGone):
        open_stream(UNIT, io.BytesIO(sealed), io.BytesIO())
    seal(UNIT, b"new")
    with pytest.raises(SealBroken):
        open_box(UNIT, sealed)


def test_change_of_epoch_changes_nothing_for_what_is_sealed(store: KeyStore) -> None:
    sealed = seal(UNIT, b"secret")
    store.rotate_epoch(at=clock.now())
    assert open_box(UNIT, sealed) == b"secret"


def test_refusal_says_nothing_of_the_contents(store: KeyStore) -> None:
    sealed = seal(UNIT, b"secret")
    with pytest.raises(SealBroken) as refusal:
        open_box(UNIT, sealed[:-1])
    assert refusal.value.__cause__ is None
    assert "secret" not in repr(refusal.value)


def test_stream_and_box_are_the_same_format(store: KeyStore) -> None:
    sealed, opened = io.BytesIO(), io.BytesIO()
    seal_stream(UNIT, io.BytesIO(b"secret"), sealed)
    assert open_box(UNIT, sealed.getvalue()) == b"secret"
    open_stream(UNIT, io.BytesIO(seal(UNIT, b"secret")), opened)
    assert opened.getvalue() == b"secret"


class Broken(io.BytesIO):
    """A file that fails in the middle, in a way of its own."""

    def __init__(self, data: bytes, error: BaseException) -> None:
        super().__init__(data)
        self.error = error

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            raise self.error
        return super().read(size)

    def write(self, _data: object, /) -> int:
        raise self.error


@pytest.mark.parametrize("error", [ValueError("too much"), OSError(28, "disk full"), KeyboardInterrupt()])
def test_error_of_a_file_comes_out_unchanged(store: KeyStore, error: BaseException) -> None:
    sealed = seal(UNIT, b"x" * 200_000)
    acts: list[Callable[[], None]] = [
        lambda: seal_stream(UNIT, Broken(b"x" * 200_000, error), io.BytesIO()),
        lambda: seal_stream(UNIT, io.BytesIO(b"x"), Broken(b"", error)),
        lambda: open_stream(UNIT, Broken(sealed, error), io.BytesIO()),
        lambda: open_stream(UNIT, io.BytesIO(sealed), Broken(b"", error)),
    ]
    for act in acts:
        with pytest.raises(type(error)) as raised:
            act()
        assert raised.value is error


@given(st.lists(st.binary(max_size=50)), st.integers(min_value=1, max_value=64))
def test_source_hands_out_every_byte_in_order(chunks: list[bytes], size: int) -> None:
    source, read = Source(chunks), b""
    while part := source.read(size):
        assert len(part) <= size
        read += part
    assert read == b"".join(chunks)


def test_sink_without_target_lets_go() -> None:
    sink = Sink()
    assert sink.write(b"abc") == 3
    sink.flush()
    assert list(chunks_of(io.BytesIO(b""))) == []


FLAT = """
import resource, sys
from pathlib import Path
from uuid import UUID

import django_stubs_ext
from django.conf import settings

django_stubs_ext.monkeypatch()
settings.configure(KEY_ROOT=Path(sys.argv[1], "keys"), SEALED_ROOT=Path(sys.argv[1], "sealed"), USE_I18N=False)
from django.core.files.base import File
from klantkaart.sealing.storage import SealedStorage

class Zeros:
    def __init__(self, left):
        self.left = left
    def read(self, size):
        given = min(self.left, size)
        self.left -= given
        return bytes(given)

def seal_and_open(megabytes):
    storage = SealedStorage()
    name = storage.save_for(UUID(int=megabytes), File(Zeros(megabytes << 20), "zeros"))
    with storage.open(name) as file:
        return sum(len(part) for part in iter(lambda: file.read(1 << 16), b""))

def most_used():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10

seal_and_open(8)
before = most_used()
print(seal_and_open(50) >> 20, most_used() - before)
"""


def test_fifty_megabytes_take_no_more_memory_than_eight(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FLAT, str(tmp_path)], capture_output=True, text=True, check=True)
    megabytes, grown = map(int, done.stdout.split())
    assert megabytes == 50
    assert grown < 10
