"""Which customer a draft is: new, there already, perhaps there, or somebody who was erased (mapping.md 3; P21).

A customer is recognised by number, KvK or btw-id. A shared IBAN, or a name with an e-mail address, is a question and
never an answer. What is not certain is not taken over until somebody says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from klantkaart.kernel.text import fold

from ..intake.drafts import CardDraft
from ..intake.findings import Finding, Level
from ..models import ImportRow
from .filling import fills_of, held
from .known import Known, Ref, contact_marks, is_bare, look_up, own_marks, ways
from .sentences import about

Outcome = ImportRow.Outcome
_SHARED = {
    "kvk": gettext_noop("KvK-nummer"),
    "vat": gettext_noop("btw-id"),
    "iban": gettext_noop("IBAN"),
    "email": gettext_noop("naam en e-mail"),
    "phone": gettext_noop("naam en telefoon"),
}


@dataclass(frozen=True, slots=True)
class Match:
    """What will happen with a draft. ``card`` is the one it was recognised as, or looks like."""

    draft: CardDraft
    outcome: str
    chosen: bool
    card: UUID | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(slots=True)
class _Seen:
    """First rows of this file by what they can be recognised by; a few strings per customer."""

    rows: dict[tuple[str, str], int] = field(default_factory=dict)

    def first(self, draft: CardDraft) -> tuple[str, int] | None:
        """The earlier row this draft repeats, and by what; the draft itself is remembered."""
        own, found = draft.rows[0], None
        for kind, value in _keys(draft):
            first = self.rows.setdefault((kind, value), own)
            if first != own and found is None:
                found = (kind, first)
        return found


def _keys(draft: CardDraft) -> list[tuple[str, str]]:
    keys = [("kvk", f"{draft.kvk_number} {draft.establishment_number}")] if draft.kvk_number else []
    if draft.vat_id:
        keys.append(("vat", f"{draft.vat_id} {draft.establishment_number}"))
    keys += [("iban", account.iban) for account in draft.bank]
    name = fold(draft.name)
    keys += [("email" if way.kind == "email" else "phone", f"{name} {way.value}") for way in ways(draft)]
    return keys


@dataclass(slots=True)
class Matcher:
    """Matches the drafts of one file with what the company has, chunk by chunk, in the order of the file."""

    company: int
    _seen: _Seen = field(default_factory=_Seen)

    def remember(self, draft: CardDraft) -> None:
        """A draft that was matched before this process was."""
        self._seen.first(draft)

    def match(self, drafts: Sequence[CardDraft]) -> list[Match]:
        """What will happen with each of these drafts."""
        known = look_up(drafts, self.company)
        matches = [self._one(draft, known) for draft in drafts]
        return self._filled(matches, known)

    def _one(self, draft: CardDraft, known: Known) -> Match:
        repeated = self._seen.first(draft)
        if known.suppressed:
            if own_marks(draft) & known.suppressed:
                return _ask(draft, "suppressed", outcome=Outcome.SUPPRESSED)
            draft, told = _without_erased(draft, known.suppressed)
            match = self._decide(draft, known, repeated)
            return replace(match, findings=(*match.findings, *told))
        return self._decide(draft, known, repeated)

    def _decide(self, draft: CardDraft, known: Known, repeated: tuple[str, int] | None) -> Match:
        ref, how = _recognised(draft, known)
        if how in {"number_other", "several_cards"}:
            return _ask(draft, how, ref.uuid if ref else None)
        if ref is not None:
            return Match(draft, Outcome.UPDATE, True, ref.uuid, (about(draft.rows[0], how),))
        if repeated is not None:
            return _ask(draft, "in_file", first=str(repeated[1]), by=_(_SHARED[repeated[0]]))
        like = _alike(draft, known)
        if like is not None:
            return _ask(draft, *like)
        if draft.inactive:
            found = Finding(draft.rows[0], "", Level.ASK, "inactive")
            return Match(draft, Outcome.ASK, False, None, (found,))
        return Match(draft, Outcome.NEW, True)

    def _filled(self, matches: list[Match], known: Known) -> list[Match]:
        """Of recognised customers: what would be filled in, or that there is nothing to do."""
        refs = {ref.uuid: ref for ref in _refs(known)}
        wanted = [refs[match.card].pk for match in matches if match.outcome == Outcome.UPDATE and match.card]
        if not wanted:
            return matches
        cards = held(wanted, self.company)
        filled = []
        for match in matches:
            if match.outcome == Outcome.UPDATE and match.card is not None:
                ref = refs[match.card]
                labels = [] if ref.ending else fills_of(match.draft, cards[ref.pk]).labels()
                match = _with_fills(match, ref, labels)  # noqa: PLW2901  (the same row, told more)
            filled.append(match)
        return filled


def is_there(draft: CardDraft, known: Known) -> bool:
    """Whether a draft that was new when it was matched is certainly there by now."""
    return _recognised(draft, known) != (None, "")


def _with_fills(match: Match, ref: Ref, labels: list[str]) -> Match:
    row = match.draft.rows[0]
    if not labels:
        told = about(row, "left" if ref.ending else "complete")
        return replace(match, outcome=Outcome.DUPLICATE, chosen=False, findings=(*match.findings, told))
    told = about(row, "fills", fields=", ".join(dict.fromkeys(labels)))
    extra = () if ref.here else (about(row, "sister"),)
    return replace(match, findings=(*match.findings, *extra, told))


def _refs(known: Known) -> list[Ref]:
    several = [*known.by_kvk.values(), *known.by_vat.values()]
    return [*known.by_number.values(), *(ref for refs in several for ref in refs)]


def _ask(draft: CardDraft, code: str, card: UUID | None = None, outcome: str = Outcome.ASK, **facts: str) -> Match:
    return Match(draft, outcome, False, card, (about(draft.rows[0], code, Level.ASK, **facts),))


def _recognised(draft: CardDraft, known: Known) -> tuple[Ref | None, str]:
    """The card this is and by what; or a code for why that cannot be said."""
    number = known.by_number.get(draft.number) if draft.number else None
    if number is not None and not _same(draft, number):
        return number, "number_other"
    found = {} if number is None else {number.pk: (number, "known_number")}
    if number is None:
        for refs, how in (
            (known.by_kvk.get(draft.kvk_number, []), "known_kvk"),
            (known.by_vat.get(draft.vat_id, []), "known_vat"),
        ):
            for ref in refs:
                if not (draft.establishment_number and ref.establishment) or (
                    draft.establishment_number == ref.establishment
                ):
                    found.setdefault(ref.pk, (ref, how))
    if len(found) > 1:
        return None, "several_cards"
    return next(iter(found.values()), (None, ""))


def _same(draft: CardDraft, ref: Ref) -> bool:
    """Whether a card with the same customer number is the same customer: another package may have given that number
    to somebody else."""
    if draft.kvk_number and ref.kvk:
        return draft.kvk_number == ref.kvk
    if draft.vat_id and ref.vat:
        return draft.vat_id == ref.vat
    return fold(draft.name) == fold(ref.name)


def _alike(draft: CardDraft, known: Known) -> tuple[str, UUID] | None:
    for account in draft.bank:
        found = known.by_iban.get(account.iban)
        if found:
            return "like_iban", found
    name = fold(draft.name)
    for channel in ways(draft):
        found = known.by_channel.get((channel.value, name))
        if found:
            return ("like_email" if channel.kind == "email" else "like_phone"), found
    found = known.by_name.get(draft.name) if is_bare(draft) else None
    return ("like_name", found) if found else None


def _without_erased(draft: CardDraft, suppressed: set[str]) -> tuple[CardDraft, tuple[Finding, ...]]:
    """The draft without contact persons who were erased."""
    kept = tuple(contact for contact in draft.contacts if not contact_marks(contact) & suppressed)
    if len(kept) == len(draft.contacts):
        return draft, ()
    return replace(draft, contacts=kept), (about(draft.rows[0], "suppressed_contact", Level.ASK),)
