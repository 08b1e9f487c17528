"""Any body of officials from a file."""

from __future__ import annotations

import resource
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from tests.officials import lists
from tocsin.core.datasets import Refused
from tocsin.officials.importing import import_officials
from tocsin.officials.models import ContactDetail, Membership, Organization, Post
from tocsin.officials.roster import roster
from tocsin.people.models import Identifier, Person

pytestmark = pytest.mark.django_db
HEADER = (
    "person,family_name,organization,organization_kind,role,division,party,email,phone,address,salutation,"
    "identifier"
)
EMBASSY = (
    f"{HEADER}\n"
    "Nare Example,Example,Embassy of Examplia,embassy,Ambassador,ocd-division/country:am,,"
    "nare@example.org,+374 10 000000,"
    '"1 Main Street\nYerevan","Dear Madam Ambassador,",wikidata:Q1 mnis:77\n'
    "Tom Ünnamed,Ünnamed,Embassy of Examplia,embassy,Consul,,,tom@example.org,,,,\n"
)
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def _write(text: str, name: str = "officials.csv", encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding=encoding)
        return path

    return _write


def test_a_row_is_a_person_in_an_office(write: Write) -> None:
    diff = import_officials(write(EMBASSY), source="embassies")
    assert diff.added > 0
    holder = roster().by_slug["nare-example"]
    assert (holder.office, holder.salutation, holder.short_name) == (
        "Ambassador, Embassy of Examplia",
        "Dear Madam Ambassador,",
        "Ambassador Example",
    )
    assert roster().by_slug["tom-unnamed"].salutation == "Dear Tom Ünnamed,"
    body = Organization.objects.get(slug="embassy-of-examplia")
    assert (body.classification, [h.slug for h in roster().members_of(body.slug)]) == (
        "embassy",
        ["nare-example", "tom-unnamed"],
    )
    assert Post.objects.get(role="Ambassador").division.name == "Armenia"  # type: ignore[union-attr]
    contacts = set(ContactDetail.objects.filter(person__slug="nare-example").values_list("type", "value"))
    assert contacts == {
        ("email", "nare@example.org"),
        ("voice", "+374 10 000000"),
        ("address", "1 Main Street Yerevan"),
    }
    assert {str(row) for row in Identifier.objects.filter(person__slug="nare-example")} == {
        "wikidata:Q1",
        "mnis:77",
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_whatever_the_spreadsheet_saved(write: Write, encoding: str, delimiter: str) -> None:
    text = (
        delimiter.join(["Person", "Role", "Email"])
        + "\r\n"
        + delimiter.join(["Zoë", "Consul", "zoe@example.org"])
        + "\r\n\r\n"
    )
    import_officials(write(text, encoding=encoding), source="x")
    assert roster().by_slug["zoe"].office == "Consul"


def test_the_same_file_again_changes_nothing(write: Write) -> None:
    import_officials(write(EMBASSY), source="embassies")
    assert str(import_officials(write(EMBASSY), source="embassies")) == "nothing changed"
    assert Person.objects.count() == 2


def test_who_is_no_longer_in_the_file_holds_office_no_longer(write: Write) -> None:
    import_officials(write(EMBASSY), source="embassies")
    other = import_officials(write("person,role\nAda Other,Mayor\n", "mayors.csv"), source="mayors")
    assert other.removed == 0
    diff = import_officials(write("\n".join(EMBASSY.splitlines()[:3]) + "\n"), source="embassies")
    assert diff.removed == 1
    assert Membership.objects.get(person__name="Tom Ünnamed").end_date is not None
    assert set(roster().by_slug) == {"nare-example", "ada-other"}


def test_one_person_may_have_several_offices(write: Write) -> None:
    rows = ["Ada,Senate,Member,x:1,a@example.org", "Ada,Board,Chair,x:1,b@example.org"]
    import_officials(write("\n".join(["person,organization,role,identifier,email", *rows])), source="x")
    assert {seat.label for seat in roster().by_slug["ada"].seats} == {"Chair, Board", "Member, Senate"}
    assert ContactDetail.objects.filter(person__slug="ada").count() == 2


def test_an_identifier_joins_the_file_to_who_is_known(write: Write, tmp_path: Path) -> None:
    lists.load(lists.write(tmp_path))
    known = Identifier.objects.get(value="T000001").person
    text = "person,organization,role,identifier\nAda A.,Caucus on Rivers,Co-Chair,bioguide:T000001\n"
    import_officials(write(text), source="caucuses")
    assert Person.objects.get(pk=known.pk).name == known.name
    assert [seat.body for seat in roster(lists.DAY).by_id[known.pk].seats] == ["us-house", "caucus-on-rivers"]
    assert not Person.objects.filter(name="Ada A.").exists()


def test_names_in_any_script_get_an_address(write: Write) -> None:
    import_officials(write("person,role\nՆարե Օրինակ,Դեսպան\nНаре Пример,Посол\n"), source="x")
    slugs = list(Person.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == 2
    assert all(slug.startswith("official-") for slug in slugs)


def test_every_mistake_is_listed_with_its_line_and_nothing_is_imported(write: Write) -> None:
    rows = [
        "person,organization,organization_kind,role,division,email,webform,start_date,end_date,identifier",
        "Fine,Body,other,Member,,fine@example.org,,2026-01-01,,",
        ",Body,other,Member,,,,,,",
        "Bad Mail,Body,other,Member,,nowhere,,,,",
        "Bad Kind,Body,palace,Member,,,,,,",
        "Bad Place,Body,other,Member,nj-6,,,,,",
        "Bad Form,Body,other,Member,,,javascript:x,,,",
        "Bad Day,Body,other,Member,,,,yesterday,,",
        "Bad Order,Body,other,Member,,,,2026-01-02,2026-01-01,",
        "Bad Key,Body,other,Member,,,,,,wikidata",
        f"{'Long ' * 50},Body,other,Member,,,,,,",
        "Too,Body,other,Member,,,,,,,,many",
    ]
    with pytest.raises(Refused) as caught:
        import_officials(write("\n".join(rows) + "\n"), source="x")
    lines = str(caught.value).splitlines()
    assert [line.partition(":")[0] for line in lines[1:]] == [
        "line 3",
        *(f"line {n}" for n in range(4, 11)),
        "line 11",
        "line 11",
        "line 12",
    ]
    assert "11 problems; nothing was imported" in lines[0]
    assert not Person.objects.exists()
    assert not Organization.objects.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "person"),
        ("name,role\nA,B\n", "unknown columns name"),
        ("person,person,role\nA,A,B\n", "twice"),
        ("person,email\nA,a@example.org\n", "role or organization"),
        ('person,role\n"A,B\n', "CSV"),
        ("person,role\0\nA,B\n", "no text"),
    ],
)
def test_a_file_that_is_something_else_is_refused(write: Write, text: str, words: str) -> None:
    with pytest.raises(Refused, match=words):
        import_officials(write(text), source="x")


