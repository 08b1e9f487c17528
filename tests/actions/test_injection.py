"""What people type is stored to the letter, and is nowhere taken for anything but text."""

from __future__ import annotations

from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, NAREK
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.channels.email.letter import write

SCRIPT = "<script>alert(1)</script>"
MARKUP = [
    SCRIPT,
    '"><img src=x onerror=alert(1)>',
    "</textarea><script>alert(1)</script>",
    "</style></title><svg/onload=alert(1)>",
    "&lt;b&gt; &amp;amp; &#60;script&#62;",
    "{{ 7*7 }}{% now 'Y' %}${7*7}<%= 7*7 %>",
    "<!-- --!> <![CDATA[ ]]> <?php echo 1 ?>",
    "javascript:alert(1)",
    "a\u202eb\u2066c\u200fd\u2028e\u2029f",
    "'; DROP TABLE actions_submission; --",
    "%s %(name)s %d {0} {name}",
    "\ttabs\x0band\x0cold\x1bcontrols\x7f",
    " leading, trailing \r\n\r\n\r\n\rmixed\nline ends\r\n",
]
"""As a name these are refused or escaped; as a message they are kept and escaped."""


@pytest.mark.parametrize("text", MARKUP, ids=range(len(MARKUP)))
def test_a_message_is_stored_to_the_letter(client: Client, page: ActionPage, text: str) -> None:
    cast.send(client, own_words=text, body=text)
    submission = Submission.objects.get()
    assert (submission.own_words.encode(), submission.body.encode()) == (text.encode(), text.encode())


@pytest.mark.parametrize("text", MARKUP[:8], ids=range(8))
def test_markup_in_a_message_is_shown_as_text_wherever_it_is_shown(
    client: Client, page: ActionPage, text: str
) -> None:
    cast.send(client, own_words=text, body=text, consent_show="on")
    shown = client.get(cast.link_to("confirm"))
    mine = client.get(cast.confirm(client).headers["Location"])
    (letter,) = cast.post_for(cast.OFFICE)
    for content in (shown.content, mine.content, letter.html.encode()):
        soup = BeautifulSoup(content, "html.parser")
        assert soup.get_text().count(text) == 2
        assert [tag for tag in soup.find_all(["script", "img", "svg"]) if "alert" in str(tag)] == []
    assert letter.text.count(text) == 2


NAMES = [
    "<b>Anahit</b>",
    "Anahit<script>alert(1)</script>",
    'Anahit "><img src=x onerror=alert(1)>',
    "Anahit {{ 7*7 }} {% now 'Y' %}",
    "Anahit & Sons; 'quoted' \"twice\"",
    "Anahit, Bcc: daniel example.org",
    "=?utf-8?q?A=0D=0AB?=",
    "Anahit%0d%0aBcc: x",
    "Anahit \\r\\nBcc: x",
    'Anahit" <evil>, "x',
    "Anahit; (comment)",
]


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_shown_as_text_and_stays_in_its_header(client: Client, page: ActionPage, name: str) -> None:
    cast.act(client, name=name, consent_show="on", consent_reply="on")
    assert Submission.objects.get().name == name
    soup = BeautifulSoup(client.get(f"/{cast.SLUG}/").content, "html.parser")
    assert soup.select_one(".recent b").text == name
    assert soup.select_one(".recent b").find() is None
    (letter,) = cast.post_for(cast.OFFICE)
    mail = posted(letter)
    assert [found.display_name for found in mail["From"].addresses] == [f"{name} via River Friends"]
    assert [found.addr_spec for found in mail["From"].addresses] == ["campaign@example.org"]
    assert [found.display_name for found in mail["Reply-To"].addresses] == [name]
    assert [found.addr_spec for found in mail["Reply-To"].addresses] == [ANAHIT.email]
    assert mail["Bcc"] is None and mail["To"].addresses[0].addr_spec == cast.OFFICE


BREAKS = [
    "Anahit\r\nBcc: daniel@example.org",
    "Anahit\nX: y",
    "Anahit\rX: y",
    "Anahit\x0bX: y",
    "Anahit\x0cX: y",
    "Anahit\x1cX: y",
    "Anahit\x85X: y",
    "Anahit\u2028X: y",
    "Anahit\u2029X: y",
    "Anahit\u202etihanA",
    "Anahit\u2066x\u2069",
    "Anahit\u200b",
    "Anahit\x00",
    "Anahit\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
]


