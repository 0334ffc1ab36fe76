"""Who does something: a member of staff, the data subject, or the system itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol, runtime_checkable
from uuid import UUID


@runtime_checkable
class Pseudonymous(Protocol):
    """What the audit log may name without naming it: an identity never reused, and a salt that dies with it."""

    @property
    def uuid(self) -> UUID: ...

    @property
    def log_salt(self) -> bytes | memoryview: ...  # a BinaryField may give either


class ActorKind(StrEnum):
    STAFF = "staff"
    SYSTEM = "system"
    TERMINAL = "terminal"
    SUBJECT = "subject"


@dataclass(frozen=True, slots=True)
class Actor:
    """The ``by=`` of every action. ``grants`` maps a company id to the rights held there; the system holds all."""

    kind: ActorKind
    uuid: UUID
    log_salt: bytes
    grants: dict[int, frozenset[str]] = field(default_factory=dict)

    @property
    def is_system(self) -> bool:
        return self.kind in {ActorKind.SYSTEM, ActorKind.TERMINAL}

    def companies_with(self, right: str) -> frozenset[int] | None:
        """Ids of the companies where this actor holds ``right``; None means all of them (system, terminal)."""
        if self.is_system:
            return None
        return frozenset(company for company, rights in self.grants.items() if right in rights)

    def purposes(self, asked: Iterable[str]) -> frozenset[str]:
        """Those of the asked purposes for which this actor may read (a grant ``purpose:<code>``)."""
        return frozenset(purpose for purpose in asked if self.holds(f"purpose:{purpose}"))

    def holds(self, right: str, company: int | None = None) -> bool:
        """Whether the right is held, at ``company`` or (None) at any company."""
        if self.is_system:
            return True
        if company is None:
            return any(right in rights for rights in self.grants.values())
        return right in self.grants.get(company, frozenset())


SYSTEM = Actor(ActorKind.SYSTEM, UUID(int=1), b"system")
TERMINAL = Actor(ActorKind.TERMINAL, UUID(int=2), b"terminal")
