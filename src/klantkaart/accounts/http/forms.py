"""allauth's forms in this product's words (ACCOUNT_FORMS, MFA_FORMS). What they check stays allauth's."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as factor
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt
from allauth.mfa.webauthn import forms as passkey
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrPromise

Text = str | StrPromise
Words = dict[str, tuple[Text, Text]]

_ADDRESS = (gettext_lazy("E-mailadres"), "")
_PASSWORD = (gettext_lazy("Wachtwoord"), "")
_NEW = (
    gettext_lazy("Nieuw wachtwoord"),
    gettext_lazy("Minstens 15 tekens. Vier losse woorden of een zin onthoud je het best. Plakken mag."),
)
_AGAIN = (gettext_lazy("Nieuw wachtwoord nog een keer"), "")
_CODE = (gettext_lazy("Code"), gettext_lazy("Zes cijfers uit je app, of één van je herstelcodes."))


class InDutch(forms.Form):
    """Gives fields their label and hint, and takes away placeholders that only repeat the label."""

    words: ClassVar[Words] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, hint) in self.words.items():
            field = self.fields[name]
            field.label, field.help_text = label, hint
            field.error_messages["required"] = _("Vul dit in: %(label)s.") % {"label": str(label).lower()}
            field.widget.attrs.pop("placeholder", None)


class SameTwice(InDutch):
    """Two new passwords that must be alike; allauth says so in English words."""

    def add_error(self, field: str | None, error: Any) -> None:
        if field == "password2" and not isinstance(error, ValidationError):
            error = _("Dit is niet hetzelfde wachtwoord. Typ het twee keer gelijk.")
        super().add_error(field, error)


class LoginForm(InDutch, account.LoginForm):
    words = {"login": _ADDRESS, "password": _PASSWORD}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs |= {"autocomplete": "username", "autofocus": True}


class ReauthenticateForm(InDutch, account.ReauthenticateForm):
    words = {"password": _PASSWORD}


class ChangePasswordForm(SameTwice, account.ChangePasswordForm):
    words = {"oldpassword": (gettext_lazy("Huidig wachtwoord"), ""), "password1": _NEW, "password2": _AGAIN}


class ResetPasswordForm(InDutch, account.ResetPasswordForm):
    words = {"email": _ADDRESS}


class ConfirmResetCodeForm(InDutch, account.ConfirmPasswordResetCodeForm):
    words = {"code": (gettext_lazy("Code uit de e-mail"), gettext_lazy("Hoofdletters en streepjes maken niet uit."))}


class NewPasswordForm(SameTwice, account.ResetPasswordKeyForm):
    words = {"password1": _NEW, "password2": _AGAIN}


class TypedCode(InDutch):
    """A code that is typed over: the cursor stands ready and a phone shows digits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"autofocus": True, "inputmode": "numeric"}


class FactorForm(TypedCode, factor.AuthenticateForm):
    words = {"code": _CODE}


class FactorAgainForm(TypedCode, factor.ReauthenticateForm):
    words = {"code": _CODE}


class ActivateTotpForm(TypedCode, totp.ActivateTOTPForm):
    """The code that switches the app on is spent by it: it does not sign in a moment later (ASVS 6.5.1)."""

    words = {"code": (gettext_lazy("Code"), gettext_lazy("Zes cijfers uit je app."))}

    def clean_code(self) -> str:
        code = str(super().clean_code())
        spent = Authenticator(user=self.user, type=Authenticator.Type.TOTP, data={"secret": encrypt(self.secret)})
        if not TOTP(spent).validate_code(code):
            raise ValidationError(_("Deze code is al gebruikt. Wacht op de volgende code en typ die over."))
        return code


class AddPasskeyForm(InDutch, passkey.AddWebAuthnForm):
    words = {
        "name": (gettext_lazy("Naam"), gettext_lazy("Waaraan je deze passkey herkent, bijvoorbeeld: laptop kantoor.")),
        "passwordless": (
            gettext_lazy("Hiermee ook aanmelden zonder wachtwoord"),
            gettext_lazy("Je apparaat vraagt dan om je vinger, gezicht of pincode."),
        ),
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].initial = True
        self.fields["credential"].error_messages["required"] = _NO_PASSKEY
        self.fields["name"].widget.attrs["maxlength"] = _LONGEST_NAME
        self.fields["name"].validators.append(_short_enough)


class EditPasskeyForm(InDutch, passkey.EditWebAuthnForm):
    words = {"name": (gettext_lazy("Naam"), gettext_lazy("Waaraan je deze passkey herkent."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["maxlength"] = _LONGEST_NAME
        self.fields["name"].validators.append(_short_enough)


class LostFactorForm(forms.Form):
    """Why the second factor is lost."""

    reason = forms.CharField(
        label=gettext_lazy("Wat is er gebeurd?"),
        help_text=gettext_lazy("Bijvoorbeeld: telefoon verloren op 3 maart. Een collega leest dit."),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        error_messages={"required": gettext_lazy("Schrijf kort op wat er is gebeurd.")},
    )


_LONGEST_NAME = 60
_NO_PASSKEY = gettext_lazy(
    "Je apparaat gaf geen passkey. Probeer het nog eens; hiervoor moet JavaScript in je browser aan staan."
)


def _short_enough(name: str) -> None:
    if len(name) > _LONGEST_NAME:
        raise ValidationError(_("Deze naam is langer dan %(most)d tekens. Maak hem korter.") % {"most": _LONGEST_NAME})
