"""Until when each section is kept, and why: the erasure plan in the words of the person it is about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkaart.datamap.parameters import Terms
from klantkaart.datamap.plan import Fate, Reason, fates_of
from klantkaart.datamap.vocabulary import Purpose, Text
from klantkaart.kernel.show import show_date

from .about import SUBJECT, About
from .copied import Part


def kept_until(about: About, parts: Iterable[Part]) -> Iterator[tuple[Text, str]]:
    """Title and sentence per section of the copy; one sentence per different end."""
    fates: dict[str, list[Fate]] = defaultdict(list)
    found = fates_of(SUBJECT, about.card.pk, on=about.on, person=about.person, companies=about.company_ids)
    for fate in found:
        fates[fate.declaration.model].append(fate)
    terms = Terms.load()
    for part in parts:
        ends = fates[part.section.declaration.model]
        sentences = dict.fromkeys(_counted(fate, _said(fate, terms, about), alone=len(ends) == 1) for fate in ends)
        yield part.title, " ".join(sentences)


def _counted(fate: Fate, said: str, *, alone: bool) -> str:
    if alone:
        return said
    return ngettext("Van %(count)d: %(said)s", "Van %(count)d: %(said)s", fate.rows) % {
        "count": fate.rows,
        "said": said[:1].lower() + said[1:],
    }


def _said(fate: Fate, terms: Terms, about: About) -> str:
    match fate.reason:
        case Reason.HOLD:
            return _(
                "Blijft voorlopig staan, omdat het nodig is voor een zaak of een onderzoek "
                "(AVG artikel 17 lid 3 onder e)."
            )
        case Reason.RUNNING:
            return _running(fate.purpose, terms, about)
    if fate.until is None:
        return _("Zolang het nodig is voor het doel waarvoor wij het hebben.")
    day = show_date(fate.until)
    if fate.reason is Reason.TERM_OVER:
        return _("De termijn liep af op %(day)s. Het wordt uiterlijk 31 dagen daarna verwijderd.") % {"day": day}
    if fate.reason is Reason.LEGAL_DUTY:
        return _("Tot en met %(day)s, omdat de wet dat vraagt (%(article)s).") % {"day": day, "article": fate.article}
    source = fate.purpose.rule.source if fate.purpose else ""
    return _("Tot en met %(day)s (%(source)s).") % {"day": day, "source": source}


def _running(purpose: Purpose | None, terms: Terms, about: About) -> str:
    if purpose is None:
        return _("Zolang het nodig is voor het doel waarvoor wij het hebben.")
    periods = {terms.period(purpose.rule, company.pk, about.on) for company in about.companies}
    said = " / ".join(sorted(str(period) for period in periods))
    return _("Zolang u klant bent, en daarna nog %(period)s (%(source)s).") % {
        "period": said,
        "source": purpose.rule.source,
    }
