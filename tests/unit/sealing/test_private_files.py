"""Private files: whole or not at all, one maker, nothing left."""

import ast
import os
import stat
from pathlib import Path

import pytest

from crashes import in_processes, killed_at_each_step
from klantkaart.sealing import files


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_files_module_can_be_used_by_the_settings() -> None:
    tree = ast.parse(Path(files.__file__).read_text(encoding="utf-8"))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "." for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert not [name for name in names if name.startswith(("django", "klantkaart", "."))]


def test_written_file_is_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "new" / "deeper" / "file"
    files.write_private(path, b"first")
    files.write_private(path, b"second")
    assert path.read_bytes() == b"second"
    assert (mode(path), mode(path.parent), mode(tmp_path / "new")) == (0o600, 0o700, 0o700)
    assert names(path.parent) == ["file"]


def test_failed_write_leaves_the_old_contents(tmp_path: Path) -> None:
    path = tmp_path / "file"
    files.write_private(path, b"old")
    with pytest.raises(TypeError), files.writing(path) as file:
        file.writelines([b"half of the ne", None])  # type: ignore[list-item]  # the error under test
    assert path.read_bytes() == b"old"
    assert names(tmp_path) == ["file"]


def test_file_that_exists_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert files.create_private(path, b"mine")
    assert not files.create_private(path, b"yours")
    assert path.read_bytes() == b"mine"
    assert names(tmp_path) == ["file"]


def test_killed_write_leaves_old_or_new(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for _step in killed_at_each_step(
        lambda: files.write_private(path, b"new"), lambda: files.write_private(path, b"old")
    ):
        assert path.read_bytes() in {b"old", b"new"}
    assert path.read_bytes() == b"new"


def test_destroyed_file_takes_its_leftovers_along(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for _step in killed_at_each_step(
        lambda: files.write_private(path, b"new"), lambda: files.write_private(path, b"x")
    ):
        files.destroy_file(path)
        assert names(tmp_path) == []


def test_destroying_overwrites_the_bytes_themselves(tmp_path: Path) -> None:
    path, other_name = tmp_path / "file", tmp_path / "hard-link"
    files.write_private(path, b"secret" * 50_000, mode=0o400)
    os.link(path, other_name)
    with other_name.open("rb") as same_bytes:
        assert files.destroy_file(path)
        assert set(same_bytes.read()) == {0}
    assert not path.exists()


def test_killed_destruction_can_be_repeated(tmp_path: Path) -> None:
    path = tmp_path / "file"
    for _step in killed_at_each_step(lambda: files.destroy_file(path), lambda: files.write_private(path, b"secret")):
        assert not path.exists() or path.read_bytes() == b"secret"
        files.destroy_file(path)
        assert names(tmp_path) == []


def test_destroying_nothing_says_so(tmp_path: Path) -> None:
    assert not files.destroy_file(tmp_path / "file")
    assert not files.destroy_file(tmp_path / "no-folder" / "file")
    assert names(tmp_path) == []


def test_link_is_not_followed_when_destroying(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_bytes(b"not ours")
    target.chmod(0o640)
    link.symlink_to(target)
    with pytest.raises(OSError, match="symbolic link"):
        files.destroy_file(link)
    assert target.read_bytes() == b"not ours"
    assert mode(target) == 0o640


def test_secret_is_made_once(tmp_path: Path) -> None:
    first = files.secret_bytes(tmp_path / "a.key")
    assert (len(first), files.secret_bytes(tmp_path / "a.key")) == (32, first)
    assert files.secret_bytes(tmp_path / "b.key") != first
    assert len(files.secret_bytes(tmp_path / "c.key", 64)) == 64
    text = files.secret_text(tmp_path / "d.key")
    assert len(text) == 64
    assert files.secret_text(tmp_path / "d.key") == text


def test_secret_is_made_once_by_many_processes(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "a.key"

    def act() -> None:
        secret = files.secret_bytes(path)
        (tmp_path / f"seen-{os.getpid()}").write_bytes(secret)

    in_processes([act] * 8)
    seen = [found.read_bytes() for found in tmp_path.glob("seen-*")]
    assert seen == [path.read_bytes()] * 8
    assert names(path.parent) == ["a.key"]


@pytest.mark.parametrize("contents", [b"", b"short", b"x" * 33])
def test_damaged_secret_is_refused_and_kept(tmp_path: Path, contents: bytes) -> None:
    path = tmp_path / "a.key"
    path.write_bytes(contents)
    with pytest.raises(files.DamagedFile, match=r"^a\.key: ") as refusal:
        files.secret_bytes(path)
    with pytest.raises(files.DamagedFile):
        files.secret_text(path)
    assert path.read_bytes() == contents
    assert "short" not in str(refusal.value)


def test_killed_first_use_leaves_one_good_secret(tmp_path: Path) -> None:
    path = tmp_path / "a.key"
    for _step in killed_at_each_step(lambda: files.secret_text(path), lambda: files.destroy_file(path)):
        assert files.secret_text(path) == files.secret_text(path)


def hold(lock: Path) -> None:
    with files.locked(lock):
        files.sync_folder(lock.parent)


def test_lock_has_one_holder_and_a_killed_one_lets_go(tmp_path: Path) -> None:
    lock, tally = tmp_path / "lock", tmp_path / "tally"
    tally.write_text("0")

    def add_one() -> None:
        for _time in range(50):
            with files.locked(lock):
                tally.write_text(str(int(tally.read_text()) + 1))

    for _step in killed_at_each_step(lambda: hold(lock), lambda: None):
        with files.locked(lock):
            pass
    in_processes([add_one] * 4)
    assert tally.read_text() == "200"
