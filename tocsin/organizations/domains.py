"""Which domain an organization holds, and which address can prove it. Pure."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from urllib.parse import urlsplit

import idna
from django.utils.translation import gettext_lazy as _
from publicsuffixlist import PublicSuffixList

from tocsin.organizations.lookalikes import edits, is_mixed, shape
from tocsin.organizations.mail_hosts import FREE_MAIL, PLATFORMS

TYPO_LETTERS = 4
"""In a shorter label one other letter is another word."""
RESERVED = ("example.com", "example.net", "example.org")
"""Set aside for documentation: each name below one of them stands for a domain of its own."""


class Reason(StrEnum):
    UNREADABLE = "unreadable"
    FREE_MAIL = "free mail"
    PLATFORM = "platform"
    PUBLIC_SUFFIX = "public suffix"
    MIXED = "mixed scripts"
    LOOK_ALIKE = "look-alike"
    DIFFERENT = "different domain"


SENTENCES = {
    Reason.UNREADABLE: _("Enter a complete email address and the full address of the website."),
    Reason.FREE_MAIL: _("Anybody can open an address at this mail provider. Use one at your own domain."),
    Reason.PLATFORM: _(
        "This website is a page on somebody else's domain. Prove your role by a signed mandate."
    ),
    Reason.PUBLIC_SUFFIX: _("This is an ending shared by many domains, not a domain of your own."),
    Reason.MIXED: _("This domain mixes letters of several scripts, as an imitation would."),
    Reason.LOOK_ALIKE: _("The domain of this address only looks like the domain of the website."),
    Reason.DIFFERENT: _("The domain of this address is not the domain of the website."),
}


@dataclass(frozen=True, slots=True)
class Refusal:
    reason: Reason

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self.reason])


def registrable(host: str) -> str | None:
    """The part that somebody registered, in ASCII and small letters: None for an ending, a number or no name."""
    name = _ascii(host)
    if name is None or name in RESERVED:
        return None
    for suffix in RESERVED:
        if name.endswith(f".{suffix}"):
            return ".".join(name.split(".")[-3:])
    return _suffixes().privatesuffix(name)


def website_host(url: str) -> str | None:
    """In ASCII and small letters; a scheme may be missing."""
    text = url.strip()
    try:
        host = urlsplit(text if "://" in text else f"https://{text.lstrip('/')}").hostname
    except ValueError:
        return None
    return _ascii(host or "")


def domain_of_email(address: str) -> str | None:
    local, at, host = address.strip().rpartition("@")
    return _ascii(host) if local and at and not any(char.isspace() for char in local) else None


def is_free_mail(host: str) -> bool:
    return _is_below(host, FREE_MAIL)


def is_platform(host: str) -> bool:
    return _is_below(host, PLATFORMS)


def proves(email: str, website: str) -> Refusal | None:
    """None if who reads the mail of this address speaks for the domain of this website."""
    mail, site = domain_of_email(email), website_host(website)
    if mail is None or site is None:
        return Refusal(Reason.UNREADABLE)
    if is_free_mail(mail):
        return Refusal(Reason.FREE_MAIL)
    if is_platform(site) or is_platform(mail):
        return Refusal(Reason.PLATFORM)
    own, theirs = registrable(mail), registrable(site)
    if own is None or theirs is None:
        return Refusal(Reason.PUBLIC_SUFFIX)
    if own == theirs:
        return Refusal(Reason.MIXED) if _is_mixed(own) else None
    return Refusal(Reason.LOOK_ALIKE if _imitates(own, theirs) or _is_mixed(own) else Reason.DIFFERENT)


def looks_like(domain: str, known: Iterable[str]) -> str | None:
    """The known domain that this one imitates; a domain does not imitate itself."""
    own = registrable(domain)
    others = {registrable(other) for other in known} - {None}
    if own is None or own in others:
        return None
    return next((other for other in sorted(filter(None, others)) if _imitates(own, other)), None)


def _ascii(host: str) -> str | None:
    name = host.strip().rstrip(".").casefold()
    try:
        name = idna.encode(name, uts46=True).decode()
    except idna.IDNAError:
        return None
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return name
    return None


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()


def _is_below(host: str, parents: frozenset[str]) -> bool:
    labels = (_ascii(host) or "").split(".")
    return any(".".join(labels[start:]) in parents for start in range(len(labels)))


def _label(domain: str) -> str:
    """The word that was chosen, as a reader sees it: `дом` of `xn--d1aqf.org`."""
    return _shown(domain).partition(".")[0]


def _shown(domain: str) -> str:
    try:
        return idna.decode(domain)
    except idna.IDNAError:
        return domain


def _is_mixed(domain: str) -> bool:
    return any(is_mixed(label) for label in _shown(domain).split("."))


def _imitates(domain: str, other: str) -> bool:
    one, two = _label(domain), _label(other)
    if shape(one) == shape(two):  # also with other hyphens, or under another top-level domain
        return True
    return min(len(one), len(two)) >= TYPO_LETTERS and edits(one, two, 1) <= 1
