"""What an app says about its data in its ``datamap.py``: a declaration per model, a store per other place."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from .vocabulary import Category, Ends, People, Sensitivity, Text


@dataclass(frozen=True, slots=True)
class Personal:
    """One personal field. ``purposes`` empty: those of its declaration. ``provided``: the subject gave it (ST-13,
    art. 20). ``access``/``portable``: printed in the access copy / the portability package; a secret is never
    printed (ACC-4). ``recognise``: kind of keyed mark kept after erasure, so that an import does not silently bring
    the person back. ``keys``: for a JSON field, what its keys may be. ``show``: how the value looks on paper when it is
    neither a choice nor plain text. ``vcard``: which property of a vCard it is: "FN", "TITLE", "ADR.street" (extra,
    postcode, city, country), or "WAY" for what is a TEL, EMAIL or URL by its own form."""

    category: Category
    purposes: tuple[str, ...] = ()
    sensitivity: Sensitivity = Sensitivity.ORDINARY
    provided: bool = True
    access: bool = True
    portable: bool = True
    ends: Ends = Ends.DELETE_ROW
    recognise: str = ""
    keys: tuple[str, ...] = ()
    show: Callable[[Any], Text] | None = None
    vcard: str = ""


@dataclass(frozen=True, slots=True)
class Declaration:
    """Everything the product knows about the personal data of one model.

    ``subject`` is the code of a registered :class:`Subject`; ``path`` the lookup from the row to it (several hops
    allowed, "pk" for the subject itself). ``anchor``: lookup to the one relationship the row belongs to, when it
    belongs to one company; empty: it serves every relationship of its subject. ``person``: lookup to the contact
    whose data the row is ("pk" for the contact itself), so that a contact gets only their own data (DSR-10).
    ``purposes`` cover the row as a whole and every field that names none of its own. ``events`` give row dates their
    names for retention rules. ``detach``: nullable foreign keys that are blanked when what they point at goes while
    this row stays. ``plain``: every other field, by name; nothing is implicit. ``source``: where the data comes from,
    when that is the same for every row; ``origin``: lookup to the field that says it per row (art. 15(1)(g)).
    ``noun``: what so many of its rows are called in the trade ("contactpersoon", "contactpersonen"); without one the
    title serves.
    """

    model: str
    title: Text
    plain: tuple[str, ...]
    subject: str = ""
    path: str = ""
    anchor: str = ""
    person: str = ""
    people: tuple[People, ...] = ()
    purposes: tuple[str, ...] = ()
    personal: Mapping[str, Personal] = field(default_factory=dict)
    events: Mapping[str, str] = field(default_factory=dict)
    detach: tuple[str, ...] = ()
    source: Text = ""
    origin: str = ""
    noun: Callable[[int], str] | None = None

    def called(self, rows: int) -> str:
        """What so many rows are called; without the number itself."""
        return self.noun(rows) if self.noun is not None else str(self.title)

    @property
    def row_purposes(self) -> frozenset[str]:
        """Every purpose that covers something on the row: the row goes when all of them have lapsed."""
        return frozenset(self.purposes).union(*(self.field_purposes(name) for name in self.personal))

    def field_purposes(self, name: str) -> frozenset[str]:
        """The purposes that cover this personal field."""
        return frozenset(self.personal[name].purposes or self.purposes)

    def fields_for(self, purposes: Iterable[str]) -> tuple[str, ...]:
        """Personal fields that may be read for one of ``purposes`` (P01)."""
        asked = frozenset(purposes)
        return tuple(name for name in self.personal if self.field_purposes(name) & asked)


@dataclass(frozen=True, slots=True)
class Subject:
    """A kind of data subject that others lead to. ``anchors``: the model whose rows tie the subject to a company and
    carry the dates that start retention; ``anchor_path`` leads from an anchor to the subject and ``company`` to the
    company. Without ``anchors`` the subject row is its own anchor (staff). ``events`` name the anchor's dates."""

    code: str
    model: str
    title: Text
    events: Mapping[str, str]
    anchors: str = ""
    anchor_path: str = ""
    company: str = ""
    person: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """What an erasure hits: the row ``pk``/``uuid`` of ``model``, of the subject with that identity.

    ``rows`` are the identities of everything that goes along; ``fields`` is set when only those fields are emptied.
    """

    model: str
    pk: int
    uuid: UUID
    subject: UUID
    rows: frozenset[UUID] = frozenset()
    fields: tuple[str, ...] = ()


Found = tuple[str, bytes]


def _nothing() -> Iterator[Found]:
    return iter(())


@dataclass(frozen=True, slots=True)
class Store:
    """A place that holds data and is not a model's table: files, index, queue, sessions, logs, exports, backups.

    ``covers`` names the settings entries it accounts for ("STORAGES.default"); an entry nobody covers is an error.
    ``contents`` yields every place with its decoded bytes, for the canary's scanner. ``forget_rows`` runs inside the
    transaction of an erasure, ``forget_files`` after it (idempotent: a killed run repeats it). ``scrub`` cleans what
    deleting leaves behind, once after a run. ``copy`` yields what
    the access copy packs for the subject or the person with that identity: file names and contents. ``tables``: names
    (patterns) of database tables that belong to it and to no model, so that every table is accounted for.
    """

    code: str
    title: Text
    holds: Text
    ends: Text
    purposes: tuple[str, ...] = ()
    people: tuple[People, ...] = ()
    category: Category = Category.TECHNICAL
    covers: tuple[str, ...] = ()
    personal: bool = True
    contents: Callable[[], Iterator[Found]] = _nothing
    forget_rows: Callable[[Unit], None] | None = None
    forget_files: Callable[[Unit], None] | None = None
    scrub: Callable[[], object] | None = None
    copy: Callable[[UUID], Iterator[Found]] | None = None
    tables: tuple[str, ...] = ()
