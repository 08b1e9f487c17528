"""The logo of an organization: drawn anew, kept where everybody may see it, and gone when nobody shows it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from tocsin.organizations.models import Organization
from tocsin.organizations.pictures import Logo, clean_logo

FOLDER = "images/logos"
"""Below MEDIA_ROOT, in the part of it that the server hands out."""


def keep(*, organization: Organization, upload: File[bytes], rights: str) -> None:
    """Raises the ValidationError of `clean_logo`. The same picture of two organizations is one file."""
    logo = clean_logo(upload)
    name = f"{FOLDER}/{logo.sha256[:16]}.png"
    _write(Path(settings.MEDIA_ROOT) / name, logo)
    _point(organization, name=name, width=logo.width, height=logo.height, rights=rights)


def remove(*, organization: Organization) -> None:
    _point(organization, name="", width=0, height=0, rights="")


@transaction.atomic
def _point(organization: Organization, *, name: str, width: int, height: int, rights: str) -> None:
    kept = Organization.objects.select_for_update().get(pk=organization.pk)
    old = kept.logo
    kept.logo, kept.logo_width, kept.logo_height, kept.logo_rights = name, width, height, rights
    kept.save(update_fields=["logo", "logo_width", "logo_height", "logo_rights"])
    transaction.on_commit(lambda: _drop(old))


def _write(path: Path, logo: Logo) -> None:
    """Whole or not at all: the web server may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as part:
        part.write(logo.data)
    os.chmod(part.name, 0o644)
    os.replace(part.name, path)


def _drop(name: str) -> None:
    if name and not Organization.objects.filter(logo=name).exists():
        (Path(settings.MEDIA_ROOT) / name).unlink(missing_ok=True)
