"""What the chambers want to see before they approve: sent to their test systems, and nowhere else."""

from __future__ import annotations

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from tests.cwc.words import AGENT
from tocsin.delivery.channels.cwc import rehearsal
from tocsin.delivery.channels.cwc.client import HOUSE, SENATE, problems
from tocsin.delivery.channels.cwc.gateway import Desk, roster, store


@pytest.fixture
def desk(desk: Desk, settings: Settings) -> Desk:
    settings.CWC_TEST = True
    return desk


def test_every_office_of_both_chambers_gets_three_campaigns_that_fit() -> None:
    codes = [office.code for chamber in (HOUSE, SENATE) for office in roster.offices(chamber)]
    found = list(rehearsal.messages(codes, agent=AGENT, today=date(2026, 11, 23)))
    assert [problem for one in found for problem in problems(one)] == []
    assert len({one.delivery_id for one in found}) == len(found) == 3 * 541
    assert {(one.campaign_id, one.position, bool(one.bills)) for one in found} == {
        (found[0].campaign_id, "pro", True),
        (found[541].campaign_id, "con", True),
        (found[-1].campaign_id, "", False),
    }
    assert found[0].bills[0].congress == 119


@pytest.mark.parametrize("chamber", [HOUSE, SENATE])
def test_the_test_system_takes_them(desk: Desk, chamber: str) -> None:
    out = StringIO()
    call_command("cwc_rehearse", chamber, most=2, stdout=out)
    assert out.getvalue() == f"6 of 6 taken by the {chamber} for 2 offices\n"
    assert [len(paths) for _office, paths in store.offices(desk.root)] == [3, 3]


def test_what_is_refused_is_told_and_fails(desk: Desk, settings: Settings) -> None:
    settings.CWC_AGENT = "Somebody else"
    out, err = StringIO(), StringIO()
    with pytest.raises(CommandError) as caught:
        call_command("cwc_rehearse", HOUSE, most=1, stdout=out, stderr=err)
    assert (caught.value.returncode, out.getvalue()[:6]) == (1, "0 of 3")
    assert "DeliveryAgent is not the one registered" in err.getvalue()


def test_fewer_than_one_office_is_bad_input(desk: Desk) -> None:
    with pytest.raises(CommandError, match="--most must be 1 or more") as caught:
        call_command("cwc_rehearse", SENATE, most=0)
    assert (caught.value.returncode, desk.taken) == (2, [])


@pytest.mark.parametrize("wrong", [{"CWC_TEST": False}, {"CWC_HOUSE_KEY": ""}, {"CWC_CONTACT_PHONE": "1"}])
def test_it_never_starts_where_it_could_reach_an_office_or_is_not_set_up(
    desk: Desk, settings: Settings, wrong: dict[str, object]
) -> None:
    for name, value in wrong.items():
        setattr(settings, name, value)
    with pytest.raises(CommandError) as caught:
        call_command("cwc_rehearse", HOUSE)
    assert (caught.value.returncode, desk.taken) == (2, [])
