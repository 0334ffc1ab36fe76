"""What the log says about a card."""

from django.utils.translation import gettext_lazy as _

from klantkaart.audit.events import EventType, Kind, Wipe, register

CREATED = register(EventType("customers.created", _("Klant toegevoegd")))
PART_ADDED = register(EventType("customers.part_added", _("Toegevoegd")))
PART_CHANGED = register(EventType("customers.part_changed", _("Gewijzigd")))
PART_REMOVED = register(EventType("customers.part_removed", _("Weggehaald")))
UNDONE = register(EventType("customers.undone", _("Ongedaan gemaakt")))
REVIEWED = register(EventType("customers.reviewed", _("Gegevens nagelopen: klopt nog")))
RELATIONSHIP_ADDED = register(EventType("customers.relationship_added", _("Klant geworden van een zusterbedrijf")))
WON = register(EventType("customers.won", _("Van prospect klant geworden")))
LEAVING = register(EventType("customers.leaving", _("Vertrek gemeld")))
STAYING = register(EventType("customers.staying", _("Vertrek ingetrokken")))
MERGED = register(EventType("customers.merged", _("Samengevoegd met een dubbele kaart")))
OPENED = register(EventType("customers.opened", _("Kaart bekeken"), Wipe.NO_DETAIL, Kind.READ))
LISTED = register(EventType("customers.listed", _("Lijst bekeken"), Wipe.NO_DETAIL, Kind.BULK))
SEARCHED = register(EventType("customers.searched", _("Gezocht"), Wipe.NO_DETAIL, Kind.BULK))
IMPORT_STARTED = register(EventType("customers.import_started", _("Import begonnen")))
IMPORT_APPLIED = register(EventType("customers.import_applied", _("Import overgenomen")))
IMPORT_CANCELLED = register(EventType("customers.import_cancelled", _("Import afgebroken")))
IMPORTED = register(EventType("customers.imported", _("Overgenomen uit een import")))
