"""Open letters as their desk finds them, and how the tests go about it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.test import Client

from tests.letters import scene
from tests.organizations import scene as bodies
from tocsin.letters import comments, freezing, making, signing
from tocsin.letters.models import Comment, Freeze, Letter, LetterVersion

LETTERS = "/admin/letters/"
LATER = datetime(2099, 12, 20, 17, tzinfo=UTC)


def drafted() -> Letter:
    return scene.letter(languages=("en", "fr"), time_zone="Asia/Yerevan", deadline=LATER)


def signed(letter: Letter) -> Letter:
    """Up, under two names that stand, one without proof, one that waits, and one that was withdrawn."""
    scene.up(letter)
    scene.signed(letter, "River Watch", website="https://river.example.org")
    scene.signed(letter, "Women of the Lake", country="FR")
    scene.signed(letter, "Nobody Knows Them", proven=False)
    two = bodies.organization("Twice Looked At")
    type(two).objects.filter(pk=two.pk).update(two_person=True)
    scene.sign(letter, bodies.member(two, "Nora Two"))
    gone = scene.signed(letter, "Gone Again")
    signing.withdraw(signature=gone, member=gone.member, why="Our board voted anew.")
    letter.refresh_from_db()
    return letter


def typeset(letter: Letter) -> Freeze:
    found = freezing.freeze(user=None, letter=letter)
    making.make(found.pk)
    found.refresh_from_db()
    return found


def comment_on(version: LetterVersion, suggestion: str = "") -> Comment:
    part = version.texts["en"]["body"][0]["id"]
    who = bodies.member(bodies.organization("Choir of Stones"), "Vera Vivid")
    return comments.say(
        version=version, language="en", part=part, text="Softer, please.", suggestion=suggestion, member=who
    )


def home(letter: Letter) -> str:
    return f"{LETTERS}{letter.pk}/"


def do(client: Client, letter: Letter, deed: str, **data: str) -> int:
    return client.post(f"{home(letter)}do/{deed}/", data).status_code
