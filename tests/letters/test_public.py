"""What outsiders see of an open letter: its page, its list, its changes, its frame. And what they must not see."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests import cast
from tests.letters import scene
from tests.organizations import scene as bodies
from tocsin.actions.page import ActionPage
from tocsin.campaigns.models import TallyEntry
from tocsin.core.ids import uuid7
from tocsin.letters import freezing, making, share, signing, versions
from tocsin.letters.models import Letter, Response, Signature
from tocsin.organizations.models import Organization, OtherName

pytestmark = pytest.mark.django_db
DOORS = (
    "/letters/river/",
    "/letters/river.json",
    "/letters/river.csv",
    "/letters/river/changes/",
    "/letters/river/sign/",
    "/letters/river/verify/",
    "/letters/river/files/2/letter.pdf",
    "/letters/river/share-en.png",
    "/embed/letters/river/",
)
LISTS = ("/letters/", "/letters.json", "/letters.csv")
HOSTILE = '"><script>alert(1)</script>'


def read(client: Client, path: str = "/letters/river/") -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.getvalue().decode()


def frozen(letter: Letter) -> None:
    letter.refresh_from_db()
    freezing.freeze(user=None, letter=letter)


def person(letter: Letter, name: str) -> Signature:
    version, now = versions.current(letter), timezone.now()
    assert version is not None
    return Signature.objects.create(
        letter=letter, version=version, state="signed", name=name, first_signed_at=now, signed_at=now
    )


# --- Nothing before its hour ------------------------------------------------------------------------------------------
@pytest.fixture
def complete() -> Letter:
    """Corrected, signed, frozen, typeset, and with a picture to share: every door has something to show."""
    letter = scene.letter()
    scene.up(letter)
    scene.write(letter, "Other words.")
    versions.put_up(user=None, letter=letter, note="Why.")
    scene.signed(letter)
    making.make(freezing.freeze(user=None, letter=letter).pk)
    share.folder().mkdir(parents=True, exist_ok=True)
    (share.folder() / "river.en.0123456789ab.png").write_bytes(b"picture")
    return letter


def test_a_letter_that_is_public_is_behind_every_door(client: Client, complete: Letter) -> None:
    assert {path: client.get(path).status_code for path in DOORS} == dict.fromkeys(DOORS, 200)
    assert all("river" in read(client, listed) for listed in LISTS)


@pytest.mark.parametrize("state", ["drafting", "stopped", "embargo"])
def test_a_letter_that_is_not_public_is_behind_no_door(client: Client, complete: Letter, state: str) -> None:
    later = timezone.now() + timedelta(hours=1)
    hidden = {"embargo": {"embargo_until": later}}.get(state, {"state": state})
    Letter.objects.filter(pk=complete.pk).update(**hidden)
    assert {path: client.get(path).status_code for path in DOORS} == dict.fromkeys(DOORS, 404)
    assert not any("river" in read(client, listed) for listed in LISTS)


def test_when_the_embargo_ends_the_letter_is_there(client: Client) -> None:
    letter = scene.letter(embargo_until=timezone.now() - timedelta(seconds=1))
    scene.up(letter)
    assert "An open letter" in read(client)
    assert all("river" in read(client, listed) for listed in LISTS)


def test_a_version_that_is_shown_for_comments_stays_between_the_invited(client: Client) -> None:
    letter = scene.letter()
    scene.up(letter)
    scene.write(letter, "A sentence that is still being argued about.")
    versions.share(user=None, letter=letter)
    paths = ("/letters/river/", "/letters/river.json", "/embed/letters/river/")
    assert not any("argued about" in read(client, path) for path in paths)
    assert client.get("/letters/river/changes/").status_code == 404
    scene.write(letter, "Words that nobody argues with.")
    versions.put_up(user=None, letter=letter, note="Why.")
    assert [one["number"] for one in client.get("/letters/river.json").json()["versions"]] == [1, 3]
    assert client.get("/letters/river/changes/?from=2&to=3").status_code == 404


def test_there_is_no_such_letter(client: Client) -> None:
    assert {client.get(path).status_code for path in DOORS} == {404}


# --- The page ---------------------------------------------------------------------------------------------------------
def test_the_page_says_who_writes_to_whom_and_who_has_signed(client: Client) -> None:
    letter = scene.letter(deadline=datetime(2099, 2, 8, 14, 0, tzinfo=UTC), time_zone="Asia/Yerevan")
    scene.up(letter)
    watch = bodies.organization("River Watch")
    scene.host(letter, watch)
    scene.sign(letter, bodies.member(watch))
    scene.signed(letter, "Femmes du lac", country="FR", language="fr")
    page = read(client)
    words = ("Jo Example", "Vice President of Examplia", "Dear Jo,", *scene.WORDS, "Respectfully,")
    said = (
        "2 organizations from 2 countries",
        "February 8, 2099, 18:00 (Yerevan time)",
        "Anna Example, Director",
    )
    assert [text for text in (*words, *said, "host", "Femmes du lac") if text not in page] == []
    assert "/letters/river/sign/" in page


def test_nobody_is_named_before_it_is_known_who_they_are(client: Client) -> None:
    letter = scene.letter()
    scene.up(letter)
    impostor = scene.signed(letter, "Never Proven", proven=False)
    paths = ("/letters/river/", "/letters/river.json", "/letters/river.csv", "/embed/letters/river/")
    assert not any("Never Proven" in read(client, path) for path in paths)
    assert "1 more has signed and is not counted" in read(client)
    signing.withdraw(signature=impostor, member=impostor.member, why="caught")
    assert not any("Never Proven" in read(client, path) for path in paths)


def test_who_withdrew_is_named_with_its_reason_and_a_person_is_only_counted(client: Client) -> None:
    letter = scene.letter(takes_people=True)
    scene.up(letter)
    gone = scene.signed(letter, "Lake Union")
    scene.signed(letter, "River Watch")
    private = person(letter, "Private Example")
    frozen(letter)
    signing.withdraw(signature=gone, member=gone.member, why="Our board decided otherwise.")
    signing.withdraw(signature=private, member=None)
    page = read(client)
    assert "Lake Union" in page
    assert "Our board decided otherwise." in page
    assert "1 person took their name off." in page
    assert "1 organization</b> stand" in page
    paths = ("/letters/river/", "/letters/river.json", "/letters/river.csv", "/embed/letters/river/")
    told = [read(client, path) for path in paths]
    assert not any("Private Example" in said or str(private.pk) in said for said in told)


def test_who_comes_after_freezing_is_listed_as_late(client: Client) -> None:
    letter = scene.letter()
    scene.up(letter)
    scene.signed(letter, "River Watch")
    frozen(letter)
    scene.signed(letter, "Late Comers")
    before, _, after = read(client).partition('id="late"')
    assert "Late Comers" not in before
    assert "Late Comers" in after
    assert "The document is being typeset." in after


def test_a_corrected_version_says_why_and_who_has_not_signed_it_yet(client: Client) -> None:
    letter = scene.letter()
    scene.up(letter)
    scene.signed(letter, "River Watch")
    scene.write(letter, scene.WORDS[0], "Release comes first.")
    versions.put_up(user=None, letter=letter, note="The families asked for it.")
    page = read(client)
    assert "The families asked for it." in page
    assert "River Watch" in page.partition('id="earlier"')[2]
    assert "Nobody has signed yet" in page
    changes = read(client, "/letters/river/changes/?from=1&to=2")
    assert "The families asked for it." in changes
    assert "<ins>" in changes
    assert "<del>" in changes


@pytest.mark.parametrize("query", ["from=2&to=1", "from=1&to=9", "to=x", "from=1&to=1", "to=99999999999999"])
def test_there_is_no_such_change(client: Client, query: str) -> None:
    letter = scene.letter()
    scene.up(letter)
    scene.write(letter, "Other words.")
    versions.put_up(user=None, letter=letter, note="Why.")
    assert client.get("/letters/river/changes/").status_code == 200
    assert client.get(f"/letters/river/changes/?{query}").status_code == 404


def test_names_of_others_are_text_and_nothing_else(client: Client) -> None:
    letter = scene.letter()
    scene.up(letter)
    body = bodies.organization(f"Hostile {HOSTILE}")
    Organization.objects.filter(pk=body.pk).update(website="javascript:alert(1)", logo=f"x{HOSTILE}.webp")
    OtherName.objects.create(organization=body, name=f"Autre {HOSTILE}", language="fr")
    claim = signing.Claim(name=f"Anna {HOSTILE}", title=HOSTILE)
    signature = scene.sign(letter, bodies.member(body, email="a@example.org"), claim)
    scene.signed(letter, "N" * 300)
    paths = [
        f"{path}?lang={code}"
        for path in ("/letters/river/", "/embed/letters/river/")
        for code in ("en", "fr")
    ]
    pages = [read(client, path) for path in paths]
    frozen(letter)
    signing.withdraw(signature=signature, member=signature.member, why=HOSTILE)
    pages.append(read(client))
    assert [path for path, page in zip(paths, pages, strict=False) if "<script>alert" in page] == []
    assert not any("javascript:" in page for page in pages)
    assert all("N" * 300 in page for page in pages)


def test_a_title_cannot_break_out_of_the_line_that_others_paste(client: Client) -> None:
    letter = scene.letter(languages=())
    scene.write(letter, "Words.", title='"><script>alert(1)</script>')
    scene.up(letter)
    page = read(client)
    assert "<script>alert" not in page
    assert "title=&quot;&amp;quot;&amp;gt;&amp;lt;script" in page


# --- Languages --------------------------------------------------------------------------------------------------------
def test_the_letter_is_in_the_readers_language_or_says_that_it_is_not(client: Client) -> None:
    letter = scene.letter(languages=("en", "hy"))
    scene.write(letter, "Ազատ արձակեք։", language="hy", title="Բաց նամակ")
    scene.up(letter)
    armenian, french = read(client, "/letters/river/?lang=hy"), read(client, "/letters/river/?lang=fr")
    assert "Ազատ արձակեք։" in armenian
    assert '<div class="said" lang="hy" dir="ltr">' in armenian
    assert '<div class="said" lang="en" dir="ltr">' in french
    assert scene.WORDS[0] in french
    both = read(client, "/letters/river/?lang=en&beside=hy")
    assert "Ազատ արձակեք։" in both
    assert scene.WORDS[0] in both
    assert 'class="beside"' not in read(client, "/letters/river/?beside=xx")


def test_an_organization_is_named_in_the_readers_language_and_its_own(client: Client) -> None:
    letter = scene.letter()
    scene.up(letter)
    body = bodies.organization("Գետի պահապան", language="hy")
    OtherName.objects.create(organization=body, name="River Watch", language="en")
    scene.sign(letter, bodies.member(body))
    page = read(client)
    assert "<bdi>River Watch</bdi>" in page
    assert '<bdi class="other" lang="hy">Գետի պահապան</bdi>' in page


# --- What became of it, and what is around it -------------------------------------------------------------------------
def test_an_answer_shows_once_it_is_published(client: Client) -> None:
    letter = scene.letter()
    scene.up(letter)
    given = Response.objects.create(
        letter=letter, addressee=letter.addressees.first(), text="We take note.", received_on=date(2026, 2, 1)
    )
    assert "We take note." not in read(client)
    Response.objects.filter(pk=given.pk).update(published_at=timezone.now())
    assert "We take note." in read(client)
    assert "We take note." in read(client, "/letters/river.json")


def test_supporters_stand_behind_a_letter_and_are_counted_apart(client: Client) -> None:
    cast.open_campaign()
    page = ActionPage.objects.get(slug=cast.SLUG, locale__language_code="en")
    assert "stand behind the open letter" not in read(client, page.url)
    letter = scene.letter(addressed=False, supporters_page=page)
    assert "stand behind the open letter" not in read(client, page.url)
    scene.up(letter)
    scene.signed(letter)
    TallyEntry.objects.create(campaign=page.campaign, metric="confirmed", delta=41, ref=uuid7())
    said = read(client)
    assert "<b>41</b> people stand behind it, counted apart from the organizations." in said
    assert f'href="{page.url}"' in said
    assert "1 organization</b> have signed" in said
    behind = " ".join(read(client, page.url).split())
    assert "“An open letter”</a>, signed by 1 organization." in behind


def test_the_list_has_the_same_counts_as_the_pages(client: Client) -> None:
    for slug in ("river", "lake"):
        letter = scene.letter(slug, addressed=False)
        scene.up(letter)
        signed = [scene.signed(letter, f"{name} of the {slug}") for name in ("Watch", "Friends", "Union")]
        scene.signed(letter, f"Nobody at the {slug}", proven=False)
        person(letter, "Private Example")
    frozen(letter)
    signing.withdraw(signature=signed[0], member=signed[0].member)
    Organization.objects.filter(pk=signed[1].organization_id).update(state="blocked")
    listed = {one["slug"]: one for one in client.get("/letters.json").json()["letters"]}
    for slug, expected in (("river", (3, 1)), ("lake", (1, 1))):
        counts = client.get(f"/letters/{slug}.json").json()["counts"]
        assert (counts["organizations"], counts["people"]) == expected
        assert (listed[slug]["organizations"], listed[slug]["people"]) == expected


def test_without_a_letter_the_list_says_so(client: Client) -> None:
    assert "No open letter is published at the moment." in read(client, "/letters/")
    assert client.get("/letters.json").json() == {"letters": []}


@pytest.mark.parametrize(
    "path", ["/letters/", "/letters/river/", "/letters/river.json", "/embed/letters/river/"]
)
def test_public_pages_are_shared_set_no_cookie_and_answer_to_head(client: Client, path: str) -> None:
    scene.up(scene.letter())
    response = client.get(path)
    assert "s-maxage=2" in response.headers["Cache-Control"]
    assert not response.cookies
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_only_the_frame_may_stand_in_other_pages(client: Client) -> None:
    scene.up(scene.letter())
    framed, page = client.get("/embed/letters/river/"), client.get("/letters/river/")
    assert "frame-ancestors *" in framed.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in framed.headers
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]
    assert framed.content.count(b'target="_top"') >= 3


def test_a_preview_shows_the_draft_and_takes_no_names(client: Client) -> None:
    letter = scene.letter()
    page = scene.write(letter, "A draft of this very moment.")
    answer = page.make_preview_request()
    assert answer.status_code == 200
    assert "A draft of this very moment." in answer.content.decode()
    assert "/letters/river/sign/" not in answer.content.decode()
