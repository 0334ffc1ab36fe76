"""Deciding on retention terms: dated, reasoned, and taken back only before they begin."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from klantkaart.audit.log import act
from klantkaart.datamap.models import RuleParameter
from klantkaart.kernel import clock
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, NotFound, Refused, on_field
from klantkaart.kernel.periods import Period
from klantkaart.kernel.text import clean_line

from . import events
from .policies import check_term, known_rule, require_setter


def set_term(
    *, code: str, period: Period, valid_from: date, reason: str, by: Actor, at: datetime, company: int | None = None
) -> None:
    """A term from a day on, for the group or one company. Refuses a rule that does not exist, a day in the past, and a
    term below what the law demands (floor). A term of the group takes the owner of every company."""
    require_setter(by, company)
    rule = known_rule(code)
    check_term(rule, period, valid_from, today=clock.local(at).date())
    with on_field("reason"):
        why = clean_line(reason, 300, name=_("Reden"))
    if not why:
        raise Invalid(_("Reden: schrijf op waarom deze termijn past bij het doel."), field="reason")
    facts: dict[str, int | str] = {
        "rule": code,
        "value": period.value,
        "unit": period.unit.value,
        "from": valid_from.isoformat(),
    }
    with act(events.TERM_SET, by=by, at=at, facts=facts):
        RuleParameter.objects.update_or_create(
            code=code,
            company=company,
            valid_from=valid_from,
            defaults={
                "value": period.value, "unit": period.unit.value, "source": str(rule.source), "reason": why,
            },
        )  # fmt: skip


def withdraw_term(*, code: str, valid_from: date, by: Actor, at: datetime, company: int | None = None) -> None:
    """A change that was planned does not happen. Refuses one that has begun: what held on a day is never rewritten."""
    require_setter(by, company)
    planned = RuleParameter.objects.filter(code=code, company=company, valid_from=valid_from)
    with act(events.TERM_WITHDRAWN, by=by, at=at, facts={"rule": code, "from": valid_from.isoformat()}):
        if not planned.select_for_update().exists():
            raise NotFound(_("Deze wijziging staat niet meer gepland."))
        if valid_from <= clock.local(at).date():
            raise Refused(_("Deze termijn geldt al en kan niet meer worden ingetrokken. Stel een nieuwe termijn in."))
        planned.delete()
