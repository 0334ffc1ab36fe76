"""Addresses of sign-in and of one's own account. Only what is used has one: nobody signs up, no link holds a code."""

from allauth.account import views as account
from allauth.mfa.recovery_codes import views as recovery
from django.urls import path
from django.views.generic import RedirectView

from .views import account as own
from .views import factors, lost_factor, sign_in

_to_overview = RedirectView.as_view(pattern_name="account_overview")

urlpatterns = [
    path("", own.overview, name="account_overview"),
    path("taal/", own.set_language, name="set_language"),
    path("aanmelden/", account.login, name="account_login"),
    path("aanmelden/passkey/", sign_in.SignInWithPasskey.as_view(), name="mfa_login_webauthn"),
    path("aanmelden/tweede-factor/", sign_in.ShowFactor.as_view(), name="mfa_authenticate"),
    path("aanmelden/kwijt/", lost_factor.lost_factor, name="account_lost_factor"),
    path("afmelden/", account.logout, name="account_logout"),
    path("gesloten/", own.inactive, name="account_inactive"),
    path("opnieuw/", sign_in.PasswordAgain.as_view(), name="account_reauthenticate"),
    path("opnieuw/code/", sign_in.FactorAgain.as_view(), name="mfa_reauthenticate"),
    path("opnieuw/passkey/", sign_in.PasskeyAgain.as_view(), name="mfa_reauthenticate_webauthn"),
    path("wachtwoord/", sign_in.ChangePassword.as_view(), name="account_change_password"),
    path(
        "wachtwoord/eerste/", RedirectView.as_view(pattern_name="account_reset_password"), name="account_set_password"
    ),
    path("wachtwoord/nieuw/", account.password_reset, name="account_reset_password"),
    path("wachtwoord/nieuw/code/", account.confirm_password_reset_code, name="account_confirm_password_reset_code"),
    path("wachtwoord/nieuw/kiezen/", sign_in.NewPassword.as_view(), name="account_complete_password_reset"),
    path("wachtwoord/nieuw/klaar/", account.password_reset_from_key_done, name="account_password_reset_completed"),
    path("tweede-factor/instellen/", own.set_up_factor, name="account_set_up_factor"),
    path("tweede-factor/", _to_overview, name="mfa_index"),
    path("tweede-factor/app/", factors.AddTotp.as_view(), name="mfa_activate_totp"),
    path("tweede-factor/app/weghalen/", factors.RemoveTotp.as_view(), name="mfa_deactivate_totp"),
    path("tweede-factor/codes/", factors.RecoveryCodes.as_view(), name="mfa_view_recovery_codes"),
    path("tweede-factor/codes/nieuw/", factors.MakeRecoveryCodes.as_view(), name="mfa_generate_recovery_codes"),
    path("tweede-factor/codes/bewaren/", recovery.download_recovery_codes, name="mfa_download_recovery_codes"),
    path("tweede-factor/passkeys/", _to_overview, name="mfa_list_webauthn"),
    path("tweede-factor/passkeys/toevoegen/", factors.AddPasskey.as_view(), name="mfa_add_webauthn"),
    path("tweede-factor/passkeys/<int:pk>/weghalen/", factors.RemovePasskey.as_view(), name="mfa_remove_webauthn"),
    path("tweede-factor/passkeys/<int:pk>/naam/", factors.RenamePasskey.as_view(), name="mfa_edit_webauthn"),
    path("tweede-factor/herstel/intrekken/", own.withdraw_reset, name="account_withdraw_reset"),
    path("sessies/", own.sessions, name="usersessions_list"),
    path("sessies/andere/beeindigen/", own.end_other_sessions, name="account_end_other_sessions"),
    path("sessies/<int:session>/beeindigen/", own.end_session, name="account_end_session"),
]
