"""What the templates here are filled with: every word that is printed, so that all of them can be translated."""

from __future__ import annotations

from typing import Literal, TypedDict


class Name(TypedDict):
    """`lang`: so that it is read aloud rightly; empty where it is the language around it, or not known."""

    text: str
    lang: str


class Block(TypedDict):
    """A piece of the text, plain. Items and numbered items that follow each other are one list."""

    kind: Literal["paragraph", "heading", "item", "numbered", "quote"]
    text: str


class Host(TypedDict):
    """`logo`: the name of an image that is given with the data; empty for none. `alt`: what it shows, in words."""

    name: Name
    logo: str
    alt: str


class Addressee(TypedDict):
    name: str
    office: str


class Version(TypedDict):
    """The letter in one language."""

    lang: str
    dir: Literal["ltr", "rtl"]
    language: str
    """Its own name for itself, such as Հայերեն."""
    note: str
    """"This text is authoritative; the others are translations", or the like of a translation."""
    short: str
    """The title for the foot of the page."""
    page_of: str
    """Such as "Page {page} of {pages}"."""
    date: str
    addressees: list[Addressee]
    title: str
    salutation: str
    body: list[Block]
    closing: str


class Signatory(TypedDict):
    """`others`: the name in other scripts. `signer`, `role`: who signed for it and as what; both may be empty."""

    name: Name
    others: list[Name]
    signer: str
    role: str


class Part(TypedDict):
    """`label`: a country, or empty where the group is not parted."""

    label: str
    signatories: list[Signatory]


class Group(TypedDict):
    """`label` with `count`, such as "Organizations" and "23"."""

    label: str
    count: str
    parts: list[Part]


class Check(TypedDict):
    """The last page: `facts` are (what, value), a SHA-256 among them; `address` is where the document is verified."""

    title: str
    text: list[str]
    facts: list[tuple[str, str]]
    address_label: str
    address: str
    steps_label: str
    steps: list[str]


class Letter(TypedDict):
    """`letter.typ`: the frozen letter. The authoritative version comes first; the signatories follow it."""

    title: str
    organization: str
    """Who is named as the author of the file."""
    paper: Literal["a4", "us-letter"]
    day: tuple[int, int, int]
    hosts: list[Host]
    versions: list[Version]
    signatories: str
    """The heading over them."""
    signatories_note: str
    groups: list[Group]
    check: Check


class Fact(TypedDict):
    label: str
    text: str


class Quote(TypedDict):
    text: str
    by: str


class Press(TypedDict):
    """`press.typ`: for newsrooms, in one language. `names`: the signatories of each group, run in."""

    lang: str
    dir: Literal["ltr", "rtl"]
    organization: str
    paper: Literal["a4", "us-letter"]
    day: tuple[int, int, int]
    embargo: str
    """Such as "For immediate release"."""
    held: bool
    """Whether nothing of it may be published yet."""
    headline: str
    dateline: str
    lead: str
    facts_label: str
    facts: list[Fact]
    quotes: list[Quote]
    letter_label: str
    letter: Version
    signatories_label: str
    names: list[tuple[str, list[Name]]]
    contact_label: str
    contact: list[str]
    note_label: str
    note: list[str]
    address: str
    page_of: str


class Share(TypedDict):
    """An image for those who pass the letter on."""

    lang: str
    dir: Literal["ltr", "rtl"]
    brand: str
    kind: str
    """Such as "Open letter"."""
    title: str
    addressee: str
    """Such as "To the mayor of the river city"."""
    count: str
    """Such as "23 organizations from 9 countries"."""
    state: str
    """The deadline in words, or that it was delivered."""
    delivered: bool
