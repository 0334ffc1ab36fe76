"""Check an export of the audit log of Klantkaart, on any machine.

    python verify_log.py [FOLDER] [--key-id HEX] [--checkpoint FILE ...]

Needs Python 3.9 or newer and the "cryptography" package; nothing of Klantkaart itself. The format is in README.txt.
--key-id: the key id that was written down earlier, at least its first 16 digits. Without it this only shows that the
export belongs together, not who made it. --checkpoint: a checkpoint that was kept elsewhere; shows that nothing before
it was replaced and that the end was not cut off.
Exit code: 0 all is well, 1 something was changed or is missing, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import sys
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NAME = "klantkaart-audit"
MANIFEST = "manifest.note"
REQUIRED = {"README.txt", "log.jsonl", "log.pub", "verify_log.py"}
TERM_REACHED = "audit.term_reached"
START = bytes(32)
_FILE_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)?")
_LARGEST_NOTE = 1 << 24
_KEY_SIZE = 32
_ED25519 = 1
_CHECKPOINT_LINES = 4
_MANIFEST_HEAD = 3
_KEY_ID = re.compile(r"[0-9a-fA-F]{16,64}")
_MOST = 100


class Broken(Exception):
    """Something in the export is not as it was written; the message says what."""


class Key:
    """The public key of the log: ``name+hint+base64``."""

    def __init__(self, text: str) -> None:
        name, _, rest = text.partition("+")
        hint, _, key = rest.partition("+")
        data = decoded(key.rstrip("\n"))
        if name != NAME or len(data) != 1 + _KEY_SIZE or data[0] != _ED25519:
            raise Broken("log.pub is not the public key of an audit log")
        self.identity = hashlib.sha256(name.encode() + b"\n" + data).digest()
        if text != f"{name}+{self.identity[:4].hex()}+{key.rstrip()}\n" or hint != self.identity[:4].hex():
            raise Broken("log.pub was changed")
        self._key = Ed25519PublicKey.from_public_bytes(data[1:])

    def opened(self, note: str, what: str) -> str:
        """The text of a signed note; Broken when one character of it was changed."""
        text, gap, signature = note.rpartition("\n\n")
        start = f"\u2014 {NAME} "
        if not gap or not signature.startswith(start) or not signature.endswith("\n"):
            raise Broken(f"{what} is not a signed note")
        try:
            data = decoded(signature[len(start) : -1])
        except Broken:
            raise Broken(f"{what}: the signature was changed") from None
        if data[:4] != self.identity[:4]:
            raise Broken(f"{what} was signed with another key than log.pub")
        try:
            self._key.verify(data[4:], f"{text}\n".encode())
        except InvalidSignature:
            raise Broken(f"{what} was changed: its signature does not belong to it") from None
        return f"{text}\n"


class Checked:
    """What was found: problems, and what the log itself says."""

    def __init__(self) -> None:
        self.problems: list[str] = []
        self.size = 0
        self.chain = START
        self.chains: dict[int, bytes] = {}  # size -> chain, for the sizes that checkpoints speak of
        self.emptied: set[int] = set()
        self.accounted = ""
        self.first = self.last = ""
        self.key_id = ""
        self.checkpoints = 0

    def add(self, problem: str) -> None:
        if len(self.problems) < _MOST:
            self.problems.append(problem)


def decoded(text: str) -> bytes:
    """Base64, written in the one way that it can be written."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except ValueError:
        raise Broken("not base64") from None
    if base64.b64encode(data).decode() != text:
        raise Broken("not base64 as it should be written")
    return data


def read_text(path: Path) -> str:
    """A small text file; Broken when it is missing, huge or no text."""
    try:
        data = path.read_bytes()[:_LARGEST_NOTE]
        return data.decode("utf-8")
    except OSError:
        raise Broken(f"{path.name} is missing or cannot be read") from None
    except UnicodeDecodeError:
        raise Broken(f"{path.name} was changed: it is not text any more") from None


