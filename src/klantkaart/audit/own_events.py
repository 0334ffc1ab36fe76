"""What the log says about itself."""

from django.utils.translation import gettext_lazy as _

from .events import EventType, Kind, Wipe, register

TERM_REACHED = register(EventType("audit.term_reached", _("Oude regels van het logboek leeggemaakt"), Wipe.NO_DETAIL))
EXPORTED = register(EventType("audit.exported", _("Logboek geëxporteerd"), Wipe.NO_DETAIL, Kind.BULK))
