"""Inviting to an open letter, and what became of an invitation."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from tocsin.core.errors import Refusal
from tocsin.letters import inviting, states
from tocsin.letters.inviting import Guest
from tocsin.letters.models import Invitation, Letter
from tocsin.organizations.models import Organization


def invite(*, user: User, letter: Letter, organizations: list[Organization], guests: list[Guest]) -> int:
    """Nobody is invited to a letter that takes no names any more."""
    if letter.state == states.STOPPED or (letter.state == states.FROZEN and not letter.takes_names()):
        raise Refusal("closed", _("The letter takes no names any more."))
    return inviting.invite(user=user, letter=letter, organizations=organizations, guests=guests)


def state_of(invitation: Invitation, *, signed: bool) -> tuple[str, str]:
    """What became of an invitation: a name for its color, and words."""
    if signed:
        return "good", _("signed")
    if invitation.bounced_at:
        return "bad", _("came back")
    if invitation.declined_at:
        return "off", _("declined")
    if invitation.organization_id and invitation.accepted_at:
        return "warn", _("accepted")
    if invitation.reminded_at:
        return "warn", _("reminded")
    return "warn", _("no answer yet")
