"""Addresses that must not be written to again, kept as keyed hashes that tell nothing to who lacks the key."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable

from django.conf import settings

from tocsin.delivery.models import Suppression


def suppress(address: str, *, reason: str) -> bool:
    """Whether it was not suppressed before."""
    _, new = Suppression.objects.get_or_create(address_hash=_hash(address), defaults={"reason": reason[:20]})
    return new


def is_suppressed(address: str) -> bool:
    return Suppression.objects.filter(address_hash=_hash(address)).exists()


def suppressed(addresses: Iterable[str]) -> frozenset[str]:
    """Those among them."""
    by_hash = {_hash(address): address for address in addresses}
    found = Suppression.objects.filter(address_hash__in=by_hash).values_list("address_hash", flat=True)
    return frozenset(by_hash[bytes(one)] for one in found)


def lift(address: str) -> bool:
    """At the owner's own wish."""
    return bool(Suppression.objects.filter(address_hash=_hash(address)).delete()[0])


def _hash(address: str) -> bytes:
    key = hashlib.sha256(b"tocsin.delivery.suppression:" + settings.EMAIL_HASH_KEY.encode()).digest()
    return hmac.digest(key, address.strip().casefold().encode(), "sha256")
