"""A letter behind a member's link: commenting, signing, approving, withdrawing, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.cast import post_for
from tests.letters import scene
from tests.organizations import scene as bodies
from tocsin.letters import comments, freezing, inviting, portal, roll, versions
from tocsin.letters.models import Comment, Letter, LetterVersion, Signature
from tocsin.letters.notices import letter_path
from tocsin.organizations import members, merging
from tocsin.organizations.models import Member

pytestmark = pytest.mark.django_db
CLAIM = {"name": "Anna Example", "title": "Director", "authority": "Decision of the board", "entitled": "on"}


def opened(**fields: Any) -> Letter:
    letter = scene.letter(**fields)
    scene.up(letter)
    letter.refresh_from_db()
    return letter


def drafted(who: Member) -> tuple[Letter, LetterVersion]:
    """A draft that the member's organization is invited to comment on."""
    letter = scene.letter()
    version = versions.share(user=None, letter=letter)
    inviting.invite(user=None, letter=letter, organizations=[who.organization], guests=[])
    return letter, version


def read(client: Client, who: Member, letter: Letter, query: str = "") -> str:
    response = client.get(letter_path(who, letter) + query)
    assert response.status_code == 200
    return response.content.decode()


def do(client: Client, who: Member, letter: Letter, deed: str, **data: Any) -> HttpResponse:
    current = versions.current(letter) or versions.newest(letter)
    assert current is not None
    return client.post(f"{letter_path(who, letter)}{deed}/", {"version": current.number, **data})


def listed(letter: Letter) -> list[str]:
    version = versions.current(letter)
    assert version is not None
    return [entry.name for group in roll.roll(letter, version).groups for entry in group.entries]


def state(letter: Letter) -> str:
    return Signature.objects.get(letter=letter).state


# --- Signing ----------------------------------------------------------------------------------------------------------
def test_a_signer_reads_signs_and_is_listed_once(client: Client) -> None:
    who, letter = bodies.member(bodies.organization()), opened()
    page = read(client, who, letter)
    assert (
        scene.WORDS[0] in page
        and 'value="Anna Example"' in page
        and "entitled to sign for River Watch" in page
    )
    for _ in range(2):
        response = do(client, who, letter, "sign", **CLAIM, show_signer="on")
        assert (response.status_code, response["Location"][-5:]) == (303, "#sign")
    assert listed(letter) == ["River Watch"]
    assert Signature.objects.get().events.count() == 1
    assert "Your organization has signed" in read(client, who, letter)


def test_the_page_is_kept_by_nobody(client: Client) -> None:
    who, letter = bodies.member(bodies.organization()), opened()
    response = client.get(letter_path(who, letter))
    assert "no-store" in response["Cache-Control"] and "noindex" in response["X-Robots-Tag"]
    assert response.cookies == {}


def test_without_ground_and_promise_nobody_signs(client: Client) -> None:
    who, letter = bodies.member(bodies.organization()), opened()
    response = do(client, who, letter, "sign", name="Anna Example", title="Director")
    page = response.content.decode()
    assert response.status_code == 422 and "on what ground" in page and "Confirm that you may sign" in page
    assert not Signature.objects.exists()


def test_an_impostor_signs_and_is_never_listed(client: Client) -> None:
    who, letter = bodies.member(bodies.organization("River Wаtch", proven=False)), opened()
    assert "listed once it has proved who it is" in read(client, who, letter)
    do(client, who, letter, "sign", **CLAIM)
    assert (state(letter), listed(letter)) == ("signed", [])


def test_replaced_words_are_not_signed_and_the_new_ones_are_shown(client: Client) -> None:
    who, letter = bodies.member(bodies.organization()), opened()
    scene.write(letter, "We ask you to act at once.", scene.WORDS[1])
    versions.put_up(user=None, letter=letter, note="Sharper.")
    response = do(client, who, letter, "sign", **CLAIM | {"version": 1})
    page = response.content.decode()
    assert response.status_code == 409 and "We ask you to act at once." in page
    assert 'value="Decision of the board"' in page and 'name="version" value="2"' in page
    assert not Signature.objects.exists()


