"""Builds the demonstration where there is none yet, and says how staff get in; a second run changes nothing."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.management.base import BaseCommand

from tocsin.actions.demo.seed import seed
from tocsin.actions.page import ActionPage
from tocsin.insights.accounts import create_staff
from tocsin.letters.demo.seed import seed as seed_letters

LOGIN = "organizer@example.org"
COLLEAGUE = "colleague@example.org"
"""Whoever looks at a mandate second. Nobody is told a password, so nobody gets in by it."""


class Command(BaseCommand):
    help = "Builds the demonstration where there is none yet, and says how staff get in."

    def handle(self, *args: Any, **options: Any) -> None:
        seed()
        password = kept_password(settings.DATA_DIR / "demo_password")
        staff = (_staff(LOGIN, password), _staff(COLLEAGUE, secrets.token_urlsafe(32)))
        page = ActionPage.objects.filter(slug="vance", locale__language_code="en").first()
        seed_letters(staff=staff, supporters_page=page)
        self.stdout.write(f"Campaign: {settings.SITE_URL}/vance/")
        self.stdout.write(f"Open letter: {settings.SITE_URL}/letters/vance/")
        self.stdout.write(f"Staff: {settings.SITE_URL}/admin/ with {LOGIN} / {password}")


def _staff(email: str, password: str) -> User:
    return User.objects.filter(username=email).first() or create_staff(email, password, "organizer")


def kept_password(path: Path) -> str:
    """The password of the demonstration's organizer: random, made once, readable by its owner only."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(9))
    return path.read_text().strip()
