"""“Who represents me”: from what somebody is willing to say of their place to those who sit for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from tocsin.core import datasets
from tocsin.officials import faces, question
from tocsin.officials.question import Question
from tocsin.officials.roster import Seat, officials_of, roster
from tocsin.places import maps, ocd
from tocsin.places.locate import locate
from tocsin.places.located import Located, choose, nothing
from tocsin.places.maps import DistrictMap
from tocsin.places.models import Division
from tocsin.places.names import STATES, place_name

DATASETS = ("officials", "districts", "zips")
CONFIDENCE: dict[str, tuple[str | Promise, str]] = {
    "high": (_("sure"), "good"),
    "approximate": (_("very likely"), "plain"),
    "low": (_("not certain"), "warn"),
    "none": ("", ""),
}
"""How sure the answer is, in words, and the tone of its tag."""
WHY: dict[str, str | Promise] = {
    "unique-zip": _(
        "ZIP code %(zip)s lies in one district only. Judged by ZIP code alone, this is right for 99 people in 100."
    ),
    "split-zip": _("The lines of the districts cross ZIP code %(zip)s, so the ZIP code alone cannot tell."),
    "military": _(
        "%(zip)s is a military postal code. It says nothing of your district: you vote where you last lived at home."
    ),
    "po-box": _("%(zip)s is for post office boxes: it says where mail waits, not where you live."),
    "unknown-zip": _("None of our lists knows ZIP code %(zip)s."),
    "foreign": _("No member of Congress is elected abroad. Citizens abroad vote where they last lived."),
    "no-data": _("Without the lists of ZIP codes and districts, a ZIP code tells us the state only."),
    "interior": _("The place lies well inside this district."),
    "edge": _("The place lies so close to the edge of the district that the map cannot tell for certain."),
    "gap-layer": _("The main map has a gap here. A coarser map says it is this district."),
    "nearest": _("The place lies a little outside every district on our map. This is the nearest one."),
    "old-map": _("The map of districts has run out, and no newer one is loaded here yet."),
    "no-zip": _("Without a ZIP code an address may lie anywhere. Add it, or choose your state."),
    "other-script": _(
        "We can read addresses in the Latin script only. Give your ZIP code, or choose your state."
    ),
    "disagrees": _("The ZIP code in the address is not the one in the field. Which is right?"),
    "several": _("There are several places with this address."),
    "out-of-range": _("There is no such latitude and longitude on Earth."),
    "swapped": _("Latitude and longitude seem to be exchanged. Latitude comes first."),
    "outside": _("The place lies outside every district on our map."),
    "one-district": _("All of %(state)s is one district."),
    "state": _("You chose the state. Its districts are these."),
    "chosen": _("You chose this district yourself."),
    "not-offered": _("The district you chose is not one of those this place can lie in. Choose again."),
}

ASK_STATE = frozenset({"military", "po-box", "unknown-zip", "no-data", "foreign", "no-zip", "other-script"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody said of their place; all of it may be empty."""

    zip_code: str = ""
    address: str = ""
    country: str = "US"
    state: str = ""
    division: str = ""
    point: tuple[float, float] | None = None

    @property
    def is_empty(self) -> bool:
        place = self.zip_code or self.address or self.state or self.division or self.point
        return not place and self.country == "US"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the page, the frame, the JSON and the CSV all show."""

    asked: Asked
    located: Located
    seats: tuple[Seat, ...]
    question: Question | None = None
    map: DistrictMap | None = None

    @property
    def division(self) -> str | None:
        return self.located.division

    @property
    def name(self) -> str:
        return ocd.name_of(self.located.division) if self.located.division else ""

    @property
    def title(self) -> str:
        found = len(self.located.candidates)
        if self.located.division:
            return self.name
        if self.located.reason == "split-zip":
            words = ngettext(
                "%(n)s district shares this ZIP code", "%(n)s districts share this ZIP code", found
            )
            return words % {"n": found}
        if self.located.state:
            return _t("Somewhere in %(state)s") % {
                "state": STATES.get(self.located.state, self.located.state)
            }
        if self.asked.country != "US":
            return place_name(self.asked.country, get_language() or "en")
        return (
            _t("Which state is yours?")
            if self.located.reason in ASK_STATE
            else _t("We cannot tell from this")
        )

    @property
    def why(self) -> str:
        words = WHY.get(self.located.reason, "")
        state = STATES.get(self.located.state or "", "")
        return str(words) % {"zip": self.asked.zip_code, "state": state} if words else ""

    @property
    def sure(self) -> str:
        """Nothing where no place was judged."""
        return "" if self.located.reason == "division" else str(CONFIDENCE[self.located.confidence][0])

    @property
    def tone(self) -> str:
        return CONFIDENCE[self.located.confidence][1]

    @property
    def asks_state(self) -> bool:
        """Whether not even the state is known, nor a few districts."""
        return not self.located.division and not self.located.candidates


def answer(asked: Asked) -> Answer:
    """Never raises for what a person typed."""
    located = _locate(asked)
    return Answer(
        asked=asked,
        located=located,
        seats=_seats(asked, located),
        question=None if located.division else question.ask(located.candidates),
        map=maps.district_map([located.division]) if located.division else None,
    )


def _seats(asked: Asked, located: Located) -> tuple[Seat, ...]:
    """Those of Congress and of the state; and, of a place named or abroad, whoever sits for just that place."""
    own = officials_of(located.divisions) if located.division or located.state else []
    place = located.division or (
        f"ocd-division/country:{asked.country.lower()}" if asked.country != "US" else ""
    )
    return tuple(dict.fromkeys([*own, *roster().seats_of(place)]))


def _locate(asked: Asked) -> Located:
    place = asked.zip_code or asked.address or asked.point
    if place or asked.country != "US":
        among = locate(
            point=asked.point, zip_code=asked.zip_code, address=asked.address, country=asked.country
        )
        if asked.state and not (among.division or among.candidates):
            among = in_state(asked.state)
    elif asked.state:
        among = in_state(asked.state)
    else:
        return _named(asked.division)
    return _chosen(asked.division, among)


def _chosen(division: str, among: Located) -> Located:
    if not division or among.division == division:
        return among
    return choose(division, among) or replace(among, reason="not-offered")


def in_state(state: str) -> Located:
    """Somewhere in the state: an answer where it is one district, else a question."""
    districts = tuple(ocd.districts_of_state(state))
    if not districts:
        return nothing("unknown-state")
    only = districts[0] if len(districts) == 1 else None
    return nothing(
        "one-district" if only else "state",
        "state",
        division=only,
        confidence="high" if only else "low",
        candidates=districts,
        state=state,
    )


def _named(division: str) -> Located:
    """A division that the address of the page names. Unknown ones have the reason `unknown-division`."""
    if not Division.objects.filter(pk=division).exists() and not is_district(division):
        return nothing("unknown-division")
    state = ocd.state_of(division)
    return nothing("division", "choice", division=division, confidence="high", state=state)


def is_district(division: str) -> bool:
    state = ocd.state_of(division)
    return bool(state) and division in ocd.districts_of_state(state or "")


# --- The same as data ------------------------------------------------------------------------------------------

COLUMNS = ("name", "post", "party", "body", "division", "phone", "website", "page")


def as_data(found: Answer) -> dict[str, Any]:
    located = found.located
    return {
        "division": located.division,
        "name": found.name or None,
        "method": located.method,
        "confidence": located.confidence,
        "reason": located.reason,
        "vintage": located.vintage,
        "candidates": list(located.candidates),
        "officials": list(people(found.seats)),
        "vacant": [seat.label for seat in found.seats if seat.known and not seat.holders],
        "as_of": {name: day.isoformat() if (day := datasets.as_of(name)) else None for name in DATASETS},
    }


def people(seats: Iterable[Seat]) -> Iterable[dict[str, Any]]:
    """One row for each person in a seat."""
    listed = list(seats)
    for seat, group in zip(listed, faces.seat_faces(listed), strict=True):
        for holder, face in zip(seat.holders, group.faces, strict=True):
            yield {
                "name": holder.name,
                "post": seat.label,
                "party": holder.party,
                "body": seat.body,
                "division": seat.division,
                "phone": face.phone,
                "website": face.website,
                "page": settings.SITE_URL + reverse("official", args=[holder.slug]),
            }
