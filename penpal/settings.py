"""Settings: read from the environment only; one table of them stands in docs/operations.md.

Without any setting this is a laptop: SQLite and files under `var/`, e-mail to the console, secrets made on the
spot. `PRODUCTION=1` refuses to start with a default that is only safe there. DEBUG is off everywhere.
"""

from email.utils import parseaddr
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from penpal.environment import (
    env,
    fernet_keys,
    flag,
    laptop_secrets,
    lines,
    networks,
    one_of,
    parsed,
    random_text,
    refuse,
    refuse_mail_that_goes_nowhere,
    s3_storage,
    web_address,
    whole_number,
    with_replicas,
)

BASE_DIR = Path(__file__).resolve().parent.parent
#: All that is kept. Outside the release where releases come and go: files have to outlive the code.
VAR_DIR = Path(env.str("VAR_DIR", default="") or BASE_DIR / "var").absolute()

PRODUCTION = flag("PRODUCTION")
DEBUG = False

# --- Secrets and hosts ------------------------------------------------------------------------------------

if PRODUCTION:
    SECRET_KEY = random_text("SECRET_KEY", 50, "it signs sessions and links")
    FIELD_KEYS = fernet_keys("FIELD_KEYS", [])
    if not FIELD_KEYS:
        refuse(
            "FIELD_KEYS",
            "set at least one key; it encrypts letters. Make one: PRODUCTION=0 python manage.py make_field_key",
        )
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
    if not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS:
        refuse("ALLOWED_HOSTS", "set the site's host names, separated by commas; * is not allowed.")
else:
    _made = laptop_secrets(VAR_DIR / "secrets.json")
    SECRET_KEY = env.str("SECRET_KEY", default=_made["secret_key"])
    FIELD_KEYS = fernet_keys("FIELD_KEYS", _made["field_keys"])
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
TRUSTED_PROXIES = networks("TRUSTED_PROXIES")
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
if PRODUCTION and METRICS_TOKEN:
    random_text("METRICS_TOKEN", 32, "whoever knows it reads the numbers of the site")
#: Our own caching proxies, which are told of changes and may keep public pages briefly.
PURGING_PROXY = env.list("PURGING_PROXY", default=[])
if not all(proxy.startswith("http://") for proxy in PURGING_PROXY):
    refuse("PURGING_PROXY", "write addresses such as http://10.0.0.5:6081, separated by commas, or nothing.")
#: Remembers withdrawals outside the database; best on a disk of its own.
WITHDRAWAL_LEDGER = env.str("WITHDRAWAL_LEDGER", default="") or str(VAR_DIR / "withdrawals.ledger")
#: Public keys (age1...) that backups are encrypted to; a laptop makes its own pair.
BACKUP_RECIPIENTS = env.list("BACKUP_RECIPIENTS", default=[])

# --- The organisation ---------------------------------------------------------------------------------------

SITE_NAME = env.str("SITE_NAME", default="Mail Call")
ORG_RETURN_ADDRESS = lines("ORG_RETURN_ADDRESS", ["M. Call", "P.O. Box 0000", "Sampleton, NY 00000"])
ORG_CONTACT = env.str("ORG_CONTACT", default="desk@localhost")
if not ORG_RETURN_ADDRESS or (PRODUCTION and not env.str("ORG_RETURN_ADDRESS", default="")):
    refuse("ORG_RETURN_ADDRESS", "set the neutral return address for your own mail, lines separated by |.")
if "@" not in ORG_CONTACT or (PRODUCTION and not env.str("ORG_CONTACT", default="")):
    refuse("ORG_CONTACT", "set the e-mail address at which people reach you.")
#: Where the source of what runs here can be had, as section 13 of the AGPL asks of a site that was changed.
SOURCE_URL = web_address("SOURCE_URL")
VERIFY_EVERY_MONTHS = whole_number("VERIFY_EVERY_MONTHS", 6, 1, 24)
OFFENSE_POLICY = one_of("OFFENSE_POLICY", "hidden", ("hidden", "own_words", "official_link"))

# --- Applications -------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "penpal",
    "profiles",
    "letters",
    "penpal.desk.DeskConfig",  # django.contrib.admin with our own site
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_tasks",
    "django_tasks_db",
]
AUTH_USER_MODEL = "profiles.User"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

MIDDLEWARE = [
    "penpal.middleware.RequestIds",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "penpal.middleware.Compression",
    "csp.middleware.CSPMiddleware",
    "penpal.middleware.permissions_policy",
    "penpal.surrogates.Surrogates",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "penpal.middleware.refuse_nul",
    "penpal.limits.RateLimits",
    "penpal.staff.StaffSafeguards",
    "penpal.middleware.private_by_default",
    "penpal.middleware.SpokenErrors",
    "penpal.replicas.Routing",
    "penpal.surrogates.ChangeNotes",
]
ROOT_URLCONF = "penpal.urls"
WSGI_APPLICATION = "penpal.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "penpal.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
FORMS_URLFIELD_ASSUME_HTTPS = True  # what Django 6 does by itself
INSTALLED_APPS.insert(0, "django.forms")
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- Database, cache, files, jobs, e-mail -------------------------------------------------------------------

