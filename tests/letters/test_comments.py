"""What the invited say of a draft, and what becomes of it."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from tests.letters import scene
from tests.organizations import scene as bodies
from tests.organizations.deeds import at_once, refused, staff
from tocsin.letters import comments, versions
from tocsin.letters.models import Comment, Letter, LetterVersion
from tocsin.organizations.models import Member

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter(db: None) -> Letter:
    return scene.letter()


@pytest.fixture
def version(letter: Letter) -> LetterVersion:
    return versions.share(user=None, letter=letter)


@pytest.fixture
def member(db: None) -> Member:
    return bodies.member(bodies.organization("River Watch"))


@pytest.fixture
def user(db: None) -> User:
    return staff()


def part(version: LetterVersion, number: int = 0) -> str:
    return str(version.texts["en"]["body"][number]["id"])


def suggest(
    version: LetterVersion, member: Member | None, words: str = "We beg you.", where: str = ""
) -> Comment:
    return comments.say(
        version=version, language="en", part=where or part(version), text="", suggestion=words, member=member
    )


def drafted(letter: Letter) -> list[str]:
    return [one["text"] for one in versions.texts_of(letter)["en"]["body"]]


def test_it_is_shown_with_who_speaks_for_whom(version: LetterVersion, member: Member, user: User) -> None:
    found = comments.say(version=version, language="en", part="", text=" Well said. ", member=member)
    assert (found.author, found.organization, found.text) == (
        "Anna Example, River Watch",
        member.organization,
        "Well said.",
    )
    assert comments.say(version=version, language="en", part="lead", text="Short.", user=user).author == "ed"


def test_what_is_no_comment(version: LetterVersion, member: Member) -> None:
    def say(code: str, **given: str) -> None:
        with refused(code):
            comments.say(
                **{"version": version, "language": "en", "part": "", "text": "", "member": member} | given  # type: ignore[arg-type]
            )

    say("text", text="  ", suggestion=" ")
    say("part", suggestion="Other words.")
    say("part", part="nowhere", suggestion="Other words.")
    say("part", part="nowhere", text="Why?")
    say("part", part=part(version), language="hy", text="Why?")
    assert Comment.objects.count() == 0


def test_only_the_newest_draft_takes_comments(letter: Letter, version: LetterVersion, member: Member) -> None:
    scene.write(letter, "Other words.")
    newer = versions.share(user=None, letter=letter)
    with refused("version"):
        suggest(version, member)
    suggest(newer, member)
    scene.up(letter)
    newer.refresh_from_db()
    with refused("version"):
        suggest(newer, member)


def test_a_suggestion_goes_into_the_draft_and_not_into_the_version(
    letter: Letter, version: LetterVersion, member: Member, user: User
) -> None:
    found = suggest(version, member)
    comments.take(user=user, comment=found, answer="Thank you.")
    found.refresh_from_db()
    assert (found.state, found.answer, found.answered_at is None) == ("taken", "Thank you.", False)
    assert drafted(letter) == ["We beg you.", scene.WORDS[1]]
    version.refresh_from_db()
    assert version.texts["en"]["body"][0]["text"] == scene.WORDS[0]
    after = versions.share(user=None, letter=letter)
    assert part(after) == part(version)


def test_a_field_of_the_text_can_be_suggested_anew(
    letter: Letter, version: LetterVersion, member: Member, user: User
) -> None:
    comments.take(user=user, comment=suggest(version, member, "Dear friend,", "salutation"))
    assert versions.texts_of(letter)["en"]["salutation"] == "Dear friend,"


def test_what_was_changed_since_is_not_overwritten(
    letter: Letter, version: LetterVersion, member: Member, user: User
) -> None:
    first, second = suggest(version, member), suggest(version, member, "We pray you.")
    comments.take(user=user, comment=first)
    with refused("changed"):
        comments.take(user=user, comment=second)
    remark = comments.say(version=version, language="en", part=part(version, 1), text="Why?", member=member)
    with refused("changed"):
        comments.take(user=user, comment=remark)
    assert drafted(letter) == ["We beg you.", scene.WORDS[1]]
    assert set(Comment.objects.filter(state="open")) == {second, remark}


def test_longer_than_its_field(letter: Letter, version: LetterVersion, member: Member, user: User) -> None:
    found = suggest(version, member, "x" * 201, "salutation")
    with refused("long"):
        comments.take(user=user, comment=found)
    assert versions.texts_of(letter)["en"]["salutation"] == "Dear Jo,"


def test_to_decline_is_to_say_why(version: LetterVersion, member: Member, user: User) -> None:
    found = suggest(version, member)
    with refused("answer"):
        comments.decline(user=user, comment=found, answer=" ")
    comments.decline(user=user, comment=found, answer="Too long.")
    for deed in (comments.take, comments.settle):
        with refused("decided"):
            deed(user=user, comment=found)
    found.refresh_from_db()
    assert (found.state, found.answer) == ("declined", "Too long.")


@pytest.mark.django_db(transaction=True)
def test_two_who_take_over_suggestions_to_one_paragraph_at_once() -> None:
    letter, user = scene.letter(addressed=False), staff()
    version = versions.share(user=None, letter=letter)
    member = bodies.member(bodies.organization())
    one, two = suggest(version, member, "First."), suggest(version, member, "Second.")
    ended = at_once(
        lambda: comments.take(user=user, comment=one), lambda: comments.take(user=user, comment=two)
    )
    assert sorted(ended) == ["changed", "done"]
    [taken] = Comment.objects.filter(state="taken")
    assert drafted(letter)[0] == taken.suggestion
