"""The demonstration's open letters: every state is there to try, and nothing points outside example.org."""

from __future__ import annotations

from collections import Counter

import pytest
from django.contrib.auth.models import User

from tests import congress
from tocsin.actions.demo import seed as campaign
from tocsin.actions.page import ActionPage
from tocsin.delivery.models import Message
from tocsin.letters import delivering, freezing, portal, roll
from tocsin.letters.demo import bodies, seed
from tocsin.letters.models import Comment, Letter, LetterPage, Signature
from tocsin.organizations.models import Member, Organization, Proof

LANGUAGES = ("en", "hy", "fr", "ar")
MARKS = (
    "(example)", "(օրինակ)", "(exemple)", "(مثال)", "(пример)", "(მაგალითი)", "(Beispiel)", "(ejemplo)",
)  # fmt: skip


@pytest.fixture
def letters(db: None) -> dict[str, Letter]:
    congress.forget()
    campaign.seed()
    assert plant()
    return {letter.slug: letter for letter in Letter.objects.all()}


def plant() -> bool:
    one, two = (User.objects.get_or_create(username=name)[0] for name in ("one", "two"))
    page = ActionPage.objects.get(slug="vance", locale__language_code="en")
    return seed.seed(staff=(one, two), supporters_page=page)


def test_every_state_can_be_tried_and_a_second_run_changes_nothing(letters: dict[str, Letter]) -> None:
    assert {slug: letter.state for slug, letter in letters.items()} == {
        "vance": "frozen",
        "heritage": "signing",
        "return": "drafting",
    }
    signed = Signature.objects.filter(letter=letters["heritage"]).values_list("state", flat=True)
    assert Counter(signed) == {"signed": 8, "waiting": 1, "unconfirmed": 1}
    said = Comment.objects.values_list("state", flat=True)
    assert Counter(said) == {"taken": 1, "declined": 1, "open": 2}
    held = Organization.objects.values_list("state", flat=True)
    assert Counter(held) == {"proven": 24, "unproven": 1}
    proofs = Proof.objects.filter(state="proven").values_list("kind", flat=True)
    assert set(proofs) == {"mail", "dns", "mandate"}
    owner = Member.objects.get(email="owner@apricot-yard.example.org")
    assert Message.objects.get(recipient=owner.email, purpose="member").state == "queued"
    tasks = {line.letter.slug: line.task for line in portal.lines_for(owner)}
    assert tasks == {"vance": "signed", "heritage": "approve", "return": "comment"}
    before = (Message.objects.count(), Signature.objects.count(), Organization.objects.count())
    assert not plant()
    assert (Message.objects.count(), Signature.objects.count(), Organization.objects.count()) == before


def test_the_letter_of_the_campaign_has_its_own_past_and_leaves(letters: dict[str, Letter]) -> None:
    letter = letters["vance"]
    freeze = freezing.latest(letter)
    assert freeze is not None
    assert (freeze.at, freeze.state, freeze.organizations) == (letter.deadline, "made", 22)
    assert max(one["signed_at"] for one in freeze.signatories) < freeze.at.isoformat()
    found = roll.roll(letter, freeze.version, freeze, "en")
    assert (found.organizations, len(found.late), found.unproven, found.countries) == (21, 1, 1, 8)
    assert [entry.withdrawn_at[:10] for entry in found.withdrawn if entry.why] == ["2026-02-06", "2026-02-12"]
    assert [one.state for one in delivering.standings(letter, freeze)] == ["queued"]
    assert letter.supporters_page is not None
    pages = LetterPage.objects.filter(letter=letter)
    assert (pages.count(), pages.values("translation_key").distinct().count()) == (4, 1)
    mails = Message.objects.filter(channel="email").values_list("recipient", flat=True)
    addresses = [*mails, *Member.objects.values_list("email", flat=True)]
    assert [address for address in addresses if not address.endswith("example.org")] == []


def test_its_languages_say_the_same_and_its_names_say_that_they_are_examples() -> None:
    texts = {language: bodies.read(f"letter.{language}") for language in LANGUAGES}
    kinds = {tuple(kind for part in text["body"] for kind in part) for text in texts.values()}
    assert len(kinds) == 1
    assert [(code, name) for code, text in texts.items() for name in seed.FIELDS if not text[name]] == []
    english = str(texts["en"])
    assert "19 Armenians" in english
    assert "hostage" not in english.casefold()
    facts = bodies.read("organizations")
    names = [name for one in facts for name in (one["name"], *one["others"].values())]
    assert len(facts) == 25
    assert [name for name in names if not name.endswith(MARKS)] == []
