"""The form of an action whose officials depend on the place: one question at a time, each a POST that keeps nothing.

Only the last one, without `step`, is an act; it goes on to intake once it is valid and what the person was shown holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from django.http import HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tocsin.actions import steps
from tocsin.actions.forms import PLACE, ActionForm, PlaceForm
from tocsin.actions.page import ActionPage
from tocsin.actions.published import Published
from tocsin.actions.steps import STATE, WHERE, WHICH, WRITE, Standing
from tocsin.officials.question import Question, ask
from tocsin.officials.ways import asks_details
from tocsin.places import ocd
from tocsin.places.areas import area_of
from tocsin.places.geocoders import sends_addresses_out
from tocsin.places.names import place_name

KEPT = frozenset(ActionForm.base_fields) - frozenset(PLACE)


@dataclass
class Stage:
    """What the form shows now. `kept` is what was typed in the letter, carried through the questions."""

    step: str
    place_form: PlaceForm
    facts: Published
    standing: Standing | None = None
    form: ActionForm | None = None
    kept: list[tuple[str, str]] = field(default_factory=list)
    problem: str = ""

    @property
    def needs_address(self) -> bool:
        """Only a street address tells the districts of a state's legislature."""
        return bool(self.facts.needs & steps.FINE)

    @property
    def address_leaves(self) -> bool:
        return sends_addresses_out()

    @cached_property
    def question(self) -> Question | None:
        return ask(self.standing.located.candidates) if self.standing and self.step == WHICH else None

    @property
    def reason(self) -> str:
        return self.standing.located.reason if self.standing else ""

    @property
    def district(self) -> str:
        located = self.standing.located if self.standing else None
        return ocd.name_of(located.division) if located and located.division else ""

    @property
    def country_name(self) -> str:
        return place_name(self.standing.place.country, get_language() or "en") if self.standing else ""

    @property
    def signed_place(self) -> str:
        """As the letter names it: the state or the country, no more."""
        if self.standing is None:
            return ""
        place = self.standing.place
        return place_name(area_of(place.country, place.postal_code), get_language() or "en")

    @property
    def data_sets(self) -> str:
        """The public data that these names rest on."""
        return "officials bills" if self.facts.rule and self.facts.rule.thank else "officials"

    @property
    def is_unknown(self) -> bool:
        """Somebody is asked of whom nobody here knows whether they already agree."""
        return self.standing is not None and any(t.position == "unknown" for t in self.standing.targets)

    @property
    def is_wrong(self) -> bool:
        """Something must be put right before it goes on."""
        return bool(self.problem or (self.form or self.place_form).errors)


def first(facts: Published) -> Stage:
    """What the page opens with."""
    return Stage(step=WHERE, place_form=PlaceForm(initial={"country": "US"}), facts=facts)


def respond(
    request: HttpRequest, facts: Published, page: ActionPage, make_form: Callable[..., ActionForm]
) -> Stage:
    """The stage that these answers lead to. It is an act where its form is bound and valid."""
    asked = PlaceForm(request.POST)
    wish = request.POST.get("step", "")
    kept = [(name, str(value)) for name, value in request.POST.items() if name in KEPT and value]
    if wish == WHERE or not asked.is_valid() or facts.rule is None:
        given = {name: request.POST.get(name, "") for name in ("country", "postal_code", "address")}
        form = PlaceForm(initial=given) if wish == WHERE else asked
        return Stage(step=WHERE, place_form=form, facts=facts, kept=kept)
    standing = steps.stand(facts.rule, asked.place)
    stage = Stage(step=standing.step, place_form=asked, facts=facts, standing=standing, kept=kept)
    if stage.step != WRITE:
        stage.problem = _unanswered(wish, stage.step, request)
        return stage
    letters = steps.letters(standing.targets, thanks=facts.thanks)
    details = asks_details(standing.targets) and asked.place.country == "US"
    carried = {**asked.cleaned_data, "division": standing.located.division or ""}
    if wish or not standing.is_settled:
        if not wish:
            stage.problem = _("Please look at whom you write to: it has changed.")
        initial = {"body": page.suggested, "body_thanks": page.thank_suggested, "version": facts.version_id}
        stage.form = make_form(
            facts,
            initial={**initial, **dict(kept), **carried},
            letters=letters,
            details=details,
            place_known=True,
        )
    else:
        stage.form = make_form(facts, request.POST, letters=letters, details=details, place_known=True)
    return stage


def _unanswered(wish: str, step: str, request: HttpRequest) -> str:
    """Said where the same question comes again."""
    if step == WHICH and (wish == WHICH or not wish):
        return _("Choose your district.")
    if step == STATE and (wish == STATE or not wish):
        return _("Choose your state.")
    return ""


def is_act(stage: Stage) -> bool:
    return stage.form is not None and stage.form.is_bound and stage.form.is_valid()
