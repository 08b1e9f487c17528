"""Courses of invented bills in the words of the clerks of Congress, and the history each must have.

A line: when it was, by whom and with what code where that matters, and what was said. Oldest first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tocsin.bills.status.actions import Action

AMENDMENT = (
    "Proposing an amendment to the Constitution of the United States relative to the terms of Senators."
)
HOUSE = (
    "2025-01-03 9:1000 | Introduced in House",
    "2025-01-03 2:H11100 | Referred to the House Committee on Foreign Affairs.",
)
SENATE = (
    "2025-01-03 9:10000 | Introduced in Senate",
    "2025-01-03 | Read twice and referred to the Committee on Finance. (text: CR S20-21)",
)
FIRST = ("2025-01-03 REFERRED",)
PASSED_HOUSE = (
    *HOUSE,
    "2025-02-04T14:01:02-05:00 2:H37100 | On passage Passed by the Yeas and Nays: 220 - 206 (Roll no. 23).",
    "2025-02-04 9:8000 | Passed/agreed to in House: On passage Passed by the Yeas and Nays: 220 - 206"
    " (Roll no. 23). (text: CR H100)",
)
PASSED_SENATE = (
    *SENATE,
    "2025-02-04 | Passed Senate without amendment by Unanimous Consent. (consideration: CR S500)",
)
OVER_HOUSE = (*FIRST, "2025-02-04 PASS_OVER:HOUSE")
OVER_SENATE = (*FIRST, "2025-02-04 PASS_OVER:SENATE")
BOTH = (
    *PASSED_HOUSE,
    "2025-03-05 | Passed Senate without amendment by Yea-Nay Vote. 60 - 39. Record Vote Number: 55.",
)
OVER_BOTH = (*OVER_HOUSE, "2025-03-05 PASSED:BILL")
BOTH_SENATE = (
    *PASSED_SENATE,
    "2025-03-05T17:30:00-05:00 2:H37300 | On motion to suspend the rules and pass the bill Agreed to by voice vote."
    " (text: CR H700)",
)
OVER_BOTH_SENATE = (*OVER_SENATE, "2025-03-05 PASSED:BILL")
VETOED = (
    *BOTH,
    "2025-03-10 2:E20000 | Presented to President.",
    "2025-03-18 2:E30000 | Vetoed by President.",
    "2025-03-18 9:31000 | Vetoed by President.",
)
OVER_VETO = (*OVER_BOTH, "2025-03-18 PROV_KILL:VETO")
HOUSE_OVERRIDES = (
    "2025-04-01T16:00:00-04:00 2:H45000 | Two-thirds of the Members present having voted in the affirmative the bill"
    " is passed, Passed by the Yeas and Nays: (2/3 required): 300 - 120 (Roll no. 90).",
    "2025-04-01 9:32000 | Passed House over veto: Two-thirds of the Members present having voted in the affirmative"
    " the bill is passed, Passed by the Yeas and Nays: (2/3 required): 300 - 120 (Roll no. 90).",
)


@dataclass(frozen=True)
class Course:
    name: str
    bill_type: str
    lines: tuple[str, ...]
    states: tuple[str, ...]
    title: str = "To study the rivers."
    number: str = "77"

    @property
    def actions(self) -> list[Action]:
        """As the record has them: newest first."""
        return [act(line) for line in reversed(self.lines)]

    @property
    def history(self) -> list[tuple[str, str]]:
        return [(state.split(" ")[0], state.split(" ")[1]) for state in self.states]


def act(line: str) -> Action:
    head, text = line.split(" | ", 1)
    when, mark = f"{head} :".split(" ")[:2]
    source, code = mark.split(":", 1)
    time = when if "T" in when else ""
    return Action(at=date.fromisoformat(when[:10]), text=text, code=code, source=source, time=time)


COURSES = (
    Course("only put forward", "hr", HOUSE[:1], ()),
    Course("in committee", "s", SENATE, FIRST),
    Course("in two committees and a subcommittee", "hr", (
        HOUSE[0],
        "2025-01-03 2:H11100 | Referred to the Committee on Ways and Means, and in addition to the Committee on the"
        " Judiciary, for a period to be subsequently determined by the Speaker.",
        "2025-01-20 1: | Referred to the Subcommittee on Health.",
        "2025-02-02 1: | Subcommittee Hearings Held.",
    ), FIRST),
    Course("ordered to be reported, then reported", "hr", (
        *HOUSE,
        "2025-02-11 1: | Committee Consideration and Mark-up Session Held.",
        "2025-02-11 1: | Ordered to be Reported (Amended) by the Yeas and Nays: 29 - 10.",
        "2025-03-03 2:H12200 | Reported (Amended) by the Committee on Foreign Affairs. H. Rept. 119-9, Part I.",
        "2025-03-03 2:H12300 | Committee on the Judiciary discharged.",
        "2025-03-03 2:H12410 | Placed on the Union Calendar, Calendar No. 7.",
    ), (*FIRST, "2025-02-11 REPORTED")),
    Course("reported without an order", "hr", (
        *HOUSE,
        "2025-03-03 2:H12200 | Reported by the Committee on Foreign Affairs. H. Rept. 119-9.",
        "2025-03-03 9:5000 | Reported by the Committee on Foreign Affairs. H. Rept. 119-9.",
    ), (*FIRST, "2025-03-03 REPORTED")),
    Course("reported in the Senate", "s", (
        *SENATE,
        "2025-02-12 | Committee on Finance. Reported by Senator Doe with an amendment in the nature of a substitute."
        " Without written report.",
    ), (*FIRST, "2025-02-12 REPORTED")),
    Course("its committee relieved of it", "s", (
        *SENATE, "2025-02-12 | Senate Committee on Finance discharged by Unanimous Consent.",
    ), (*FIRST, "2025-02-12 REPORTED")),
    Course("its committee relieved by a vote", "sjres", (
        *SENATE,
        "2025-02-12 | Motion to discharge Senate Committee on Finance agreed to in Senate by Yea-Nay Vote. 51 - 48."
        " Record Vote Number: 30.",
    ), (*FIRST, "2025-02-12 REPORTED")),
    Course("its committee not relieved", "sjres", (
        *SENATE,
        "2025-02-12 | Motion to discharge Senate Committee on Finance rejected by Yea-Nay Vote. 47 - 48. Record Vote"
        " Number: 30.",
    ), FIRST),
    Course("its committee relieved to vote on it", "s", (
        *SENATE,
        "2025-02-04 | Senate Committee on Finance discharged by Unanimous Consent.",
        "2025-02-04 9:14500 | Senate Committee on Finance discharged by Unanimous Consent.",
        "2025-02-04 | Passed Senate without amendment by Unanimous Consent.",
    ), OVER_SENATE),
    Course("written by the committee itself", "hr", (
        HOUSE[0],
        "2025-01-03 2:H12100 | The House Committee on Appropriations reported an original measure, H. Rept. 119-5, by"
        " Mr. Doe.",
        "2025-01-03 2:H12410 | Placed on the Union Calendar, Calendar No. 3.",
    ), ("2025-01-03 REPORTED",)),
    Course("passed the House", "hr", PASSED_HOUSE, OVER_HOUSE),
    Course("passed the House and received in the Senate on one day", "hr", (
        HOUSE[0],
        "2025-01-03T12:00:00-05:00 2:H37300 | On motion to suspend the rules and pass the bill, as amended Agreed to"
        " by the Yeas and Nays: (2/3 required): 400 - 2 (Roll no. 3).",
        "2025-01-03 | Received in the Senate and Read twice and referred to the Committee on Finance.",
    ), ("2025-01-03 PASS_OVER:HOUSE",)),
    Course("passed together with others", "hr", (
        *HOUSE,
        "2025-02-04T15:00:00-05:00 2:H37300 | Pursuant to section 8 of H. Res. 504, and the motion offered by Mr. Doe,"
        " the following bills passed under suspension of the rules: H.R. 76; H.R. 77, as amended; and S. 5.",
    ), OVER_HOUSE),
    Course("others passed together", "hr", (
        *HOUSE,
        "2025-02-04T15:00:00-05:00 2:H37300 | Pursuant to section 8 of H. Res. 504, and the motion offered by Mr. Doe,"
        " the following bills passed under suspension of the rules: H.R. 76; H.R. 777, as amended; and S. 77.",
    ), FIRST),
    Course("a Senate bill passed together with others, changed", "s", (
        *PASSED_SENATE,
        "2025-03-05T15:00:00-05:00 2:H37300 | Pursuant to section 8 of H. Res. 504, and the motion offered by Mr. Doe,"
        " the following bills passed under suspension of the rules: H.R. 77; and S. 77, as amended.",
    ), (*OVER_SENATE, "2025-03-05 PASS_BACK:HOUSE")),
    Course("deemed passed", "hr", (
        *HOUSE,
        "2025-02-04 2:H1B000 | Pursuant to the provisions of H. Res. 5, H.R. 77 is considered passed House.",
    ), OVER_HOUSE),
    Course("passed by a rule", "hr", (*HOUSE, "2025-02-04 2: | Passed House pursuant to H. Res. 241."), OVER_HOUSE),
    Course("passed the Senate under an order", "s", (
        *SENATE,
        "2025-02-04 | Passed Senate, under the order of 1/28/25, having achieved 60 votes in the affirmative, with an"
        " amendment by Yea-Nay Vote. 68 - 32. Record Vote Number: 26. (text: CR S49)",
    ), OVER_SENATE),
    Course("put forward and passed at once", "s", (
        "2025-02-04 | Introduced in the Senate, read twice, considered, read the third time, and passed without"
        " amendment by Unanimous Consent.",
    ), ("2025-02-04 PASS_OVER:SENATE",)),
    Course("changed by the Senate", "hr", (
        *PASSED_HOUSE, "2025-03-05 | Passed Senate with an amendment and an amendment to the Title by Voice Vote.",
    ), (*OVER_HOUSE, "2025-03-05 PASS_BACK:SENATE")),
    Course("changed by the House on the floor", "s", (
        *PASSED_SENATE,
        "2025-03-05T12:00:00-05:00 2:H34200 | The House struck all after the enacting clause and inserted in lieu"
        " thereof the provisions of a similar measure H.R. 9. Agreed to without objection.",
        "2025-03-05T12:00:01-05:00 2:H37100 | On passage Passed without objection.",
    ), (*OVER_SENATE, "2025-03-05 PASS_BACK:HOUSE")),
    Course("to and fro until agreed", "hr", (
        *PASSED_HOUSE,
        "2025-03-05 | Passed Senate with amendments by Unanimous Consent.",
        "2025-04-01T10:00:00-04:00 2:H41610 | On motion that the House agree with an amendment to the Senate amendments"
        " Agreed to by voice vote.",
        "2025-04-02 | Motion by Senator Doe to concur in the House amendment to the Senate amendments with an amendment"
        " (SA 40) made in Senate.",
        "2025-04-03 | Senate concurred in the House amendment to the Senate amendment to H.R. 77 with an amendment"
        " (SA 40) by Yea-Nay Vote. 64 - 33. Record Vote Number: 71.",
        "2025-04-09T10:00:00-04:00 2:H41610 | On motion that the House agree to the Senate amendment to the House"
        " amendment to the Senate amendment Agreed to by the Yeas and Nays: 243 - 187, 1 Present (Roll no. 104).",
    ), (
        *OVER_HOUSE, "2025-03-05 PASS_BACK:SENATE", "2025-04-01 PASS_BACK:HOUSE", "2025-04-03 PASS_BACK:SENATE",
        "2025-04-09 PASSED:BILL",
    )),
    Course("agreed under an order of the Senate", "s", (
        *PASSED_SENATE,
        "2025-03-05T12:00:01-05:00 2: | On motion to suspend the rules and pass the bill, as amended Agreed to by the"
        " Yeas and Nays: (2/3 required): 382 - 12 (Roll no. 40).",
        "2025-03-12 | Senate agreed, under the order of 3/12/2025, having achieved 60 votes in the affirmative, to the"
        " House amendment to S. 77 by Yea-Nay Vote. 97 - 1. Record Vote Number: 82.",
        "2025-03-12 | Motion by Senator Doe to concur in the House amendment to S. 77 with an amendment (SA 4026) was"
        " rendered moot when the motion to concur in the House amendment was agreed to in Senate.",
    ), (*OVER_SENATE, "2025-03-05 PASS_BACK:HOUSE", "2025-03-12 PASSED:BILL")),
    Course("no agreement", "hr", (
        *PASSED_HOUSE,
        "2025-03-05 | Passed Senate with an amendment by Unanimous Consent.",
        "2025-04-01T10:00:00-04:00 2: | On motion that the House suspend the rules and concur in the Senate amendment"
        " Failed by the Yeas and Nays: (2/3 required): 240 - 180 (Roll no. 88).",
    ), (*OVER_HOUSE, "2025-03-05 PASS_BACK:SENATE", "2025-04-01 PROV_KILL:PINGPONGFAIL")),
    Course("a common text, the House first", "hr", (
        *PASSED_HOUSE,
        "2025-03-05 | Passed Senate with an amendment by Unanimous Consent.",
        "2025-03-06 2: | On motion that the House disagree to the Senate amendment, and request a conference Agreed to"
        " without objection.",
        "2025-04-30 2:H25200 | Conference report H. Rept. 119-40 filed.",
        "2025-05-01T10:00:00-04:00 2:H42510 | On agreeing to the conference report Agreed to by the Yeas and"
        " Nays: 293 -"
        " 132 (Roll no. 72).",
        "2025-05-01 9:21000 | Conference report agreed to in House: On agreeing to the conference report Agreed to by"
        " the Yeas and Nays: 293 - 132 (Roll no. 72).(consideration: CR H27)",
        "2025-05-06 | Senate agreed to conference report by Yea-Nay Vote. 60 - 36. Record Vote Number: 22.",
    ), (
        *OVER_HOUSE, "2025-03-05 PASS_BACK:SENATE", "2025-05-01 CONFERENCE:PASSED:HOUSE", "2025-05-06 PASSED:BILL",
    )),
    Course("a common text, the Senate first", "s", (
        *PASSED_SENATE,
        "2025-03-05 2: | On passage, as amended Passed by voice vote.",
        "2025-05-06 | Senate agreed to conference report by Voice Vote.",
        "2025-05-06 9:23000 | Conference report agreed to in Senate: Senate agreed to conference report by Voice Vote.",
    ), (*OVER_SENATE, "2025-03-05 PASS_BACK:HOUSE", "2025-05-06 CONFERENCE:PASSED:SENATE")),
)  # fmt: skip
