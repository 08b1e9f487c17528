"""Who holds a link may do one thing, for a while; anybody else may do nothing."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest import mock
from uuid import UUID, uuid4

import pytest
from django.core import signing
from django.test import Client, override_settings

from tests import cast
from tests.cast import ANAHIT, DANIEL, SLUG
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.core import links

Forge = Callable[[UUID], str]


def aged(purpose: str, age: timedelta) -> Forge:
    """A link of that age; the clock of the signature is set back, nothing else."""

    then = time.time() - age.total_seconds()

    def sign(subject: UUID) -> str:
        with mock.patch.object(signing.time, "time", lambda: then):
            return links.sign(purpose, subject)

    return sign


def otherwise_signed(subject: UUID) -> str:
    with override_settings(SECRET_KEY="another key"):
        return links.sign("confirm", subject)


def whole(subject: UUID) -> str:
    return links.sign("confirm", subject)


FORGED: dict[str, Forge] = {
    "empty": lambda subject: "x",
    "unsigned": str,
    "cut short": lambda subject: whole(subject)[:-1],
    "with more": lambda subject: whole(subject) + "A",
    "without signature": lambda subject: whole(subject).rpartition(".")[0],
    "of another key": otherwise_signed,
    "of the thank-you page": lambda subject: links.sign("thanks", subject),
    "of a supporter's page": lambda subject: links.sign("my", subject),
    "of nobody": lambda subject: whole(uuid4()),
    "in capitals": lambda subject: whole(subject).upper(),
    "in another script": lambda subject: "տոկեն",
    "with a line break": lambda subject: whole(subject) + "%0a",
    "with a zero byte": lambda subject: whole(subject) + "%00",
    "with colons": lambda subject: whole(subject).replace(".", ":"),
    "very long": lambda subject: "A" * 5000,
    "signed twice": lambda subject: whole(subject) + "." + whole(subject),
}


@pytest.mark.parametrize("forge", FORGED.values(), ids=FORGED)
def test_a_forged_link_is_refused_with_a_page_and_changes_nothing(
    client: Client, page: ActionPage, forge: Forge
) -> None:
    cast.send(client)
    path = f"/confirm/{forge(Submission.objects.get().pk)}/"
    for response in (
        client.get(path),
        client.post(path, {"decision": "confirm"}),
        client.post(path, {"decision": "void"}),
    ):
        assert response.status_code == 404
        assert b"This link does not work" in response.content
        assert ANAHIT.name.encode() not in response.content
    assert Submission.objects.get().state == "pending"


@pytest.mark.parametrize(
    "forge", [FORGED[name] for name in ("empty", "unsigned", "of another key", "with more")]
)
def test_a_forged_personal_page_is_refused(client: Client, page: ActionPage, forge: Forge) -> None:
    submission = cast.act(client)
    path = f"/my/{forge(submission.supporter_id)}/"
    assert client.get(path).status_code == 404
    assert client.post(f"{path}withdraw/{submission.pk}/").status_code == 404
    assert cast.state_of(submission) == "confirmed"


@pytest.mark.parametrize("purpose", ["confirm", "thanks"])
def test_a_link_to_the_personal_page_is_made_for_it_alone(
    client: Client, page: ActionPage, purpose: str
) -> None:
    submission = cast.act(client)
    for subject in (submission.pk, submission.supporter_id):
        assert client.get(f"/my/{links.sign(purpose, subject)}/").status_code == 404
    assert client.get(f"/my/{links.sign('my', submission.pk)}/").status_code == 404


@pytest.mark.parametrize("purpose", ["confirm", "my"])
def test_a_link_to_the_thank_you_page_is_made_for_it_alone(
    client: Client, page: ActionPage, purpose: str
) -> None:
    submission = cast.act(client)
    for subject in (submission.pk, submission.supporter_id):
        token = links.sign(purpose, subject)
        assert client.get(f"/{SLUG}/thanks/?t={token}").status_code == 404
        assert client.post(f"/{SLUG}/thanks/again/?t={token}").status_code == 404


def test_a_link_works_until_its_day_and_not_after(client: Client, page: ActionPage) -> None:
    cast.send(client)
    submission = Submission.objects.get()
    fresh, stale = (aged("confirm", timedelta(days=days))(submission.pk) for days in (13.9, 14.1))
    expired = client.get(f"/confirm/{stale}/")
    assert expired.status_code == 410
    assert b"This link has expired" in expired.content
    assert client.post(f"/confirm/{stale}/", {"decision": "confirm"}).status_code == 410
    assert cast.state_of(submission) == "pending"
    assert client.post(f"/confirm/{fresh}/", {"decision": "confirm"}).status_code == 303
    assert cast.state_of(submission) == "confirmed"


def test_the_thank_you_page_forgets_the_name_after_two_days(client: Client, page: ActionPage) -> None:
    cast.send(client)
    submission = Submission.objects.get()
    fresh, stale = (aged("thanks", timedelta(hours=hours))(submission.pk) for hours in (47, 49))
    assert ANAHIT.name.encode() in client.get(f"/{SLUG}/thanks/?t={fresh}").content
    assert client.get(f"/{SLUG}/thanks/?t={stale}").status_code == 404


def test_a_link_used_again_says_so_and_counts_nobody_twice(client: Client, page: ActionPage) -> None:
    cast.send(client)
    link = cast.link_to("confirm")
    first, second = (client.post(link, {"decision": "confirm"}) for _ in range(2))
    assert first.headers["Location"].startswith("/my/") and second.status_code == 303
    assert b"You have already confirmed" in client.get(link).content
    assert Submission.objects.confirmed().count() == 1
    assert len(cast.post_for(cast.OFFICE)) == 1


def test_saying_no_after_saying_yes_changes_nothing(client: Client, page: ActionPage) -> None:
    cast.send(client)
    link = cast.link_to("confirm")
    client.post(link, {"decision": "confirm"})
    client.post(link, {"decision": "void"})
    assert Submission.objects.get().state == "confirmed"


def test_saying_yes_after_saying_no_changes_nothing(client: Client, page: ActionPage) -> None:
    cast.send(client)
    link = cast.link_to("confirm")
    client.post(link, {"decision": "void"})
    client.post(link, {"decision": "confirm"})
    assert Submission.objects.get().state == "void"
    assert b"this campaign will not write to this address again" in client.get(link).content


@pytest.mark.parametrize("decision", ["", "CONFIRM", "withdraw", "confirm\x00", "1"])
def test_a_decision_nobody_offered_decides_nothing(client: Client, page: ActionPage, decision: str) -> None:
    cast.send(client)
    assert client.post(cast.link_to("confirm"), {"decision": decision}).status_code in {303, 400, 422}
    assert Submission.objects.get().state == "pending"


def test_nobody_withdraws_for_somebody_else(client: Client, page: ActionPage) -> None:
    mine, theirs = cast.act(client, ANAHIT), cast.act(client, DANIEL)
    token = links.sign("my", mine.supporter_id)
    assert client.post(f"/my/{token}/withdraw/{theirs.pk}/").status_code == 404
    assert cast.state_of(theirs) == "confirmed"


def test_withdrawing_twice_takes_one_from_the_count(client: Client, page: ActionPage) -> None:
    mine = cast.act(client, ANAHIT)
    cast.act(client, DANIEL)
    path = f"/my/{links.sign('my', mine.supporter_id)}/withdraw/{mine.pk}/"
    for _ in range(2):
        assert client.post(path).status_code == 303
    assert Submission.objects.confirmed().count() == 1
    assert b"<b>1</b> person has confirmed" in client.get(f"/{SLUG}/").content


PRIVATE: dict[str, Callable[[Submission], str]] = {
    "confirm": lambda done: f"/confirm/{links.sign('confirm', done.pk)}/",
    "not me": lambda done: f"/confirm/{links.sign('confirm', done.pk)}/?not_me=1",
    "my": lambda done: f"/my/{links.sign('my', done.supporter_id)}/",
    "thanks": lambda done: f"/{SLUG}/thanks/?t={links.sign('thanks', done.pk)}",
    "wrong link": lambda done: "/confirm/x/",
}


@pytest.mark.parametrize("path_of", PRIVATE.values(), ids=PRIVATE)
def test_a_private_page_is_never_kept_listed_or_told_to_others(
    client: Client, page: ActionPage, path_of: Callable[[Submission], str]
) -> None:
    response = client.get(path_of(cast.act(client)))
    control = response.headers["Cache-Control"]
    assert "no-store" in control and "private" in control and "public" not in control
    assert response.headers["Referrer-Policy"] == "same-origin"
    assert b'<meta name="robots" content="noindex' in response.content


@pytest.mark.parametrize("path", ["/confirm/{token}", "/my/{token}"])
def test_the_slash_at_the_end_may_be_lost_on_the_way(client: Client, page: ActionPage, path: str) -> None:
    submission = cast.act(client)
    purpose, subject = {"/confirm/{token}": ("confirm", submission.pk)}.get(
        path, ("my", submission.supporter_id)
    )
    address = path.format(token=links.sign(purpose, subject))
    assert client.get(address, follow=True).status_code == 200


def test_an_erased_person_has_no_page(client: Client, page: ActionPage) -> None:
    submission = cast.act(client)
    token, supporter = links.sign("my", submission.supporter_id), submission.supporter
    assert supporter is not None
    supporter.delete()
    assert client.get(f"/my/{token}/").status_code == 404


def test_an_old_key_still_opens_what_it_closed(client: Client, page: ActionPage, settings: Any) -> None:
    cast.send(client)
    link = cast.link_to("confirm")
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "a new key"
    assert client.get(link).status_code == 200


def test_a_thank_you_belongs_to_its_campaign(client: Client, page: ActionPage) -> None:
    answer = cast.send(client, ANAHIT)
    other = cast.open_campaign(slug="forest")
    token = answer["Location"].partition("?")[2]
    assert client.get(f"/{SLUG}/thanks/?{token}").status_code == 200
    assert client.get(f"/{other.slug}/thanks/?{token}").status_code == 404
