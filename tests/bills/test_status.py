"""Where a bill stands: real records, courses through every state, and what records get wrong."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from tests.bills import record
from tests.bills.courses import COURSES, HOUSE, OVER_HOUSE, PASSED_HOUSE, Course, act
from tests.bills.endings import ENDINGS
from tocsin.bills.status.congress import Progress
from tocsin.bills.status.congress import replay as replay_actions
from tocsin.bills.status.machine import Machine, machine_for, register
from tocsin.bills.status.moves import MOVES
from tocsin.bills.status.stages import STAGES, Stage, Standing, State
from tocsin.bills.status.states import STATES, furthest

BILLSTATUS = Path(os.environ.get("SHARED_DATA", Path(__file__).parents[3] / "shared/data")) / "billstatus"
SAMPLES = ("114hr5278", "117hr2471", "117hr6658", "117s1260", "117sconres7")
shared = pytest.mark.skipif(
    not (BILLSTATUS / "expected_status.json").is_file(),
    reason=f"no public data in {BILLSTATUS}; set SHARED_DATA to the folder that has billstatus",
)
ALL = (*COURSES, *ENDINGS)
every = pytest.mark.parametrize("course", ALL, ids=lambda course: course.name)


def replay(course: Course, **more: date) -> Progress:
    return replay_actions(
        course.actions, bill_type=course.bill_type, number=course.number, title=course.title, **more
    )


def read(*lines: str, bill_type: str = "hr", **more: date) -> Progress:
    return replay(Course("", bill_type, lines, ()), **more)


def history(progress: Progress) -> list[tuple[str, str]]:
    return [(step.at[:10], step.status) for step in progress.history]


@shared
@pytest.mark.parametrize("name", SAMPLES)
def test_real_bills_stand_where_they_are_known_to(name: str) -> None:
    file = f"BILLSTATUS-{name}.xml"
    expected = json.loads((BILLSTATUS / "expected_status.json").read_text())[file]
    bill = record.read(BILLSTATUS / file)
    progress = replay_actions(bill.actions, bill_type=bill.bill_type, number=bill.number, title=bill.title)
    assert (progress.status, progress.status_at) == (expected["status"], expected["status_at"])
    assert history(progress) == [tuple(step) for step in expected["seq"]]
    assert progress.unknown == ()


@every
def test_course(course: Course) -> None:
    progress = replay(course)
    assert history(progress) == course.history
    assert progress.status == [("", "INTRODUCED"), *course.history][-1][1]


@every
def test_every_step_is_an_allowed_move(course: Course) -> None:
    codes = ["INTRODUCED", *(state for _, state in course.history)]
    for before, after in pairwise(codes):
        assert after == before or after in STATES[before].moves


def test_the_courses_go_through_every_state() -> None:
    assert {state for course in ALL for _, state in course.history} | {"INTRODUCED"} == set(STATES)


def test_every_state_says_what_it_is_and_what_comes_next() -> None:
    assert set(MOVES) <= set(STATES)
    for state in STATES.values():
        assert state.moves <= set(STATES)
        assert all(str(words).strip() for words in (state.words, state.meaning, state.then))
        assert state.standing is not Standing.DONE or not state.moves
    assert {state.stage for state in STATES.values()} | {Stage.AGREED} == set(STAGES)


def test_the_path_is_drawn_as_far_as_a_bill_ever_came() -> None:
    assert furthest(()) is Stage.INTRODUCED
    assert furthest(("REFERRED", "PASS_BACK:SENATE", "PROV_KILL:CLOTUREFAILED")) is Stage.SECOND


def test_nothing_known_is_introduced() -> None:
    assert read() == Progress("INTRODUCED", "")
    assert read(introduced=date(2025, 1, 2)) == Progress("INTRODUCED", "2025-01-02")
    assert read(HOUSE[0]) == Progress("INTRODUCED", "2025-01-03")


def test_the_time_of_the_house_floor_is_kept() -> None:
    assert read(*PASSED_HOUSE).status_at == "2025-02-04T14:01:02-05:00"


def test_a_text_nobody_knows_changes_nothing_and_is_shown_to_a_person() -> None:
    odd = "The measure was rejected by an assembly of pigeons."
    progress = read(*PASSED_HOUSE, f"2025-02-09 | {odd}", "2025-02-10 | Tea was served.")
    assert history(progress) == [(step[:10], step[11:]) for step in OVER_HOUSE]
    assert progress.unknown == (odd,)


def test_weighty_words_that_decide_nothing_are_no_riddle() -> None:
    progress = read(
        *HOUSE,
        "2025-02-01 | S.Amdt.40 Passed Senate by Voice Vote.",
        "2025-02-01 2: | Rule H. Res. 7 passed House.",
        "2025-02-01 2: | Motion to reconsider laid on the table Agreed to without objection.",
        "2025-02-01 2: | On agreeing to the Doe amendment (A001) Agreed to by voice vote.",
        "2025-02-01 2: | On motion to recommit Failed by the Yeas and Nays: 200 - 220 (Roll no. 4).",
        "2025-02-01 2: | POSTPONED PROCEEDINGS - The Chair put the question on passage and announced that the ayes"
        " had prevailed; the bill was not yet passed.",
    )
    assert (progress.status, progress.unknown) == ("REFERRED", ())


def test_what_is_dated_ahead_is_left_out_and_named() -> None:
    signed = "2031-01-01 9:36000 | Signed by President."
    progress = read(*HOUSE, signed, today=date(2025, 6, 1))
    assert (progress.status, progress.ahead) == ("REFERRED", (act(signed),))
    assert read(*HOUSE, signed, today=date(2031, 1, 1)).status == "ENACTED:SIGNED"


def test_a_copy_by_the_library_counts_once_without_its_source_too() -> None:
    """Counted twice, one chamber's agreement to a common text would be that of both."""
    agreed = "On agreeing to the conference report Agreed to by the Yeas and Nays: 293 - 132 (Roll no. 72)."
    progress = read(
        *PASSED_HOUSE,
        f"2025-05-01T10:00:00-04:00 2:H42510 | {agreed}",
        f"2025-05-01 :21000 | Conference report agreed to in House: {agreed}(consideration: CR H27)",
    )
    assert (progress.status, progress.status_at) == ("CONFERENCE:PASSED:HOUSE", "2025-05-01T10:00:00-04:00")


