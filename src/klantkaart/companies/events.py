"""What the log says about the group."""

from django.utils.translation import gettext_lazy as _

from klantkaart.audit.events import EventType, Wipe, register

COMPANY_ADDED = register(EventType("companies.added", _("Bedrijf toegevoegd"), Wipe.NO_DETAIL))
COMPANY_CHANGED = register(EventType("companies.changed", _("Gegevens van een bedrijf gewijzigd"), Wipe.NO_DETAIL))
ARRANGEMENT_ENDED = register(
    EventType("companies.arrangement_ended", _("Onderlinge regeling beëindigd"), Wipe.NO_DETAIL)
)
ARRANGED = register(EventType("companies.arranged", _("Onderlinge regeling vastgelegd"), Wipe.NO_DETAIL))
