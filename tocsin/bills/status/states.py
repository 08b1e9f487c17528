"""Every state a bill of the United States Congress can be in, as data.

The codes are the public ones of the unitedstates project, so that histories can be compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.utils.translation import gettext_lazy as _

from tocsin.bills.status.moves import MOVES
from tocsin.bills.status.stages import Stage, Standing, State, Words

_NONE = _("Nothing: this is the end of its way.")
_NEW = _("A new bill would have to be introduced, or the vote reconsidered.")

# code, words, meaning, what must happen next, stage, standing
_ROWS: tuple[tuple[str, Words, Words, Words, Stage, Standing], ...] = (
    (
        "INTRODUCED",
        _("Introduced"),
        _("A member put the bill forward. No committee has it yet."),
        _("It must be given to a committee."),
        Stage.INTRODUCED,
        Standing.OPEN,
    ),
    (
        "REFERRED",
        _("In committee"),
        _("One or more committees have the bill. Most bills never leave this stage."),
        _("A committee must vote to send it to the whole chamber."),
        Stage.COMMITTEE,
        Standing.OPEN,
    ),
    (
        "REPORTED",
        _("Out of committee"),
        _("A committee sent the bill on, or was relieved of it. The whole chamber may now take it up."),
        _("The leaders of the chamber must put it to a vote."),
        Stage.COMMITTEE,
        Standing.OPEN,
    ),
    (
        "PASS_OVER:HOUSE",
        _("Passed the House"),
        _("The House, where it began, passed it."),
        _("The Senate must vote on it."),
        Stage.FIRST,
        Standing.OPEN,
    ),
    (
        "PASS_OVER:SENATE",
        _("Passed the Senate"),
        _("The Senate, where it began, passed it."),
        _("The House must vote on it."),
        Stage.FIRST,
        Standing.OPEN,
    ),
    (
        "PASS_BACK:HOUSE",
        _("Changed by the House"),
        _("Both chambers passed it, and the House made changes the Senate has not agreed to yet."),
        _("The Senate must agree to the changes, or answer with its own."),
        Stage.SECOND,
        Standing.OPEN,
    ),
    (
        "PASS_BACK:SENATE",
        _("Changed by the Senate"),
        _("Both chambers passed it, and the Senate made changes the House has not agreed to yet."),
        _("The House must agree to the changes, or answer with its own."),
        Stage.SECOND,
        Standing.OPEN,
    ),
    (
        "CONFERENCE:PASSED:HOUSE",
        _("The House agreed to the common text"),
        _("Members of both chambers wrote a common text, and the House agreed to it."),
        _("The Senate must agree to the same text."),
        Stage.SECOND,
        Standing.OPEN,
    ),
    (
        "CONFERENCE:PASSED:SENATE",
        _("The Senate agreed to the common text"),
        _("Members of both chambers wrote a common text, and the Senate agreed to it."),
        _("The House must agree to the same text."),
        Stage.SECOND,
        Standing.OPEN,
    ),
    (
        "PASSED:BILL",
        _("Passed by both chambers"),
        _("The House and the Senate passed the same text."),
        _("The President must sign it, veto it or let ten days go by."),
        Stage.AGREED,
        Standing.OPEN,
    ),
    (
        "PASSED:SIMPLERES",
        _("Agreed to"),
        _("The chamber agreed to its resolution. It says what the chamber thinks, or sets its own rules."),
        _NONE,
        Stage.FIRST,
        Standing.DONE,
    ),
    (
        "PASSED:CONCURRENTRES",
        _("Agreed to by both chambers"),
        _("Both chambers agreed to the resolution. It does not go to the President and is not a law."),
        _NONE,
        Stage.AGREED,
        Standing.DONE,
    ),
    (
        "PASSED:CONSTAMEND",
        _("Proposed to the states"),
        _("Both chambers proposed an amendment to the Constitution. It does not go to the President."),
        _("Three quarters of the states must ratify it."),
        Stage.AGREED,
        Standing.OPEN,
    ),
    (
        "ENACTED:SIGNED",
        _("Signed into law"),
        _("The President signed it. It is law."),
        _NONE,
        Stage.LAW,
        Standing.DONE,
    ),
    (
        "ENACTED:VETO_OVERRIDE",
        _("Law over the veto"),
        _("The President vetoed it, and two thirds of each chamber passed it again. It is law."),
        _NONE,
        Stage.LAW,
        Standing.DONE,
    ),
    (
        "ENACTED:TENDAYRULE",
        _("Law without a signature"),
        _("The President neither signed nor returned it within ten days. It is law."),
        _NONE,
        Stage.LAW,
        Standing.DONE,
    ),
    (
        "PROV_KILL:SUSPENSIONFAILED",
        _("Fell short of two thirds in the House"),
        _("The House voted on it by the short way, which takes two thirds, and it did not get them."),
        _("It may come back under a rule, where more than half is enough."),
        Stage.FIRST,
        Standing.STUCK,
    ),
    (
        "PROV_KILL:CLOTUREFAILED",
        _("Held up in the Senate"),
        _("The Senate did not vote to end debate, which takes 60 votes, so there was no vote on it."),
        _("The Senate must vote again to end debate."),
        Stage.FIRST,
        Standing.STUCK,
    ),
    (
        "PROV_KILL:PINGPONGFAIL",
        _("No agreement between the chambers"),
        _("Both chambers passed it, but one refused the other's text."),
        _("The chambers must find a text both agree to."),
        Stage.SECOND,
        Standing.STUCK,
    ),
    (
        "PROV_KILL:VETO",
        _("Vetoed"),
        _("The President sent it back unsigned."),
        _("Two thirds of each chamber must pass it again for it to become law."),
        Stage.PRESIDENT,
        Standing.STUCK,
    ),
    (
        "FAIL:ORIGINATING:HOUSE",
        _("Voted down in the House"),
        _("The House, where it began, voted against it."),
        _NEW,
        Stage.FIRST,
        Standing.FAILED,
    ),
    (
        "FAIL:ORIGINATING:SENATE",
        _("Voted down in the Senate"),
        _("The Senate, where it began, voted against it."),
        _NEW,
        Stage.FIRST,
        Standing.FAILED,
    ),
    (
        "FAIL:SECOND:HOUSE",
        _("Passed the Senate, voted down in the House"),
        _("The Senate passed it, and the House voted against it."),
        _NEW,
        Stage.SECOND,
        Standing.FAILED,
    ),
    (
        "FAIL:SECOND:SENATE",
        _("Passed the House, voted down in the Senate"),
        _("The House passed it, and the Senate voted against it."),
        _NEW,
        Stage.SECOND,
        Standing.FAILED,
    ),
    (
        "VETOED:POCKET",
        _("Vetoed by leaving it unsigned"),
        _("Congress had adjourned and the President did not sign it within ten days. It is not law."),
        _("A new bill would have to be introduced."),
        Stage.PRESIDENT,
        Standing.FAILED,
    ),
    (
        "VETOED:OVERRIDE_FAIL_ORIGINATING:HOUSE",
        _("Vetoed, and the House let the veto stand"),
        _("The House, where it began, did not find two thirds against the veto. It is not law."),
        _NEW,
        Stage.PRESIDENT,
        Standing.FAILED,
    ),
    (
        "VETOED:OVERRIDE_FAIL_ORIGINATING:SENATE",
        _("Vetoed, and the Senate let the veto stand"),
        _("The Senate, where it began, did not find two thirds against the veto. It is not law."),
        _NEW,
        Stage.PRESIDENT,
        Standing.FAILED,
    ),
    (
        "VETOED:OVERRIDE_PASS_OVER:HOUSE",
        _("The House voted against the veto"),
        _("Two thirds of the House passed it again over the veto."),
        _("Two thirds of the Senate must do the same."),
        Stage.PRESIDENT,
        Standing.OPEN,
    ),
    (
        "VETOED:OVERRIDE_PASS_OVER:SENATE",
        _("The Senate voted against the veto"),
        _("Two thirds of the Senate passed it again over the veto."),
        _("Two thirds of the House must do the same."),
        Stage.PRESIDENT,
        Standing.OPEN,
    ),
    (
        "VETOED:OVERRIDE_FAIL_SECOND:HOUSE",
        _("Vetoed, and the House let the veto stand"),
        _("The Senate voted against the veto, and the House did not find two thirds. It is not law."),
        _NEW,
        Stage.PRESIDENT,
        Standing.FAILED,
    ),
    (
        "VETOED:OVERRIDE_FAIL_SECOND:SENATE",
        _("Vetoed, and the Senate let the veto stand"),
        _("The House voted against the veto, and the Senate did not find two thirds. It is not law."),
        _NEW,
        Stage.PRESIDENT,
        Standing.FAILED,
    ),
)


def _state(code: str, words: Words, meaning: Words, then: Words, stage: Stage, standing: Standing) -> State:
    # A public law line may follow anything that can still move: the record may lack what came between.
    law = "ENACTED:SIGNED" if MOVES.get(code) else ""
    return State(
        code, words, meaning, then, stage, standing, frozenset(f"{MOVES.get(code, '')} {law}".split())
    )


STATES: Mapping[str, State] = MappingProxyType({row[0]: _state(*row) for row in _ROWS})


def furthest(codes: Iterable[str]) -> Stage:
    """How far along the path a bill with this history ever came; a bill held up in the Senate may have passed one."""
    order = list(Stage)
    return max((STATES[code].stage for code in codes), key=order.index, default=Stage.INTRODUCED)
