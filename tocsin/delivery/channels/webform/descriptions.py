"""What officials' own forms ask for, read from the public descriptions of contact-congress. Pure.

A description is a list of steps for a browser. We keep what a person needs to know: where the form is, what it asks
for, what must be given, which topics it offers, and whether it wants a captcha.
"""

from __future__ import annotations

import tarfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import yaml

MAX_BYTES = 400_000
"""No description is nearly as long."""
MAX_OPTIONS = 300
MAX_URL = 500
ASKED = {
    "$NAME_PREFIX": "title",
    "$NAME_FIRST": "given_name",
    "$NAME_LAST": "family_name",
    "$NAME_FULL": "name",
    "$ADDRESS_STREET": "street",
    "$ADDRESS_STREET_2": "street_2",
    "$ADDRESS_CITY": "city",
    "$ADDRESS_STATE": "state",
    "$ADDRESS_STATE_POSTAL_ABBREV": "state",
    "$ADDRESS_STATE_FULL": "state",
    "$ADDRESS_COUNTY": "county",
    "$ADDRESS_ZIP5": "zip",
    "$ADDRESS_ZIP4": "zip4",
    "$ADDRESS_ZIP_PLUS_4": "zip",
    "$PHONE": "phone",
    "$PHONE_PARENTHESES": "phone",
    "$EMAIL": "email",
    "$TOPIC": "topic",
    "$SUBJECT": "subject",
    "$MESSAGE": "message",
}
"""What a form asks for, by the placeholder that stands for it."""
CHOSEN = frozenset({"title", "topic"})
"""What people choose from a list whose words matter; a list of states needs no explaining."""
STUB = "stubforcwc"
FILLED = ("fill_in", "select", "choose")
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Unreadable(Exception):  # noqa: N818
    """This is no description; the text says why."""


class Stub(Unreadable):
    """A placeholder for an office without a form of its own."""


class File(NamedTuple):
    name: str
    data: bytes
    modified: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    key: str
    required: bool = False
    max_length: int | None = None
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Description:
    bioguide: str
    url: str
    captcha: bool = False
    fields: tuple[Field, ...] = field(default=())

    def as_json(self) -> list[dict[str, Any]]:
        """Only what is said, to keep it small."""
        return [
            {"key": f.key}
            | ({"required": True} if f.required else {})
            | ({"max": f.max_length} if f.max_length else {})
            | ({"options": list(f.options)} if f.options else {})
            for f in self.fields
        ]


def files(path: Path) -> Iterator[File]:
    """Every `members/*.yaml` of an archive, read as a stream, or of a folder."""
    if path.is_dir():
        for file in sorted(path.glob("members/*.yaml")):
            yield File(file.name, file.read_bytes(), file.stat().st_mtime)
        return
    with tarfile.open(path, "r|gz") as archive:
        for member in archive:
            parts = member.name.split("/")
            if member.isfile() and member.name.endswith(".yaml") and parts[-2:-1] == ["members"]:
                content = archive.extractfile(member) if member.size <= MAX_BYTES else None
                yield File(parts[-1], content.read() if content else b"", float(member.mtime))


def parse(data: bytes) -> Description:
    """One description. Raises `Unreadable`."""
    if len(data) > MAX_BYTES:
        raise Unreadable("too long")
    try:
        return _described(yaml.load(data, Loader=LOADER))  # noqa: S506 (a safe loader either way)
    except (yaml.YAMLError, LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise Unreadable(f"{type(error).__name__}: no form is described") from error


def _described(root: Any) -> Description:
    bioguide = str(root["bioguide"]).strip()
    steps = [step for step in root["contact_form"]["steps"] or [] if isinstance(step, dict)]
    url = _address(steps)
    if url == STUB:
        raise Stub("takes messages by Communicating With Congress only")
    if not (len(bioguide) == 7 and bioguide.isalnum()) or not url:
        raise Unreadable("without an identifier or an address")
    captcha = "captcha" in str(steps).lower()
    return Description(bioguide=bioguide, url=url, captcha=captcha, fields=_fields(list(_entries(steps))))


def _address(steps: list[dict[str, Any]]) -> str:
    """The first page that is opened, if it is one of the web."""
    for step in steps:
        url = str(step.get("visit") or "").strip()
        if url:
            is_web = urlsplit(url).scheme in ("http", "https") and len(url) <= MAX_URL
            return url if is_web or url == STUB else ""
    return ""


def _entries(steps: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for step in steps:
        for kind in FILLED:
            for entry in step.get(kind) or []:
                if isinstance(entry, dict):
                    yield entry


def _fields(entries: list[dict[str, Any]]) -> tuple[Field, ...]:
    """In the order of the form; what is asked twice is one field."""
    found: dict[str, Field] = {}
    for entry in entries:
        key = ASKED.get(str(entry.get("value") or ""), "")
        if not key:
            continue
        was = found.get(key)
        options = _options(entry.get("options")) if key in CHOSEN else ()
        found[key] = Field(
            key=key,
            required=entry.get("required") is True or bool(was and was.required),
            max_length=_length(entry) or (was.max_length if was else None),
            options=options or (was.options if was else ()),
        )
    return tuple(found.values())


def _options(given: Any) -> tuple[str, ...]:
    """The words that are shown. A name of a shared list, such as that of the states, says nothing here."""
    if not isinstance(given, dict | list):
        return ()
    words = (str(word).strip() for word in given if isinstance(word, str | int))
    return tuple(word[:120] for word in words if word)[:MAX_OPTIONS]


def _length(entry: dict[str, Any]) -> int | None:
    limits = entry.get("options")
    value = limits.get("max_length") if isinstance(limits, dict) else entry.get("max_length")
    return value if isinstance(value, int) and value > 0 else None