def test_nobody_signs_after_the_deadline(client: Client) -> None:
    who, letter = bodies.member(bodies.organization()), opened()
    Letter.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    assert do(client, who, letter, "sign", **CLAIM).status_code == 409
    assert "Signing has ended" in read(client, who, letter) and not Signature.objects.exists()


def test_only_the_invited_sign_a_letter_by_invitation(client: Client) -> None:
    who, letter = bodies.member(bodies.organization()), opened(by_invitation=True)
    assert "signed by invitation" in read(client, who, letter)
    assert do(client, who, letter, "sign", **CLAIM).status_code == 409
    inviting.invite(user=None, letter=letter, organizations=[who.organization], guests=[])
    assert do(client, who, letter, "sign", **CLAIM).status_code == 303


def test_a_viewer_comments_but_does_not_sign(client: Client) -> None:
    body = bodies.organization()
    owner, viewer = bodies.member(body), bodies.member(body, "Vera Viewer", role="viewer")
    letter, _version = drafted(viewer)
    assert do(client, viewer, letter, "comment", language="en", part="", text="Good.").status_code == 303
    scene.up(letter)
    assert f"Ask {owner.name}" in read(client, viewer, letter)
    assert do(client, viewer, letter, "sign", **CLAIM).status_code == 409
    assert do(client, viewer, letter, "decline").status_code == 409


def test_a_letter_under_embargo_is_there_for_the_invited_alone(client: Client) -> None:
    guest, stranger = bodies.member(bodies.organization()), bodies.member(bodies.organization("Lake Women"))
    letter = opened(by_invitation=True, embargo_until=timezone.now() + timedelta(days=3))
    inviting.invite(user=None, letter=letter, organizations=[guest.organization], guests=[])
    assert "Under embargo until" in read(client, guest, letter)
    assert client.get(letter_path(stranger, letter)).status_code == 404
    assert do(client, stranger, letter, "sign", **CLAIM).status_code == 404


# --- Two people -------------------------------------------------------------------------------------------------------
def two() -> tuple[Member, Member, Letter]:
    body = bodies.organization()
    body.two_person = True
    body.save()
    return (
        bodies.member(body),
        bodies.member(body, "Boris Second", role="signer"),
        opened(),
    )


def test_a_second_person_approves(client: Client) -> None:
    anna, boris, letter = two()
    do(client, anna, letter, "sign", **CLAIM)
    assert (state(letter), listed(letter)) == ("waiting", [])
    assert "Boris Second" in read(client, anna, letter)
    assert "Your approval is asked for" in read(client, boris, letter)
    assert do(client, anna, letter, "approve").status_code == 409
    assert do(client, boris, letter, "approve").status_code == 303
    assert listed(letter) == ["River Watch"] and "Boris Second approved it" in read(client, anna, letter)
    assert do(client, boris, letter, "approve").status_code == 409


def test_a_second_person_refuses_and_it_can_be_asked_anew(client: Client) -> None:
    anna, boris, letter = two()
    do(client, anna, letter, "sign", **CLAIM)
    do(client, boris, letter, "refuse", why="Not this week.")
    assert state(letter) == "refused" and "was not approved" in read(client, anna, letter)
    do(client, anna, letter, "sign", **CLAIM)
    assert state(letter) == "waiting"


def test_another_organization_approves_and_withdraws_nothing(client: Client) -> None:
    anna, _boris, letter = two()
    stranger = bodies.member(bodies.organization("Lake Women"))
    do(client, anna, letter, "sign", **CLAIM)
    for deed in ("approve", "refuse", "withdraw"):
        assert do(client, stranger, letter, deed).status_code == 409
    assert state(letter) == "waiting"


