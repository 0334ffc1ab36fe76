"""What the log says about rights of data subjects."""

from django.utils.translation import gettext_lazy as _

from klantkaart.audit.events import EventType, Kind, Wipe, register

PRINTED = register(EventType("rights.printed", _("Uittreksel gemaakt"), Wipe.NO_DETAIL, Kind.READ))
