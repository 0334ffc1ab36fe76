"""What the log says about the register."""

from django.utils.translation import gettext_lazy as _

from klantkaart.audit.events import EventType, Wipe, register

EXPORTED = register(EventType("register.exported", _("Register van verwerkingen opgehaald"), Wipe.NO_DETAIL))
