"""Holds that stop a destruction, and the certificates it leaves. Neither holds personal data."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class HoldReason(models.TextChoices):
    """Why something that is due is kept a while longer (RET-6, art. 17(3)(e))."""

    DISPUTE = "dispute", _("geschil of vordering")
    INSPECTION = "inspection", _("controle door een toezichthouder")
    OBJECTION = "objection", _("bezwaar of beroep")


class Hold(models.Model):
    """Stops the destruction of one row, or of everything of one subject; what it hangs on stays with it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    model = models.CharField(max_length=80)
    target = models.UUIDField()
    reason = models.CharField(_("reden"), max_length=20, choices=HoldReason)
    reference = models.CharField(_("dossierkenmerk"), max_length=60, blank=True)
    owner = models.ForeignKey(
        "accounts.User", on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("verantwoordelijk")
    )
    since = models.DateField(_("vanaf"))
    review_on = models.DateField(_("opnieuw bekijken op"))
    released_on = models.DateField(_("opgeheven op"), null=True, blank=True)

    class Meta:
        ordering = ["review_on"]
        indexes = [models.Index(fields=["model", "target"], name="hold_target")]
        constraints = [
            models.CheckConstraint(condition=Q(review_on__gte=models.F("since")), name="hold_review_after_start"),
        ]


class Certificate(models.Model):
    """Proof that a unit was destroyed: which categories, how many, by which rule (AVG-5e). No personal data.

    ``line`` and ``mark`` are those of the erasure ledger, and ``digest`` is its head there. ``files_at`` is set once
    keys and sealed files are gone too; until then ``pending`` holds the identities of which they must go.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(_("vernietigd"))
    on = models.DateField(_("volgens de regels van"))
    kind = models.CharField(_("soort"), max_length=80)
    fields = models.JSONField(default=list)
    counts = models.JSONField(_("aantallen"), default=dict)
    rules = models.JSONField(_("regels"), default=list)
    line = models.PositiveBigIntegerField(unique=True)
    mark = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    pending = models.JSONField(default=list)
    forced = models.BooleanField(default=False)
    files_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-line"]
        indexes = [
            models.Index(fields=["line"], name="certificate_unfinished", condition=Q(files_at__isnull=True)),
        ]


class LedgerPosition(models.Model):
    """Up to where the erasure ledger was carried out in this database: one row. A backup that is put back brings an
    older position, and what the ledger has after it is done again."""

    n = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=64)
    offset = models.PositiveBigIntegerField()
    at = models.DateTimeField()
