"""The letter as it leaves: what a person typed stands in it as it is, and never becomes anything else."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, LEILA, SUGGESTED, Person
from tocsin.actions.compose import compose_letter
from tocsin.actions.page import ActionPage
from tocsin.delivery.channels.base import Outgoing
from tocsin.delivery.models import Message

MARKED = "\ue000signature\ue001 {{ body }} {% now %} <b>&amp;</b> 100 %(name)s \\1"


class Words(HTMLParser):
    """The text of a page, and its tags."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.text, self.tags = "", []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def sent(client: Client, person: Person = ANAHIT, **changes: object) -> Outgoing:
    act = cast.act(client, person, **changes)
    return compose_letter(Message.objects.get(purpose="action", ref=act.pk))


def test_marks_and_markup_in_the_words_stay_words(client: Client, page: ActionPage) -> None:
    letter = sent(client, own_words=MARKED.replace("\ue000", "").replace("\ue001", ""), body="a <i>b</i> & c")
    html = Words(letter.html)
    assert "{{ body }} {% now %} <b>&amp;</b> 100 %(name)s \\1" in letter.text
    assert "{{ body }} {% now %} <b>&amp;</b> 100 %(name)s \\1" in html.text
    assert "a <i>b</i> & c" in letter.text and "a <i>b</i> & c" in html.text
    assert not {"b", "i"} & set(html.tags)


def test_each_letter_has_its_own_words_only(client: Client, page: ActionPage) -> None:
    first = sent(client, own_words="First of all.")
    second = sent(client, LEILA, own_words="")
    assert "First of all." in first.text and "First of all." in first.html
    assert "First of all." not in second.text + second.html
    assert LEILA.name in second.text and ANAHIT.name not in second.text + second.html


def test_every_paragraph_is_one(client: Client, page: ActionPage) -> None:
    letter = sent(client, own_words="One.\n\nTwo.\nStill two.", body="Three.")
    paragraphs = [part for part in ("One.", "Two.\nStill two.", "Three.") if f">{part}</p>" in letter.html]
    assert len(paragraphs) == 3


def test_a_letter_speaks_the_language_of_its_page(client: Client, page: ActionPage) -> None:
    act = cast.act(client, ANAHIT)
    message = Message.objects.get(purpose="action", ref=act.pk)
    english, message.language = compose_letter(message), "ar"
    arabic = compose_letter(message)
    assert 'dir="ltr"' in english.html and 'dir="rtl"' in arabic.html
    assert english.text.strip().splitlines()[-1] != arabic.text.strip().splitlines()[-1]


@pytest.mark.parametrize(
    ("body", "statement", "message"),
    [
        (SUGGESTED, SUGGESTED, "I grew up there."),
        (SUGGESTED.replace("\n", "\r\n"), SUGGESTED, "I grew up there."),
        ("Keep it clean, please.", "", "I grew up there.\n\nKeep it clean, please."),
    ],
)
def test_the_organizations_words_are_told_from_the_persons(
    client: Client, page: ActionPage, body: str, statement: str, message: str
) -> None:
    content = sent(client, body=body).content
    assert content["statement"].split() == statement.split() and content["message"] == message
    assert content["campaign"]["slug"] == cast.SLUG and content["more_info"].endswith(f"/{cast.SLUG}/")
