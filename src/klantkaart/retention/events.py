"""What the log says about terms, holds and destruction."""

from django.utils.translation import gettext_lazy as _

from klantkaart.audit.events import EventType, Kind, Wipe, register

DESTROYED = register(EventType("retention.destroyed", _("Vernietigd volgens de bewaartermijn")))
HELD = register(EventType("retention.held", _("Vernietiging aangehouden")))
EXTENDED = register(EventType("retention.hold_extended", _("Aanhouding verlengd")))
RELEASED = register(EventType("retention.released", _("Aanhouding opgeheven")))
TERM_SET = register(EventType("retention.term_set", _("Bewaartermijn vastgesteld")))
TERM_WITHDRAWN = register(
    EventType("retention.term_withdrawn", _("Geplande bewaartermijn ingetrokken"), Wipe.NO_DETAIL)
)
PLAN_SEEN = register(EventType("retention.plan_seen", _("Vertrekplan bekeken"), Wipe.NO_DETAIL, Kind.READ))
BACKED_UP = register(EventType("retention.backed_up", _("Back-up gemaakt"), Wipe.NO_DETAIL, Kind.BULK))
