"""The life of a relationship: prospect, customer, leaving, left (DESIGN 3). The dates here start retention."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.audit.log import act
from klantkaart.companies.numbering import take_numbers
from klantkaart.companies.queries import share_a_card
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, NotFound, Refused

from .. import events, search
from ..models import Card, Relationship
from ..permissions import find_card, require


def _relationship(card: Card, uuid: UUID, by: Actor, right: str) -> Relationship:
    found = Relationship.objects.select_for_update().filter(card=card, uuid=uuid).first()
    if found is None:
        raise NotFound(_("Deze relatie is er niet, of niet voor jou."))
    require(by, right, found.company_id)
    return found


def announce_leaving(*, card: UUID, relationship: UUID, ended_on: date, by: Actor, at: datetime) -> int:
    """Ik vertrek (P21): sets the last day; the plan can be seen at once. Refuses a day before the relationship
    began, and one that is more than two years away."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_END)
    with act(events.LEAVING, by=by, at=at, about=found, obj=relationship, facts={"ends": ended_on.isoformat()}) as line:
        row = _relationship(found, relationship, by, Right.CUSTOMERS_END)
        began = row.customer_since or row.prospect_since
        if began is not None and ended_on < began:
            raise Invalid(
                _("Laatste dag: die ligt voor het begin van de relatie. Kies een latere dag."),
                field="ended_on",
            )
        if (ended_on - clock.local(at).date()).days > 2 * 366:
            raise Invalid(_("Laatste dag: kies een dag binnen twee jaar."), field="ended_on")
        row.announced_on = clock.local(at).date()
        row.ended_on = ended_on
        row.save(update_fields=["announced_on", "ended_on"])
    return line.seq


def withdraw_leaving(*, card: UUID, relationship: UUID, by: Actor, at: datetime) -> int:
    """The customer stays after all. Refuses when no leaving was announced."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_END)
    with act(events.STAYING, by=by, at=at, about=found, obj=relationship) as line:
        row = _relationship(found, relationship, by, Right.CUSTOMERS_END)
        if row.ended_on is None:
            raise Refused(_("Deze klant heeft geen vertrek gemeld; er is niets in te trekken."))
        row.announced_on = None
        row.ended_on = None
        row.save(update_fields=["announced_on", "ended_on"])
    return line.seq


def become_customer(*, card: UUID, relationship: UUID, since: date, by: Actor, at: datetime) -> None:
    """A prospect becomes a customer. Refuses who already is one."""
    found = find_card(card, by=by, right=Right.CUSTOMERS_CHANGE)
    with act(events.WON, by=by, at=at, about=found, obj=relationship):
        row = _relationship(found, relationship, by, Right.CUSTOMERS_CHANGE)
        if row.customer_since is not None:
            raise Refused(_("Dit is al een klant."))
        row.customer_since = since
        row.ended_on = row.announced_on = None
        row.save(update_fields=["customer_since", "ended_on", "announced_on"])


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
            raise Refused(_("Dit is al een klant van dat bedrijf."))
        if not share_a_card([*others, company], on=today):
            raise Refused(
                _(
                    "Deze bedrijven hebben geen onderlinge regeling (AVG artikel 26) die nu geldt. "
                    "Leg die vast bij Beheer, of maak een eigen kaart bij het andere bedrijf."
                )
            )
        row = Relationship(
            card=found,
            company_id=company,
            number=take_numbers(company=company, count=1)[0],
            services=services,
            customer_since=since or today,
        )
        row.save(force_insert=True)
        line.obj = row.uuid
        search.index([found.pk])
    return row.uuid