def test_other_encodings_and_files_are_refused_in_words(write: Write, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="UTF-8"):
        import_officials(write("person,role\nZoë,Consul\n", encoding="latin-1"), source="x")
    with pytest.raises(Refused, match=r"\.csv"):
        import_officials(write("x", "officials.xlsx"), source="x")
    with pytest.raises(Refused, match="no such file"):
        import_officials(tmp_path / "none.csv", source="x")
    with pytest.raises(Refused, match="source"):
        import_officials(write(EMBASSY), source=" ")


def test_a_long_file_is_read_in_parts(write: Write) -> None:
    """Twelve thousand rows, each person in two of them that lie in different parts."""
    rows = [
        f"Person {n % 6000},Body,Member of {n // 6000},x:{n % 6000},p{n}@example.org" for n in range(12_000)
    ]
    path = write("person,organization,role,identifier,email\n" + "\n".join(rows) + "\n")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    import_officials(path, source="x")
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 150
    assert (Person.objects.count(), Membership.objects.count(), ContactDetail.objects.count()) == (
        6000,
        12_000,
        12_000,
    )
    assert str(import_officials(path, source="x")) == "nothing changed"


POPOLO = """
persons:
- id: nare
  name: Nare Example
  family_name: Example
  identifiers: [{scheme: wikidata, identifier: Q1}]
  other_names: [{name: Նարե, language: hy, note: in Armenian}]
  contact_details: [{type: phone, value: "+374 10 000000", note: mornings}, {type: email, value: nare@example.org}]
  links: [{url: "https://nare.example.org"}]
organizations:
- {id: parliament, name: Parliament of Examplia, classification: legislature, area_id: "ocd-division/country:am"}
- {id: rights, name: Committee on Rights, classification: committee, parent_id: parliament}
- {id: blue, name: Blue, classification: party}
posts:
- {id: seat, organization_id: parliament, role: Deputy, label: Deputy of Examplia, area_id: "ocd-division/country:am"}
memberships:
- {person_id: nare, organization_id: parliament, post_id: seat, on_behalf_of_id: blue, start_date: 2025-01-01}
- {person_id: nare, organization_id: rights}
"""


def test_popolo_brings_persons_bodies_posts_and_memberships(write: Write) -> None:
    import_officials(write(POPOLO, "examplia.yaml"), source="examplia")
    holder = roster().by_slug["nare-example"]
    assert (holder.office, holder.party, [sitting.name for sitting in holder.committees]) == (
        "Deputy of Examplia",
        "Blue",
        ["Committee on Rights"],
    )
    assert roster().find("նարե") == [holder]
    assert [seat.label for seat in roster().seats_of("ocd-division/country:am")] == ["Deputy of Examplia"]
    assert Organization.objects.get(name="Committee on Rights").parent.name == "Parliament of Examplia"  # type: ignore[union-attr]
    assert Membership.objects.get(post__role="Deputy").start_date == date(2025, 1, 1)
    assert ContactDetail.objects.get(type="voice").note == "mornings"
    assert str(import_officials(write(POPOLO, "examplia.yaml"), source="examplia")) == "nothing changed"


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("[]", []),
        ("persons: 5", ["persons"]),
        ("people: []", ["people"]),
        ("persons: [{}]", ["persons[0]"]),
        ("persons: [a text]", ["persons[0]"]),
        ("memberships: [{person_id: x, role: Duke}]", ["memberships[0]"]),
        ("posts: [{id: a, role: Duke, organization_id: x}]", ["posts[0]"]),
        ("organizations: [{id: a, name: A, parent_id: b}]", ["organizations[0]"]),
        (
            "persons: [{id: a, name: A}]\nmemberships: [{person_id: a, post_id: x}]",
            ["memberships[0]"],
        ),
        ("persons: [{name: A, contact_details: [{type: pigeon, value: x}]}]", ["persons[0]"]),
        ("persons: [{name: A", []),
    ],
)
def test_popolo_that_is_wrong_says_where(write: Write, text: str, places: list[str]) -> None:
    with pytest.raises(Refused) as caught:
        import_officials(write(text, "x.yaml"), source="x")
    assert [line.partition(":")[0] for line in str(caught.value).splitlines()[1:]] == places
    assert not Person.objects.exists()
