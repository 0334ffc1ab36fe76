"""Why something sealed stays closed. No message holds a key, a value or a file's contents."""

from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.errors import Refused


class SealingError(Refused):
    """Something sealed cannot be opened, or something open cannot be sealed."""


class KeyGone(SealingError):
    """The unit's key was destroyed, or was never made: what it sealed is gone for good."""

    def __init__(self) -> None:
        super().__init__(
            _("De sleutel van dit onderdeel bestaat niet (meer). Wat ermee verzegeld was, is niet te openen.")
        )


class KeyDamaged(SealingError):
    """The unit's key file is there, but no epoch key of this installation opens it."""

    def __init__(self) -> None:
        super().__init__(
            _("De sleutel van dit onderdeel is beschadigd. Zet de sleutelmap terug uit de jongste back-up.")
        )


class SealBroken(SealingError):
    """The sealed bytes were changed or cut off, or were sealed with another key."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "Deze verzegelde gegevens zijn beschadigd of veranderd en worden daarom niet geopend. "
                "Zet ze terug uit een back-up."
            )
        )
