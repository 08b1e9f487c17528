"""The blocks with which an editor says who is addressed, and the one rule that everything else reads."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.snippets.blocks import SnippetChooserBlock

from tocsin.officials import rules
from tocsin.officials.models import Official, Organization
from tocsin.officials.rules import Rule
from tocsin.places.names import STATES

if TYPE_CHECKING:
    from tocsin.campaigns.models import Campaign

BILL_ID = re.compile(r"[0-9]{1,3}/[a-z]{1,8}/[0-9]{1,5}")
ROLL_CALL = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.IGNORECASE)
SEATS: list[tuple[str, str | Promise]] = [
    ("us-house", _("US House of Representatives")),
    ("us-senate", _("US Senate")),
    ("state-upper", _("State senate")),
    ("state-lower", _("State house")),
]
IS = [("cosponsor", _("have cosponsored it")), ("not-cosponsor", _("have not cosponsored it"))]
OPTIONS = [("yes", _("yes")), ("no", _("no")), ("present", _("present")), ("absent", _("did not vote"))]
Data = dict[str, Any]


def bill_id(text: str) -> None:
    if text and not BILL_ID.fullmatch(text):
        raise ValidationError(_("Write the bill as Congress/kind/number, like 119/hr/5369."), code="invalid")


def state_choices() -> list[tuple[str, str]]:
    return sorted(STATES.items(), key=lambda pair: pair[1])


def party_choices() -> list[tuple[str, str]]:
    parties = Organization.objects.filter(classification=Organization.Classification.PARTY)
    return [(name, name) for name in parties.order_by("name").values_list("name", flat=True)]


class FiltersBlock(blocks.StructBlock):
    """Which of them: all that is filled in must hold."""

    parties = blocks.MultipleChoiceBlock(
        choices=party_choices, required=False, label=_("only these parties"), widget=CheckboxSelectMultiple
    )
    states = blocks.MultipleChoiceBlock(choices=state_choices, required=False, label=_("only these states"))
    bill = blocks.CharBlock(
        required=False,
        max_length=30,
        validators=[bill_id],
        label=_("bill"),
        help_text=_("Like 119/hr/5369: Congress, kind, number."),
    )
    bill_is = blocks.ChoiceBlock(choices=IS, required=False, label=_("only those who"))
    vote = blocks.CharBlock(
        required=False, max_length=60, label=_("recorded vote"), help_text=_("Like 119-1-house-123.")
    )
    vote_option = blocks.MultipleChoiceBlock(
        choices=OPTIONS, required=False, label=_("only those who voted"), widget=CheckboxSelectMultiple
    )

    class Meta:
        label = _("Only some of them")
        icon = "filter"
        collapsed = True
        label_format = "{bill} {vote}"

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        wrong: dict[str, ValidationError] = {}
        for name, other, text in (
            ("bill_is", "bill", _("Say which of the two.")),
            ("bill", "bill_is", _("Say which bill.")),
            ("vote_option", "vote", _("Say how they voted.")),
            ("vote", "vote_option", _("Say which vote.")),
        ):
            if found[other] and not found[name]:
                wrong[name] = ValidationError(text, code="required")
        if found["vote"] and not ROLL_CALL.fullmatch(found["vote"]):
            wrong["vote"] = ValidationError(_("Write the vote like 119-1-house-123."), code="invalid")
        if wrong:
            raise StructBlockValidationError(block_errors=wrong)
        return found


class OfficialsBlock(blocks.StructBlock):
    """Officials chosen one by one."""

    people = blocks.ListBlock(SnippetChooserBlock("officials.Official"), label=_("officials"), min_num=1)

    class Meta:
        icon = "user"
        label = _("These officials")


class MineBlock(blocks.StructBlock):
    """Those who represent the supporter, found by where they live."""

    seats = blocks.MultipleChoiceBlock(
        choices=SEATS,
        label=_("who represents the supporter in"),
        help_text=_("One or more."),
        widget=CheckboxSelectMultiple,
    )
    only = FiltersBlock(required=False)

    class Meta:
        icon = "site"
        label = _("The supporter's own")


class MembersBlock(blocks.StructBlock):
    """Everyone in a chamber, a committee, a ministry."""

    organization = SnippetChooserBlock("officials.Organization", label=_("members of"))
    leaders = blocks.BooleanBlock(
        required=False, label=_("only those who lead it"), help_text=_("Chair, speaker, ranking member.")
    )
    only = FiltersBlock(required=False)

    class Meta:
        icon = "group"
        label = _("Members of a body")


WHO: list[tuple[str, blocks.Block]] = [
    ("officials", OfficialsBlock()),
    ("mine", MineBlock()),
    ("members", MembersBlock()),
]
NEVER: list[tuple[str, blocks.Block]] = [("official", SnippetChooserBlock("officials.Official"))]


def rule_data(campaign: Campaign) -> Data:
    """The rule of a campaign in its canonical form; see `officials.rules`."""
    never = [block.value.slug for block in campaign.never if block.value is not None]
    return {
        "who": [group for block in campaign.who if (group := _group(block.block_type, block.value))],
        "except": list(dict.fromkeys(never)),
        "limit": campaign.target_limit,
        "order": "given",
        "thank": {"bill": campaign.thank_bill} if campaign.thank_bill else None,
    }


def rule_of(campaign: Campaign) -> Rule:
    """Raises `RuleError` where it makes no sense, as where nobody is chosen."""
    return rules.parse(rule_data(campaign))


def _group(kind: str, value: Any) -> Data | None:
    """None where what was chosen no longer exists."""
    if kind == "officials":
        slugs = list(dict.fromkeys(person.slug for person in value["people"] if person is not None))
        return {"officials": slugs} if slugs else None
    if kind == "mine":
        return {"mine": list(value["seats"]), **_filters(value["only"])}
    if value["organization"] is None:
        return None
    leaders: Data = {"leaders": True} if value["leaders"] else {}
    return {"members": value["organization"].slug, **leaders, **_filters(value["only"])}


def _filters(only: Any) -> Data:
    found: Data = {name: list(only[name]) for name in ("parties", "states") if only.get(name)}
    if only.get("bill"):
        found["bill"] = {"id": only["bill"], "is": only["bill_is"]}
    if only.get("vote"):
        found["vote"] = {"id": only["vote"], "option": list(only["vote_option"])}
    return found


def named(who: Any) -> list[Official]:
    """The officials chosen one by one, in the editor's order, each once."""
    chosen = (block.value["people"] for block in who if block.block_type == "officials")
    return list(dict.fromkeys(person for people in chosen for person in people if person is not None))
