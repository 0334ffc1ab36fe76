"""P04, P05 and P10: what is on the cards, and that every change came in by the door."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from klantkaart.audit.maintenance import missing_triggers
from klantkaart.audit.models import Entry
from klantkaart.audit.queries import Line, timeline
from klantkaart.customers.models import Address, BankAccount, Card, CardKind, Channel, ChannelKind, Relationship
from klantkaart.customers.parts import CARD
from klantkaart.customers.queries import REVIEW_AFTER_DAYS
from klantkaart.kernel import clock, numbers
from klantkaart.kernel.errors import DomainError

from ..verdicts import Verdict, at_risk, broken, kept

SAMPLE = 200
BORN = ("customers.created", "customers.imported")
# A number that passes the eleven test, from the tax office's own examples: nobody's.
EXAMPLE_BSN = "111222333"
Value = tuple[str, str, Callable[[str], str]]


def what_was_asked_for(_on: date) -> Verdict:
    """The newest values of every kind are read again with the rules of their own format, a card with only a name is
    accepted and a citizen service number is refused: tried, not assumed."""
    values = list(_values())
    wrong = [where for where, value, parse in values if not _is_itself(value, parse)]
    if wrong:
        evidence = _("%(count)d waarden passen niet in hun eigen vorm.") % {"count": len(wrong)}
        return broken(evidence, checked=len(values), where=wrong)
    if not _only_a_name_is_needed():
        return broken(_("Een klant met alleen een naam wordt geweigerd."), checked=len(values))
    if not _bsn_is_refused():
        return broken(_("Een burgerservicenummer wordt niet geweigerd."), checked=len(values))
    return kept(
        _(
            "%(count)d nummers, adressen en rekeningen kloppen met hun vorm. Alleen de naam is verplicht. Een "
            "burgerservicenummer wordt geweigerd."
        )
        % {"count": len(values)},
        checked=len(values),
    )


def _values() -> Iterator[Value]:
    for card in _newest(Card):
        yield from _of_card(card)
    parsers: dict[str, Callable[[str], str]] = {
        ChannelKind.EMAIL: numbers.parse_email,
        ChannelKind.WEBSITE: numbers.parse_website,
    }
    for channel in _newest(Channel):
        yield _named(channel), channel.value, parsers.get(channel.kind, numbers.parse_phone)
    for address in _newest(Address).exclude(postcode=""):
        yield _named(address), address.postcode, partial(numbers.parse_postcode, country=address.country)
    for account in _newest(BankAccount):
        yield _named(account), account.iban, numbers.parse_iban


def _of_card(card: Card) -> Iterator[Value]:
    person = card.kind != CardKind.ORGANISATION
    if card.kvk_number:
        yield _named(card), card.kvk_number, numbers.parse_kvk
    if card.establishment_number:
        yield _named(card), card.establishment_number, numbers.parse_establishment
    if card.vat_id:
        yield _named(card), card.vat_id, partial(numbers.parse_vat_id, natural_person=person)


def _newest(model: type[models.Model]) -> Any:
    """The newest rows, as a queryset that can be narrowed."""
    newest = model._base_manager.order_by("-pk").values("pk")[:SAMPLE]
    return model._base_manager.filter(pk__in=list(newest.values_list("pk", flat=True)))


def _named(row: Any) -> str:
    return f"{row._meta.label} {row.uuid}"


def _is_itself(value: str, parse: Callable[[str], str]) -> bool:
    try:
        return parse(value) == value
    except DomainError:
        return False


def _only_a_name_is_needed() -> bool:
    try:
        CARD.clean({"name": "Voorbeeld", "kind": "organisation", "source": "customer"}, Card())
    except DomainError:
        return False
    return True


def _bsn_is_refused() -> bool:
    try:
        numbers.refuse_bsn(f"bsn {EXAMPLE_BSN}")
    except DomainError:
        return True
    return False


def still_right(on: date) -> Verdict:
    """The day on a card that says "checked" is compared with the log: somebody must have said so on that very day. A
    customer whose card was not looked at for a year makes the promise at risk."""
    checked, wrong = 0, []
    since = clock.local(_log_begins()).date()
    for card in Card.objects.filter(reviewed_on__gte=since).order_by("-reviewed_on", "-pk")[:SAMPLE]:
        checked += 1
        if not any(_says_reviewed(line, card.reviewed_on) for line in timeline(card, limit=None)):
            wrong.append(card.uuid)
    if wrong:
        evidence = _("Bij %(count)d kaarten staat een controle die niemand deed.") % {"count": len(wrong)}
        return broken(evidence, checked=checked, where=wrong)
    old = on - timedelta(days=REVIEW_AFTER_DAYS)
    customers = Relationship.objects.filter(customer_since__isnull=False, ended_on__isnull=True)
    late = Card.objects.filter(pk__in=customers.values("card")).filter(
        models.Q(reviewed_on__isnull=True) | models.Q(reviewed_on__lt=old)
    )
    if count := late.count():
        evidence = _("%(count)d klanten is langer dan een jaar niet gevraagd of hun gegevens nog kloppen.")
        first = late.values_list("uuid", flat=True)[:SAMPLE]
        return at_risk(evidence % {"count": count}, checked=checked + count, where=first)
    return kept(
        _("Van %(count)d kaarten zegt het logboek dat iemand ze op die dag naliep; geen is ouder dan een jaar.")
        % {"count": checked},
        checked=checked,
    )


def _says_reviewed(line: Line, day: date | None) -> bool:
    return line.event in (*BORN, "customers.reviewed") and clock.local(line.at).date() == day


def changed_by_actions(_on: date) -> Verdict:
    """Every card the log can still remember was born in the log at the very moment that the card itself gives, there
    are not more young cards than births, and the log refuses to be rewritten."""
    open_doors = sorted(missing_triggers())
    if open_doors:
        return broken(_("Het logboek is te herschrijven: er ontbreekt een slot op de database."), where=open_doors)
    begins = _log_begins()
    young = Card.objects.filter(created_at__gte=begins)
    births = Entry.objects.filter(event__in=BORN).count()
    if young.count() > births:
        return broken(
            _("Er zijn %(cards)d kaarten en maar %(lines)d regels die zeggen hoe ze er kwamen.")
            % {"cards": young.count(), "lines": births},
            checked=births,
        )
    sample = list(young.order_by("-pk")[:SAMPLE])
    wrong = [card.uuid for card in sample if not _was_born(card)]
    if wrong:
        return broken(_("Van %(count)d kaarten zegt het logboek niet hoe ze er kwamen.") % {"count": len(wrong)},
                      checked=len(sample), where=wrong)  # fmt: skip
    return kept(
        _(
            "%(count)d kaarten nagelopen: van elke kaart staat het begin in het logboek, op hetzelfde moment. "
            "Het logboek is niet te herschrijven."
        )
        % {"count": len(sample)},
        checked=len(sample),
    )


def _was_born(card: Card) -> bool:
    return any(line.event in BORN and line.at == card.created_at for line in timeline(card, limit=None))


def _log_begins() -> datetime:
    """The moment of the oldest line that was not emptied after its term; older cards cannot be compared."""
    first = Entry.objects.exclude(at=None).order_by("seq").values_list("at", flat=True).first()
    return first or datetime.combine(date.max, time(), tzinfo=UTC)
