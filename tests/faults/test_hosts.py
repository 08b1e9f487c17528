"""Workers on three machines, each with a network of its own; one is cut off while it works, and comes back."""

from __future__ import annotations

from collections import Counter

from tests.faults.field import Field

BUSY = ("queued", "inflight")


def account(hosts: Field) -> Counter[tuple[str, int]]:
    taken = hosts.taken()
    return Counter((state, taken[message]) for message, state in hosts.states().items())


def test_a_host_is_cut_off_the_others_finish_and_it_does_no_harm_when_it_is_back(hosts: Field) -> None:
    hosts.post(400, purpose="letter", recipients=["p"])
    first, second, _ = [hosts.hire_at(host) for host in (1, 2, 3)]
    hosts.until_taken(120)
    hosts.cut(3)
    hosts.rest(*BUSY)
    while_away = account(hosts)
    assert set(while_away) <= {("accepted", 1), ("ambiguous", 0), ("ambiguous", 1)}
    assert while_away["ambiguous", 0] + while_away["ambiguous", 1] >= 1
    hosts.kill(first)
    hosts.kill(second)
    hosts.mend(3)
    hosts.post(100, purpose="letter", recipients=["q"])
    hosts.rest(*BUSY)
    found = account(hosts)
    assert set(found) <= {("accepted", 1), ("ambiguous", 0), ("ambiguous", 1)}
    assert found["accepted", 1] >= while_away["accepted", 1] + 100
    assert found.total() == 500
