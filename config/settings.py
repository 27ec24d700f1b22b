"""Settings, all from the environment. What is missing or wrong stops the start with a remedy (config/env.py)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import env
from kit import logs

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("DATA_DIR", str(BASE_DIR / "data"))).resolve()
VERSION = "0.1.0"

DEBUG = env.flag("DEBUG", False)
SECRET_KEY = env.secret("SECRET_KEY")
BASE_URL = env.text("BASE_URL", "http://127.0.0.1:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = [BASE_URL] if HTTPS else []

# --- Apps: ours first, so that our templates and commands win over the libraries' -----------------------
INSTALLED_APPS = [
    "config",
    "kit",
    "access",
    "organise",
    "canvass",
    "gotv",
    "roadmap",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "guardian",
    "csp",
    "django_htmx",
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.staticfiles.CollectedFiles",
    "django.contrib.postgres",
    "django.forms",
]
MIDDLEWARE = [
    "config.middleware.request_id",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "access.middleware.session_ends",
    "access.confining.confined",
    "access.middleware.first_visit",
    "access.middleware.private_pages",
    "config.middleware.sent_to",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.User"

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
                "config.nav.page",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "kit.templatetags.rosette"],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- Database: a runtime role that owns nothing, and an owner for migrations ---
# DATABASE_OWNER_URL is read by the `migrate` command alone (kit/dbroles.py).
DATABASES = {"default": env.database("DATABASE_URL")}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DATABASES["default"]["CONN_MAX_AGE"] = env.number("DATABASE_CONN_MAX_AGE", 60)
# By name, since the connection's own settings change while the owner works.
DATABASE_RUNTIME_ROLE: str = DATABASES["default"]["USER"]
DATABASE_OWNER = env.database("DATABASE_OWNER_URL", env.secret("DATABASE_URL"))
SCHEMA_SNAPSHOT = BASE_DIR / "config" / "schema.sql"  # kit/snapshot.py

# --- Cache and queue ---
REDIS_URL = env.secret("REDIS_URL")
_BROKER = REDIS_URL.replace("unix://", "redis+socket://") if REDIS_URL.startswith("unix://") else REDIS_URL
# A server that hangs must not hang a page: one second, then every page goes on without it (kit/health.py).
_CACHE: dict[str, Any] = {"LOCATION": REDIS_URL, "KEY_PREFIX": "rosette", "OPTIONS": {"socket_timeout": 1}}
CACHES: dict[str, dict[str, Any]] = {
    "default": {**_CACHE, "BACKEND": "config.cache.Cache"},
    "sessions": {**_CACHE, "BACKEND": "config.cache.SessionCache"},
}
CELERY_BROKER_URL = _BROKER
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 900
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1800, "socket_connect_timeout": 3}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 5
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULER = "config.celery:NotingScheduler"
# In code and reviewed, not in a table. Every job is a sweep over Postgres: missed runs cost time, never work.
CELERY_BEAT_SCHEDULE = {
    "seal the record": {"task": "access.seal_audit", "schedule": 60 * 60.0},
    "warn of grants that end, and settle those that ran out": {"task": "access.sweep_grants", "schedule": 60 * 60.0},
    "warn where too few people are there": {"task": "access.sweep_cover", "schedule": 60 * 60.0},
    "list what was opened in an emergency": {"task": "access.sweep_break_glass", "schedule": 60 * 60.0},
    "sweep the mail outbox": {"task": "access.sweep_mail", "schedule": 60.0},
    "send requests for access up, and remind": {"task": "access.sweep_requests", "schedule": 60.0},
    "sweep register imports": {"task": "canvass.sweep_imports", "schedule": 60.0},
    "make changed registers searchable": {"task": "canvass.sweep_words", "schedule": 60.0},
    "let old registers go": {"task": "canvass.purge_registers", "schedule": 60 * 60.0},
    "keep how good the data is": {"task": "canvass.measure_quality", "schedule": 60 * 60.0},
    "mail about teams that are late": {"task": "canvass.sweep_teams", "schedule": 60.0},
    "forget who asked to join sessions": {"task": "canvass.forget_newcomers", "schedule": 24 * 60 * 60.0},
    "play the rehearsals of a polling day": {"task": "gotv.play_rehearsals", "schedule": 10.0},
    "make the paper packs of committee rooms": {"task": "gotv.sweep_packs", "schedule": 60.0},
    "bring frozen knock-up lists up to date": {"task": "gotv.follow_snapshots", "schedule": 15 * 60.0},
    "forget lists of polls that are over": {"task": "gotv.forget_lists", "schedule": 24 * 60 * 60.0},
    "renew the key that phones seal with": {"task": "access.rotate_seals", "schedule": 24 * 60 * 60.0},
    "forget the counts of old batches": {"task": "canvass.forget_sync_batches", "schedule": 24 * 60 * 60.0},
}

# --- Sessions and cookies ---
# In Postgres behind the cache: flushing the cache signs nobody out on polling day.
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_CACHE_ALIAS = "sessions"
# The longest any session lives; each role's own idle and absolute limits are in access/rules/sessions.py.
SESSION_COOKIE_AGE = 30 * 24 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Host-sessionid" if HTTPS else "rosette_sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken" if HTTPS else "rosette_csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.views.csrf_failure"
SECURE_SSL_REDIRECT = HTTPS and env.flag("REDIRECT_TO_HTTPS", True)
# Health checks ask the container by plain HTTP from inside.
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = False
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", False) else None
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# A tile server beneath the maps; without one they are drawn from what is held here, and nobody learns where one looks.
MAP_TILES_URL = env.tiles("MAP_TILES_URL")
MAP_TILES_ATTRIBUTION = env.text("MAP_TILES_ATTRIBUTION", "")
MAP_TILES_HOST = "/".join(MAP_TILES_URL.split("/")[:3])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", *([MAP_TILES_HOST] if MAP_TILES_HOST else [])],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
REGISTER_MAX_UPLOAD_BYTES = env.number("REGISTER_MAX_UPLOAD_MB", 50) * 1024 * 1024
# From this day on the names of people under 16 are kept; unset, they are sealed: their number, and nothing else.
REGISTER_UNDER_16_FROM = env.day("REGISTER_UNDER_16_FROM")
# Fewer people than this are shown neither on the map of issues nor on the page to print: they could be told apart.
ISSUE_MAP_MINIMUM = max(1, env.number("ISSUE_MAP_MINIMUM", 5))

# --- Signing in (django-allauth): a password, a passkey, or a code by mail; a second step where a role asks for it ---
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
ACCOUNT_ADAPTER = "access.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "reset_password_from_key": "access.forms.users.PasswordFromLinkForm",
    "signup": "access.forms.users.SignUpForm",
    "reauthenticate": "access.forms.accounts.PasswordAgainForm",
    "request_login_code": "access.forms.accounts.AskForCodeForm",
    "confirm_login_code": "access.forms.accounts.MailedCodeForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = None
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# So long does a proof of who somebody is hold, before what matters (access/stepup.py).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# On top of allauth's own limits for signing in, which count by address and by account.
ACCOUNT_RATE_LIMITS = {
    "person_search": "60/m/user",
    "export": "5/d/user",
    "phone_file": "60/h/user",
    "day_pin": "60/m/ip",
    "join": "240/m/ip",
    "teller_code": "30/m/ip",
}
MFA_ADAPTER = "access.adapter.FactorAdapter"
MFA_FORMS = {
    "authenticate": "access.forms.accounts.FactorForm",
    "reauthenticate": "access.forms.accounts.FactorAgainForm",
    "activate_totp": "access.forms.accounts.AppForm",
    "add_webauthn": "access.forms.accounts.PasskeyForm",
    "edit_webauthn": "access.forms.accounts.PasskeyNameForm",
}
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Rosette"
# One step of 30 seconds either way: phones' clocks are off.
MFA_TOTP_TOLERANCE = 1
# An address that is not confirmed can't be signed in with anyway, so a second one may be added at any time.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# Browsers give passkeys to https and to localhost only, whatever we say; this lets localhost have a port.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Anybody may make an account, which opens nothing until somebody gives it a role; False: by invitation alone.
SIGN_UP_OPEN = env.flag("SIGN_UP_OPEN", True)
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXIES", 0)
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"

# --- Mail: every message is a row of the outbox; this is only how its transport leaves the house ---
# Empty: the mail server that the first visit set up, and until then mail waits in the outbox.
# caught:// keeps every message in the outbox table and shows it at /dev/mail, to anybody: for trying out only.
EMAIL_URL = env.secret("EMAIL_URL", "caught://" if env.flag("DEMO", False) else "")
MAIL_IS_CAUGHT = EMAIL_URL.startswith("caught:")
EMAIL_BACKEND = "access.mail_backend.OutboxOnlyBackend"
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "Rosette <rosette@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_LEASE_SECONDS = env.number("MAIL_LEASE_SECONDS", 120)
MAIL_RETRY_MINUTES = (1, 5, 15, 60, 240)

# Where the record's seals are mailed, so that somebody outside holds them. Empty: they stay in the database alone.
AUDIT_SEAL_EMAIL = env.text("AUDIT_SEAL_EMAIL", "")

# --- Words, dates ---
LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [BASE_DIR / "locale"]
# A language is offered once its translation is there: a page must never claim a language it doesn't speak.
LANGUAGES = [("en-gb", _("English"))]
LANGUAGES += [("cy", _("Welsh"))] if (BASE_DIR / "locale" / "cy" / "LC_MESSAGES" / "django.mo").exists() else []
LANGUAGE_COOKIE_SECURE = HTTPS
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/London"
FORMAT_MODULE_PATH = ["config.formats"]

# --- Static files ---
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(DATA_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # Compressing costs half a minute, so only the image build does it.
        "BACKEND": "config.storage.CompressedStaticFiles"
        if env.flag("STATIC_COMPRESS", False)
        else "config.storage.StaticFiles"
    },
}
WHITENOISE_MAX_AGE = 60
# Uploads wait here between check and approval; never under a web root.
MEDIA_ROOT = PRIVATE_FILES = DATA_DIR / "files"

# --- Logs: structured, without personal data ---
LOGGING = logs.config(level=env.text("LOG_LEVEL", "INFO"), plain=env.flag("LOG_PLAIN", DEBUG))

# --- Sharing one object with one person (django-guardian): never with nobody in particular ---
ANONYMOUS_USER_NAME = None
GUARDIAN_USER_OBJ_PERMS_MODEL = "access.Share"
GUARDIAN_MONKEY_PATCH_USER = GUARDIAN_MONKEY_PATCH_GROUP = False

# --- The product ---
# True shows the sign-ins of the demo on the sign-in page and the rehearsal tape on every page.
DEMO = env.flag("DEMO", False)
# A role that asks for a second step stays closed without one. A demo does without: its password is on the page.
REQUIRE_SECOND_FACTOR = env.flag("REQUIRE_SECOND_FACTOR", not DEMO)
HEARTBEAT_STALE_SECONDS = 60
# So often each process looks whether background work lives, for the banner that says so. 0: it never looks.
HEALTH_LOOK_SECONDS = 15
# False takes the service worker off every phone that looks for a newer one; what waits on phones stays and is sent.
PHONE_WORKER = env.flag("PHONE_WORKER", True)
# After so long without a touch, a board that is kept on a phone asks for its PIN again.
PHONE_IDLE_MINUTES = env.number("PHONE_IDLE_MINUTES", 10)
# auth.W004 asks for unique=True on the email; a constraint on its lower case is stricter than that.
# security.W021 wants the browsers' preload list, which binds a whole domain for years: that is its owner's choice.
# guardian.W001 wants its backend, which asks accounts for groups and superusers: there are neither, and
# access/queries/sharing.py asks django-guardian's checker itself.
SILENCED_SYSTEM_CHECKS = ["auth.W004", "guardian.W001", "security.W021"]
