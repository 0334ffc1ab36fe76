"""A merge in words: what moves, what was there already, what goes into a note."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from klantkaart.customers.actions import MergePlan
from klantkaart.office.plans import Item


def comes(plan: MergePlan) -> Iterator[Item]:
    """What the kept card gets."""
    words = {
        "relationships": ngettext("relatie met een bedrijf", "relaties met een bedrijf", plan.moves["relationships"]),
        "contacts": ngettext("contactpersoon", "contactpersonen", plan.moves["contacts"]),
        "channels": ngettext(
            "nummer, e-mailadres of website", "nummers, e-mailadressen en websites", _new(plan, "channels")
        ),
        "addresses": ngettext("adres", "adressen", _new(plan, "addresses")),
        "bank_accounts": ngettext("bankrekening", "bankrekeningen", _new(plan, "bank_accounts")),
        "notes": ngettext("notitie", "notities", plan.moves["notes"]),
    }
    if plan.numbers:
        words.pop("relationships")
    for kind, what in words.items():
        if count := _new(plan, kind):
            yield Item(count, what)
    if plan.fills:
        yield Item(
            len(plan.fills), ngettext("leeg veld gevuld", "lege velden gevuld", len(plan.fills)), ", ".join(plan.fills)
        )
    for number in plan.numbers:
        yield Item(
            1, _("notitie met klantnummer %(number)s") % {"number": number}, _("Zo blijft de klant daarop vindbaar.")
        )
    yield Item(1, _("geschiedenis van de andere kaart"), _("Ook wie keek en wat er is gewijzigd."))


def vanishes(plan: MergePlan, name: str) -> Iterator[Item]:
    """What is not there afterwards, without a loss."""
    yield Item(1, _("lege kaart: %(name)s") % {"name": name})
    if same := sum(plan.same.values()):
        yield Item(
            same,
            ngettext("gegeven dat al op de kaart staat", "gegevens die al op de kaart staan", same),
            _("Precies gelijk, dus er gaat niets verloren."),
        )


def _new(plan: MergePlan, kind: str) -> int:
    return plan.moves[kind] - plan.same.get(kind, 0)