@pytest.mark.parametrize("text", BREAKS, ids=range(len(BREAKS)))
@pytest.mark.parametrize("field", ["name", "postal_code"])
def test_a_line_break_or_a_turn_of_direction_is_refused_in_a_line(
    client: Client, page: ActionPage, field: str, text: str
) -> None:
    response = cast.send(client, **{field: text})
    assert response.status_code == 422
    assert cast.stored() == (0, 0)


@pytest.mark.parametrize(
    "email",
    [
        "anahit@example.org\r\nBcc: daniel@example.org",
        "anahit@example.org%0aBcc: x",
        '"a\r\nb"@example.org',
        '"anahit bcc"@example.org',
        "anahit@example.org, daniel@example.org",
        "<anahit@example.org>",
        "anahit@exam\u00adple.org\x01",
        "ana\u200bhit@example.org",
    ],
)
def test_an_address_that_carries_more_than_an_address_is_refused(
    client: Client, page: ActionPage, email: str
) -> None:
    assert cast.send(client, email=email).status_code == 422
    assert cast.stored() == (0, 0)


def test_words_in_the_redirect_are_never_the_visitors(client: Client, page: ActionPage) -> None:
    response = client.post(
        f"/{cast.SLUG}/?lang=en&next=https://evil.example&source=x%0d%0aSet-Cookie:a=b", cast.form(ANAHIT)
    )
    assert response.headers["Location"].startswith(f"/{cast.SLUG}/thanks/?t=")
    assert "evil" not in response.headers["Location"]
    assert not response.cookies


@pytest.mark.parametrize("text", MARKUP[:8], ids=range(8))
def test_what_comes_back_with_an_error_is_shown_as_text(client: Client, page: ActionPage, text: str) -> None:
    response = cast.send(
        client, own_words=text, body=text, name=text, email=text, postal_code=text, country=text
    )
    soup = BeautifulSoup(response.content, "html.parser")
    assert response.status_code == 422
    assert soup.select_one("#id_own_words").text.strip() == text
    assert soup.select_one("#id_name")["value"] == text
    assert [tag for tag in soup.find_all(["script", "img", "svg"]) if "alert" in str(tag)] == []


def test_an_editors_words_are_text_too(client: Client, page: ActionPage) -> None:
    page.title = page.lead = page.subject = f"{SCRIPT} & “river”"
    page.save_revision().publish()
    cast.send(client)
    (mail,) = cast.post_for(ANAHIT.email)
    shown = client.get(cast.link_to("confirm")).content
    cast.confirm(client)
    (letter,) = cast.post_for(cast.OFFICE)
    for content in (client.get(f"/{cast.SLUG}/").content, shown, mail.html.encode(), letter.html.encode()):
        assert SCRIPT.encode() not in content
        assert b"&lt;script&gt;" in content
    assert posted(letter)["Subject"] == f"{SCRIPT} & “river”"


def test_the_story_may_hold_no_script(client: Client, page: ActionPage) -> None:
    page.story = f'<p onclick="x()">Clean.{SCRIPT}<a href="javascript:alert(1)">here</a></p>'
    page.save_revision().publish()
    content = client.get(f"/{cast.SLUG}/").content.decode()
    policy_of = client.get(f"/{cast.SLUG}/").headers["Content-Security-Policy"]
    assert "script-src" not in policy_of and "default-src 'self'" in policy_of and "unsafe" not in policy_of
    assert "Clean." in content


def test_text_from_right_to_left_is_isolated_among_other_names(client: Client, page: ActionPage) -> None:
    cast.act(client, cast.LEILA, consent_show="on")
    cast.act(client, NAREK, consent_show="on")
    soup = BeautifulSoup(client.get(f"/{cast.SLUG}/").content, "html.parser")
    assert [bdi.b.text for bdi in soup.select(".recent bdi:has(b)")] == [NAREK.name, cast.LEILA.name]


def posted(letter: Outgoing) -> EmailMessage:
    """The letter as the other side reads it."""
    mail = message_from_bytes(write(letter).content, policy=policy.default)
    assert isinstance(mail, EmailMessage)
    return mail
