"""What officials' own forms ask for, read from public descriptions that anybody may edit."""

from __future__ import annotations

import io
import tarfile
from pathlib import Path

import pytest

from tocsin.actions.topics import suggest
from tocsin.core import datasets
from tocsin.core.datasets import Missing, Refused
from tocsin.delivery.channels.webform import descriptions
from tocsin.officials.forms_data import FORMS, form_of
from tocsin.officials.models import ContactForm
from tocsin.people.models import Identifier, Person

DESCRIBED = """
bioguide: {id}
contact_form:
  steps:
    - visit: "https://www.example.org/contact"
    - fill_in:
        - {{name: a, selector: "#a", value: $NAME_FIRST, required: true}}
        - {{name: m, selector: "#m", value: $MESSAGE, required: true, options: {{max_length: 5000}}}}
        - {{name: c, selector: "#c", value: $CAPTCHA_SOLUTION, captcha_selector: "#i"}}
    - select:
        - {{name: t, selector: "#t", value: $TOPIC, required: true, options: {{"Foreign Relations": FR, Other: OT}}}}
        - {{name: s, selector: "#s", value: $ADDRESS_STATE_POSTAL_ABBREV, options: US_STATES}}
"""
HOSTILE = [
    b"", b"\xff\xfe\x00", b"- 1", b"bioguide: S000001", b"a: [", b"contact_form: {steps: 5}\nbioguide: S000001",
    b"bioguide: S000001\ncontact_form: {steps: [{visit: 'javascript:alert(1)'}]}",
    b"bioguide: '../../x'\ncontact_form: {steps: [{visit: 'https://a.example.org'}]}",
    b"bioguide: S000001\ncontact_form: !!python/object/apply:os.system ['true']",
    b"[" * 3_000, b"x" * 500_000,
]  # fmt: skip


def folder_with(place: Path, *ids: str) -> Path:
    """A folder as published: one archive."""
    (place / "contact-congress").mkdir(parents=True)
    with tarfile.open(place / "contact-congress" / "all.tar.gz", "w:gz") as archive:
        for id in ids:
            data = DESCRIBED.format(id=id).encode()
            info = tarfile.TarInfo(f"contact-congress-main/members/{id}.yaml")
            info.size, info.mtime = len(data), 1_786_000_000
            archive.addfile(info, io.BytesIO(data))
    return place


def load(folder: Path) -> datasets.Outcome:
    return datasets.load(FORMS, folder, lambda done, total: None)


def test_a_description_says_what_a_person_needs_to_know() -> None:
    found = descriptions.parse(DESCRIBED.format(id="S000001").encode())
    assert (found.bioguide, found.url, found.captcha) == ("S000001", "https://www.example.org/contact", True)
    assert found.as_json() == [
        {"key": "given_name", "required": True},
        {"key": "message", "required": True, "max": 5000},
        {"key": "topic", "required": True, "options": ["Foreign Relations", "Other"]},
        {"key": "state"},
    ]


@pytest.mark.parametrize("data", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_description_is_refused(data: bytes) -> None:
    with pytest.raises(descriptions.Unreadable):
        descriptions.parse(data)


def test_a_placeholder_is_no_form() -> None:
    with pytest.raises(descriptions.Stub):
        descriptions.parse(b"bioguide: S000001\ncontact_form: {steps: [{visit: stubforcwc}]}")


def test_the_set_is_loaded_and_found_by_official(db: None, tmp_path: Path) -> None:
    person = Person.objects.create(name="S", slug="s")
    Identifier.objects.create(person=person, scheme="bioguide", value="S000001")
    outcome = load(folder_with(tmp_path / "a", "S000001", "S000002"))
    assert (outcome.diff.added, ContactForm.objects.count()) == (2, 2)
    form = form_of(person.pk)
    assert form is not None
    assert form.bioguide == "S000001"
    assert form_of(0) is None
    assert load(tmp_path / "a").snapshot is None


def test_a_truncated_set_is_refused_and_the_old_one_stays(db: None, tmp_path: Path) -> None:
    load(folder_with(tmp_path / "a", "S000001", "S000002"))
    with pytest.raises(Refused):
        load(folder_with(tmp_path / "b", "S000001"))
    assert ContactForm.objects.count() == 2


def test_a_folder_without_them_or_with_rubbish(db: None, tmp_path: Path) -> None:
    with pytest.raises(Missing):
        load(tmp_path)
    (tmp_path / "contact-congress").mkdir()
    (tmp_path / "contact-congress" / "all.tar.gz").write_bytes(b"\x1f\x8b rubbish")
    with pytest.raises(Refused):
        load(tmp_path)


@pytest.mark.parametrize(
    ("options", "topics", "expected"),
    [
        (["Agriculture", "Foreign Relations", "Other"], ["International Affairs"], "Foreign Relations"),
        (["Environment", "Energy and Environment"], ["Environmental Protection"], "Environment"),
        (["Agriculture", "Other Issues"], ["International Affairs"], "Other Issues"),
        (["Agriculture"], ["International Affairs"], ""),
        (["Agriculture", "General"], [], "General"),
        ([], ["Health"], ""),
    ],
)
def test_the_topic_that_fits(options: list[str], topics: list[str], expected: str) -> None:
    assert suggest(options, topics) == expected
