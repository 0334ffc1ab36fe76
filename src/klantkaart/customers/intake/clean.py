"""From the rows of one customer to a draft of its card; the last words about whose data it is."""

from collections.abc import Iterable
from datetime import date

from klantkaart.kernel.numbers import is_probable_bsn

from .customer import Channel, Customer
from .drafts import BankDraft, CardDraft, ChannelDraft, ContactDraft, Kind
from .findings import Level
from .names import contact_names, person_name
from .people import hides_bsn, is_partnership, kind_of
from .plan import Gathered
from .targets import Target


def name_of(row: Gathered) -> tuple[str, bool]:
    """What the row calls the customer, and whether that is a company's name rather than that of a person.

    "" when there is none: then the row is refused. A company name that was refused is not replaced by a person's.
    """
    name = row.one.get(Target.NAME, "")
    if name or Target.NAME in row.refused:
        return name, True
    person = person_name(row)
    if person:
        return person, False
    return next(iter(contact_names(row)), ""), False


def draft_of(customer: Customer) -> CardDraft:
    """The draft of everything this customer's rows said."""
    kind, certain = _kind(customer)
    if kind is not Kind.ORGANISATION:
        _drop_bsn(customer)
    if kind is Kind.PERSON:
        _join_with_self(customer)
    one = customer.one
    since, term = one.get(Target.SINCE), one.get(Target.PAYMENT_TERM)
    return CardDraft(
        rows=tuple(customer.rows),
        name=customer.name,
        kind=kind,
        kind_certain=certain,
        number=one.get(Target.NUMBER, ""),
        kvk_number=one.get(Target.KVK, ""),
        establishment_number=one.get(Target.ESTABLISHMENT, ""),
        vat_id=one.get(Target.VAT_ID, ""),
        customer_since=date.fromisoformat(since) if since else None,
        payment_term_days=int(term) if term else None,
        services=tuple(customer.services),
        inactive=customer.inactive,
        notes=tuple(customer.notes),
        contacts=tuple(
            ContactDraft(person.name, person.function, person.kind, _channels(person.channels))
            for person in customer.people.values()
        ),
        channels=_channels(customer.channels),
        addresses=tuple(customer.addresses.values()),
        bank=tuple(BankDraft(iban, bic) for iban, bic in customer.bank.items()),
        legacy_id=one.get(Target.LEGACY_ID, ""),
    )


def _channels(found: Iterable[Channel]) -> tuple[ChannelDraft, ...]:
    return tuple(ChannelDraft(*channel) for channel in found)


def _kind(customer: Customer) -> tuple[Kind, bool]:
    """Whose data it is; a number of a sole trader that hides a BSN is taken out on the way (UAVG-46b)."""
    vat_id = customer.one.get(Target.VAT_ID, "")
    kind, certain = kind_of(
        customer.name,
        customer.folded,
        has_company=customer.has_company,
        kvk=customer.one.get(Target.KVK, ""),
        vat_id=vat_id,
        contacts=customer.people,
    )
    if kind is not Kind.ORGANISATION and vat_id and hides_bsn(vat_id) and not is_partnership(customer.name):
        customer.tell(customer.rows[0], Target.VAT_ID, Level.REFUSED_CELL, "vat_bsn")
        del customer.one[Target.VAT_ID]
    return kind, certain


def _drop_bsn(customer: Customer) -> None:
    """A number of a person that passes the elfproef may be their BSN: not kept as a number either (UAVG-46)."""
    for target in (Target.NUMBER, Target.LEGACY_ID):
        if is_probable_bsn(customer.one.get(target, "")):
            customer.tell(customer.rows[0], target, Level.REFUSED_CELL, "bsn")
            del customer.one[target]


def _join_with_self(customer: Customer) -> None:
    """A consumer is their own contact person: how to reach them goes to the card, once (mapping.md, persons)."""
    own = customer.people.get(customer.folded)
    if own is not None and not own.function:
        del customer.people[customer.folded]
        customer.channels.update(own.channels)
