"""Whose mail proves whose website, and what only looks like it."""

from __future__ import annotations

import pytest

from tocsin.organizations.domains import (
    SENTENCES,
    Reason,
    Refusal,
    domain_of_email,
    is_free_mail,
    looks_like,
    proves,
    registrable,
    website_host,
)

SITE = "https://www.mountain.org/about"


@pytest.mark.parametrize(
    ("host", "domain"),
    [
        ("WWW.Mountain.ORG.", "mountain.org"),
        ("a.b.org.am", "b.org.am"),
        ("կայք.հայ", "xn--y9a1at4d.xn--y9a3aq"),
        ("org.am", None),
        ("www.springs.example.org", "springs.example.org"),
        ("example.org", None),
        ("localhost", None),
        ("192.0.2.1", None),
        ("[2001:db8::1]", None),
        ("two words.org", None),
        ("", None),
    ],
)
def test_the_registered_part(host: str, domain: str | None) -> None:
    assert registrable(host) == domain


@pytest.mark.parametrize(
    "url",
    [
        "http://Mountain.org:8080/x?y#z",
        "mountain.org/x",
        " https://user:word@mountain.org ",
        "//mountain.org",
    ],
)
def test_the_host_of_a_website(url: str) -> None:
    assert website_host(url) == "mountain.org"


@pytest.mark.parametrize("url", ["", "https://", "http://[::1", "https://192.0.2.1/"])
def test_no_host(url: str) -> None:
    assert website_host(url) is None


def test_the_domain_of_an_address() -> None:
    assert domain_of_email("Ani@Mail.Mountain.org") == "mail.mountain.org"
    assert [domain_of_email(bad) for bad in ("mountain.org", "@mountain.org", "a b@mountain.org", "a@")] == [
        None
    ] * 4


@pytest.mark.parametrize("email", ["ani@mountain.org", "ani@MAIL.mountain.org", "ani@www.mountain.org"])
def test_an_address_at_the_domain_proves_it(email: str) -> None:
    assert proves(email, SITE) is None


@pytest.mark.parametrize(
    ("email", "website", "reason"),
    [
        ("mountain.org", SITE, Reason.UNREADABLE),
        ("ani@mountain.org", "", Reason.UNREADABLE),
        ("ani@gmail.com", SITE, Reason.FREE_MAIL),
        ("ani@gmail.com", "https://gmail.com", Reason.FREE_MAIL),
        ("ani@mail.am", SITE, Reason.FREE_MAIL),
        ("ani@yandex.ru", SITE, Reason.FREE_MAIL),
        ("ani@fr.yahoo.com", SITE, Reason.FREE_MAIL),
        ("ani@mountain.org", "https://facebook.com/mountain", Reason.PLATFORM),
        ("ani@google.com", "https://sites.google.com/view/mountain", Reason.PLATFORM),
        ("ani@wordpress.com", "https://mountain.wordpress.com", Reason.PLATFORM),
        ("ani@org.am", "https://org.am", Reason.PUBLIC_SUFFIX),
        ("ani@other.org", SITE, Reason.DIFFERENT),
        ("ani@mountain.org.evil.net", SITE, Reason.DIFFERENT),
        ("ani@mountаin.org", SITE, Reason.LOOK_ALIKE),
        ("ani@xn--exmple-4nf.org", SITE, Reason.LOOK_ALIKE),
        ("ani@m0untain.org", SITE, Reason.LOOK_ALIKE),
        ("ani@rnountain.org", SITE, Reason.LOOK_ALIKE),
        ("ani@muontain.org", SITE, Reason.LOOK_ALIKE),
        ("ani@mountainn.org", SITE, Reason.LOOK_ALIKE),
        ("ani@moun-tain.org", SITE, Reason.LOOK_ALIKE),
        ("ani@mountain.com", SITE, Reason.LOOK_ALIKE),
        ("ani@mountаin.org", "https://mountаin.org", Reason.MIXED),
    ],
)
def test_what_proves_nothing_says_why(email: str, website: str, reason: Reason) -> None:
    assert proves(email, website) == Refusal(reason)


def test_each_refusal_has_one_sentence() -> None:
    assert set(SENTENCES) == set(Reason)
    assert all(Refusal(reason).sentence.endswith(".") for reason in Reason)


def test_a_longer_name_that_ends_alike_is_no_free_mail() -> None:
    assert not is_free_mail("notgmail.com")


KNOWN = ["mountain.org", "www.charter.example", "կայք.հայ"]


@pytest.mark.parametrize(
    ("domain", "imitated"),
    [
        ("m0untain.net", "mountain.org"),
        ("mountаin.org", "mountain.org"),
        ("mail.mountain.com", "mountain.org"),
        ("կայքք.հայ", "xn--y9a1at4d.xn--y9a3aq"),
        ("mountain.org", None),
        ("sub.mountain.org", None),
        ("simple.org", None),
        ("org.am", None),
    ],
)
def test_a_new_domain_that_imitates_a_known_one(domain: str, imitated: str | None) -> None:
    assert looks_like(domain, KNOWN) == imitated
