"""An office finds its messages in order, and only its own; reading leaves no trace."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from tests import cast
from tests.cast import ANAHIT, DANIEL, LEILA, NAREK
from tests.offices.scene import OWN, door, read
from tocsin.actions import answers, confirm
from tocsin.actions.models import Answer, Match, Submission
from tocsin.campaigns.models import Campaign
from tocsin.core import retention
from tocsin.core.models import AuditEntry
from tocsin.delivery.models import Message
from tocsin.insights.accounts import create_staff
from tocsin.offices import book_files, bundle, links, measuring, wording, wording_tasks
from tocsin.offices.bundle import Filter
from tocsin.offices.models import Book, Office, Wording
from tocsin.officials.models import Official

ANSWER = {
    "text": "Thank you. We will vote on <b>Tuesday</b>.\n\nNothing else is decided.",
    "signed_by": "J. Doe",
}


def csv_of(path: str) -> list[dict[str, str]]:
    answer: Any = Client().get(path)
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode())))


def test_kinds_are_told_apart(campaign: Campaign) -> None:
    kinds = dict(Wording.objects.values_list("submission__name", "kind"))
    assert kinds == {ANAHIT.name: "own", DANIEL.name: "template", LEILA.name: "edited"}


def test_the_page_says_how_many_and_how_they_wrote(campaign: Campaign) -> None:
    page = read(door())
    assert "<b>3</b> people wrote to you" in page and page.count("33%") >= 3
    assert OWN in page and NAREK.name not in page


def test_the_page_is_private(campaign: Campaign) -> None:
    answer = Client().get(door())
    assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
    assert answer["X-Robots-Tag"] == "noindex, nofollow" and answer["Referrer-Policy"] == "same-origin"


def test_reading_changes_nothing(campaign: Campaign) -> None:
    path = door()
    before = list(Office.objects.values()), AuditEntry.objects.count(), Message.objects.count()
    for part in ("", f"{campaign.slug}/", f"{campaign.slug}/answer/", f"{campaign.slug}.csv"):
        assert Client().get(path + part).status_code == 200
    assert before == (list(Office.objects.values()), AuditEntry.objects.count(), Message.objects.count())


def test_own_words_come_first_and_the_list_is_searched(campaign: Campaign) -> None:
    path = f"{door()}{campaign.slug}/"
    page = read(path)
    assert page.index(ANAHIT.name) < page.index(LEILA.name) < page.index(DANIEL.name)
    found = read(path, q="grandmother")
    assert ANAHIT.name in found and DANIEL.name not in found
    assert ANAHIT.name not in read(path, q="100%") and "No message fits" in read(path, q="100%")
    assert DANIEL.name in read(path, kind="template") and ANAHIT.name not in read(path, kind="template")
    assert DANIEL.name in read(path, area="us-nj") and ANAHIT.name not in read(path, area="US-NJ")


def test_districts_stand_in_the_order_of_their_numbers(campaign: Campaign) -> None:
    places = {ANAHIT.name: "state:nj/cd:10", DANIEL.name: "state:nj/cd:9", LEILA.name: "state:ca/cd:12"}
    for name, division in places.items():
        found = Submission.objects.get(name=name)
        Match.objects.create(
            submission=found, division=f"ocd-division/country:us/{division}", method="zip", confidence="high"
        )
        Submission.objects.filter(pk=found.pk).update(country="US", area="US-NJ")
    Wording.objects.update(kind="own")
    items = bundle.page(campaign.pk, cast.speaker().pk, Filter()).items
    assert [item.place for item in items] == ["CA-12", "NJ-9", "NJ-10"]
    areas = bundle.count(campaign.pk, cast.speaker().pk).areas
    assert [(area.people, area.districts) for area in areas] == [
        (3, [("NJ-9", 1), ("NJ-10", 1), ("CA-12", 1)])
    ]
    assert [
        item.place for item in bundle.page(campaign.pk, cast.speaker().pk, Filter(area="NJ-9")).items
    ] == ["NJ-9"]


def test_one_message_says_where_to_answer(campaign: Campaign) -> None:
    path, items = f"{door()}{campaign.slug}/", bundle.page(campaign.pk, cast.speaker().pk, Filter()).items
    first, last = (read(f"{path}{items[place].message}/") for place in (0, 2))
    assert "0% in common with the suggested text" in first and "in common" not in last
    assert ANAHIT.email in first and "gave no address" in last and DANIEL.email not in last


def test_pages_go_on_where_they_ended(campaign: Campaign, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "SIZE", 1)
    person, names, after = cast.speaker().pk, [], None
    for _ in range(3):
        page = bundle.page(campaign.pk, person, Filter(), after)
        names += [item.name for item in page.items]
        after = page.items[-1].message
    assert names == [ANAHIT.name, LEILA.name, DANIEL.name] and page.after == ""


def test_the_files_hold_addresses_only_of_those_who_asked(campaign: Campaign) -> None:
    rows = csv_of(f"{door()}{campaign.slug}.csv")
    assert [row["name"] for row in rows] == [ANAHIT.name, LEILA.name, DANIEL.name]
    assert [row["reply_to"] for row in rows] == [ANAHIT.email, "", ""]
    assert [row["number"] for row in rows] == ["1", "2", "3"]
    answer: Any = Client().get(door().rstrip("/") + ".json")
    text = b"".join(answer.streaming_content).decode()
    assert len(json.loads(text)["messages"]) == 3 and DANIEL.email not in text


def test_a_text_that_several_sent_does_not_count_as_own_words(campaign: Campaign) -> None:
    Wording.objects.update(kind="own")
    measuring.group(campaign.pk)
    assert (wording.shares(campaign.pk).own, wording.shares(campaign.pk).alike) == (1, 2)
    assert bundle.count(campaign.pk, cast.speaker().pk).shares == wording.shares(campaign.pk)
    page = read(f"{door()}{campaign.slug}/")
    assert page.index(ANAHIT.name) < page.index("One text in 2 versions") < page.index(DANIEL.name)
    assert ANAHIT.name not in read(f"{door()}{campaign.slug}/", kind="alike")
    rows = csv_of(f"{door()}{campaign.slug}.csv")
    assert [(row["kind"], row["versions"]) for row in rows] == [("own", "1"), ("alike", "2"), ("alike", "2")]


def test_of_an_edited_text_the_changes_are_shown(campaign: Campaign) -> None:
    page = read(f"{door()}{campaign.slug}/", kind="edited")
    assert "<del>village</del>" in page and "<ins>town</ins>" in page
    assert "fishers on its banks" not in page


def test_another_office_sees_nothing_of_it(campaign: Campaign) -> None:
    other = Official.objects.create(slug="mayor", name="Another Mayor")
    path, items = links.office_path(other.pk), bundle.page(campaign.pk, cast.speaker().pk, Filter()).items
    assert "Nobody has written" in read(path)
    for part in (f"{campaign.slug}/", f"{campaign.slug}.csv", f"{campaign.slug}/{items[0].message}/"):
        assert Client().get(path + part).status_code == 404


def test_a_delivery_book_is_handed_out_as_it_was_frozen(campaign: Campaign) -> None:
    person = cast.speaker()
    book = Book.objects.create(campaign=campaign, person=person, state="frozen", frozen_at=now(), letters=3)
    file = book_files.work_folder(book.pk) / "book.pdf"
    file.write_bytes(b"%PDF frozen")
    Book.objects.update(files=[book_files.seal(file)])
    path = f"{door()}{campaign.slug}/books/{book.pk}/book.pdf"
    assert "book.pdf" in read(door())
    answer: Any = Client().get(path)
    assert b"".join(answer.streaming_content) == b"%PDF frozen" and "no-store" in answer["Cache-Control"]
    file.chmod(0o600)
    file.write_bytes(b"%PDF changed")
    assert Client().get(path).status_code == 404 and Client().get(f"{path}x").status_code == 404


def test_another_way_for_the_same_message_is_no_second_message(campaign: Campaign) -> None:
    letter = Message.objects.filter(purpose="action").order_by("id")[0]
    Message.objects.create(
        key=f"{letter.key}:print",
        purpose="action",
        channel="print",
        ref=letter.ref,
        data=letter.data,
        expires_at=now(),
    )
    assert len(bundle.page(campaign.pk, cast.speaker().pk, Filter()).items) == 3
    assert bundle.count(campaign.pk, cast.speaker().pk).people == 3
    assert bundle.people(campaign.pk) == {cast.speaker().pk: 3}


def test_who_withdraws_is_gone(campaign: Campaign) -> None:
    confirm.withdraw(Submission.objects.get(name=ANAHIT.name).pk)
    assert "<b>2</b> people" in read(door()) and OWN not in read(door())


def test_a_link_taken_back_opens_nothing(campaign: Campaign) -> None:
    path = door()
    staff = create_staff("o@example.org", "a long walk by the river", "organizer")
    links.rotate(actor=staff, person_id=cast.speaker().pk, reason="lost")
    assert Client().get(path).status_code == 404 and Client().get(door()).status_code == 200
    assert Client().get("/offices/forged.token.here/").status_code == 404


def test_an_answer_is_looked_at_held_and_passed_on_word_for_word(campaign: Campaign) -> None:
    path = f"{door()}{campaign.slug}/answer/"
    assert Client().post(path, ANSWER).status_code == 200 and not Answer.objects.exists()
    assert Client().post(path, ANSWER | {"give": "1"}).status_code == 303
    assert answers.approve_due() == 0 and answers.mail_due(batches=3) == 0
    Answer.objects.update(answered_at=now() - timedelta(minutes=31))
    assert answers.approve_due() == 1
    assert answers.mail_due(batches=3) == 3 and answers.mail_due(batches=3) == 0
    [mail] = cast.post_for(DANIEL.email, "answer")
    assert ANSWER["text"].splitlines()[0] in mail.text and "<b>Tuesday" not in mail.html
    assert not cast.post_for(NAREK.email, "answer")
    assert [found["text"] for found in answers.answers_for(Submission.objects.get(name=DANIEL.name))] == [
        ANSWER["text"]
    ]


def test_a_batch_that_is_done_again_mails_nobody_twice(campaign: Campaign) -> None:
    answers.give(campaign_id=campaign.pk, person_id=cast.speaker().pk, **ANSWER)
    Answer.objects.update(approved_at=now())
    answers.mail_due(batches=1)
    Answer.objects.update(mailed_until=None)
    answers.mail_due(batches=1)
    assert Message.objects.filter(purpose="answer").count() == 3


def test_staff_stop_an_answer_while_it_is_held_and_not_after(campaign: Campaign) -> None:
    staff = create_staff("o@example.org", "a long walk by the river", "organizer")
    first = answers.give(campaign_id=campaign.pk, person_id=cast.speaker().pk, **ANSWER)
    assert first and answers.reject(actor=staff, answer_id=first.pk, reason="not theirs")
    second = answers.give(campaign_id=campaign.pk, person_id=cast.speaker().pk, **ANSWER)
    assert second and answers.approve(actor=staff, answer_id=second.pk, reason="theirs")
    assert not answers.reject(actor=staff, answer_id=second.pk, reason="too late")
    assert Answer.objects.get() == second


def test_a_link_cannot_flood(campaign: Campaign) -> None:
    path = f"{door()}{campaign.slug}/answer/"
    codes = [Client().post(path, ANSWER | {"give": "1"}).status_code for _ in range(3)]
    assert codes == [303, 303, 409] and Answer.objects.count() == 2


def test_the_clock_measures_groups_and_opens_the_page(letters: Campaign, db: None) -> None:
    wording_tasks.measure(0)
    assert Wording.objects.count() == 3 and Office.objects.get().person_id == cast.speaker().pk
    Wording.objects.exclude(kind="own").update(kind="own")
    wording_tasks.group(0)
    assert Wording.objects.exclude(cluster=None).count() == 2
    wording_tasks.measure_rest(0)
    wording_tasks.pass_on(0)
    assert Wording.objects.count() == 3


def test_measuring_twice_changes_nothing_and_sketches_are_forgotten(campaign: Campaign) -> None:
    before = list(Wording.objects.order_by("pk").values())
    assert measuring.measure_new(batches=2, everything=True) == set()
    assert before == list(Wording.objects.order_by("pk").values())
    retention.purge(now() + timedelta(days=4000))
    assert {bytes(row) for row in Wording.objects.values_list("sketch", flat=True)} == {b""}
