"""P13: how colleagues really sign in."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.hashers import get_hasher
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from klantkaart.accounts.models import User
from klantkaart.kernel import clock

from ..verdicts import Verdict, at_risk, broken, kept, not_configured

FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
# Too short, leaked, and built from what everybody knows: each must be refused.
WEAK = ("Kort-maar-raar", "passwordpassword", "welkom2026klantkaart")
GATE = "klantkaart.accounts.http.gate.SecondFactorGate"


def strong_sign_in(_on: date) -> Verdict:
    """Compares the people with the factors they registered and the hashes they have, and tries weak passwords on the
    rules that run. A colleague who was invited and never came is not counted."""
    weak = [word for word in WEAK if not _is_refused(word)]
    if weak or GATE not in settings.MIDDLEWARE or get_hasher().algorithm != "argon2":
        return broken(_("Een zwak wachtwoord wordt aangenomen, of de tweede factor wordt niet gevraagd."))
    without = _without_factor()
    people = list(User.objects.filter(is_active=True).exclude(last_login=None, pk__in=without))
    if not people:
        return not_configured(_("Er is nog geen medewerker die zich heeft aangemeld."))
    soft = [one.uuid for one in people if one.has_usable_password() and not one.password.startswith("argon2$")]
    if soft:
        evidence = _("%(count)d wachtwoorden zijn niet met Argon2 bewaard.") % {"count": len(soft)}
        return broken(evidence, checked=len(people), where=soft)
    bare = [one for one in people if one.pk in without]
    if bare:
        return _without(bare, len(people))
    return kept(
        _(
            "%(count)d medewerkers hebben een tweede factor; wachtwoorden zijn met Argon2 bewaard. Drie zwakke "
            "wachtwoorden zijn geprobeerd en geweigerd."
        )
        % {"count": len(people)},
        checked=len(people),
    )


def _without_factor() -> set[int]:
    having = Authenticator.objects.filter(type__in=FACTORS).values("user")
    return set(User.objects.exclude(pk__in=having).values_list("pk", flat=True))


def _without(bare: list[User], checked: int) -> Verdict:
    """No factor a day after signing in is a broken promise; until then somebody may be setting it up."""
    logins = [one.last_login for one in bare if one.last_login is not None]
    evidence = _("%(count)d medewerkers zijn aangemeld zonder tweede factor.") % {"count": len(bare)}
    where = [one.uuid for one in bare]
    first = min(logins)
    if first < clock.now() - timedelta(days=1):
        return broken(evidence, checked=checked, since=clock.local(first).date(), where=where)
    return at_risk(evidence, checked=checked, since=clock.local(first).date(), where=where)


def _is_refused(word: str) -> bool:
    try:
        validate_password(word)
    except ValidationError:
        return True
    return False
