"""One person, one address: the canonical form of an email and its keyed hash.

Rules are per mail provider, from what each documents of its own addresses: which characters it ignores in the
local part, how it tags, and the domains that lead to the same mailbox.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Provider:
    domain: str
    aliases: tuple[str, ...] = ()
    ignores_dots: bool = False
    tag: str = "+"


PROVIDERS = (
    Provider("gmail.com", ("googlemail.com",), ignores_dots=True),
    Provider("outlook.com"),
    Provider("hotmail.com"),
    Provider("live.com"),
    Provider("icloud.com", ("me.com", "mac.com")),
    Provider("proton.me", ("protonmail.com", "pm.me", "protonmail.ch"), ignores_dots=True),
    Provider("yahoo.com", ("ymail.com", "rocketmail.com"), tag="-"),
    Provider("fastmail.com", ("fastmail.fm",)),
    Provider("yandex.ru", ("ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.am", "narod.ru")),
    Provider("mail.ru"),
)
DEFAULT = Provider("")
BY_DOMAIN = {name: provider for provider in PROVIDERS for name in (provider.domain, *provider.aliases)}


def canonical_email(email: str) -> str:
    """The form in which two spellings of one mailbox are equal. `email` is valid and its domain in ASCII."""
    local, _, domain = email.strip().casefold().rpartition("@")
    provider = BY_DOMAIN.get(domain, DEFAULT)
    bare = local.partition(provider.tag)[0] or local
    if provider.ignores_dots:
        bare = bare.replace(".", "") or bare
    return f"{bare}@{provider.domain or domain}"


@lru_cache(maxsize=4)
def _key(secret: str) -> bytes:
    return hashlib.sha256(b"tocsin.supporters.email:" + secret.encode()).digest()


def email_hash(email: str) -> bytes:
    """32 bytes that tell whether two addresses are one mailbox, and nothing else to who lacks the key."""
    return hmac.digest(_key(settings.EMAIL_HASH_KEY), canonical_email(email).encode(), "sha256")


def mask_email(email: str) -> str:
    """`a•••@example.org`: enough for the owner to recognize, too little for a passer-by."""
    local, _, domain = email.rpartition("@")
    return f"{local[:1]}•••@{domain}"
