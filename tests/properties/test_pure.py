"""What must hold for every address, link, line and place."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tocsin.core.email import BY_DOMAIN, PROVIDERS, canonical_email, email_hash
from tocsin.core.links import LinkError, read, sign
from tocsin.core.logs import scrub
from tocsin.places.areas import STATE_PREFIXES, area_of, clean_zip
from tocsin.places.names import place_name

ATOMS = st.text(alphabet="abcdefghijklmnopqrstuvwxyzABCXYZ0123456789_", min_size=1, max_size=12)
LOCALS = st.lists(ATOMS, min_size=1, max_size=3).map(".".join)
DOMAINS = st.sampled_from([*BY_DOMAIN, "example.org", "mail.example.org", "Example.NET"])
EMAILS = st.builds(
    "{}{}@{}".format, LOCALS, st.sampled_from(["", "+x", "-x", "+", "-", "+a+b", "+a.b"]), DOMAINS
)
PURPOSES = st.sampled_from(["confirm", "my", "thanks", "offices"])
TOKEN_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:=+/% \u0580"


@given(st.one_of(EMAILS, st.text(max_size=40), st.builds("{}@{}".format, st.text(max_size=20), DOMAINS)))
def test_a_canonical_address_is_its_own_canonical_form(email: str) -> None:
    assert canonical_email(canonical_email(email)) == canonical_email(email)


@given(EMAILS)
def test_case_and_blanks_around_it_make_no_other_person(email: str) -> None:
    assert (
        len(
            {email_hash(form) for form in (email, email.upper(), email.lower(), f" {email}\n", email.title())}
        )
        == 1
    )


@given(LOCALS, ATOMS, st.sampled_from(PROVIDERS), st.data())
def test_tags_dots_and_the_names_of_one_provider_make_no_other_person(
    local: str, tag: str, provider: object, data: st.DataObject
) -> None:
    domains = [provider.domain, *provider.aliases]  # type: ignore[attr-defined]
    first, second = data.draw(st.sampled_from(domains)), data.draw(st.sampled_from(domains))
    dotted = {True: ".".join(local.replace(".", "")), False: local}[provider.ignores_dots]  # type: ignore[attr-defined]
    tagged = f"{dotted}{provider.tag}{tag}"  # type: ignore[attr-defined]
    assert canonical_email(f"{local}@{first}") == canonical_email(f"{tagged}@{second}")


@given(EMAILS, EMAILS)
def test_another_mailbox_has_another_hash(one: str, other: str) -> None:
    assert (email_hash(one) == email_hash(other)) == (canonical_email(one) == canonical_email(other))


@given(PURPOSES, st.uuids())
def test_a_link_says_whom_it_was_made_for(purpose: str, subject: UUID) -> None:
    token = sign(purpose, subject)
    assert read(purpose, token) == subject
    assert token.isascii() and len(token) <= 80


@given(PURPOSES, PURPOSES, st.uuids())
def test_a_link_for_one_thing_opens_no_other(one: str, other: str, subject: UUID) -> None:
    assume(one != other)
    with pytest.raises(LinkError):
        read(other, sign(one, subject))


@given(PURPOSES, st.uuids(), st.data())
def test_a_link_with_any_letter_changed_opens_nothing(
    purpose: str, subject: UUID, data: st.DataObject
) -> None:
    token = sign(purpose, subject)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.sampled_from(TOKEN_LETTERS.replace(token[place], "")))
    with pytest.raises(LinkError):
        read(purpose, token[:place] + letter + token[place + 1 :])


@given(PURPOSES, st.text(max_size=100))
def test_no_text_at_all_opens_anything(purpose: str, token: str) -> None:
    with pytest.raises(LinkError):
        read(purpose, token)


AROUND = st.text(alphabet=st.characters(codec="utf-8", exclude_characters="@"), max_size=30)
PATHS = st.sampled_from(
    ["/confirm/{}/", "/my/{}/withdraw/x/", "/my/{}", "/vance/thanks/?t={}", "/offices/{}/", "?a=b&t={}"]
)


@given(AROUND, EMAILS, AROUND)
def test_no_address_survives_in_a_log(before: str, email: str, after: str) -> None:
    said = scrub(f"{before} {email} {after}")
    assert email not in said
    assert f"{email.partition('@')[0]}@" not in said


@given(AROUND, PATHS, st.uuids(), AROUND)
def test_no_token_survives_in_a_log(before: str, path: str, subject: UUID, after: str) -> None:
    token = sign("my", subject)
    assert token.rpartition(".")[2] not in scrub(f"{before} {path.format(token)} {after}")


@given(st.text(max_size=200))
def test_what_was_scrubbed_stays_as_it_is(text: str) -> None:
    assert scrub(scrub(text)) == scrub(text)


@given(st.sampled_from(["US", "AM", "FR", "QQ"]), st.text(max_size=30))
def test_everybody_lives_somewhere_whatever_they_write(country: str, postal_code: str) -> None:
    area = area_of(country, postal_code)
    assert area.partition("-")[0] == country
    assert area.partition("-")[2] in {"", *STATE_PREFIXES}
    assert place_name(area)


@given(st.integers(0, 99_999), st.integers(0, 9_999))
def test_a_long_zip_code_leads_where_the_short_one_does(five: int, four: int) -> None:
    short = f"{five:05d}"
    assert clean_zip(short) == clean_zip(f"{short}-{four:04d}") == clean_zip(f" {short}{four:04d} ") == short
    assert area_of("US", short) == area_of("US", f"{short}-{four:04d}")