def digest_of(path: Path) -> str:
    """SHA-256 of a file in hex, read in pieces."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()


def read_manifest(text: str) -> tuple[int, bytes, dict[str, str]]:
    """Size, chain and file -> SHA-256 of a manifest's signed text."""
    lines = text.split("\n")
    head = [f"{NAME}/export", *lines[1:_MANIFEST_HEAD]]
    if lines[:_MANIFEST_HEAD] != head or lines[-1] or not re.fullmatch(r"\d{1,18}", lines[1]):
        raise Broken(f"{MANIFEST} is not a manifest of an export")
    files = {}
    for line in lines[_MANIFEST_HEAD:-1]:
        digest, _, name = line.partition("  ")
        if not re.fullmatch(r"[0-9a-f]{64}", digest) or not _FILE_NAME.fullmatch(name):
            raise Broken(f"{MANIFEST} lists something that is not a file of an export")
        files[name] = digest
    if not set(files) >= REQUIRED:
        raise Broken(f"{MANIFEST} does not list {', '.join(sorted(REQUIRED - set(files)))}")
    return int(lines[1]), decoded(lines[2]), files


def read_checkpoint(text: str, what: str) -> tuple[int, bytes]:
    """Size and chain of a checkpoint's signed text."""
    lines = text.split("\n")
    number = re.fullmatch(r"[1-9]\d{0,17}", lines[1]) if len(lines) == _CHECKPOINT_LINES + 1 else None
    if lines[0] != NAME or lines[-1] or number is None:
        raise Broken(f"{what} is not a checkpoint")
    return int(lines[1]), decoded(lines[2])


def check_files(folder: Path, files: dict[str, str], checked: Checked) -> None:
    """Every file of the export is there and is what it was."""
    for name, digest in sorted(files.items()):
        path = folder / name
        if not path.is_file():
            checked.add(f"{name} is missing")
        elif digest_of(path) != digest:
            checked.add(f"{name} was changed")


def check_log(path: Path, sizes: set[int], checked: Checked) -> None:
    """Walk the chain from the first line to the last; remember it at ``sizes``."""
    try:
        with path.open("rb") as file:
            for raw in file:
                check_line(raw, checked)
                if checked.size in sizes:
                    checked.chains[checked.size] = checked.chain
    except OSError:
        checked.add(f"{path.name} is missing or cannot be read")


def read_line(raw: bytes, number: int) -> tuple[bytes, bytes, str | None, dict[str, Any]]:
    """Leaf, chain, body and what the body says; Broken when this is not that line of a log, written as it should be."""
    wrong = Broken(f"line {number} of log.jsonl is not line {number} of a log: changed, missing or moved")
    try:
        line = json.loads(raw)
        leaf, chain, body = bytes.fromhex(line["leaf"]), bytes.fromhex(line["chain"]), line["body"]
        said = json.loads(body) if body is not None else {}
        written = json.dumps(line, sort_keys=True, separators=(",", ":")) + "\n"
    except (ValueError, KeyError, TypeError, RecursionError):
        raise wrong from None
    fields = {"seq", "leaf", "chain", "body"}
    if written.encode() != raw or set(line) != fields or line["seq"] != number or not isinstance(said, dict):
        raise wrong
    return leaf, chain, body, said


def check_line(raw: bytes, checked: Checked) -> None:
    """One line: its number, its link to the previous one, and its body."""
    checked.size += 1
    number = checked.size
    try:
        leaf, chain, body, said = read_line(raw, number)
    except Broken as error:
        checked.add(str(error))
        return
    if hashlib.sha256(checked.chain + leaf).digest() != chain:
        checked.add(f"line {number} does not follow on the line before it")
    checked.chain = chain
    if body is None:
        checked.emptied.add(number)
        return
    if hashlib.sha256(b"\0" + body.encode("utf-8", "surrogatepass")).digest() != leaf:
        checked.add(f"the body of line {number} was changed")
    checked.last = str(said.get("t", ""))
    checked.first = checked.first or checked.last
    if said.get("act") == TERM_REACHED:
        checked.accounted = str(said.get("g", ""))