def test_one_person_with_two_memberships_is_not_two_people(client: Client) -> None:
    anna, _boris, letter = two()
    other = bodies.member(bodies.organization("Lake Women"), "Anna Again", email=anna.email)
    do(client, anna, letter, "sign", **CLAIM)
    Member.objects.filter(pk=anna.pk).update(ended_at=timezone.now())
    Member.objects.filter(pk=other.pk).update(organization=anna.organization)
    assert do(client, other, letter, "approve").status_code == 409
    assert state(letter) == "waiting"


def test_whoever_left_acts_no_more_and_what_they_asked_for_ends(client: Client) -> None:
    anna, boris, letter = two()
    do(client, boris, letter, "sign", **CLAIM | {"name": "Boris Second"})
    old = letter_path(boris, letter)
    members.end(by=anna, member=boris)
    assert client.get(old).status_code == 410 and client.post(f"{old}sign/", CLAIM).status_code == 410
    assert state(letter) == "refused"
    assert do(client, anna, letter, "approve").status_code == 409


# --- Withdrawing, and signing again -----------------------------------------------------------------------------------
def test_a_name_is_taken_off_with_its_reason_and_put_back(client: Client) -> None:
    who, letter = bodies.member(bodies.organization()), opened()
    do(client, who, letter, "sign", **CLAIM)
    do(client, who, letter, "withdraw", why="The board decided otherwise.")
    assert (state(letter), listed(letter)) == ("withdrawn", [])
    assert Signature.objects.get().withdrawn_why == "The board decided otherwise."
    assert "Sign again" in read(client, who, letter)
    do(client, who, letter, "sign", **CLAIM)
    assert listed(letter) == ["River Watch"]
    assert list(Signature.objects.get().events.values_list("verb", flat=True)) == [
        "signed",
        "withdrawn",
        "signed",
    ]


def test_a_reason_that_is_too_long_takes_nothing_off(client: Client) -> None:
    who, letter = bodies.member(bodies.organization()), opened()
    do(client, who, letter, "sign", **CLAIM)
    assert do(client, who, letter, "withdraw", why="x" * 501).status_code == 409
    assert state(letter) == "signed"


def test_after_freezing_the_page_says_what_withdrawing_means(client: Client) -> None:
    who, letter = bodies.member(bodies.organization()), opened()
    do(client, who, letter, "sign", **CLAIM)
    assert "will not be in the frozen document" in read(client, who, letter)
    freezing.freeze(user=None, letter=letter)
    assert "that document cannot be changed" in read(client, who, letter)


def test_a_corrected_text_is_signed_again_with_the_difference_in_view(client: Client) -> None:
    who, letter = bodies.member(bodies.organization()), opened()
    do(client, who, letter, "sign", **CLAIM)
    scene.write(letter, "We, the undersigned, ask you to act now.", scene.WORDS[1])
    versions.put_up(user=None, letter=letter, note="Sharper.")
    page = read(client, who, letter)
    assert "The text was corrected. Sign again?" in page and "Sharper." in page
    assert "<del>act.</del><ins>act now.</ins>" in page.replace("\n", "")
    assert listed(letter) == []
    do(client, who, letter, "sign", **CLAIM)
    assert listed(letter) == ["River Watch"]


def test_declining_ends_the_reminders_and_closes_nothing(client: Client) -> None:
    who, letter = bodies.member(bodies.organization()), opened()
    inviting.invite(user=None, letter=letter, organizations=[who.organization], guests=[])
    do(client, who, letter, "decline")
    assert not inviting.unanswered(letter).exists() and "It can still sign" in read(client, who, letter)
    do(client, who, letter, "sign", **CLAIM)
    assert listed(letter) == ["River Watch"]


# --- Commenting -------------------------------------------------------------------------------------------------------
def test_a_suggestion_is_shown_as_a_difference_with_its_answer(client: Client, admin_user: User) -> None:
    who = bodies.member(bodies.organization())
    letter, version = drafted(who)
    part = version.texts["en"]["body"][1]["id"]
    words = "Release is a long step towards peace."
    response = do(
        client, who, letter, "comment", language="en", part=part, text="Stronger.", suggestion=words
    )
    said = Comment.objects.get()
    assert response["Location"].endswith(f"#comment-{said.pk}")
    comments.decline(user=admin_user, comment=said, answer="Let us stay short.")
    page = read(client, who, letter)
    for words in ("<ins>long ", "Stronger.", "Anna Example, River Watch", "Let us stay short.", "Declined"):
        assert words in page


