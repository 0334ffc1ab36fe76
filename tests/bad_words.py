"""Bad input for the terminal: every command and flag, what is typed there, and how a refusal is judged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import click
from django.conf import settings

from klantkaart.cli.main import program
from klantkaart.cli.terminal import Context
from klantkaart.cli.values import Day, Host, Identity, OneOf, Place, Whole

# Accepted nowhere.
ANYWHERE = {
    "empty": "",
    "spaces": "  ",
    "long": "zqslecht" + "a" * 100_000,
    "nul": "zq\x00slecht",
    "bidi": "zq\u202etxet",
    "escape": "zq\x1b[31m",
    "not text": "zq\udcff",
}
OF_KIND: dict[type, dict[str, str]] = {
    Day: {"wrong type": "morgen", "impossible": "2026-02-31", "far": "9999-12-31", "first": "0001-01-01"},
    Whole: {"wrong type": "veel", "negative": "-1", "broken": "1.5", "huge": "9" * 30, "superscript": "\u00b2"},
    Identity: {"wrong type": "iris", "almost": "5f0c1f4e-0000-4000-8000-00000000000"},
    OneOf: {"unknown": "zqander", "other case": "NL"},
    Host: {"wrong type": "niet hier", "numbers": "300.1.1.1", "option": "-x"},
}
# Text of which only some is known. What joins later and is not here is swept with what is wrong anywhere.
KNOWN = {"number": "99999", "company": "Zqonbekend", "name": "Q99", "head": "geen stand", "email": "geen adres"}
# Acts on a day that its own rules do not allow.
DAYS = {("end", "on"): ("2100-12-31", "1900-01-01"), ("keys rotate", "retire_before"): ("2100-12-31",)}
# What a command wants besides, so that it is only the bad value that is wrong with it.
ALONG = {
    "end": ["--on", "2027-06-30"],
    "erase": ["--plan"],
    "init": ["--company", "Weiland BV", "--owner", "Marit", "--email", "m@example.nl"],
}
# What a sentence of the domain calls it, which does not know of flags.
CALLED = {
    ("end", "on"): ("laatste dag",),
    ("import", "file"): ("slecht", "gewoon"),
    ("promises", "name"): ("belofte",),
    ("audit", "verify", "kept"): ("tussenstand",),
    ("init", "email"): ("e-mail",),
    ("init", "password_file"): ("wachtwoord",),
}
MAKES_ITS_OWN = ("init", "demo")  # in an empty administration
BIDI = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


@dataclass(frozen=True)
class Slot:
    """Where something can be typed: an option or an argument of a command."""

    path: tuple[str, ...]
    command: click.Command
    parameter: click.Parameter

    @property
    def name(self) -> str:
        return " ".join((*self.path, self.parameter.opts[0]))

    @property
    def words(self) -> tuple[str, ...]:
        """What a sentence may call it."""
        own = self.parameter.make_metavar(Context(self.command)).strip("[]").removesuffix("...")
        return (self.parameter.opts[0], own.lower(), *CALLED.get((*self.path, self.parameter.name or ""), ()))


def slots() -> list[Slot]:
    """Every option and argument of the whole program that takes a value."""
    found = [Slot((), program, one) for one in program.params]
    found += [Slot(path, command, one) for path, command in commands() for one in command.params]
    return [one for one in found if not getattr(one.parameter, "is_flag", False)]


def flags() -> list[Slot]:
    """Every option that takes none."""
    return [
        Slot(path, command, one)
        for path, command in commands()
        for one in command.params
        if getattr(one, "is_flag", False)
    ]


def commands(
    group: click.Group = program, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command that can be given, with the words that lead to it."""
    context = click.Context(group)
    for name in group.list_commands(context):
        one = group.get_command(context, name)
        assert one is not None
        if isinstance(one, click.Group):
            yield from commands(one, (*path, name))
        else:
            yield (*path, name), one


def values(slot: Slot, room: Path) -> dict[str, str]:
    """What is wrong there, by why."""
    kind = slot.parameter.type
    found = {**ANYWHERE, **OF_KIND.get(type(kind), {})}
    if isinstance(kind, Place):
        found |= _places(room, file=kind.file)
    if isinstance(kind, click.types.StringParamType) and slot.parameter.name in KNOWN:
        found["unknown"] = KNOWN[slot.parameter.name]
    days = DAYS.get((" ".join(slot.path), slot.parameter.name or ""), ())
    return found | {f"not on {day}": day for day in days}


def _places(room: Path, *, file: bool) -> dict[str, str]:
    plain = room / "gewoon.txt"
    plain.write_text("zomaar wat", encoding="utf-8")
    found = {"in a file": str(plain / "x"), "name too long": str(room / ("a" * 300)), "nobody": "~zqniemand/x"}
    if not file:
        return {**found, "a file": str(plain)}
    for name, data in {
        "nothing": b"",
        "binary": bytes(range(256)),
        "nul": b"a\x00b;c\n",
        "huge": b"a" * 100_000,
    }.items():
        (room / f"slecht-{name}.csv").write_bytes(data)
        found[f"holds {name}"] = str(room / f"slecht-{name}.csv")
    return {**found, "other kind": str(plain), "missing": str(room / "weg.csv"), "a folder": str(room)}


def line(slot: Slot, value: str, room: Path) -> list[str]:
    """The command with that value there, and with whatever else it needs."""
    words: list[str] = [*slot.path]
    along = list(ALONG.get(" ".join(slot.path), []))
    option = isinstance(slot.parameter, click.Option)
    if option and slot.parameter.opts[0] in along:
        at = along.index(slot.parameter.opts[0])
        del along[at : at + 2]
    words += along
    for other in slot.command.params if slot.path else ():
        if other is not slot.parameter and other.required:
            words += _good(other, room)
    if option:
        return [*words, slot.parameter.opts[0], value] if slot.path else [slot.parameter.opts[0], value, "check"]
    return [*words, "--", value]


def _good(parameter: click.Parameter, room: Path) -> list[str]:
    kind = parameter.type
    good = "10001"
    if isinstance(kind, Place):
        good = str(room / "uit")
        if kind.file:
            good = str(room / "goed.csv")
            Path(good).write_text("Klantnr;Bedrijf\r\n901;Goede Klant\r\n", encoding="utf-8")
    return [parameter.opts[0], good] if isinstance(parameter, click.Option) else [good]


def files(*more: Path) -> dict[str, str]:
    """Digest of every file that the product keeps: keys, ledger, sealed files, checkpoints; and of these folders."""
    roots = [settings.KEY_ROOT, settings.LEDGER_ROOT, settings.SEALED_ROOT, settings.CHECKPOINT_ROOT, *more]
    found = [path for root in roots for path in Path(root).rglob("*") if path.is_file()]
    return {str(path): sha256(path.read_bytes()).hexdigest() for path in found}


def judge(slot: Slot, code: int, out: str, err: str) -> Iterator[str]:
    """What is wrong with the answer."""
    if code not in (1, 2):
        yield f"exit {code}"
    said = [one for one in err.splitlines() if one.strip() and not one.startswith(("Gebruik: ", "Zie '", " "))]
    text = " ".join(said)
    if not said or not all(one.rstrip().endswith((".", "?")) for one in said):
        yield f"is no sentence: {text[:200]!r}"
    if not any(word in text.lower() for word in slot.words):
        yield f"does not name {slot.words}: {text[:200]!r}"
    if len(err) > 2000 or BIDI.search(err):
        yield f"repeats what nobody should read: {err[:200]!r}"
    if out.strip():
        yield f"also says on stdout: {out[:200]!r}"
