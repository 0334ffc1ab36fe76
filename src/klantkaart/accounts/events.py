"""What the audit log can say about staff and sign-in (ASVS 16.3)."""

from django.utils.translation import gettext_lazy as _

from klantkaart.audit.events import EventType, Kind, Wipe, register

INVITED = register(EventType("accounts.invited", _("Collega uitgenodigd")))
INVITED_AGAIN = register(EventType("accounts.invited_again", _("Uitnodiging opnieuw gestuurd")))
LETTER_TAKEN = register(
    EventType("accounts.letter_taken", _("Uitnodiging aangenomen door de mailserver"), Wipe.NO_DETAIL)
)
INVITATION_WITHDRAWN = register(EventType("accounts.invitation_withdrawn", _("Uitnodiging ingetrokken")))
ROLES_CHANGED = register(EventType("accounts.roles_changed", _("Rollen gewijzigd")))
PERSON_CHANGED = register(EventType("accounts.person_changed", _("Gegevens van een collega gewijzigd")))
DISABLED = register(EventType("accounts.disabled", _("Toegang van een collega beëindigd")))
ENABLED = register(EventType("accounts.enabled", _("Collega kreeg weer toegang")))
LANGUAGE_SET = register(EventType("accounts.language_set", _("Taal gekozen")))

SIGNED_IN = register(EventType("accounts.signed_in", _("Aangemeld")))
SIGN_IN_REFUSED = register(EventType("accounts.sign_in_refused", _("Aanmelden geweigerd"), Wipe.NO_DETAIL, Kind.DENIAL))
NOT_ALLOWED = register(
    EventType("accounts.not_allowed", _("Geweigerd: de rol laat dit niet toe"), Wipe.NO_DETAIL, Kind.DENIAL)
)
SIGNED_OUT = register(EventType("accounts.signed_out", _("Afgemeld")))
CONFIRMED_AGAIN = register(EventType("accounts.confirmed_again", _("Opnieuw bevestigd wie je bent")))
SESSIONS_ENDED = register(EventType("accounts.sessions_ended", _("Sessies beëindigd")))

PASSWORD_CHANGED = register(EventType("accounts.password_changed", _("Wachtwoord gewijzigd")))
PASSWORD_RESET = register(EventType("accounts.password_reset", _("Wachtwoord opnieuw ingesteld per e-mailcode")))
FACTOR_ADDED = register(EventType("accounts.factor_added", _("Tweede factor toegevoegd")))
FACTOR_REMOVED = register(EventType("accounts.factor_removed", _("Tweede factor verwijderd")))
PASSKEY_RENAMED = register(EventType("accounts.passkey_renamed", _("Passkey kreeg een andere naam")))
RECOVERY_CODES_MADE = register(EventType("accounts.recovery_codes_made", _("Nieuwe herstelcodes gemaakt")))
RESET_ASKED = register(EventType("accounts.factor_reset_asked", _("Verlies van tweede factor gemeld")))
RESET_CONFIRMED = register(EventType("accounts.factor_reset_confirmed", _("Herstel bevestigd door een collega")))
RESET_WITHDRAWN = register(EventType("accounts.factor_reset_withdrawn", _("Herstel ingetrokken")))
RESET_DONE = register(EventType("accounts.factor_reset_done", _("Tweede factor vervallen na herstel")))
