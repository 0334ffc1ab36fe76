"""The life of a relationship: prospect, customer, leaving, left (DESIGN 3). The dates here start retention."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.audit.log import act, batch
from klantkaart.companies.queries import share_a_card
from klantkaart.datamap import registry
from klantkaart.datamap.due import held
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, NotFound, Refused
from klantkaart.kernel.show import show_date

from .. import events, search
from ..lasting import gone_from
from ..models import Card, Relationship
from ..numbering import numbers_for
from ..parts import RELATIONSHIP
from ..permissions import find_card, require

LONGEST_NOTICE_DAYS = 2 * 366


def _relationship(card: Card, uuid: UUID, by: Actor, right: str) -> Relationship:
    found = Relationship.objects.select_for_update().filter(card=card, uuid=uuid).first()
    if found is None:
        raise NotFound(_("Deze relatie is er niet, of niet voor jou."))
    require(by, right, found.company_id)
    return found


def leave(*, card: UUID, relationships: Iterable[UUID], ended_on: date, by: Actor, at: datetime) -> None:
    """:func:`announce_leaving` at several companies at once: all of them, or none. Refuses an empty choice."""
    chosen = list(dict.fromkeys(relationships))
    if not chosen:
        raise Invalid(_("Bedrijf: kies bij welk bedrijf de klant vertrekt."), field="relatie")
    with batch():
        for relationship in chosen:
            announce_leaving(card=card, relationship=relationship, ended_on=ended_on, by=by, at=at)


def announce_leaving(*, card: UUID, relationship: UUID, ended_on: date, by: Actor, at: datetime) -> int:
    """Ik vertrek (P21): sets the last day, or another last day; the plan can be seen at once. Refuses a day before the
    relationship began, one that is more than two years away, and another day once something of it may be gone."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_END)
    with act(events.LEAVING, by=by, at=at, about=found, obj=relationship, facts={"ends": ended_on.isoformat()}) as line:
        row = _relationship(found, relationship, by, Right.CUSTOMERS_END)
        began = row.customer_since or row.prospect_since
        if began is not None and ended_on < began:
            raise Invalid(
                _("Laatste dag: de relatie met %(company)s begon op %(began)s. Kies die dag of een latere.")
                % {"company": row.company.name, "began": show_date(began)},
                field="ended_on",
            )
        today = clock.local(at).date()
        if (ended_on - today).days > LONGEST_NOTICE_DAYS:
            raise Invalid(_("Laatste dag: kies een dag binnen twee jaar."), field="ended_on")
        if row.ended_on is not None:
            line.facts["was"] = row.ended_on.isoformat()
            _still_there(found, row, today)
        row.announced_on = row.announced_on or today
        row.ended_on = ended_on
        row.save(update_fields=["announced_on", "ended_on"])
    return line.seq


def stay(*, card: UUID, relationships: Iterable[UUID], by: Actor, at: datetime) -> None:
    """:func:`withdraw_leaving` at several companies at once: all of them, or none."""
    with batch():
        for relationship in dict.fromkeys(relationships):
            withdraw_leaving(card=card, relationship=relationship, by=by, at=at)


def withdraw_leaving(*, card: UUID, relationship: UUID, by: Actor, at: datetime) -> int:
    """The customer stays after all. Refuses when no leaving was announced, and once something of it may be gone."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_END)
    with act(events.STAYING, by=by, at=at, about=found, obj=relationship) as line:
        row = _relationship(found, relationship, by, Right.CUSTOMERS_END)
        if row.ended_on is None:
            raise Refused(_("Deze klant heeft geen vertrek gemeld; er is niets in te trekken."))
        _still_there(found, row, clock.local(at).date())
        row.announced_on = None
        row.ended_on = None
        row.save(update_fields=["announced_on", "ended_on"])
    return line.seq


def _still_there(card: Card, row: Relationship, today: date) -> None:
    """Refuses once a term of this relationship is over: what had to go is gone or goes tonight. A hold keeps it."""
    if row.ended_on is None or row.ended_on >= today:
        return
    first = gone_from(company=row.company_id, prospect=row.customer_since is None, ended_on=row.ended_on, on=today)
    if first > today or Card.objects.filter(held(registry.current().declaration(Card), today), pk=card.pk).exists():
        return
    raise Refused(
        _(
            "Deze klant vertrok op %(day)s bij %(company)s en sinds %(first)s wordt verwijderd wat weg moest. "
            "Komt de klant terug, maak dan een nieuwe kaart."
        )
        % {"day": show_date(row.ended_on), "company": row.company.name, "first": show_date(first)}
    )


def become_customer(*, card: UUID, relationship: UUID, since: date, by: Actor, at: datetime) -> int:
    """A prospect becomes a customer. Refuses who already is one, and a day in the future. Returns the log line's
    number, for undo."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_CHANGE)
    with act(events.WON, by=by, at=at, about=found, obj=relationship) as line:
        row = _relationship(found, relationship, by, Right.CUSTOMERS_CHANGE)
        if row.customer_since is not None:
            raise Refused(_("Dit is al een klant."))
        if since > clock.local(at).date():
            raise Invalid(_("Klant sinds: deze dag moet nog komen. Kies vandaag of eerder."), field="customer_since")
        if row.ended_on is None:  # what undo can put back
            line.detail = {
                "part": "relationship", "uuid": str(relationship), "before": {"customer_since": None},
                "after": {"customer_since": since.isoformat()}, "links": {},
            }  # fmt: skip
        row.customer_since = since
        row.ended_on = row.announced_on = None
        row.save(update_fields=["customer_since", "ended_on", "announced_on"])
    return line.seq


def add_relationship(
    *, card: UUID, company: int, by: Actor, at: datetime, services: str = "", since: date | None = None
) -> UUID:
    """The customer also becomes one of a sister company. Refuses without an art. 26 arrangement in force between the
    companies (ROL-4): the cards then stay separate."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_CHANGE)
    require(by, Right.CUSTOMERS_CREATE, company)
    today = clock.local(at).date()
    with act(events.RELATIONSHIP_ADDED, by=by, at=at, about=found, facts={"company": company}) as line:
        others = set(Relationship.objects.filter(card=found).values_list("company_id", flat=True))
        if company in others:
            raise Refused(_("Bedrijf: de klant heeft daar al een relatie. Wijzig die op de kaart."), field="company")
        if not share_a_card([*others, company], on=today):
            raise Refused(
                _(
                    "Bedrijf: deze bedrijven hebben geen onderlinge regeling (AVG artikel 26) die nu geldt. "
                    "Leg die vast bij Beheer, of maak een eigen kaart bij het andere bedrijf."
                ),
                field="company",
            )
        cleaned = RELATIONSHIP.clean({"services": services, "customer_since": since or today}, found, only=True)
        row = Relationship(card=found, company_id=company, number=numbers_for([""], company)[0], **cleaned)
        row.save(force_insert=True)
        line.obj = row.uuid
        search.index([found.pk])
    return row.uuid