DATABASES = {"default": parsed("DATABASE_URL", f"sqlite:///{VAR_DIR / 'penpal.sqlite3'}", env.db, "ENGINE")}
_database = DATABASES["default"]
if _database["ENGINE"].endswith("sqlite3"):
    Path(_database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,  # seconds a writer waits for another
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; "
        "PRAGMA foreign_keys=ON;",
    }
else:
    _database.setdefault("CONN_MAX_AGE", 60)  # seconds
    _database["CONN_HEALTH_CHECKS"] = True
_replicas = env.list("REPLICA_URL", default=[])
if _replicas:
    DATABASES |= with_replicas(_database, _replicas)
    DATABASE_ROUTERS = ["penpal.replicas.Router"]

CACHES = {"default": parsed("CACHE_URL", "locmemcache://", env.cache, "BACKEND")}
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = (
    VAR_DIR / "public"
)  # re-encoded renditions only; served by a view that asks Listing.objects.public()
PRIVATE_ROOT = VAR_DIR / "private"  # originals and scans; never under any URL but the admin's
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "profiles.sealed.SealedFiles",
        "OPTIONS": {
            "location": PRIVATE_ROOT,
            "base_url": None,
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {"BACKEND": "penpal.static_files.StaticFilesStorage"},
}
if env.str("MEDIA_URL_S3", default=""):
    STORAGES |= {
        "default": s3_storage("MEDIA_URL_S3", "public"),
        "private": s3_storage("MEDIA_URL_S3", "private"),
    }
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000  # bytes of form text; a letter of 60,000 characters fits many times
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
DATA_UPLOAD_MAX_NUMBER_FILES = (
    100  # each form says itself how many it takes; past this nobody chose one by one
)

_mail = parsed("EMAIL_URL", "consolemail://", env.email, "EMAIL_BACKEND")
if PRODUCTION:
    refuse_mail_that_goes_nowhere(_mail)
vars().update(_mail)
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=parseaddr(ORG_CONTACT)[1] or ORG_CONTACT
)
EMAIL_SUBJECT_PREFIX = ""

# --- People -------------------------------------------------------------------------------------------------

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "letters:mine"
LOGOUT_REDIRECT_URL = "home"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
# Always: an account that opened at once would tell who has one already.
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SIGNUP_FORM_CLASS = "letters.forms.AdultSignupForm"
ACCOUNT_ADAPTER = "penpal.accounts.AccountAdapter"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # whoever changes a password or a key is not always its owner
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_RATE_LIMITS = {"reset_password": "20/m/ip,3/300s/key"}  # so few mails to one address, whoever asks
MFA_ADAPTER = "penpal.accounts.MfaAdapter"
MFA_TOTP_ISSUER = SITE_NAME
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
STAFF_SECOND_STEP = PRODUCTION
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600  # seconds; that recent a sign-in has to be for what cannot be undone
RATE_LIMITS = flag("RATE_LIMITS", default=True)

# --- Language and time --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LOCALE_PATHS = [
    BASE_DIR / "penpal" / "locale",  # words of the code and the templates
    BASE_DIR / "penpal" / "reference" / "locale",  # words of the data files
]
FORMAT_MODULE_PATH = ["penpal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "America/New_York"

# --- Security headers ---------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-src": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 14 * 24 * 60 * 60  # seconds
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "penpal.errors.csrf_failure"
if PRODUCTION:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_HSTS_SECONDS = 63_072_000  # two years
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
    CSRF_TRUSTED_ORIGINS = [f"https://{host.lstrip('.')}" for host in ALLOWED_HOSTS]
    if TRUSTED_PROXIES:
        SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# --- Logs: ids and labels only, never words or addresses of people ------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "penpal.logs.Scrubbed", "as_json": PRODUCTION}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "mail": {"class": "penpal.logs.ErrorMail", "level": "ERROR"},
    },
    "root": {"handlers": ["console", "mail"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console", "mail"], "level": "WARNING", "propagate": False},
        "penpal.access": {"level": "INFO" if PRODUCTION else "WARNING"},
    },
}
#: Who gets a mail about an error; it says where in the code, and nothing about anybody.
ADMINS = [("", address) for address in env.list("ERROR_MAIL_TO", default=[])]

# The e-mail address is unique whatever its case by a constraint that Django's check does not recognise.
SILENCED_SYSTEM_CHECKS = ["auth.W004"]
