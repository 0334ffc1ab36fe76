"""Who must not be brought back unnoticed: marks of values that were erased, each until a day."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SuppressionQuerySet(models.QuerySet["Suppression"]):
    """Filters by day."""

    def in_force(self, on: date) -> "SuppressionQuerySet":
        """Those that count on that day; the first and the last day count."""
        return self.filter(since__lte=on, until__gte=on)

    def lapsed(self, on: date) -> "SuppressionQuerySet":
        """Those whose last day is past on that day."""
        return self.filter(until__lt=on)


class Suppression(models.Model):
    """One value that an import or a form must not silently bring back.

    Holds a keyed hash, never the value; the key is outside the epochs and the row has a term of its own.
    """

    kind = models.CharField(_("soort"), max_length=40, blank=True)
    mark = models.CharField(_("kenmerk"), max_length=64)
    since = models.DateField(_("vanaf"))
    until = models.DateField(_("tot en met"))

    objects = SuppressionQuerySet.as_manager()

    class Meta:
        verbose_name = _("blokkade na verwijdering")
        verbose_name_plural = _("blokkades na verwijdering")
        constraints = [
            models.UniqueConstraint(fields=["mark", "kind"], name="one_suppression_per_mark_and_kind"),
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="suppression_ends_after_start"),
        ]
        indexes = [models.Index(fields=["until"], name="suppression_until")]
