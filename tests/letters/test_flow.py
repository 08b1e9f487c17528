"""One letter from draft to delivery."""

from __future__ import annotations

import pytest

from tests.letters import scene
from tocsin.letters import delivering, files, freezing, making, roll, versions
from tocsin.letters.models import Freeze

pytestmark = pytest.mark.django_db


def test_a_letter_is_signed_frozen_and_sent() -> None:
    letter = scene.letter()
    scene.up(letter)
    scene.signed(letter, "River Watch")
    scene.signed(letter, "Women of the Lake", country="FR")
    scene.signed(letter, "Nobody Knows Them", proven=False)
    letter.refresh_from_db()
    version = versions.current(letter)
    assert version is not None
    found = roll.roll(letter, version)
    assert (found.organizations, found.unproven, found.countries) == (2, 1, 2)
    frozen = freezing.freeze(user=None, letter=letter)
    making.make(frozen.pk)
    frozen.refresh_from_db()
    assert (frozen.state, frozen.problem) == (Freeze.State.MADE, "")
    assert {"letter.pdf", "press.pdf", "signatories.json", "text.json"} < {
        file["name"] for file in frozen.files
    }
    by_name = {file["name"]: file["sha256"] for file in frozen.files}
    assert by_name[files.NAMES] == frozen.names_sha256
    assert by_name[files.TEXT] == frozen.text_sha256
    assert delivering.send(user=None, freeze=frozen) == 1
    message = delivering.messages(frozen)[0]
    assert message.recipient == "vp-office@example.org"
    assert [one.state for one in delivering.standings(letter, frozen)] == ["queued"]
