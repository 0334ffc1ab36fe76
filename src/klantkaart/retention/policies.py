"""What a retention term may become, and by whose hand."""

from datetime import date

from django.utils.translation import gettext as _

from klantkaart.accounts.roles import Right
from klantkaart.datamap.parameters import Terms, known_rules
from klantkaart.datamap.vocabulary import Rule
from klantkaart.kernel.actor import Actor
from klantkaart.kernel.errors import Invalid, NotAllowed, NotFound
from klantkaart.kernel.periods import Period, add

LONGEST = 1200  # of any unit; what the column holds
FURTHEST_YEARS = 10


def known_rule(code: str) -> Rule:
    """The rule of this code. Refuses one that does not exist."""
    rule = known_rules().get(code)
    if rule is None:
        raise NotFound(_("Deze bewaartermijn bestaat niet."))
    return rule


def require_setter(by: Actor, company: int | None) -> None:
    """Refuse who may not set terms: of one company its owner, of the group (None) the owner of every company."""
    concerned = Terms.load().book_years if company is None else [company]
    if not by.is_system and not (concerned and all(by.holds(Right.SETTINGS_CHANGE, one) for one in concerned)):
        raise NotAllowed(_("Een bewaartermijn van de groep wijzigt alleen wie eigenaar is van alle bedrijven."))


def check_term(rule: Rule, period: Period, valid_from: date, *, today: date) -> None:
    """Refuse a term that is no human one, a day in the past or far away, and one below what the law demands."""
    if period.value > LONGEST:
        raise Invalid(_("Aantal: kies hooguit %(most)d, of een grotere eenheid.") % {"most": LONGEST}, field="value")
    if valid_from < today:
        raise Invalid(_("Geldt vanaf: kies vandaag of later; wat al gold, verandert niet meer."), field="valid_from")
    if valid_from.year > today.year + FURTHEST_YEARS:
        raise Invalid(_("Geldt vanaf: kies een dag binnen tien jaar."), field="valid_from")
    if rule.floor is not None and add(valid_from, period) < add(valid_from, rule.floor):
        raise Invalid(
            _("Termijn: de wet vraagt hier minstens %(floor)s (%(source)s).")
            % {"floor": rule.floor, "source": rule.source},
            field="value",
        )
