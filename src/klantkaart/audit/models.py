"""The log: lines without personal values or foreign keys, and details apart that die with their subject."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Entry(models.Model):
    """One act or read. After its term everything but the number and the hashes is emptied, so that the chain still
    verifies. The columns beside ``body`` repeat what it says, for finding; verification compares them."""

    seq = models.BigIntegerField(_("regel"), primary_key=True)
    body = models.BinaryField(_("inhoud"), null=True)
    leaf = models.BinaryField(max_length=32)
    chain = models.BinaryField(max_length=32)
    at = models.DateTimeField(_("wanneer"), null=True)
    event = models.CharField(_("wat"), max_length=64, null=True)  # noqa: DJ001  (emptied means absent)
    subject = models.CharField(_("over wie"), max_length=32, null=True)  # noqa: DJ001
    actor = models.CharField(_("wie"), max_length=32, null=True)  # noqa: DJ001

    class Meta:
        verbose_name = _("regel van het logboek")
        verbose_name_plural = _("regels van het logboek")
        indexes = [
            models.Index(fields=["subject", "seq"], name="entry_subject"),
            models.Index(fields=["actor", "seq"], name="entry_actor"),
            models.Index(fields=["event", "seq"], name="entry_event"),
            models.Index(fields=["at"], name="entry_at"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(seq__gte=1), name="entry_seq_from_one"),
            models.CheckConstraint(
                condition=Q(actor__isnull=False, at__isnull=False, body__isnull=False, event__isnull=False)
                | Q(actor=None, at=None, body=None, event=None, subject=None),
                name="entry_whole_or_emptied",
            ),
        ]


class Detail(models.Model):
    """Before and after of one line, sealed under its subject's key. ``obj``: the part of the subject it is about, so
    that it ends with that part."""

    seq = models.BigIntegerField(_("regel"), primary_key=True)
    subject = models.UUIDField(_("over wie"), db_index=True)
    obj = models.UUIDField(_("over welk onderdeel"), null=True, db_index=True)
    blob = models.BinaryField(_("verzegelde inhoud"))

    class Meta:
        verbose_name = _("voor en na van een regel")
        verbose_name_plural = _("voor en na van regels")


class Checkpoint(models.Model):
    """A signed note about how far the chain has come; copies leave the machine."""

    size = models.BigIntegerField(_("aantal regels"), primary_key=True)
    at = models.DateTimeField(_("wanneer"))
    note = models.TextField(_("ondertekende tekst"))

    class Meta:
        verbose_name = _("tussenstand van het logboek")
        verbose_name_plural = _("tussenstanden van het logboek")
