"""A bill on the command line: as JSON for scripts, or in a few lines for people."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tocsin.bills.models import Bill, BillAction, Referral, Sponsorship
from tocsin.core.datasets import Refused
from tocsin.people.models import Identifier

VOTED = (
    "PASS_OVER:", "PASS_BACK:", "PASSED:", "CONFERENCE:PASSED:", "FAIL:", "PROV_KILL:SUSPENSIONFAILED",
    "PROV_KILL:PINGPONGFAIL", "VETOED:OVERRIDE", "ENACTED:VETO_OVERRIDE",
)  # fmt: skip
"""The statuses that a chamber brings about by a vote on the bill itself, recorded or not."""
ORIGIN = {"us-house": "house", "us-senate": "senate"}


def show(bill_id: str, *, as_json: bool) -> str:
    bill = Bill.objects.filter(pk=bill_id.strip().lower()).first()
    if bill is None:
        raise Refused(f"bills: {bill_id[:60]!r} is not known; tocsin bills import FILE takes it in")
    found = facts(bill)
    return json.dumps(found, indent=2, ensure_ascii=False) if as_json else "\n".join(_lines(bill, found))


def facts(bill: Bill) -> dict[str, Any]:
    """What CONTRACT calls a bill. Who withdrew is in the list and marked; the machine's dates are as it gave them."""
    rows = list(Sponsorship.objects.listed().filter(bill=bill).order_by("at", "pk"))
    codes = dict(
        Identifier.objects.filter(scheme="bioguide", person__in=[row.person_id for row in rows]).values_list(
            "person_id", "value"
        )
    )
    sponsors = [codes.get(row.person_id) for row in rows if row.role == Sponsorship.Role.SPONSOR]
    return {
        "id": bill.pk,
        "title": bill.title,
        "status": bill.status,
        "status_at": bill.status_at,
        "introduced": _iso(bill.introduced),
        "history": bill.history,
        "sponsor": sponsors[0] if sponsors else None,
        "cosponsors": [
            {
                "bioguide": codes.get(row.person_id),
                "at": _iso(row.at),
                "withdrawn_at": _iso(row.withdrawn_at),
            }
            for row in rows
            if row.role == Sponsorship.Role.COSPONSOR
        ],
        "committees": [_committee(referral) for referral in bill.referrals.all()],
        "votes": votes_of(bill),
        "as_of": _iso(bill.as_of),
    }


def votes_of(bill: Bill) -> list[dict[str, Any]]:
    """The votes that decided something about the bill, each with the roll calls its chamber held that day."""
    rolls: dict[tuple[str, str], dict[str, None]] = {}
    for action in bill.actions.exclude(rolls=[]):
        for roll in action.rolls:
            rolls.setdefault((roll.split("-")[2], str(action.at)), {})[roll] = None
    chamber, found = "", []
    for step in bill.history:
        if not step["status"].startswith(VOTED):
            continue
        chamber = _chamber(step["status"], chamber, ORIGIN.get(bill.chamber, ""))
        held = rolls.get((chamber, step["at"][:10]), {})
        found.append({"at": step["at"], "chamber": chamber, "result": step["status"], "rolls": [*held]})
    return found


def _chamber(status: str, before: str, origin: str) -> str:
    """A final vote does not say whose it was: the chamber whose turn it was, after the other had voted."""
    said = status.rsplit(":", 1)[-1].lower()
    if said in ("house", "senate"):
        return said
    return {"house": "senate", "senate": "house"}.get(before, origin)


def _committee(referral: Referral) -> dict[str, Any]:
    return {
        "code": referral.code,
        "name": referral.name,
        "chamber": referral.chamber,
        "activities": referral.activities,
    }


def _lines(bill: Bill, found: dict[str, Any]) -> Iterator[str]:
    left = sum(1 for row in found["cosponsors"] if row["withdrawn_at"])
    yield f"{bill.pk}  {bill.title}"
    yield f"status      {bill.status or 'not known'}, {bill.status_at[:10] or 'no date'}"
    yield f"introduced  {found['introduced'] or 'not known'} by {found['sponsor'] or 'nobody known'}"
    yield f"cosponsors  {len(found['cosponsors']) - left}" + (f", and {left} withdrew" if left else "")
    yield from _block("committees", (f"{row['name']} ({row['code']})" for row in found["committees"]))
    yield from _block("history", (f"{step['at'][:10]} {step['status']}" for step in bill.history))
    yield from _block("votes", (f"{v['at'][:10]} {v['chamber']} {v['result']}" for v in found["votes"]))
    yield from _block("laws", bill.laws)
    newest = BillAction.objects.filter(bill=bill).last()
    if newest:
        yield f"last        {newest.at} {newest.text}"
    yield f"as of       {found['as_of'] or 'no record was read yet'}"


def _block(name: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        yield f"{'' if number else name:<12}{line}"


def _iso(day: Any) -> str | None:
    return day.isoformat() if day else None
