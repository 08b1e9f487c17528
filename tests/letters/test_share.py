"""Share images say what is true now, and are made anew when it changes."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone
from PIL import Image
from pytest_django import Settings

from tests.letters import scene
from tocsin.letters import freezing, share
from tocsin.letters.models import Letter

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def places(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def letter(db: None) -> Letter:
    found = scene.letter(languages=("en", "ar"))
    scene.up(found)
    return Letter.objects.get(pk=found.pk)


def made() -> list[str]:
    return sorted(file.name.split(".")[1] for file in share.folder().glob("*.png"))


def test_it_says_to_whom_who_signed_and_until_when(letter: Letter) -> None:
    there = datetime(2030, 2, 8, 18, 0, tzinfo=ZoneInfo("Asia/Yerevan"))
    Letter.objects.filter(pk=letter.pk).update(deadline=there, time_zone="Asia/Yerevan")
    scene.signed(letter, "Amber", country="FR")
    letter.refresh_from_db()
    english, arabic = sorted(share.facts(letter), key=lambda one: one["dir"])
    assert (english["addressee"], english["count"], english["state"]) == (
        "To Jo Example",
        "1 organization",
        "Signing ends on February 8, 2030, 18:00 (Yerevan time)",
    )
    assert (arabic["lang"], arabic["dir"], english["delivered"]) == ("ar", "rtl", False)
    scene.signed(letter, "Birch", country="AM")
    counts = {one["lang"]: one["count"] for one in share.facts(letter)}
    assert counts["en"] == "2 organizations from 2 countries"


def test_an_image_in_each_language_and_anew_only_when_something_changed(letter: Letter) -> None:
    assert (share.refresh(), share.refresh(), made()) == (1, 0, ["ar", "en"])
    first = share.newest(letter, "en")
    assert first is not None
    with Image.open(first) as image:
        assert image.format == "PNG"
        assert image.width > image.height > 500
    scene.signed(letter, "Amber")
    assert (share.refresh(), made()) == (1, ["ar", "en"])
    assert not first.exists()
    freezing.freeze(user=None, letter=letter)
    assert share.newest(letter, "fr") is None


def test_no_image_of_what_nobody_may_see_yet(letter: Letter) -> None:
    Letter.objects.update(embargo_until=timezone.now() + timedelta(hours=1))
    assert (share.refresh(), made()) == (0, [])
