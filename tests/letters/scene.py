"""An open letter from its draft to its delivery, made through the doors that the pages use."""

from __future__ import annotations

from typing import Any

from wagtail.models import Locale, Page, Site

from tests.organizations import scene as bodies
from tocsin.content.models import HomePage
from tocsin.letters import signing, versions
from tocsin.letters.models import Addressee, Host, Letter, LetterPage, LetterVersion, Signature
from tocsin.letters.signing import Claim
from tocsin.officials.models import ContactDetail, Membership, Official
from tocsin.organizations.models import Member, Organization

WORDS = ("We, the undersigned, ask you to act.", "Release is a step towards peace.")
CLAIM = Claim(name="Anna Example", title="Director", authority="By decision of the board")


def home(language: str = "en") -> HomePage:
    locale, _ = Locale.objects.get_or_create(language_code=language)
    known = HomePage.objects.filter(locale=locale).first()
    if known:
        return known
    page = HomePage(title="Home", slug=f"home-{language}", locale=locale)
    root = Page.objects.filter(depth=1).first() or Page.add_root(title="Root", slug="root", locale=locale)
    root.add_child(instance=page)
    if language == "en":
        site = Site.objects.filter(is_default_site=True).first() or Site(
            hostname="localhost", is_default_site=True
        )
        site.root_page = page
        site.save()
    return page


def official(email: str = "vp-office@example.org") -> Official:
    person = Official.objects.create(name="Jo Example", slug="jo-example", family_name="Example")
    Membership.objects.create(person=person, role="Vice President of Examplia")
    if email:
        ContactDetail.objects.create(person=person, type="email", value=email)
    return person


def letter(
    slug: str = "river", *, addressed: bool = True, languages: tuple[str, ...] = ("en",), **fields: Any
) -> Letter:
    """Drafted, with a page in each language, and addressed to one official."""
    found = Letter.objects.create(name="Letter", slug=slug, **fields)
    if addressed:
        Addressee.objects.create(letter=found, person=official())
    for language in languages:
        write(found, *WORDS, language=language)
    return found


def write(found: Letter, *paragraphs: str, language: str = "en", title: str = "An open letter") -> LetterPage:
    page = LetterPage.objects.filter(letter=found, locale__language_code=language).first()
    if page is None:
        page = LetterPage(
            letter=found, title=title, slug=f"letter-{found.slug}", lead="Twenty ask one.", salutation="Dear Jo,",
            locale=Locale.objects.get_or_create(language_code=language)[0],
        )  # fmt: skip
        page.body = [("paragraph", words) for words in paragraphs]
        home(language).add_child(instance=page)
    else:
        page = page.get_latest_revision_as_object()
        page.body = [("paragraph", words) for words in paragraphs]
    page.save_revision().publish()
    return page


def up(found: Letter) -> LetterVersion:
    return versions.put_up(user=None, letter=found)


def host(found: Letter, body: Organization) -> None:
    Host.objects.create(letter=found, organization=body)


def signed(found: Letter, name: str = "River Watch", *, proven: bool = True, **fields: str) -> Signature:
    """A new organization with one owner, who signs."""
    who = bodies.member(bodies.organization(name, proven=proven, **fields))
    return sign(found, who)


def sign(found: Letter, who: Member, claim: Claim = CLAIM) -> Signature:
    version = versions.current(found)
    assert version is not None
    return signing.sign(member=who, letter=found, claim=claim, version=version)
