"""Courses that end badly, as a resolution, or on the desk of the President."""

from __future__ import annotations

from tests.bills.courses import (
    AMENDMENT,
    BOTH,
    BOTH_SENATE,
    FIRST,
    HOUSE,
    HOUSE_OVERRIDES,
    OVER_BOTH,
    OVER_BOTH_SENATE,
    OVER_HOUSE,
    OVER_SENATE,
    OVER_VETO,
    PASSED_HOUSE,
    PASSED_SENATE,
    SENATE,
    VETOED,
    Course,
)

ENDINGS = (
    Course("short of two thirds", "hr", (
        *HOUSE,
        "2025-02-04T15:00:00-05:00 2: | On motion to suspend the rules and pass the bill, as amended Failed by the Yeas"
        " and Nays: (2/3 required): 248 - 177 (Roll no. 16).",
        "2025-02-04 9:9000 | Failed of passage/not agreed to in House: On motion to suspend the rules and pass"
        " the bill,"
        " as amended Failed by the Yeas and Nays: (2/3 required): 248 - 177 (Roll no. 16).",
    ), (*FIRST, "2025-02-04 PROV_KILL:SUSPENSIONFAILED")),
    Course("held up twice, then passed", "s", (
        *SENATE,
        "2025-01-20 | Cloture on the motion to proceed to the measure not invoked in Senate by Yea-Nay Vote. 51 - 48."
        " Record Vote Number: 4. (CR S86)",
        "2025-01-27 | Upon reconsideration, cloture on the motion to proceed to the measure not invoked in Senate by"
        " Yea-Nay Vote. 53 - 43. Record Vote Number: 9.",
        "2025-02-01 | Cloture on the motion to proceed to the measure invoked in Senate by Yea-Nay Vote. 61 - 38.",
        "2025-02-03 | Cloture on amendment SA 12 not invoked in Senate by Yea-Nay Vote. 40 - 58.",
        PASSED_SENATE[-1],
    ), (
        *FIRST, "2025-01-20 PROV_KILL:CLOTUREFAILED", "2025-01-27 PROV_KILL:CLOTUREFAILED",
        "2025-02-04 PASS_OVER:SENATE",
    )),
    Course("voted down in the House", "hr", (
        *HOUSE, "2025-02-04 2: | On passage Failed by recorded vote: 200 - 230 (Roll no. 5).",
    ), (*FIRST, "2025-02-04 FAIL:ORIGINATING:HOUSE")),
    Course("laid on the table in the House", "hres", (
        HOUSE[0], "2025-02-04 2: | On motion to table the measure Agreed to by the Yeas and Nays: 215 - 210"
        " (Roll no. 7).",
    ), ("2025-02-04 FAIL:ORIGINATING:HOUSE",)),
    Course("voted down in the Senate", "sjres", (
        *SENATE, "2025-02-04 | Failed of passage in Senate by Yea-Nay Vote. 47 - 51. Record Vote Number: 12.",
    ), (*FIRST, "2025-02-04 FAIL:ORIGINATING:SENATE")),
    Course("passed the House, short of sixty in the Senate", "hr", (
        *PASSED_HOUSE,
        "2025-03-05 | Under the order of 3/3/2025, not having achieved 60 votes in the affirmative, failed of"
        " passage in"
        " Senate by Yea-Nay Vote. 44 - 48. Record Vote Number: 28.",
    ), (*OVER_HOUSE, "2025-03-05 FAIL:SECOND:SENATE")),
    Course("passed the Senate, voted down in the House", "s", (
        *PASSED_SENATE, "2025-03-05 2: | On passage Failed by the Yeas and Nays: 190 - 235 (Roll no. 50).",
    ), (*OVER_SENATE, "2025-03-05 FAIL:SECOND:HOUSE")),
    Course("agreed to in the House", "hres", (
        "2025-02-04 9:1025 | Submitted in House",
        "2025-02-04 2: | On motion to suspend the rules and agree to the resolution, as amended Agreed to by"
        " voice vote.",
    ), ("2025-02-04 PASSED:SIMPLERES",)),
    Course("agreed to in the Senate", "sres", (
        "2025-02-04 | Submitted in the Senate, considered, and agreed to without amendment and with a preamble by"
        " Unanimous Consent. (consideration: CR S9)",
    ), ("2025-02-04 PASSED:SIMPLERES",)),
    Course("disagreed to in the Senate", "sres", (
        "2025-02-04 | Disagreed to in Senate by Voice Vote.",
    ), ("2025-02-04 FAIL:ORIGINATING:SENATE",)),
    Course("agreed to by both chambers", "hconres", (
        "2025-02-04 2: | On agreeing to the resolution Agreed to without objection.",
        "2025-02-05 | Received in the Senate, considered, and agreed to without amendment by Unanimous Consent.",
    ), ("2025-02-04 PASS_OVER:HOUSE", "2025-02-05 PASSED:CONCURRENTRES")),
    Course("begun in the Senate, agreed to by both", "sconres", (
        "2025-02-04 | Resolution agreed to in Senate with an amendment by Yea-Nay Vote. 51 - 50. Record Vote"
        " Number: 54.",
        "2025-02-05T14:24:21-05:00 2: | Passed House pursuant to H. Res. 85.",
    ), ("2025-02-04 PASS_OVER:SENATE", "2025-02-05 PASSED:CONCURRENTRES")),
    Course("proposed to the states", "sjres", (
        *PASSED_SENATE,
        "2025-03-05 2: | On passage Passed by the Yeas and Nays: (2/3 required): 290 - 130 (Roll no. 60).",
    ), (*OVER_SENATE, "2025-03-05 PASSED:CONSTAMEND"), "A joint resolution proposing" + AMENDMENT[9:]),
    Course("a joint resolution that goes to the President", "hjres", BOTH, OVER_BOTH),
    Course("signed", "hr", (
        *BOTH,
        "2025-03-10 2:E20000 | Presented to President.",
        "2025-03-12 9:36000 | Signed by President.",
        "2025-03-12 9:E30000 | Signed by President.",
        "2025-03-12 9:36000 | Became Public Law No: 119-4.",
    ), (*OVER_BOTH, "2025-03-12 ENACTED:SIGNED")),
    Course("all on one day", "hr", (
        *HOUSE,
        "2025-02-04T09:00:00-05:00 2: | On passage Passed by voice vote.",
        "2025-02-04 | Received in the Senate, read twice, considered, read the third time, and passed with an amendment"
        " by Unanimous Consent.",
        "2025-02-04T20:00:00-05:00 2: | On motion that the House agree to the Senate amendment Agreed to"
        " without objection.",
        "2025-02-04 2:E20000 | Presented to President.",
        "2025-02-04 9:E30000 | Signed by President.",
    ), (*OVER_HOUSE, "2025-02-04 PASS_BACK:SENATE", "2025-02-04 PASSED:BILL", "2025-02-04 ENACTED:SIGNED")),
    Course("a law, and no line says it was signed", "s", (
        *BOTH_SENATE, "2025-03-10 9:28000 | Presented to President.", "2025-03-14 9:36000 | Became Public Law"
        " No: 119-5.",
    ), (*OVER_BOTH_SENATE, "2025-03-14 ENACTED:SIGNED")),
    Course("a private law, and nothing before it", "hr", (
        *HOUSE, "2025-03-14 9:38500 | Became Private Law No: 119-1.",
    ), (*FIRST, "2025-03-14 ENACTED:SIGNED")),
    Course("a law by the ten days", "hr", (
        *BOTH, "2025-03-10 2:E20000 | Presented to President.", "2025-03-22 9:36000 | Became Public Law No: 119-6.",
    ), (*OVER_BOTH, "2025-03-22 ENACTED:TENDAYRULE")),
    Course("sent on unsigned", "hr", (
        *BOTH,
        "2025-03-22 9:29100 | Sent to Archivist of the United States unsigned.",
        "2025-03-22 9:36000 | Became Public Law No: 119-6.",
    ), (*OVER_BOTH, "2025-03-22 ENACTED:TENDAYRULE")),
    Course("vetoed", "hr", VETOED, OVER_VETO),
    Course("vetoed by leaving it", "hr", (
        *BOTH, "2025-12-30 9:30000 | Pocket Vetoed by President.",
    ), (*OVER_BOTH, "2025-12-30 VETOED:POCKET")),
    Course("a law over the veto", "hr", (
        *VETOED, *HOUSE_OVERRIDES,
        "2025-04-02 | Passed Senate over veto by Yea-Nay Vote. 81 - 13. Record Vote Number: 92.",
        "2025-04-02 9:36000 | Became Public Law No: 119-7.",
    ), (*OVER_VETO, "2025-04-01 VETOED:OVERRIDE_PASS_OVER:HOUSE", "2025-04-02 ENACTED:VETO_OVERRIDE")),
    Course("a law after a veto, and no line of the votes", "hr", (
        *VETOED, "2025-04-02 9:36000 | Became Public Law No: 119-7.",
    ), (*OVER_VETO, "2025-04-02 ENACTED:VETO_OVERRIDE")),
    Course("the House let the veto stand", "hr", (
        *VETOED,
        "2025-04-01 2: | On passage, the objections of the President to the contrary notwithstanding Failed by the Yeas"
        " and Nays: (2/3 required): 227 - 188 (Roll no. 90).",
        "2025-04-01 9:33000 | Failed of passage in House over veto On passage, the objections of the President to the"
        " contrary notwithstanding Failed by the Yeas and Nays: (2/3 required): 227 - 188 (Roll no. 90).",
    ), (*OVER_VETO, "2025-04-01 VETOED:OVERRIDE_FAIL_ORIGINATING:HOUSE")),
    Course("the Senate let the veto stand after the House", "hr", (
        *VETOED, *HOUSE_OVERRIDES,
        "2025-04-02 | Failed of passage in Senate over veto by Yea-Nay Vote. 53 - 45. Record Vote Number: 93.",
    ), (
        *OVER_VETO, "2025-04-01 VETOED:OVERRIDE_PASS_OVER:HOUSE", "2025-04-02 VETOED:OVERRIDE_FAIL_SECOND:SENATE",
    )),
    Course("the Senate let the veto stand", "s", (
        *BOTH_SENATE,
        "2025-03-18 | Vetoed by President.",
        "2025-04-02 | Failed of passage in Senate over veto by Yea-Nay Vote. 50 - 50. Record Vote Number: 67.",
    ), (*OVER_BOTH_SENATE, "2025-03-18 PROV_KILL:VETO", "2025-04-02 VETOED:OVERRIDE_FAIL_ORIGINATING:SENATE")),
    Course("the House let the veto stand after the Senate", "s", (
        *BOTH_SENATE,
        "2025-03-18 | Vetoed by President.",
        "2025-04-02 | Passed Senate over veto by Yea-Nay Vote. 70 - 26. Record Vote Number: 77.",
        "2025-04-03 2: | On passage, the objections of the President to the contrary notwithstanding Failed by the Yeas"
        " and Nays: (2/3 required): 227 - 188 (Roll no. 90).",
    ), (
        *OVER_BOTH_SENATE, "2025-03-18 PROV_KILL:VETO", "2025-04-02 VETOED:OVERRIDE_PASS_OVER:SENATE",
        "2025-04-03 VETOED:OVERRIDE_FAIL_SECOND:HOUSE",
    )),
)  # fmt: skip
