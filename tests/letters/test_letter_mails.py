"""The mails around a letter, as they leave: who asks whom for what, by when, by which link."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.cast import path_in, post_for
from tests.letters import scene
from tests.organizations import scene as bodies
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.models import Message
from tocsin.delivery.purposes import Told
from tocsin.letters import delivering, freezing, inviting, making, notices, signing, versions
from tocsin.letters.inviting import Guest
from tocsin.letters.models import Invitation, Letter
from tocsin.letters.signing import Claim
from tocsin.organizations.models import Member

pytestmark = pytest.mark.django_db
ANI, OFFICIAL = "ani@example.org", "vp-office@example.org"
DEADLINE = datetime(2099, 11, 28, 14, 0, tzinfo=UTC)
WHEN = "November 28, 2099, 18:00 (Yerevan time)"


def opened(**fields: Any) -> Letter:
    letter = scene.letter(deadline=DEADLINE, time_zone="Asia/Yerevan", **fields)
    scene.host(letter, bodies.organization("Bridge & Sons"))
    scene.up(letter)
    letter.refresh_from_db()
    return letter


def one(address: str) -> Outgoing:
    """The newest notice of a letter, of which text and HTML say the same."""
    mail = post_for(address, notices.PURPOSE_NAME)[-1]
    link = mail.text.split("http", 1)[1].split()[0]
    assert f"http{link}" in mail.html and "&amp;amp;" not in mail.html and "&amp;" not in mail.text
    return mail


def invite(letter: Letter) -> Invitation:
    guest = Guest("Women of the Lake", ANI, "Ani Example")
    inviting.invite(user=None, letter=letter, organizations=[], guests=[guest])
    return Invitation.objects.get(email=ANI)


def test_an_invitation_says_by_whom_to_what_and_until_when() -> None:
    invite(opened())
    mail = one(ANI)
    assert mail.subject == "An invitation to sign the open letter “An open letter”"
    sentence = "Women of the Lake is invited by Bridge & Sons to sign the open letter “An open letter”."
    assert sentence in mail.text and WHEN in mail.text and WHEN in mail.html
    assert "Bridge &amp; Sons" in mail.html and mail.text.startswith("Ani Example,")
    assert path_in(mail.text, "invited") and mail.sender_name == "Bridge & Sons"


def test_a_draft_asks_for_comments_not_for_a_signature() -> None:
    letter = scene.letter()
    versions.share(user=None, letter=letter)
    invite(letter)
    mail = one(ANI)
    assert mail.subject.startswith("Your comments, please") and "Nothing is signed yet" in mail.text
    assert "to sign the open letter" not in mail.text


def test_a_member_is_led_to_the_letter_as_the_member_sees_it() -> None:
    letter, who = opened(), bodies.member(bodies.organization("River Watch"))
    inviting.invite(user=None, letter=letter, organizations=[who.organization], guests=[])
    assert notices.letter_path(who, letter).rpartition("/letters/")[2] in one(who.email).text
    assert "River Watch is invited" in one(who.email).text


def test_a_reminder_names_the_deadline_in_its_subject() -> None:
    letter = opened()
    invite(letter)
    assert inviting.remind(user=None, letter=letter) == 1
    mail = one(ANI)
    assert mail.subject == f"Open until {WHEN}: the open letter “An open letter”"
    assert "We have no answer from you yet." in mail.text


def test_whoever_declined_is_not_reminded_and_a_bounce_marks_the_invitation() -> None:
    letter = opened()
    invitation = invite(letter)
    message = Message.objects.get(recipient=ANI)
    notices.bounced([Told(message=message, old="accepted", new="bounced")])
    invitation.refresh_from_db()
    assert invitation.bounced_at is not None and inviting.remind(user=None, letter=letter) == 0
    inviting.correct(user=None, invitation=invitation, email="ani@example.net")
    inviting.decline(invitation)
    assert inviting.remind(user=None, letter=letter) == 0


def test_the_second_person_is_told_who_asks() -> None:
    body = bodies.organization("River Watch")
    body.two_person = True
    body.save()
    anna, boris = bodies.member(body), bodies.member(body, "Boris Second", role="signer")
    scene.sign(opened(), anna, Claim(name="Anna Example", title="Director", authority="Board"))
    mail = one(boris.email)
    assert "Anna Example, Director, asks that River Watch sign the open letter" in mail.text
    assert "does not sign" in mail.text and WHEN in mail.text


def test_signers_of_a_replaced_text_read_what_changed() -> None:
    letter = opened()
    who = scene.signed(letter, "River Watch").member
    assert isinstance(who, Member)
    scene.write(letter, "Another text.")
    versions.put_up(user=None, letter=letter, note="The date was wrong.\nIt is right now.")
    mail = one(who.email)
    assert mail.subject == "The text was corrected: sign “An open letter” again?"
    assert "The date was wrong.\nIt is right now." in mail.text and "River Watch signed" in mail.text


def test_a_person_confirms_by_mail_and_is_asked_by_it() -> None:
    letter = opened(takes_people=True)
    version = versions.current(letter)
    assert version is not None
    signing.sign_as_person(
        letter=letter, claim=Claim(name="Ani Example", title=""), email=ANI, country="AM", affiliation="",
        language="en", version=version,
    )  # fmt: skip
    mail = one(ANI)
    assert mail.subject == "One step left: sign “An open letter”" and path_in(mail.text, "signed")
    assert "not under the letter until you confirm" in mail.text and "Was this not you?" in mail.text


def frozen(**fields: Any) -> tuple[Letter, Member]:
    letter = opened(by_country=True, contact_email="press@example.org", **fields)
    scene.signed(letter, "Дунай <без плотин>", language="ru", country="RS")
    who = scene.signed(letter, "River Watch", country="AM").member
    assert isinstance(who, Member)
    freeze = freezing.freeze(user=None, letter=letter)
    making.make(freeze.pk)
    freezing.tell_signers(freeze.pk)
    freeze.refresh_from_db()
    delivering.send(user=None, freeze=freeze)
    return letter, who


def test_signers_hear_that_it_is_frozen_and_the_official_gets_a_letter() -> None:
    letter, who = frozen()
    told = one(who.email)
    assert told.subject == "Frozen, with your signature: “An open letter”"
    assert letter.path in told.text and "River Watch is among them." in told.text
    mail = post_for(OFFICIAL, delivering.PURPOSE_NAME)[0]
    assert (mail.subject, mail.reply_to, mail.sender_name) == (
        "An open letter",
        "press@example.org",
        "Bridge & Sons",
    )
    assert mail.text.startswith(f"Dear Jo,\n\n{scene.WORDS[0]}\n\n{scene.WORDS[1]}\n\nRespectfully,\n\n")
    assert "Armenia\nRiver Watch – Anna Example, Director\n\nSerbia\nДунай <без плотин> – Anna" in mail.text
    assert "Дунай &lt;без плотин&gt;" in mail.html and "Signed by 2 organizations" in mail.text
    assert f"{letter.path}verify/" in mail.text and "Auto-Submitted" not in mail.headers
    assert [part.name for part in mail.attachments] == ["river.pdf"]
    assert "newsletter" not in mail.html and "<img" not in mail.html
