"""How organizations and people come to sign: by the letter's page, by an invitation, by their own link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.cast import open_campaign, path_in, post_for
from tests.letters import scene
from tests.organizations import scene as bodies
from tocsin.delivery.models import Message
from tocsin.letters import freezing, inviting, notices, roll, versions
from tocsin.letters.inviting import Guest
from tocsin.letters.models import Invitation, Letter, Signature
from tocsin.organizations.models import Member, Organization

pytestmark = pytest.mark.django_db
ANI = "ani@example.org"
PERSON = {
    "way": "person",
    "name": "Ani Example",
    "title": "Professor",
    "affiliation": "University of Examplia",
    "country": "AM",
    "email": ANI,
    "consent": "on",
    "version": 1,
}
BODY = {
    "name": "Women of the Lake",
    "language": "en",
    "country": "FR",
    "website": "lake.example",
    "person": "Ani Example",
    "title": "Chair",
}


def opened(**fields: Any) -> Letter:
    letter = scene.letter(**fields)
    scene.up(letter)
    letter.refresh_from_db()
    return letter


def join(letter: Letter) -> str:
    return reverse("letter_join", args=[letter.slug])


def invited(letter: Letter) -> tuple[Invitation, str]:
    """A guest who is known by name and address only, and the path behind the link they were mailed."""
    inviting.invite(
        user=None, letter=letter, organizations=[], guests=[Guest("Women of the Lake", ANI, "Ani Example")]
    )
    return Invitation.objects.get(email=ANI), path_in(post_for(ANI)[-1].text, "invited")


def people(letter: Letter) -> list[str]:
    version = versions.current(letter)
    assert version is not None
    return [entry.name for entry in roll.roll(letter, version).people]


def signed_link() -> str:
    return path_in(post_for(ANI)[-1].text, "signed")


# --- The letter's page ------------------------------------------------------------------------------------------------
def test_a_letter_that_is_not_public_has_no_door(client: Client) -> None:
    drafted = scene.letter()
    embargoed = opened(
        slug="lake", addressed=False, by_invitation=True, embargo_until=timezone.now() + timedelta(1)
    )
    for letter in (drafted, embargoed):
        assert client.get(join(letter)).status_code == 404
        assert client.post(join(letter), {"way": "enter", "email": ANI}).status_code == 404


def test_the_page_says_who_can_sign_and_leads_on(client: Client) -> None:
    letter = opened(supporters_page=open_campaign(slug="stand", kind="petition"))
    page = client.get(join(letter)).content.decode()
    assert f"{reverse('organization_new')}?letter=river" in page and "/stand/" in page
    assert "Sign with my name" not in page
    Letter.objects.update(by_invitation=True)
    assert reverse("organization_new") not in client.get(join(letter)).content.decode()


def test_after_the_deadline_the_page_takes_nobody(client: Client) -> None:
    letter = opened(takes_people=True)
    Letter.objects.update(deadline=timezone.now() - timedelta(seconds=1))
    page = client.get(join(letter)).content.decode()
    assert "Signing has ended" in page and "<form" not in page
    assert client.post(join(letter), PERSON).status_code == 409
    assert not Signature.objects.exists()


def test_asking_for_a_link_is_answered_alike_for_known_and_unknown(client: Client) -> None:
    letter, known = opened(), bodies.member(bodies.organization())
    before = Message.objects.count()
    answers = [
        client.post(join(letter), {"way": "enter", "email": email})
        for email in (known.email, "no@example.org")
    ]
    assert [(one.status_code, one["Location"]) for one in answers] == [
        (303, f"{join(letter)}?sent=enter#enter")
    ] * 2
    assert Message.objects.count() == before + 1
    assert "link is on its way" in client.get(answers[0]["Location"]).content.decode()
    assert client.post(join(letter), {"way": "enter", "email": "nonsense"}).status_code == 422
    assert client.post(join(letter), {"way": "nowhere"}).status_code == 404


# --- People -----------------------------------------------------------------------------------------------------------
def test_a_person_signs_and_is_listed_after_confirming(client: Client) -> None:
    letter = opened(takes_people=True)
    assert "can be dangerous" in client.get(join(letter)).content.decode()
    answer = client.post(join(letter), PERSON)
    assert answer.status_code == 303 and people(letter) == []
    link = signed_link()
    page = client.get(link).content.decode()
    assert "University of Examplia" in page and scene.WORDS[0] in page and people(letter) == []
    for _ in range(2):
        assert client.post(link, {"decision": "confirm", "version": 1}).status_code == 303
    assert people(letter) == ["Ani Example"] and Signature.objects.get().events.count() == 1
    again = client.post(join(letter), PERSON | {"name": "Somebody Else"})
    assert again["Location"] == answer["Location"] and people(letter) == ["Ani Example"]


def test_nobody_is_published_without_consent_or_where_people_do_not_sign(client: Client) -> None:
    letter = opened(takes_people=True)
    for missing in ("consent", "name", "email", "country"):
        assert client.post(join(letter), PERSON | {missing: ""}).status_code == 422
    Letter.objects.update(takes_people=False)
    assert client.post(join(letter), PERSON).status_code == 409
    assert not Signature.objects.exists() and post_for(ANI) == []


def test_whoever_was_entered_by_others_says_so(client: Client) -> None:
    letter = opened(takes_people=True)
    client.post(join(letter), PERSON)
    link = signed_link()
    client.post(link, {"decision": "not_me"})
    assert "Nothing was published" in client.get(link).content.decode()
    client.post(link, {"decision": "confirm", "version": 1})
    assert people(letter) == []


def test_a_person_takes_the_name_off_and_signs_again(client: Client) -> None:
    letter = opened(takes_people=True)
    client.post(join(letter), PERSON)
    link = signed_link()
    client.post(link, {"decision": "confirm", "version": 1})
    assert client.post(link, {"decision": "withdraw", "why": "x" * 501}).status_code == 409
    client.post(link, {"decision": "withdraw", "why": "I changed my mind."})
    assert people(letter) == [] and "You took your name off" in client.get(link).content.decode()
    client.post(join(letter), PERSON)
    client.post(signed_link(), {"decision": "confirm", "version": 1})
    assert people(letter) == ["Ani Example"]


def test_a_person_reads_the_correction_before_signing_it(client: Client) -> None:
    letter = opened(takes_people=True)
    client.post(join(letter), PERSON)
    link = signed_link()
    client.post(link, {"decision": "confirm", "version": 1})
    scene.write(letter, "We, the undersigned, ask you to act now.", scene.WORDS[1])
    versions.put_up(user=None, letter=letter, note="Sharper.")
    assert "<ins>act now.</ins>" in client.get(link).content.decode()
    assert client.post(join(letter), PERSON | {"email": "late@example.org"}).status_code == 409
    client.post(link, {"decision": "confirm", "version": 1})
    assert people(letter) == []
    client.post(link, {"decision": "confirm", "version": 2})
    assert people(letter) == ["Ani Example"]


def test_a_link_that_was_changed_or_is_of_another_kind_opens_nothing(client: Client) -> None:
    signature = scene.signed(opened())
    letter_of_body = notices.person_path(signature)
    _invitation, link = invited(signature.letter)
    other = link.replace("/invited/", "/signed/")
    for path in (letter_of_body, other, "/signed/nothing/", "/invited/nothing/", link[:-3] + "x/"):
        assert client.get(path).status_code == 404
        assert client.post(path, {"decision": "withdraw"}).status_code == 404
    assert Signature.objects.get().state == "signed"


# --- By an invitation -------------------------------------------------------------------------------------------------
def test_the_invited_read_it_under_embargo_register_and_come_to_the_letter(client: Client) -> None:
    letter = opened(by_invitation=True, embargo_until=timezone.now() + timedelta(days=3))
    invitation, link = invited(letter)
    page = client.get(link).content.decode()
    assert scene.WORDS[0] in page and "Under embargo until" in page and 'value="Women of the Lake"' in page
    assert not Organization.objects.exists()
    answer = client.post(link, BODY)
    member = Member.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, notices.letter_path(member, letter))
    assert (member.email, member.organization.website) == (ANI, "https://lake.example")
    assert "Sign this letter" in client.get(answer["Location"]).content.decode()
    invitation.refresh_from_db()
    assert (invitation.organization, invitation.accepted_at) == (member.organization, None)


def test_an_invitation_is_followed_once(client: Client) -> None:
    _invitation, link = invited(opened())
    client.post(link, BODY)
    assert client.post(link, BODY | {"name": "Another One"}).status_code == 409
    page = client.get(link).content.decode()
    assert "has been followed" in page and reverse("organization_enter") in page
    assert Organization.objects.count() == 1


def test_an_invitation_asks_for_what_it_needs(client: Client) -> None:
    _invitation, link = invited(opened())
    for wrong in (
        {"name": ""},
        {"name": "Win at www.example.com"},
        {"person": ""},
        {"country": "XX"},
        {"language": "tlh"},
        {"website": "javascript:x"},
    ):
        assert client.post(link, BODY | wrong).status_code == 422
    assert not Organization.objects.exists()


def test_declining_is_undone_by_going_on(client: Client) -> None:
    letter = opened()
    _invitation, link = invited(letter)
    assert client.get(f"{link}decline/").status_code == 405
    answer = client.post(f"{link}decline/")
    assert not inviting.unanswered(letter).exists()
    assert "If you change your mind" in client.get(answer["Location"]).content.decode()
    assert client.post(link, BODY).status_code == 303


def test_a_stopped_letter_opens_to_nobody(client: Client) -> None:
    _invitation, link = invited(opened(takes_people=True))
    Letter.objects.update(state="stopped")
    assert client.get(link).status_code == 404


def test_late_names_are_said_to_be_late(client: Client) -> None:
    letter = scene.signed(opened()).letter
    freezing.freeze(user=None, letter=letter)
    assert "as one that came later" in client.get(join(letter)).content.decode()
    Letter.objects.update(takes_late=False)
    assert "Signing has ended" in client.get(join(letter)).content.decode()


def test_every_private_page_is_kept_by_nobody(client: Client) -> None:
    letter = opened(takes_people=True)
    _invitation, link = invited(letter)
    client.post(join(letter), PERSON | {"email": "eva@example.org"})
    own = path_in(post_for("eva@example.org")[-1].text, "signed")
    for path in (link, urlsplit(own).path):
        response = client.get(path)
        assert "no-store" in response["Cache-Control"] and "noindex" in response["X-Robots-Tag"]
