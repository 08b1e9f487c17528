"""What a person answered, and what they agreed to, can always be shown as it stood."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from django.db.models import F
from django.test import Client

from tests import cast
from tests.cast import ANAHIT, DANIEL, SLUG
from tocsin.actions import published
from tocsin.actions.models import Submission, TextVersion
from tocsin.actions.page import ActionPage
from tocsin.core import links
from tocsin.delivery import receipts
from tocsin.delivery.models import Message
from tocsin.delivery.receipts import Move
from tocsin.supporters.models import Consent

UPDATES = "River Friends may email me about this campaign. I can stop this at any time."
SHOW = "Show my name and state or country on this page."
REPLY = "Give the office my email address, so that it can answer me."


def version_shown(client: Client, path: str = f"/{SLUG}/") -> str:
    soup = BeautifulSoup(client.get(path).content, "html.parser")
    return soup.select_one("input[name=version]")["value"]


def edit(page: ActionPage, **changes: str) -> None:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    published.clear()


def test_an_act_is_bound_to_the_words_that_were_read_though_the_page_was_edited_meanwhile(
    client: Client, page: ActionPage
) -> None:
    read = version_shown(client)
    edit(page, title="Drain the river", subject="Drain it", story="<p>Drain it all.</p>")
    cast.send(client, version=read)
    submission = Submission.objects.select_related("version").get()
    assert submission.version.words["title"] == cast.WORDS["en"]["title"]
    assert submission.version.words["story"] == cast.STORY
    shown = (
        BeautifulSoup(client.get(cast.link_to("confirm")).content, "html.parser").select_one(".letter").text
    )
    assert "The river" in shown and "Drain" not in shown
    cast.confirm(client)
    (letter,) = cast.post_for(cast.OFFICE)
    assert letter.subject == "The river"
    assert "Drain" not in letter.text


def test_who_reads_the_new_words_answers_the_new_words(client: Client, page: ActionPage) -> None:
    edit(page, title="Keep the river clean and cold")
    cast.send(client, version=version_shown(client))
    assert Submission.objects.get().version.words["title"] == "Keep the river clean and cold"


def test_words_that_came_back_are_the_same_version(client: Client, page: ActionPage) -> None:
    first, title = version_shown(client), page.title
    edit(page, title="Something else")
    second = version_shown(client)
    edit(page, title=title)
    assert version_shown(client) == first != second
    assert TextVersion.objects.filter(page=page).count() == 2


def test_a_draft_is_nothing_that_could_be_answered(client: Client, page: ActionPage) -> None:
    page.title = "Only a draft"
    page.save_revision()
    cast.send(client, version=version_shown(client))
    assert Submission.objects.get().version.words["title"] == cast.WORDS["en"]["title"]
    assert b"Only a draft" not in client.get(f"/{SLUG}/").content


def test_each_consent_is_kept_with_its_exact_words_language_version_and_time(
    client: Client, page: ActionPage
) -> None:
    cast.send(client, consent_updates="on", consent_show="on", consent_reply="on")
    consents = Consent.objects.select_related("text").order_by("text__kind")
    found = [(c.text.kind, c.text.text, c.text.language, c.text.version) for c in consents]
    assert found == [("reply", REPLY, "en", 1), ("show", SHOW, "en", 1), ("updates", UPDATES, "en", 1)]
    submission = Submission.objects.get()
    assert {(c.act, c.given_at, c.withdrawn_at) for c in consents} == {
        (submission.pk, submission.created_at, None)
    }


@pytest.mark.parametrize("kind", ["updates", "show", "reply"])
def test_a_consent_is_the_one_that_was_given_and_no_other(
    client: Client, page: ActionPage, kind: str
) -> None:
    cast.send(client, **{f"consent_{kind}": "on"})
    assert [consent.text.kind for consent in Consent.objects.all()] == [kind]


def test_nothing_is_agreed_to_by_silence(client: Client, page: ActionPage) -> None:
    soup = BeautifulSoup(client.get(f"/{SLUG}/").content, "html.parser")
    boxes = soup.select("input[type=checkbox]")
    assert len(boxes) == 3
    assert [box for box in boxes if box.has_attr("checked") or box.has_attr("required")] == []
    cast.act(client)
    assert Consent.objects.count() == 0
    assert ANAHIT.name.encode() not in client.get(f"/{SLUG}/").content
    (letter,) = cast.post_for(cast.OFFICE)
    assert letter.reply_to == "" and ANAHIT.email not in letter.text + letter.html


def test_the_words_of_a_consent_are_those_beside_its_box(client: Client, page: ActionPage) -> None:
    cast.open_campaign(slug="many", languages=("en", "fr"))
    soup = BeautifulSoup(client.get("/many/?lang=fr").content, "html.parser")
    beside = {label["for"]: label.text for label in soup.select(".check label")}
    client.post("/many/?lang=fr", cast.form(ANAHIT, consent_updates="on"))
    consent = Consent.objects.select_related("text").get()
    assert consent.text.text == beside["id_consent_updates"]
    assert consent.text.language == "fr"


def test_new_words_of_a_consent_are_a_new_version_and_old_ones_stay(client: Client, page: ActionPage) -> None:
    cast.send(client, ANAHIT, consent_updates="on")
    page.campaign.organization = "River Friends and Partners"
    page.campaign.save()
    published.clear()
    cast.send(client, DANIEL, consent_updates="on")
    texts = [consent.text for consent in Consent.objects.order_by("id")]
    assert [text.version for text in texts] == [1, 2]
    assert [text.text for text in texts] == [UPDATES, UPDATES.replace("Friends", "Friends and Partners")]


def test_the_confirmation_page_lists_what_was_agreed_to(client: Client, page: ActionPage) -> None:
    cast.send(client, consent_updates="on")
    shown = client.get(cast.link_to("confirm")).content.decode()
    assert UPDATES in shown and SHOW not in shown


def test_with_consent_the_office_can_answer_and_the_page_shows_the_name(
    client: Client, page: ActionPage
) -> None:
    cast.act(client, DANIEL, consent_reply="on", consent_show="on")
    (letter,) = cast.post_for(cast.OFFICE)
    assert letter.reply_to == DANIEL.email
    shown = BeautifulSoup(client.get(f"/{SLUG}/").content, "html.parser").select_one(".recent").text
    assert DANIEL.name in shown and "New Jersey" in shown
    assert DANIEL.email not in client.get(f"/{SLUG}/").content.decode()


def test_nobody_is_shown_before_they_confirm(client: Client, page: ActionPage) -> None:
    cast.send(client, consent_show="on")
    assert ANAHIT.name.encode() not in client.get(f"/{SLUG}/").content


def test_withdrawing_takes_back_the_name_the_count_the_consents_and_what_has_not_left(
    client: Client, page: ActionPage
) -> None:
    submission = cast.act(client, consent_show="on", consent_updates="on")
    assert len(cast.post_for(cast.OFFICE)) == 1
    mine = f"/my/{links.sign('my', submission.supporter_id)}/"
    client.post(f"{mine}withdraw/{submission.pk}/")
    shown = client.get(f"/{SLUG}/").content
    assert ANAHIT.name.encode() not in shown and b"Nobody has confirmed yet." in shown
    assert cast.post_for(cast.OFFICE) == []
    assert Consent.objects.filter(withdrawn_at=None).count() == 0
    assert Consent.objects.exclude(withdrawn_at__lt=F("given_at")).count() == 2
    assert b"not counted" in client.get(mine).content


def test_who_withdrew_may_act_again(client: Client, page: ActionPage) -> None:
    submission = cast.act(client)
    client.post(f"/my/{links.sign('my', submission.supporter_id)}/withdraw/{submission.pk}/")
    cast.act(client, own_words="I thought again.")
    assert sorted(Submission.objects.values_list("state", flat=True)) == ["confirmed", "withdrawn"]
    (letter,) = cast.post_for(cast.OFFICE)
    assert "I thought again." in letter.text


def test_the_personal_page_shows_a_persons_own_acts_and_nobody_elses(
    client: Client, page: ActionPage
) -> None:
    cast.open_campaign(slug="forest")
    mine = cast.act(client, ANAHIT, own_words="Mine, of the river.")
    cast.act(client, ANAHIT, slug="forest", own_words="Mine, of the forest.")
    cast.act(client, DANIEL, own_words="Daniel’s.")
    shown = client.get(f"/my/{links.sign('my', mine.supporter_id)}/").content.decode()
    assert "Mine, of the river." in shown and "Mine, of the forest." in shown
    assert "Daniel" not in shown
    assert ANAHIT.email not in shown


def test_the_letter_is_sent_as_it_was_shown(client: Client, page: ActionPage) -> None:
    cast.send(client, own_words="Իմ խոսքերը։\r\n\r\nSecond.", body="The rest,\r\nin two lines.")
    shown = BeautifulSoup(client.get(cast.link_to("confirm")).content, "html.parser").select_one(".letter")
    cast.confirm(client)
    (letter,) = cast.post_for(cast.OFFICE)
    said = [
        "Dear Ms. Speaker,",
        "Իմ խոսքերը։",
        "Second.",
        "The rest,\r\nin two lines.",
        "Sincerely,",
        ANAHIT.name,
        "California",
    ]
    positions = [letter.text.index(part) for part in said]
    assert positions == sorted(positions)
    assert [part.replace("\r\n", "") for part in said] == [
        p.text.replace("\n", "") for p in shown.select("p") if not p.find_parent(class_="head")
    ]


def test_a_petition_counts_and_sends_no_letter(client: Client, page: ActionPage) -> None:
    cast.open_campaign(slug="petition", kind="petition")
    cast.act(client, slug="petition", body=None, own_words="I sign.")
    assert cast.post_for(cast.OFFICE) == []
    assert b"<b>1</b> person has confirmed" in client.get("/petition/").content


def test_a_letter_to_an_office_without_an_address_goes_into_the_book(
    client: Client, page: ActionPage
) -> None:
    page.campaign.officials[0].contacts.all().delete()
    submission = cast.act(client)
    mine = client.get(f"/my/{links.sign('my', submission.supporter_id)}/").content
    assert b"It will be printed with all the others and handed over in person." in mine


@pytest.mark.parametrize("state", ["inflight", "failed"])
def test_a_letter_of_somebody_who_withdrew_never_leaves_again(
    client: Client, page: ActionPage, state: str
) -> None:
    submission = cast.act(client)
    (message,) = Message.objects.filter(ref=submission.pk, purpose="action")
    messages = Message.objects.filter(pk=message.pk)
    messages.update(state=state)
    client.post(f"/my/{links.sign('my', submission.supporter_id)}/withdraw/{submission.pk}/")
    receipts.apply([Move(message=messages.get(), new="queued", reply="451 later")])
    assert messages.get().state == "cancelled"


def test_one_page_never_speaks_with_the_words_of_another(client: Client, page: ActionPage) -> None:
    petition = cast.open_campaign(slug="petition", kind="petition").campaign
    petition.organization = "Forest Friends"
    petition.save()
    paths = ["/petition/", f"/{SLUG}/", "/petition/", f"/{SLUG}/"]
    soups = [BeautifulSoup(client.get(path).content, "html.parser") for path in paths]
    beside = [soup.select_one("label[for=id_consent_updates]").text for soup in soups]
    assert beside == [UPDATES.replace("River", "Forest"), UPDATES] * 2
    assert [len(soup.select("#id_body")) for soup in soups] == [0, 1, 0, 1]
