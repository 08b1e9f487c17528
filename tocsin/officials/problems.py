"""What is wrong with a file, all of it, each with its place; and the checks that every reader shares."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from tocsin.core.datasets import Refused
from tocsin.officials.models import Organization

SHOWN = 100
check_url = URLValidator(schemes=["http", "https"])
KINDS = frozenset(Organization.Classification.values)
SCHEME_LENGTH = 40


@dataclass(slots=True)
class Problems:
    file: str
    count: int = 0
    lines: list[str] = field(default_factory=list)

    def add(self, place: str, text: str) -> None:
        self.count += 1
        if len(self.lines) < SHOWN:
            self.lines.append(f"{place}: {text}")

    def __bool__(self) -> bool:
        return self.count > 0

    def refuse(self) -> None:
        if not self.count:
            return
        more = [f"… and {self.count - len(self.lines):,} more"] if self.count > len(self.lines) else []
        found = "1 problem" if self.count == 1 else f"{self.count:,} problems"
        raise Refused("\n".join([f"{self.file}: {found}; nothing was imported", *self.lines, *more]))

    # --- Checks: the value if it is sound, else an empty one and a line ----------------------------------------

    def text(self, place: str, name: str, value: object, longest: int) -> str:
        text = " ".join(str(value if value is not None else "").replace("\0", " ").split())
        if len(text) > longest:
            self.add(place, f"{name} has {len(text)} characters, at most {longest}")
            return ""
        return text

    def email(self, place: str, value: str) -> str:
        try:
            if value:
                validate_email(value)
        except ValidationError:
            self.add(place, f"“{value}” is not an email address")
        return value

    def url(self, place: str, name: str, value: str) -> str:
        try:
            if value:
                check_url(value)
        except ValidationError:
            self.add(place, f"{name} “{value}” is not a web address")
        return value

    def day(self, place: str, name: str, value: object) -> date | None:
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(str(value)) if value else None
        except ValueError:
            self.add(place, f"{name} “{value}” is not a date as in 2026-01-31")
            return None

    def division(self, place: str, value: str) -> str | None:
        if value and not value.startswith("ocd-division/country:"):
            self.add(place, f"division “{value}” is not an id as in ocd-division/country:am")
        return value or None

    def kind(self, place: str, value: str) -> str:
        kind = value.casefold() or Organization.Classification.OTHER.value
        if kind not in KINDS:
            self.add(place, f"organization_kind “{value}” is unknown; known are {', '.join(sorted(KINDS))}")
        return kind

    def identifier(self, place: str, value: str) -> tuple[str, str] | None:
        scheme, _colon, number = value.partition(":")
        if scheme and number and len(scheme) <= SCHEME_LENGTH:
            return scheme, number
        self.add(place, f"identifier “{value}” is not a scheme and a value as in wikidata:Q42")
        return None

    def order(self, place: str, start: date | None, end: date | None) -> None:
        if start and end and end < start:
            self.add(place, f"ends on {end}, before it starts on {start}")
