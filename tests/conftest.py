"""One throw-away PostgreSQL for the session, started before the settings load."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from tocsin.core import embedded

FOREIGN = ("MAIL_URL", "SITE_URL", "ALLOWED_HOSTS", "PORT", "HOST", "DEBUG", "TOCSIN_DEMO", "SECRET_KEY_FILE")
STACK = ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    if getattr(config.option, "numprocesses", None) and not hasattr(config, "workerinput"):
        return  # only hands out tests; a setting left in the environment here would reach the workers too early
    data = tempfile.mkdtemp(prefix="tocsin-tests-")
    STACK.callback(shutil.rmtree, data, ignore_errors=True)
    for name in FOREIGN:
        os.environ.pop(name, None)
    given = os.environ.get("TEST_DATABASE_URL")
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "DATABASE_URL": given or STACK.enter_context(embedded.throwaway()).url(),
        "TOCSIN_DATA_DIR": data,
        "DATA_REFRESH": "no",
        "SECRET_KEY": "only-for-tests-" + "x" * 50,
    }
    _quick_settings()
    from tocsin.core.prepare import compile_translations

    compile_translations()


def _quick_settings() -> None:
    from django.conf import settings

    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}
    settings.WHITENOISE_USE_FINDERS = settings.WHITENOISE_AUTOREFRESH = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def pytest_unconfigure(config: pytest.Config) -> None:
    STACK.close()


@pytest.fixture(autouse=True)
def fresh_cache() -> Iterator[None]:
    from django.core.cache import cache

    from tocsin.core import datasets
    from tocsin.officials import roster

    cache.clear()
    datasets.forget()
    roster.forget()
    yield
