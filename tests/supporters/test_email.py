"""When two addresses are one mailbox."""

from __future__ import annotations

import pytest

from tocsin.core.email import canonical_email, email_hash, mask_email


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("Anahit@Example.ORG", "anahit@example.org"),
        ("  anahit@example.org ", "anahit@example.org"),
        ("anahit+a+b@example.org", "anahit@example.org"),
        ("a.n.a@gmail.com", "ana@gmail.com"),
        ("a.n.a+x@googlemail.com", "ana@gmail.com"),
        ("a.n.a@example.org", "a.n.a@example.org"),
        ("anahit-x@yahoo.com", "anahit@yahoo.com"),
        ("anahit+x@ymail.com", "anahit+x@yahoo.com"),
        ("anahit-x@example.org", "anahit-x@example.org"),
        ("a.n.a@protonmail.com", "ana@proton.me"),
        ("+tag@example.org", "+tag@example.org"),
        ("...@gmail.com", "...@gmail.com"),
    ],
)
def test_the_canonical_form_of_an_address(written: str, canonical: str) -> None:
    assert canonical_email(written) == canonical


def test_the_hash_needs_the_key(settings: object) -> None:
    first = email_hash("anahit@example.org")
    settings.EMAIL_HASH_KEY = "another"  # type: ignore[attr-defined]
    assert email_hash("anahit@example.org") != first
    assert len(first) == 32


@pytest.mark.parametrize("email", ["anahit@example.org", "a@example.org"])
def test_a_masked_address_shows_one_letter_and_the_domain(email: str) -> None:
    assert mask_email(email) == "a•••@example.org"
