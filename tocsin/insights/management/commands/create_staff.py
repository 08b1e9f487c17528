"""Makes a staff account and prints its first password."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

from tocsin.insights.accounts import create_staff
from tocsin.insights.roles import ROLES


class Command(BaseCommand):
    help = "Makes a staff account, or gives an account another role. A new one's password is printed once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", choices=list(ROLES), required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        email, password = options["email"], secrets.token_urlsafe(12)
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(f"{email} is not an email address", returncode=2) from None
        user = create_staff(email, password, options["role"])
        first = f" / {password}" if user.check_password(password) else " (the password stays)"
        self.stdout.write(f"{user.username}{first}: {options['role']}")
