"""Retention terms as dated parameters with a source: the law changes by date, not by release (domain 0)."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.periods import Period, Unit


class RuleParameter(models.Model):
    """The length of a term from a day on, for the group or for one company. Rows are added and closed, never edited."""

    code = models.CharField(_("regel"), max_length=60)
    company = models.ForeignKey(
        "companies.Company",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("bedrijf"),
    )
    value = models.PositiveIntegerField(_("aantal"))
    unit = models.CharField(_("eenheid"), max_length=10, choices=[(unit.value, unit.value) for unit in Unit])
    valid_from = models.DateField(_("geldt vanaf"))
    source = models.CharField(_("bron"), max_length=200)
    reason = models.CharField(_("reden"), max_length=300, blank=True)

    class Meta:
        ordering = ["code", "valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "company", "valid_from"],
                name="one_value_per_rule_and_day",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(value__lte=1200), name="rule_value_is_a_human_term"),
        ]

    @property
    def period(self) -> Period:
        return Period(self.value, Unit(self.unit))
