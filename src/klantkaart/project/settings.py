"""All settings. Values that differ per installation come from KLANTKAART_* variables (README, "Settings").

A bad value stops the start. Nothing here is secret: secrets are files in the key folder, made on first use.
"""

import sys
import tempfile
from pathlib import Path

import django_stubs_ext
from csp.constants import NONE, SELF

from . import databases, env

django_stubs_ext.monkeypatch()

TESTING = "pytest" in sys.modules
PACKAGE = Path(__file__).resolve().parent.parent
# Tests get a room of their own, so that they never touch an office's data.
_HERE = Path(tempfile.mkdtemp(prefix="klantkaart-test-")) if TESTING else Path.cwd() / "data"
DATA = env.folder("KLANTKAART_DATA", _HERE)

# -- secrets and places --------------------------------------------------------------------------------------------
# Keys, the erasure ledger and backups each have a place of their own, so that no restore of one overwrites another.
KEY_ROOT = env.folder("KLANTKAART_KEYS", DATA / "keys")
LEDGER_ROOT = env.folder("KLANTKAART_LEDGER", DATA / "ledger")
SEALED_ROOT = env.folder("KLANTKAART_SEALED", DATA / "sealed")
CHECKPOINT_ROOT = env.folder("KLANTKAART_CHECKPOINTS", DATA / "checkpoints")
EINVOICE_RULES = env.folder("KLANTKAART_EINVOICE_RULES", DATA) if env.text("KLANTKAART_EINVOICE_RULES") else None
BACKUP_DAYS = env.number("KLANTKAART_BACKUP_DAYS", 35)  # then a backup is thrown away, and so is the key it needs


def _secret_key() -> str:
    """Session signing key: from the environment, or a file that is made once with mode 0600."""
    given = env.text("KLANTKAART_SECRET_KEY")
    if given:
        return given
    from klantkaart.sealing.files import secret_text  # noqa: PLC0415  (needs KEY_ROOT, which is set above)

    return secret_text(KEY_ROOT / "session-signing.key")


SECRET_KEY = _secret_key()
DEBUG = env.flag("KLANTKAART_DEBUG")
SITE_URL = env.text("KLANTKAART_URL", "http://localhost:8000").rstrip("/")
SECURE = SITE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("KLANTKAART_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = [SITE_URL] if SECURE else []

# -- what it is made of --------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "template_partials",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "klantkaart.datamap",
    "klantkaart.sealing",
    "klantkaart.audit",
    "klantkaart.accounts",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "klantkaart.companies",
    "klantkaart.customers",
    "klantkaart.billing",
    "klantkaart.retention",
    "klantkaart.register",
    "klantkaart.rights",
    "klantkaart.promises",
    "klantkaart.office",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "klantkaart.accounts.http.language.LanguageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "klantkaart.accounts.http.limits.SessionLimits",
    "klantkaart.accounts.http.gate.SecondFactorGate",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "klantkaart.project.urls"
WSGI_APPLICATION = "klantkaart.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "klantkaart.office.context.shell",
            ],
        },
    }
]

FORM_RENDERER = "klantkaart.office.rendering.FormRenderer"

# -- storage -------------------------------------------------------------------------------------------------------
DATABASES = {"default": databases.from_url(env.text("KLANTKAART_DATABASE_URL"), DATA)}
if env.text("KLANTKAART_TEST_DB"):  # several test runs beside each other on one server
    DATABASES["default"].setdefault("TEST", {})["NAME"] = env.text("KLANTKAART_TEST_DB")
# Rate limits must hold over all processes, so the cache is a table and not process memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 10000},
    }
}
STORAGES = {
    "default": {"BACKEND": "klantkaart.sealing.storage.SealedStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or TESTING
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = DEBUG or TESTING  # elsewhere: what collectstatic made
FILE_UPLOAD_HANDLERS = [
    "klantkaart.office.uploads.Bounded",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# -- sign-in (security.md 3 and 5) ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "klantkaart.accounts.passwords.LengthValidator"},
    {"NAME": "klantkaart.accounts.passwords.LeakedValidator"},
    {"NAME": "klantkaart.accounts.passwords.GuessableValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"

_FORMS = "klantkaart.accounts.http.forms"
ACCOUNT_ADAPTER = "klantkaart.accounts.http.adapters.StaffAdapter"
ACCOUNT_USER_DISPLAY = "klantkaart.accounts.http.adapters.display_name"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]  # nobody signs up; allauth wants to know what a sign-in needs
ACCOUNT_EMAIL_VERIFICATION = "none"  # colleagues are invited; a mailed code proves the address before a password exists
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # never mail an address that asked for nothing
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 5 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True  # a typed code, so that no address ever holds a secret (ASVS 14.2.1)
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_MAX_ATTEMPTS = 5
ACCOUNT_RATE_LIMITS = {
    "login_failed": "20/m/ip,5/300s/key",  # the key is address and computer together
    "login_anywhere": "30/15m/key",  # one address from all computers
}
ACCOUNT_FORMS = {
    "login": f"{_FORMS}.LoginForm",
    "reauthenticate": f"{_FORMS}.ReauthenticateForm",
    "change_password": f"{_FORMS}.ChangePasswordForm",
    "reset_password": f"{_FORMS}.ResetPasswordForm",
    "confirm_password_reset_code": f"{_FORMS}.ConfirmResetCodeForm",
    "reset_password_from_key": f"{_FORMS}.NewPasswordForm",
}
MFA_ADAPTER = "klantkaart.accounts.http.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Klantkaart"
MFA_TOTP_TOLERANCE = 0  # more would let a code be used twice: allauth remembers a used one for one period only
MFA_RECOVERY_CODE_COUNT = 10
MFA_RECOVERY_CODE_DIGITS = 12
MFA_FORMS = {
    "authenticate": f"{_FORMS}.FactorForm",
    "reauthenticate": f"{_FORMS}.FactorAgainForm",
    "activate_totp": f"{_FORMS}.ActivateTotpForm",
    "add_webauthn": f"{_FORMS}.AddPasskeyForm",
    "edit_webauthn": f"{_FORMS}.EditPasskeyForm",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("KLANTKAART_BEHIND_PROXY") else 0

SESSION_ENGINE = "klantkaart.accounts.sessions"  # sealed at rest
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_NAME = "__Host-session" if SECURE else "session"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if SECURE else "csrf"
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# -- headers -------------------------------------------------------------------------------------------------------
SECURE_HSTS_SECONDS = 63072000 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = SECURE and env.flag("KLANTKAART_TLS_REDIRECT")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("KLANTKAART_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-ancestors": [NONE],
    }
}

# -- language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "nl"  # the screens are written in Dutch; locale/en translates them (docs/decisions)
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

# -- mail and logs -------------------------------------------------------------------------------------------------
EMAIL_BACKEND = env.text("KLANTKAART_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = env.text("KLANTKAART_FROM", "klantkaart@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
SILENCED_SYSTEM_CHECKS: list[str] = []
