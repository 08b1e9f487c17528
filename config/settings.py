"""Every setting, read from the environment. `docs/operator.md` lists them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import django_stubs_ext
from django.utils.translation import gettext_lazy as _

from config import env

django_stubs_ext.monkeypatch()

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = Path(env.text("TOCSIN_DATA_DIR", str(BASE_DIR / "data"))).resolve()

# --- This site ---------------------------------------------------------------------------------------------
DEBUG = env.flag("DEBUG")
DEMO = env.flag("TOCSIN_DEMO")
PORT = env.number("PORT", 8000)
SITE_URL = env.text("SITE_URL", f"http://localhost:{PORT}").rstrip("/")
SECURE = SITE_URL.startswith("https://")
SECRET_KEY = env.secret_key(DATA_DIR)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
EMAIL_HASH_KEY = env.text("EMAIL_HASH_KEY", SECRET_KEY)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", f"{urlsplit(SITE_URL).hostname},localhost,127.0.0.1,[::1]")
TRUSTED_PROXIES = env.number("TRUSTED_PROXIES", 0)

# --- Applications ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "tocsin.sync",
    "tocsin.insights",
    "tocsin.offices",
    "tocsin.actions",
    "tocsin.letters",
    "tocsin.campaigns",
    "tocsin.bills",
    "tocsin.officials",
    "tocsin.people",
    "tocsin.supporters",
    "tocsin.organizations",
    "tocsin.places",
    "tocsin.content",
    "tocsin.delivery",
    "tocsin.core",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.embeds",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tocsin.core.middleware.PolicyMiddleware",
    "tocsin.core.middleware.BodyLimitMiddleware",
    "tocsin.core.middleware.CrossOriginMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "tocsin.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "tocsin.insights.second_factor.SecondFactorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "tocsin.content.brand.context",
            ],
        },
    }
]

# --- Database and tasks ------------------------------------------------------------------------------------
DATABASE_URL = env.text("DATABASE_URL", "postgresql://postgres@localhost/tocsin")
DATABASES = {"default": env.database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
WORKER_CONCURRENCY = env.number("WORKER_CONCURRENCY", 4)
# What was tried and what came of it, outside the database: best on another disk than the database's
JOURNAL_DIR = Path(env.text("JOURNAL_DIR", str(DATA_DIR / "journal")))
JOURNAL_DAYS = env.number("JOURNAL_DAYS", 40)

# --- Languages and time ------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("hy", _("Armenian")), ("fr", _("French")), ("ar", _("Arabic"))]
WAGTAIL_CONTENT_LANGUAGES = WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")

# --- Files -------------------------------------------------------------------------------------------------
STATIC_URL, STATIC_ROOT, STATICFILES_DIRS = "/static/", DATA_DIR / "static", [BASE_DIR / "static"]
MEDIA_URL, MEDIA_ROOT = "/media/", DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = False
PUBLIC_BODY_LIMIT = 256 * 1024
UPLOAD_BODY_LIMIT = 11 * 1024 * 1024  # logos and mandates, below UPLOAD_PATHS
UPLOAD_PATHS = ("/organizations/",)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000

# --- Mail: `MAIL_URL=smtp[s]://user:password@host:port`, `smtp+starttls://` to upgrade -------------------------
MAIL_URL = env.text("MAIL_URL", "smtp://localhost:25")
MAIL_FROM = env.text("MAIL_FROM", "campaign@example.org")
MAIL_DOMAIN = MAIL_FROM.rpartition("@")[2]
MAIL_TIMEOUT = env.number("MAIL_TIMEOUT", 20)
MAIL_RETURN_DOMAIN = env.text("MAIL_RETURN_DOMAIN")  # where `bounce+…@` leads to `tocsin mail receive`
MAIL_LOG = env.text("MAIL_LOG")  # the log of that mail server, to look up letters whose reply was lost
DKIM_DOMAIN = env.text("DKIM_DOMAIN", MAIL_DOMAIN)
DKIM_SELECTOR, DKIM_KEY_FILE = env.words("DKIM_SELECTOR"), env.words("DKIM_KEY_FILE")
# A mail service instead of `MAIL_URL`: `MAIL_PROVIDER=postmark`, and `ANYMAIL_…` as django-anymail documents them
MAIL_PROVIDER = env.text("MAIL_PROVIDER")
ANYMAIL = {
    "REQUESTS_TIMEOUT": MAIL_TIMEOUT,
    **{name: env.text(f"ANYMAIL_{name}") for name in env.named("ANYMAIL_")},
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = MAIL_FROM
_mail = urlsplit(MAIL_URL)
EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.username or "", _mail.password or ""
EMAIL_USE_SSL, EMAIL_USE_TLS = _mail.scheme == "smtps", _mail.scheme == "smtp+starttls"
EMAIL_TIMEOUT = MAIL_TIMEOUT

# --- Security ----------------------------------------------------------------------------------------------
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = ("__Host-session", "__Host-csrf") if SECURE else ("session", "csrf")
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 3600
SECURE_HSTS_SECONDS = 365 * 86400 if SECURE else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE
SECURE_SSL_REDIRECT = False
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" older browsers hide the origin of our own forms
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
PREVIEW_CONTENT_SECURITY_POLICY = CONTENT_SECURITY_POLICY.replace(
    "frame-ancestors 'none'", "frame-ancestors 'self'"
)
# Wagtail's editor still has scripts and styles in its pages; nothing else may be loaded from anywhere.
ADMIN_CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'"
)

# --- Staff -------------------------------------------------------------------------------------------------
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
STAFF_SECOND_FACTOR = env.text("STAFF_SECOND_FACTOR", "optional")  # off | optional | required
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "tocsin.insights.accounts.StaffAccountAdapter"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
MFA_ADAPTER = "tocsin.insights.second_factor.StaffMFAAdapter"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Tocsin"
LOGIN_URL = WAGTAILADMIN_LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/admin/"

# --- Wagtail -----------------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Tocsin"
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_PASSWORD_RESET_ENABLED = WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILDOCS_EXTENSIONS = ["csv", "odt", "pdf", "txt"]
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}

# --- Proofs of control: the resolver that is asked for a domain's TXT records, as host:port; empty: the system's -----
DNS_RESOLVER = env.text("DNS_RESOLVER")

# --- Places: `GEOCODER=census` sends the addresses that people enter to the US Census Bureau ------------------
GEOCODER = env.text("GEOCODER", "offline")  # offline | census
GEOCODER_URL = env.text("GEOCODER_URL")

# --- Communicating With Congress: see docs/cwc.md; a chamber without a key is not used -------------------------
CWC_HOUSE_URL = env.text("CWC_HOUSE_URL")  # instead of the official address
CWC_HOUSE_KEY = env.text("CWC_HOUSE_KEY")
CWC_SENATE_URL = env.text("CWC_SENATE_URL")
CWC_SENATE_KEY = env.text("CWC_SENATE_KEY")
CWC_AGENT = env.text("CWC_AGENT")  # letter for letter as registered with the keys
CWC_AGENT_EMAIL = env.text("CWC_AGENT_EMAIL")  # where failures are reported
CWC_CONTACT_NAME = env.text("CWC_CONTACT_NAME")
CWC_CONTACT_EMAIL = env.text("CWC_CONTACT_EMAIL", CWC_AGENT_EMAIL)
CWC_CONTACT_PHONE = env.text("CWC_CONTACT_PHONE")  # as 202-555-0142
CWC_TEST = env.flag("CWC_TEST")
CWC_PROXY = env.text("CWC_PROXY")  # the proxy whose address is listed, or: direct
CWC_TIMEOUT = env.number("CWC_TIMEOUT", 20)
PROCRASTINATE_IMPORT_PATHS = ["tocsin.delivery.channels.cwc.tasks"]

# --- Limits ------------------------------------------------------------------------------------------------
CONFIRM_DAYS = env.number("CONFIRM_DAYS", 14)
KEEP_DAYS = env.number("KEEP_DAYS", 365)
BOOK_PAPER = env.text("BOOK_PAPER", "us-letter")  # or a4
CONFIRM_MAILS_PER_ACTION = 3
CONFIRM_MAILS_PER_DAY = 5

# --- Public data: officials, districts, bills ----------------------------------------------------------------
DATA_REFRESH = env.flag("DATA_REFRESH", DEMO)  # each night, and once on a new site
DATA_MIRROR = env.text("DATA_MIRROR")  # instead of the official addresses
SHARED_DATA = env.text("SHARED_DATA")  # a folder, instead of the network

# --- Logs: never personal data; no query strings, no tokens --------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"scrub": {"()": "tocsin.core.logs.ScrubFilter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["scrub"]}},
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "WARNING")},
}
