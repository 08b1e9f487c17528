"""The desk of open letters: the way from draft to answer, versions, comments, and who may do what."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.insights.open_letters import LATER, comment_on, do, drafted, home, signed, typeset
from tests.insights.scene import audit, prove, read, table
from tests.letters import scene
from tests.organizations import scene as bodies
from tocsin.delivery.models import Message
from tocsin.insights.open_letter_forms import RulesForm, in_zone
from tocsin.insights.viewsets import LetterViewSet
from tocsin.letters import freezing, inviting, making, states, versions
from tocsin.letters.inviting import Guest
from tocsin.letters.models import Comment, Freeze, Letter, LetterVersion, Signature

SignIn = Callable[[str], Client]


@pytest.fixture
def letter(db: None) -> Letter:
    return drafted()


@pytest.fixture
def signing_letter(letter: Letter) -> Letter:
    return signed(letter)


@pytest.fixture
def frozen(signing_letter: Letter) -> Freeze:
    return typeset(signing_letter)


def step(client: Client, letter: Letter) -> str:
    """The one next step, as the button says it."""
    page = read(client, home(letter))
    return re.findall(r'<div class="buttons act">\s*<a class="button" href="[^"]*">([^<]*)', page)[0]


# --- The way ------------------------------------------------------------------------------------------------
def test_the_one_next_step_leads_from_the_draft_to_the_answer(letter: Letter, organizer: Client) -> None:
    steps = [step(organizer, letter)]
    do(organizer, letter, "share")
    steps.append(step(organizer, letter))
    body = bodies.organization("Choir of Stones")
    inviting.invite(user=None, letter=letter, organizations=[body], guests=[])
    steps.append(step(organizer, letter))
    do(organizer, letter, "open")
    steps.append(step(organizer, letter))
    letter.refresh_from_db()
    scene.sign(letter, bodies.member(body))
    steps.append(step(organizer, letter))
    do(organizer, letter, "freeze")
    steps.append(step(organizer, letter))
    making.make(letter.freezes.get().pk)
    steps.append(step(organizer, letter))
    do(organizer, letter, "send")
    steps.append(step(organizer, letter))
    assert steps == [
        "Share it for comments", "Invite organizations", "Put it up for signing",
        "Remind those who have not answered", "Freeze it", "Look again", "Send it", "Enter an answer",
    ]  # fmt: skip
    assert {"letter.version", "letter.put_up", "letter.frozen", "letter.sent"} <= set(audit())


def test_every_page_opens(frozen: Freeze, organizer: Client) -> None:
    letter = frozen.letter
    one = Signature.objects.filter(letter=letter)[0]
    pages = [
        "", "versions/", "comments/", "invitations/", "signatories/", f"signatories/{one.pk}/", "answer/",
        "do/share/", "do/open/", "do/remind/", "do/freeze/", "do/send/", "do/again/", "do/stop/",
    ]  # fmt: skip
    assert [organizer.get(home(letter) + page).status_code for page in pages] == [200] * len(pages)


def test_a_get_changes_nothing(signing_letter: Letter, organizer: Client) -> None:
    before = Message.objects.count()
    for deed in ("share", "open", "remind", "freeze", "send", "again", "stop"):
        organizer.get(f"{home(signing_letter)}do/{deed}/")
    signing_letter.refresh_from_db()
    assert (signing_letter.state, signing_letter.versions.count()) == (states.SIGNING, 1)
    assert Message.objects.count() == before


def test_the_deadline_stands_in_the_letters_own_time(letter: Letter, organizer: Client) -> None:
    assert "December 20, 2099, 21:00 (Asia/Yerevan)" in read(organizer, home(letter))


def test_a_deadline_is_typed_in_the_letters_own_time(letter: Letter) -> None:
    form: type[RulesForm] = LetterViewSet.edit_handler.bind_to_model(Letter).get_form_class()
    assert form(instance=letter)["deadline"].value().isoformat() == "2099-12-20T21:00:00"


def test_what_is_typed_is_a_time_of_that_zone() -> None:
    typed = datetime(2099, 12, 20, 21, tzinfo=UTC)
    assert in_zone(typed, ZoneInfo("Asia/Yerevan")) == LATER


# --- Putting up and correcting --------------------------------------------------------------------------------
def test_a_correction_says_how_many_are_asked_again_and_needs_a_reason(
    signing_letter: Letter, organizer: Client
) -> None:
    scene.write(signing_letter, "We, the undersigned, beg you to act.", scene.WORDS[1])
    page = read(organizer, f"{home(signing_letter)}do/open/")
    assert "4 signatories are told what changed, and asked to sign again." in page
    assert re.search(r"<del>ask</del><ins>beg</ins>", page)
    assert do(organizer, signing_letter, "open") == 422
    assert do(organizer, signing_letter, "open", note="A better word") == 302
    assert versions.current(signing_letter).number == 2  # type: ignore[union-attr]


def test_a_deed_that_came_too_late_is_refused_in_words(signing_letter: Letter, organizer: Client) -> None:
    freezing.freeze(user=None, letter=signing_letter)
    answer = organizer.post(f"{home(signing_letter)}do/freeze/")
    assert answer.status_code == 409
    assert "The letter is frozen already." in answer.content.decode()


def test_stopping_needs_a_reason(letter: Letter, organizer: Client) -> None:
    assert do(organizer, letter, "stop") == 422
    assert do(organizer, letter, "stop", reason="The hosts fell out.") == 302
    letter.refresh_from_db()
    assert letter.state == states.STOPPED


def test_two_versions_are_compared(signing_letter: Letter, viewer: Client) -> None:
    scene.write(signing_letter, "We, the undersigned, beg you to act.", scene.WORDS[1])
    versions.share(user=None, letter=signing_letter)
    page = read(viewer, f"{home(signing_letter)}versions/", old="1", new="2")
    assert "<ins>beg</ins>" in page
    assert "<ins>" not in read(viewer, f"{home(signing_letter)}versions/", old="2", new="2")
    assert "<ins>beg</ins>" in read(viewer, f"{home(signing_letter)}versions/", old="²", new="99")


# --- Comments -------------------------------------------------------------------------------------------------
@pytest.fixture
def shared(letter: Letter) -> LetterVersion:
    return versions.share(user=None, letter=letter)


def settle(client: Client, comment: Comment, deed: str, answer: str = "") -> int:
    path = f"{home(comment.version.letter)}comments/{comment.pk}/"
    return client.post(path, {"deed": deed, "answer": answer}).status_code


def test_a_suggestion_is_shown_as_a_difference_and_taken_over(
    shared: LetterVersion, organizer: Client
) -> None:
    said = comment_on(shared, "We, the undersigned, invite you to act.")
    assert "<del>ask</del><ins>invite</ins>" in read(organizer, f"{home(shared.letter)}comments/")
    assert settle(organizer, said, "take") == 302
    assert versions.texts_of(shared.letter)["en"]["body"][0]["text"] == said.suggestion


def test_declining_needs_a_reason_and_keeps_what_was_typed(shared: LetterVersion, organizer: Client) -> None:
    said = comment_on(shared)
    assert settle(organizer, said, "decline") == 422
    assert settle(organizer, said, "decline", "It must be strong.") == 302
    said.refresh_from_db()
    assert (said.state, said.answer) == (Comment.State.DECLINED, "It must be strong.")


def test_what_was_overtaken_is_not_taken_over(shared: LetterVersion, organizer: Client) -> None:
    said = comment_on(shared, "Something else.")
    scene.write(shared.letter, "Another beginning.")
    assert settle(organizer, said, "take") == 409


def test_an_editor_answers_comments_and_a_viewer_does_not(shared: LetterVersion, sign_in: SignIn) -> None:
    said = comment_on(shared)
    assert settle(sign_in("viewer"), said, "settle") == 302
    said.refresh_from_db()
    assert said.state == Comment.State.OPEN
    settle(sign_in("editor"), said, "settle")
    said.refresh_from_db()
    assert said.state == Comment.State.SETTLED


# --- Who may do what --------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["editor", "viewer"])
@pytest.mark.parametrize("deed", ["share", "open", "remind", "freeze", "send", "stop"])
def test_only_an_organizer_runs_letters(
    role: str, deed: str, signing_letter: Letter, sign_in: SignIn
) -> None:
    answer = sign_in(role).post(f"{home(signing_letter)}do/{deed}/", {"reason": "x", "note": "x"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/")
    signing_letter.refresh_from_db()
    assert signing_letter.state == states.SIGNING


@pytest.mark.parametrize("role", ["organizer", "editor"])
def test_who_writes_may_translate(role: str, letter: Letter, sign_in: SignIn) -> None:
    scene.home("hy")
    client = sign_in(role)
    path = re.findall(r'href="(/admin/[^"]*)">Translate<', read(client, home(letter)))[0]
    assert client.get(path).status_code == 200


def test_an_editor_changes_the_rules_and_a_viewer_does_not(letter: Letter, sign_in: SignIn) -> None:
    path = f"/admin/snippets/letters/letter/edit/{letter.pk}/"
    assert [sign_in(role).get(path).status_code for role in ("editor", "viewer")] == [200, 302]


@pytest.mark.parametrize(
    "secret", ["Anna Example", "anna.river-watch@example.org", "Vera Vivid", "guest@example.org"]
)
def test_people_are_hidden_from_who_may_not_see_them(secret: str, letter: Letter, sign_in: SignIn) -> None:
    comment_on(versions.share(user=None, letter=letter))
    inviting.invite(user=None, letter=letter, organizations=[], guests=[Guest("Lake", "guest@example.org")])
    scene.up(letter)
    one = scene.signed(letter, "River Watch")
    paths = ["", "comments/", "invitations/", "signatories/", f"signatories/{one.pk}/"]
    seen = "".join(read(sign_in("organizer"), home(letter) + path) for path in paths)
    hidden = "".join(read(sign_in("viewer"), home(letter) + path) for path in paths)
    assert secret in seen
    assert secret not in hidden


def test_the_export_needs_a_fresh_proof_and_is_written_down(
    signing_letter: Letter, organizer: Client
) -> None:
    path = f"{home(signing_letter)}signatories/export/"
    assert organizer.post(path).headers["Location"].startswith("/account/reauthenticate/")
    prove(organizer)
    answer: Any = organizer.post(path)
    rows = {row["name"]: row for row in table(b"".join(answer.streaming_content))}
    assert rows["River Watch"]["email"] == "anna.river-watch@example.org"
    assert rows["Gone Again"]["status"] == "withdrawn"
    assert audit()[-2:] == ["letter.export", "letter.exported"]


@pytest.mark.parametrize("role", ["editor", "viewer"])
def test_others_do_not_export(role: str, signing_letter: Letter, sign_in: SignIn) -> None:
    answer = sign_in(role).get(f"{home(signing_letter)}signatories/export/")
    assert answer.headers["Location"] == "/admin/"