def test_words_left_as_they_are_suggest_nothing(client: Client) -> None:
    who = bodies.member(bodies.organization())
    letter, version = drafted(who)
    part = version.texts["en"]["body"][0]["id"]
    same = scene.WORDS[0] + "\r\n"
    assert do(client, who, letter, "comment", language="en", part=part, suggestion=same).status_code == 409
    do(client, who, letter, "comment", language="en", part=part, text="Fine.", suggestion=same)
    assert Comment.objects.get().suggestion == ""


def test_an_old_version_takes_no_comment_and_nothing_typed_is_lost(client: Client) -> None:
    who = bodies.member(bodies.organization())
    letter, _version = drafted(who)
    scene.write(letter, "Another text.")
    versions.share(user=None, letter=letter)
    late = {"version": 1, "language": "en", "part": "", "text": "My long thoughts."}
    response = do(client, who, letter, "comment", **late)
    assert response.status_code == 409 and "My long thoughts." in response.content.decode()
    assert not Comment.objects.exists()
    old = read(client, who, letter, "?version=1")
    assert scene.WORDS[0] in old and "<form" not in old


def test_a_comment_on_nothing_is_not_found(client: Client) -> None:
    who = bodies.member(bodies.organization())
    letter, _version = drafted(who)
    for wrong in ({"part": "nowhere", "language": "en"}, {"part": "", "language": "xx"}):
        assert do(client, who, letter, "comment", text="Hm.", **wrong).status_code == 404
    for number in ("9", "x", "9" * 5000, "-1"):
        assert client.get(f"{letter_path(who, letter)}?version={number}").status_code == 404


def test_two_languages_stand_side_by_side(client: Client) -> None:
    who = bodies.member(bodies.organization())
    letter = scene.letter(languages=("en", "fr"))
    scene.write(letter, "Nous vous demandons d’agir.", language="fr")
    versions.share(user=None, letter=letter)
    inviting.invite(user=None, letter=letter, organizations=[who.organization], guests=[])
    page = read(client, who, letter, "?lang=en&beside=fr")
    assert scene.WORDS[0] in page and "Nous vous demandons d’agir." in page and "authoritative text" in page
    assert "Nous vous demandons d’agir." not in read(client, who, letter)


# --- At home ----------------------------------------------------------------------------------------------------------
def test_what_needs_doing_stands_first_at_home() -> None:
    anna, boris, letter = two()
    scene.up(scene.letter("lake", addressed=False))
    scene.sign(letter, anna)
    assert [line.task for line in portal.lines_for(boris)] == ["approve", "sign"]
    assert [line.task for line in portal.lines_for(anna)] == ["sign", "wait"]


def test_after_a_merger_what_the_unproven_record_signed_waits_for_the_proven_one(
    client: Client, admin_user: User
) -> None:
    who, letter = bodies.member(bodies.organization()), opened()
    double = bodies.member(bodies.organization("Watchers of the Stream", proven=False), "Dan Double")
    do(client, double, letter, "sign", **CLAIM)
    merging.merge(user=admin_user, organization=double.organization, into=who.organization)
    assert listed(letter) == [] and "Your approval is asked for" in read(client, who, letter)
    do(client, who, letter, "approve")
    assert listed(letter) == ["River Watch"] and Signature.objects.count() == 1


def test_the_second_person_hears_of_it(client: Client) -> None:
    anna, boris, letter = two()
    do(client, anna, letter, "sign", **CLAIM)
    assert "asks that River Watch sign" in post_for(boris.email, "letter_notice")[0].text
    assert post_for(anna.email, "letter_notice") == []