def test_the_code_speaks_where_the_words_do_not() -> None:
    assert read(*HOUSE, "2025-02-04 9:17000 | ???", bill_type="s").status == "PASS_OVER:SENATE"
    assert read(*HOUSE, "2025-02-04 9:9000 | ???").status == "FAIL:ORIGINATING:HOUSE"


def test_the_house_gives_a_veto_the_code_of_a_signature() -> None:
    assert read(*PASSED_HOUSE, "2025-03-18 2:E30000 | Vetoed by President.").status == "PROV_KILL:VETO"


def test_capitals_links_and_doubled_spaces_do_not_matter() -> None:
    line = (
        '2025-02-04 2: | ON  <a href="/roll/5">PASSAGE</a> PASSED BY RECORDED VOTE: 297 - 127 (ROLL NO. 5).'
    )
    assert read(*HOUSE, line).status == "PASS_OVER:HOUSE"


def test_a_time_of_another_day_is_not_trusted() -> None:
    wrong = replace(act("2025-02-04 2: | On passage Passed by voice vote."), time="2025-02-05T10:00:00-05:00")
    assert replay_actions([wrong], bill_type="hr").status_at == "2025-02-04"


def test_votes_of_a_day_go_by_their_times() -> None:
    later = "2025-02-04T15:00:00-05:00 2: | On passage Passed by voice vote."
    progress = read(*HOUSE, later, "2025-02-04T10:00:00-05:00 2: | On passage Failed by voice vote.")
    assert [state for _, state in history(progress)][1:] == ["FAIL:ORIGINATING:HOUSE", "PASS_OVER:HOUSE"]


def test_votes_of_a_day_without_times_go_by_whose_turn_it_is() -> None:
    progress = read(
        *PASSED_HOUSE,
        "2025-03-05 | Passed Senate with an amendment by Voice Vote.",
        "2025-03-06 | Senate agreed to the House amendment to the Senate amendment by Voice Vote.",
        "2025-03-06 2: | On motion that the House agree with an amendment to the Senate amendment Agreed to.",
    )
    assert [state for _, state in history(progress)][2:] == [
        "PASS_BACK:SENATE",
        "PASS_BACK:HOUSE",
        "PASSED:BILL",
    ]


def test_sundays_are_not_among_the_ten_days() -> None:
    monday = "2025-03-10 2:E20000 | Presented to President."
    assert read(monday, "2025-03-21 | Became Public Law No: 119-6.").status == "ENACTED:SIGNED"


def test_an_action_on_an_amendment_is_none_on_the_bill() -> None:
    assert (
        read(HOUSE[0], "2025-02-04 | S.Amdt.845 Referred to the Committee on Rules.").status == "INTRODUCED"
    )


def test_the_library_may_say_it_by_itself() -> None:
    assert read(*HOUSE, "2025-02-04 | Passed/agreed to in House.").status == "PASS_OVER:HOUSE"


def test_a_law_stays_a_law() -> None:
    law = "2025-03-12 9:36000 | Became Public Law No: 119-4."
    assert (
        read(*PASSED_HOUSE, law, "2025-03-13 2: | On passage Failed by voice vote.").status
        == "ENACTED:SIGNED"
    )


def test_another_body_brings_its_own_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tocsin.bills.status.machine._MACHINES", {})
    tabled = State(
        "TABLED", "Tabled", "The council has it.", "A vote.", Stage.INTRODUCED, Standing.OPEN, frozenset()
    )

    def council(actions: object, **_: object) -> Progress:
        return Progress("TABLED", "2025-01-01")

    register("zz", Machine({"TABLED": tabled}, council))
    machine = machine_for("zz")
    assert machine
    assert machine.states[machine.replay([], bill_type="motion").status] is tabled
    assert machine_for("yy") is None
    with pytest.raises(ValueError, match="already"):
        register("zz", machine)


def test_congress_is_known() -> None:
    machine = machine_for("us")
    assert machine
    assert machine.replay([act(HOUSE[1])], bill_type="HR").status == "REFERRED"
