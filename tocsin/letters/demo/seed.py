"""Builds the demonstration's open letters through the doors that people use; a second run changes nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from tocsin.content.models import HomePage
from tocsin.delivery import outbox
from tocsin.letters import comments, freezing, inviting, making, signing, states, versions
from tocsin.letters.demo import bodies, history
from tocsin.letters.demo.bodies import DONE, Facts, Staff
from tocsin.letters.inviting import Guest
from tocsin.letters.models import Addressee, Host, Letter, LetterPage, LetterVersion, Signature
from tocsin.letters.signing import Claim
from tocsin.officials.models import Official
from tocsin.organizations.models import Member, Organization

AUTHORITY = "By decision of its board"
FIELDS = ("title", "lead", "subject", "salutation", "closing")
FIRST, SECOND = "jd-vance", "frank-pallone"
Known = dict[str, Organization]


def seed(*, staff: Staff, supporters_page: Page | None) -> bool:
    """True if it added them. `supporters_page`: where people stand behind the letter to the Vice President."""
    facts = bodies.read("letters")
    if Letter.objects.filter(slug__in=facts).exists() or not Official.objects.filter(slug=FIRST).exists():
        return False
    with transaction.atomic():
        with history.at(history.moment(facts["vance"]["opened"]) - timedelta(days=4)):
            known = bodies.register(staff)
        _sent(facts["vance"], known, supporters_page)
        _up_for_signing(facts["heritage"], known)
        _being_written(facts["return"], known, staff)
    return True


# --- Frozen and sent ------------------------------------------------------------------------------------------------
def _sent(facts: Facts, known: Known, supporters_page: Page | None) -> None:
    """Signed and frozen before the visit; typeset and handed to the mail catcher when this runs."""
    moment = history.moment
    with history.at(moment(facts["opened"])):
        letter = _letter(
            "vance", "letter", facts, known, supporters_page=supporters_page, by_country=True,
            deadline=moment(facts["deadline"]), sends_itself=True, contact_name="Anahit Tsiranyan",
            contact_email="press@apricot-yard.example.org",
        )  # fmt: skip
        versions.put_up(user=None, letter=letter)
    for one in sorted(bodies.read("organizations"), key=lambda one: str(one.get("vance", ""))):
        if "vance" in one:
            with history.at(moment(one["vance"])):
                _sign(letter, known[one["site"]])
    _withdraw(letter, known, facts["before"])
    with history.at(moment(facts["deadline"])):
        freeze = freezing.freeze(user=None, letter=letter)
    making.make(freeze.pk)
    with history.at(moment(facts["late"]["at"])):
        _sign(letter, known[facts["late"]["by"]])
    _withdraw(letter, known, facts["after"])


def _withdraw(letter: Letter, known: Known, facts: Facts) -> None:
    body = known[facts["by"]]
    with history.at(history.moment(facts["at"])):
        signature = Signature.objects.get(letter=letter, organization=body)
        signing.withdraw(signature=signature, member=_owner(body), why=facts["why"])


# --- Up for signing -------------------------------------------------------------------------------------------------
def _up_for_signing(facts: Facts, known: Known) -> None:
    zone = ZoneInfo(facts["zone"])
    today = timezone.localtime(timezone=zone).replace(hour=18, minute=0, second=0, microsecond=0)
    opened = today - timedelta(days=facts["opened_days_ago"])
    with history.at(opened):
        letter = _letter(
            "heritage", "heritage", facts, known, takes_people=True,
            deadline=today + timedelta(days=facts["days_left"]),
        )  # fmt: skip
        version = versions.put_up(user=None, letter=letter)
        guest = Guest(**facts["guest"])
        asked = [known[site] for site in facts["invited"]]
        inviting.invite(user=None, letter=letter, organizations=asked, guests=[guest])
    for days, site in enumerate(facts["signed"]):
        with history.at(opened + timedelta(days=days, hours=days * 3)):
            _sign(letter, known[site])
    body = known[facts["waiting"]]
    _ask(letter, body.members.get(role="signer"))
    inviting.decline(letter.invitations.get(organization=known[facts["declined"]]))
    for person in facts["people"]:
        signature = _person(letter, version, person)
        outbox.cancel(ref=signature.pk, reason=DONE)
        signing.confirm_person(signature)
    _person(letter, version, facts["unconfirmed"])


def _person(letter: Letter, version: LetterVersion, facts: Facts) -> Signature:
    given = {name: facts[name] for name in ("email", "country", "affiliation", "language")}
    claim = Claim(name=facts["name"], title=facts["title"])
    signing.sign_as_person(letter=letter, version=version, claim=claim, **given)
    return Signature.objects.get(letter=letter, email=facts["email"])


# --- Being written ---------------------------------------------------------------------------------------------------
def _being_written(facts: Facts, known: Known, staff: Staff) -> None:
    letter = _letter("return", "return", facts, known, by_invitation=True)
    first = versions.share(user=staff[0], letter=letter)
    asked = [known[site] for site in facts["invited"]]
    inviting.invite(user=staff[0], letter=letter, organizations=asked, guests=[])
    for facts_of in facts["comments"]:
        _comment(first, known, facts_of, staff)
    second = versions.share(user=staff[1], letter=letter)
    for facts_of in facts["then"]:
        _comment(second, known, facts_of, staff)


def _comment(version: LetterVersion, known: Known, facts: Facts, staff: Staff) -> None:
    parts = [part["id"] for part in version.texts["en"]["body"]]
    comment = comments.say(
        version=version,
        language="en",
        part=parts[facts["part"]] if "part" in facts else comments.WHOLE,
        text=facts["text"],
        suggestion=facts.get("suggestion", ""),
        member=_owner(known[facts["by"]]),
    )
    if "taken" in facts:
        comments.take(user=staff[0], comment=comment, answer=facts["taken"])
    if "declined" in facts:
        comments.decline(user=staff[1], comment=comment, answer=facts["declined"])


# --- What they share -------------------------------------------------------------------------------------------------
def _letter(slug: str, words: str, facts: Facts, known: Known, **fields: Any) -> Letter:
    letter = Letter.objects.create(
        slug=slug, name=facts["name"], time_zone=facts.get("zone", "UTC"), **fields
    )
    addressees = Official.objects.filter(slug__in=(FIRST, SECOND) if slug == "heritage" else (FIRST,))
    for person in addressees.order_by("pk"):
        Addressee.objects.create(letter=letter, person=person)
    for site in facts["hosts"]:
        Host.objects.create(letter=letter, organization=known[site])
    languages = sorted(path.suffixes[0][1:] for path in bodies.FOLDER.glob(f"{words}.*.yaml"))
    for language in sorted(languages, key=lambda code: code != letter.language):
        _page(letter, language, bodies.read(f"{words}.{language}"))
    return letter


def _page(letter: Letter, language: str, words: Facts) -> None:
    home = HomePage.objects.filter(locale__language_code=language).first()
    if home is None:
        return
    page = LetterPage(letter=letter, slug=f"letter-{letter.slug}", locale=home.locale)
    for name in FIELDS:
        setattr(page, name, words[name])
    page.body = [(kind, text) for part in words["body"] for kind, text in part.items()]
    if first := LetterPage.objects.filter(letter=letter).first():
        page.translation_key = first.translation_key
    home.add_child(instance=page)
    page.save_revision().publish()


def _sign(letter: Letter, body: Organization) -> None:
    """By its owner, and where it wants two people, by its second one too."""
    signature = _ask(letter, _owner(body))
    second = body.members.exclude(pk=signature.member_id).first()
    if second and signature.state == states.WAITING:
        signing.approve(member=second, signature=signature)
        outbox.cancel(ref=signature.pk, reason=DONE)


def _ask(letter: Letter, member: Member) -> Signature:
    claim = Claim(name=member.name, title=member.title, authority=AUTHORITY)
    version = versions.current(letter)
    if version is None:
        raise LookupError(f"{letter.slug} is not up for signing")
    return signing.sign(member=member, letter=letter, claim=claim, version=version)


def _owner(body: Organization) -> Member:
    return body.members.get(role="owner")
