"""Holds, certificates and how far the ledger came: about rows, by identities that lead nowhere once those are gone."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from klantkaart.datamap.declaration import Declaration, Store
from klantkaart.datamap.registry import declare
from klantkaart.datamap.vocabulary import Category, People

declare(
    Declaration(
        model="retention.Hold",
        title=_("Aangehouden vernietigingen"),
        plain=("id", "uuid", "model", "target", "reason", "reference", "owner", "since", "review_on", "released_on"),
        detach=("owner",),
    ),
    Declaration(
        model="retention.Certificate",
        title=_("Certificaten van vernietiging"),
        plain=(
            "id", "uuid", "at", "on", "kind", "fields", "counts", "rules", "line", "mark", "digest", "pending",
            "forced", "files_at",
        ),
    ),
    Declaration(
        model="retention.LedgerPosition",
        title=_("Tot waar het wisregister is uitgevoerd"),
        plain=("id", "n", "digest", "offset", "at"),
    ),
    Store(
        code="backups",
        title=_("Back-ups"),
        holds=_("een kopie van de database en de verzegelde bestanden, zonder de sleutels"),
        ends=format_lazy(
            _("na {days} dagen; wie intussen is verwijderd, komt niet terug"), days=settings.BACKUP_DAYS
        ),
        purposes=("service",),
        people=(People.CUSTOMER, People.CONTACT),
        category=Category.TECHNICAL,
    ),
)  # fmt: skip
