"""The personal data of staff: who signs in, with what, from where, and how it ends after they leave."""

from django.utils.translation import gettext_lazy as _

from klantkaart.datamap.declaration import Declaration, Personal, Store, Subject
from klantkaart.datamap.registry import declare
from klantkaart.datamap.vocabulary import Category, People, Sensitivity

from . import stores

STAFF = (People.STAFF,)
# Read for security only: no screen and no list asks for that purpose.
_SIGN_IN = Personal(Category.SIGN_IN, ("security",), provided=False, access=False, portable=False)
_SECRET = Personal(
    Category.SIGN_IN, ("security",), sensitivity=Sensitivity.SECRET, provided=False, access=False, portable=False
)

declare(
    Subject(code="staff", model="accounts.User", title=_("medewerker"), events={"ended": "left_on"}),
    Declaration(
        model="accounts.User",
        title=_("Medewerkers"),
        subject="staff",
        people=STAFF,
        purposes=("staff_access", "security"),
        personal={
            "email": Personal(Category.CONTACT),
            "name": Personal(Category.IDENTITY),
            "language": Personal(Category.SIGN_IN),
            "left_on": Personal(Category.SIGN_IN, provided=False),
            "last_login": Personal(Category.SIGN_IN, provided=False),
            "invited_at": Personal(Category.SIGN_IN, provided=False),
            "letter_at": Personal(Category.SIGN_IN, provided=False),
            "password": _SECRET,
            "log_salt": _SIGN_IN,
        },
        plain=("id", "uuid", "is_active", "created_at"),
    ),
    Declaration(
        model="accounts.Membership",
        title=_("Rollen van medewerkers"),
        subject="staff",
        path="user",
        people=STAFF,
        purposes=("staff_access",),
        events={"ended": "until"},
        personal={
            "role": Personal(Category.SIGN_IN, provided=False),
            "since": Personal(Category.SIGN_IN, provided=False),
            "until": Personal(Category.SIGN_IN, provided=False),
        },
        plain=("id", "user", "company"),
    ),
    Declaration(
        model="accounts.FactorReset",
        title=_("Herstel van een tweede factor"),
        subject="staff",
        path="user",
        people=STAFF,
        purposes=("security",),
        events={"ended": "asked_at__date"},
        personal={
            "reason": Personal(Category.SIGN_IN),
            "asked_at": Personal(Category.SIGN_IN, provided=False),
            "effective_at": Personal(Category.SIGN_IN, provided=False),
            "done_at": Personal(Category.SIGN_IN, provided=False),
            "withdrawn_at": Personal(Category.SIGN_IN, provided=False),
        },
        plain=("id", "uuid", "user", "confirmed_by"),
    ),
    Declaration(
        model="account.EmailAddress",
        title=_("E-mailadres waarmee een medewerker zich aanmeldt"),
        subject="staff",
        path="user",
        people=STAFF,
        purposes=("staff_access",),
        personal={"email": Personal(Category.CONTACT)},
        plain=("id", "user", "verified", "primary"),
    ),
    Declaration(
        model="account.EmailConfirmation",
        title=_("Bevestiging van een e-mailadres"),
        subject="staff",
        path="email_address__user",
        people=STAFF,
        purposes=("security",),
        personal={"key": _SECRET},
        plain=("id", "email_address", "created", "sent"),
    ),
    Declaration(
        model="mfa.Authenticator",
        title=_("Tweede factoren van medewerkers"),
        subject="staff",
        path="user",
        people=STAFF,
        purposes=("staff_access",),
        personal={
            "type": Personal(Category.SIGN_IN),
            "created_at": Personal(Category.SIGN_IN, provided=False),
            "last_used_at": Personal(Category.SIGN_IN, provided=False),
            "data": Personal(
                Category.SIGN_IN,
                sensitivity=Sensitivity.SECRET,
                access=False,
                portable=False,
                keys=("secret", "seed", "used_mask", "migrated_codes", "viewed_at", "name", "credential"),
            ),
        },
        plain=("id", "user"),
    ),
    Declaration(
        model="usersessions.UserSession",
        title=_("Sessies van medewerkers"),
        subject="staff",
        path="user",
        people=STAFF,
        purposes=("security",),
        events={"ended": "last_seen_at__date"},
        personal={
            "ip": Personal(Category.TECHNICAL, provided=False),
            "user_agent": Personal(Category.TECHNICAL, provided=False),
            "created_at": Personal(Category.TECHNICAL, provided=False),
            "last_seen_at": Personal(Category.TECHNICAL, provided=False),
            "session_key": _SECRET,
        },
        plain=("id", "user", "data"),
    ),
    Declaration(
        model="sessions.Session",
        title=_("Sessies (techniek)"),
        plain=("session_key", "session_data", "expire_date"),
    ),
    Store(
        code="sessions",
        title=_("Sessies"),
        holds=_("wie is aangemeld, en waarop een medewerker het laatst zocht"),
        ends=_("na acht uur, of direct bij afmelden"),
        purposes=("security",),
        people=STAFF,
        category=Category.SIGN_IN,
        covers=("SESSION_ENGINE",),
        contents=stores.sessions,
        forget_rows=stores.forget_sessions,
    ),
    Store(
        code="shared_cache",
        title=_("Tellers tegen misbruik"),
        holds=_("hoe vaak er is geprobeerd, per adres van een computer of e-mailadres"),
        ends=_("na ten hoogste een dag"),
        purposes=("security",),
        people=STAFF,
        covers=("CACHES.default",),
        contents=stores.cache,
        tables=("shared_cache",),
    ),
    Store(
        code="staff_mail",
        title=_("Post aan medewerkers"),
        holds=_("berichten over aanmelden; hiervan wordt geen kopie bewaard"),
        ends=_("direct na het versturen"),
        purposes=("staff_access",),
        people=STAFF,
        category=Category.CONTACT,
        covers=("EMAIL_BACKEND",),
    ),
    Store(
        code="static_files",
        title=_("Vormgeving en programma's van de schermen"),
        holds=_("geen persoonsgegevens"),
        ends=_("niet van toepassing"),
        covers=("STORAGES.staticfiles",),
        personal=False,
    ),
)