def check_emptied(checked: Checked) -> None:
    """Bodies may be gone because their term was over; the log then says so itself, in its newest line about that."""
    accounted: set[int] = set()
    for part in re.findall(r"(\d{1,18})(?:-(\d{1,18}))?", checked.accounted):
        accounted.update(range(int(part[0]), min(int(part[1] or part[0]), checked.size) + 1))
    for number in sorted(checked.emptied - accounted):
        checked.add(f"the body of line {number} is missing, and not because its term was over")
    for number in sorted(accounted - checked.emptied):
        checked.add(f"line {number} was emptied after its term and has a body again")


def check_statement(what: str, size: int, chain: bytes, checked: Checked) -> None:
    """What a checkpoint or the manifest says agrees with the log."""
    if size > checked.size:
        checked.add(f"{what} knows {size} lines, but the log has {checked.size}: the end was cut off")
    elif checked.chains.get(size, START) != chain:
        checked.add(f"{what} contradicts the log: line {size} or one before it was replaced")


def check_export(folder: Path, key_id: str = "", kept: tuple[Path, ...] = ()) -> Checked:
    """Everything. ``key_id``: what the key must be; ``kept``: checkpoint files from elsewhere."""
    checked = Checked()
    try:
        key = Key(read_text(folder / "log.pub"))
        checked.key_id = key.identity.hex()
        if not checked.key_id.startswith(key_id.lower()):
            checked.add(f"log.pub is another key than expected: its id is {checked.key_id}")
        size, chain, files = read_manifest(key.opened(read_text(folder / MANIFEST), MANIFEST))
    except Broken as error:
        checked.add(str(error))
        return checked
    check_files(folder, files, checked)
    statements = [(MANIFEST, size, chain)]
    notes = [folder / name for name in sorted(files) if name.startswith("checkpoints/")]
    for path in (*notes, *kept):
        try:
            statements.append((path.name, *read_checkpoint(key.opened(read_text(path), path.name), path.name)))
        except Broken as error:
            checked.add(str(error))
    check_log(folder / "log.jsonl", {statement[1] for statement in statements}, checked)
    check_emptied(checked)
    for what, said, expected in statements:
        check_statement(what, said, expected, checked)
    if checked.size != size:
        checked.add(f"log.jsonl has {checked.size} lines and should have {size}")
    checked.checkpoints = len(statements) - 1
    return checked


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
    )
    parser.add_argument("folder", nargs="?", default=Path(__file__).resolve().parent, type=Path)
    parser.add_argument("--key-id", default="")
    parser.add_argument("--checkpoint", action="append", default=[], type=Path)
    given = parser.parse_args(arguments)
    if not given.folder.is_dir():
        parser.error(f"{given.folder} is not a folder")
    if given.key_id and not _KEY_ID.fullmatch(given.key_id):
        parser.error("--key-id: give 16 to 64 digits of the key id")
    for path in given.checkpoint:
        if not path.is_file():
            parser.error(f"--checkpoint: {path} is not a file")
    checked = check_export(given.folder, given.key_id, tuple(given.checkpoint))
    for problem in checked.problems:
        sys.stderr.write(f"PROBLEM: {problem}.\n")
    if checked.problems:
        sys.stderr.write("This export is NOT what was written.\n")
        return 1
    sys.stdout.write(
        f"{checked.size} lines ({checked.first or 'none'} to {checked.last or 'none'}), "
        f"{len(checked.emptied)} emptied after their term, {checked.checkpoints} checkpoints: all is well.\n"
        f"Key id: {checked.key_id}\n"
    )
    if not given.key_id:
        sys.stdout.write("Compare the key id with the one you wrote down earlier, or give it with --key-id.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
