"""What makes a password good enough (ASVS 6.2, NIST SP 800-63B): long, not known, not about the person.

No rules about capitals and digits, no expiry, nothing is looked up outside this machine. Each refusal says what to
do instead.
"""

from collections.abc import Iterable

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from zxcvbn import zxcvbn

from klantkaart.kernel.text import fold

from .models import User

SHORTEST = 15
LONGEST = 256
_GOOD_ENOUGH = 4  # zxcvbn's best mark: more than 10^10 guesses, and the hash makes each of them slow
_TELLING = 3  # letters from which a part of a name counts
_JUDGED = 72  # characters zxcvbn looks at; more would cost time and say nothing

# What Dutch people build passwords from, unknown to zxcvbn's English lists.
_DUTCH = (
    "wachtwoord", "welkom", "geheim", "toegang", "inloggen", "beheer", "beheerder", "kantoor", "bedrijf", "klant",
    "klantkaart", "nederland", "amsterdam", "rotterdam", "utrecht", "denhaag", "lente", "zomer", "herfst", "winter",
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
    "december", "maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag", "voetbal", "ajax",
    "feyenoord", "liefde", "schatje", "lieverd", "hallo", "vakantie", "oranje", "koning", "telefoon", "internet",
    "computer", "toetsenbord", "qwertyuiop", "poiuytrewq",
)  # fmt: skip


class LengthValidator:
    """At least 15 characters, at most 256; every character counts, spaces too."""

    def validate(self, password: str, _user: object = None) -> None:
        """Refuse a password that is too short or too long to hash safely."""
        if len(password) < SHORTEST:
            raise ValidationError(
                _(
                    "Dit wachtwoord heeft %(count)d tekens; het moet er minstens %(least)d hebben. "
                    "Neem bijvoorbeeld vier woorden die niets met elkaar te maken hebben."
                )
                % {"count": len(password), "least": SHORTEST},
                code="too_short",
            )
        if len(password) > LONGEST:
            raise ValidationError(
                _("Dit wachtwoord is langer dan %(most)d tekens. Maak het korter.") % {"most": LONGEST},
                code="too_long",
            )

    def get_help_text(self) -> str:
        return _("Minstens %(least)d tekens. Een zin of vier losse woorden onthoud je het best.") % {"least": SHORTEST}


class LeakedValidator(CommonPasswordValidator):
    """Not on the list of passwords that leaked most, also when repeated or dressed up with digits at its ends."""

    def validate(self, password: str, _user: object = None) -> None:
        """Refuse a known password."""
        plain = password.lower().strip()
        if any(form in self.passwords for form in (plain, plain.strip("0123456789!?.@#- "), _unrepeated(plain))):
            raise ValidationError(
                _("Dit wachtwoord staat op een lijst van gelekte wachtwoorden. Kies iets dat niemand anders heeft."),
                code="leaked",
            )

    def get_help_text(self) -> str:
        return _("Geen wachtwoord dat ooit is gelekt.")


class GuessableValidator:
    """Not to be guessed from patterns, words, or what others know about this person and the company."""

    def validate(self, password: str, user: object = None) -> None:
        """Refuse what can be guessed in fewer than about 10^10 tries. What is too short is told by the other rule."""
        if len(password) < SHORTEST:
            return
        about = tuple(_about(user)) if isinstance(user, User) else ()
        judged = fold(password)[:_JUDGED]
        if _holds(judged, about):
            raise ValidationError(
                _("In dit wachtwoord staat vooral je naam, je e-mailadres of het bedrijf. Kies andere woorden."),
                code="personal",
            )
        if _score(password[:_JUDGED], about) < _GOOD_ENOUGH:
            raise ValidationError(
                _(
                    "Dit wachtwoord is snel te raden: het is een bekend woord, een reeks of een herhaling. "
                    "Neem vier woorden die niets met elkaar te maken hebben."
                ),
                code="guessable",
            )

    def get_help_text(self) -> str:
        return _("Niet te raden: geen reeks, herhaling, naam of bedrijf.")


def _score(password: str, about: Iterable[str]) -> int:
    return int(zxcvbn(password, user_inputs=[*about, *_DUTCH])["score"])


def _about(user: User) -> Iterable[str]:
    """What others know: name, address, companies; parts of at least three letters, folded."""
    companies = list(_company_names(user)) if user.pk else []
    for text in (user.name, user.email, *companies):
        whole = fold(text)
        for part in (whole, whole.replace(" ", ""), *whole.replace("@", " ").replace(".", " ").split()):
            if len(part) >= _TELLING:
                yield part


def _company_names(user: User) -> Iterable[str]:
    return user.memberships.values_list("company__name", flat=True)


def _holds(password: str, about: Iterable[str]) -> bool:
    """Whether less than half of the password is left once everything about the person is taken out."""
    left = password
    for part in sorted(set(about), key=len, reverse=True):
        left = left.replace(part, "")
    letters = [char for char in left if char.isalpha()]
    return len(left) < len(password) and (len(letters) < SHORTEST // 2)


def _unrepeated(text: str) -> str:
    """The shortest piece that the text is a repetition of, or the text itself."""
    for length in range(1, 13):
        if len(text) > length and text == (text[:length] * (len(text) // length + 1))[: len(text)]:
            return text[:length]
    return text
