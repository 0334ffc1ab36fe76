"""Holds, certificates and how far the ledger came: about rows, by identities that lead nowhere once those are gone."""

from django.utils.translation import gettext_lazy as _

from klantkaart.datamap.declaration import Declaration
from klantkaart.datamap.registry import declare

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
)  # fmt: skip
