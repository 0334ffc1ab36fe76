"""Staff: who signs in, what they are at which company, and a lost second factor being replaced."""

import secrets
from datetime import date
from typing import ClassVar
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel import clock

from .roles import Role


def fresh_salt() -> bytes:
    """16 random bytes: what the audit log needs to name a person without naming them; dies with the row."""
    return secrets.token_bytes(16)


class UserManager(BaseUserManager["User"]):
    """People by e-mail address, whatever its capitals."""

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """A member of staff. The address is kept in lower case; rights come only from :class:`Membership`."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    log_salt = models.BinaryField(max_length=16, default=fresh_salt, editable=False)
    email = models.EmailField(_("e-mailadres"), unique=True)
    name = models.CharField(_("naam"), max_length=120)
    language = models.CharField(
        _("taal"), max_length=2, default="nl", choices=[("nl", "Nederlands"), ("en", "English")]
    )
    is_active = models.BooleanField(default=True)
    left_on = models.DateField(_("uit dienst"), null=True, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    invited_at = models.DateTimeField(_("uitgenodigd"), null=True, blank=True)
    letter_at = models.DateTimeField(_("uitnodiging aangenomen door de mailserver"), null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("collega")
        verbose_name_plural = _("collega's")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_whatever_its_capitals"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(is_active=False), name="user_who_left_is_not_active"
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @property
    def short_name(self) -> str:
        """The first word of the name, for a greeting."""
        return self.name.split(" ", 1)[0]


class MembershipQuerySet(models.QuerySet["Membership"]):
    def current(self, on: date) -> "MembershipQuerySet":
        """Those that hold on that Dutch day; ``until`` is the first day without the role."""
        return self.filter(since__lte=on).filter(Q(until__isnull=True) | Q(until__gt=on))


class Membership(models.Model):
    """What somebody is at one company, from ``since`` up to but not including ``until``."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    company = models.ForeignKey("companies.Company", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(_("rol"), max_length=16, choices=Role.choices)
    since = models.DateField(_("sinds"))
    until = models.DateField(_("tot"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "company", "role"],
                condition=Q(until__isnull=True),
                name="membership_once_per_role",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="membership_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_known_role"),
        ]


class FactorReset(models.Model):
    """A lost second factor. It is replaced after a second colleague confirmed, or after a day where
    nobody else can confirm (DESIGN 7). Closed rows never change."""

    uuid = models.UUIDField(default=uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="factor_resets")
    reason = models.CharField(_("reden"), max_length=300)
    asked_at = models.DateTimeField()
    effective_at = models.DateTimeField(_("geldig vanaf"), null=True, blank=True)
    confirmed_by = models.UUIDField(null=True, blank=True)  # no link: it outlives the colleague's row
    done_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(done_at__isnull=True, withdrawn_at__isnull=True),
                name="factor_reset_one_open_per_person",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="factor_reset_done_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True) | Q(confirmed_by__isnull=False) | Q(effective_at__isnull=False),
                name="factor_reset_needs_second_person_or_delay",
            ),
        ]

    @property
    def is_open(self) -> bool:
        return self.done_at is None and self.withdrawn_at is None
