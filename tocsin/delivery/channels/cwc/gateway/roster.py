"""The offices there are: seats of the House by the census of 2020, and the classes of each state's two senators."""

from __future__ import annotations

from tocsin.delivery.channels.cwc.client import HOUSE, SENATE, Office, office_code

SEATS = {
    **{"AL": 7, "AR": 4, "AZ": 9, "CA": 52, "CO": 8, "CT": 5, "FL": 28, "GA": 14, "HI": 2, "IA": 4, "ID": 2},
    **{"IL": 17, "IN": 9, "KS": 4, "KY": 6, "LA": 6, "MA": 9, "MD": 8, "ME": 2, "MI": 13, "MN": 8, "MO": 8},
    **{"MS": 4, "MT": 2, "NC": 14, "NE": 3, "NH": 2, "NJ": 12, "NM": 3, "NV": 4, "NY": 26, "OH": 15, "OK": 5},
    **{"OR": 6, "PA": 17, "RI": 2, "SC": 7, "TN": 9, "TX": 38, "UT": 4, "VA": 11, "WA": 10, "WI": 8, "WV": 2},
}
AT_LARGE = ("AK", "AS", "DC", "DE", "GU", "MP", "ND", "PR", "SD", "VI", "VT", "WY")
CLASSES = {
    (1, 2): ("DE", "MA", "ME", "MI", "MN", "MS", "MT", "NE", "NJ", "NM", "RI", "TN", "TX", "VA", "WV", "WY"),
    (1, 3): (
        "AZ", "CA", "CT", "FL", "HI", "IN", "MD", "MO", "ND", "NV", "NY", "OH", "PA", "UT", "VT", "WA", "WI",
    ),
    (2, 3): (
        "AK", "AL", "AR", "CO", "GA", "IA", "ID", "IL", "KS", "KY", "LA", "NC", "NH", "OK", "OR", "SC", "SD",
    ),
}  # fmt: skip


def offices(chamber: str) -> list[Office]:
    if chamber == SENATE:
        pairs = [(state, one) for classes, states in CLASSES.items() for state in states for one in classes]
        return [
            Office(office_code(SENATE, state, senate_class=one), f"{state}, class {one}")
            for state, one in sorted(pairs)
        ]
    districts = [(state, number) for state, seats in SEATS.items() for number in range(1, seats + 1)]
    districts += [(state, 0) for state in AT_LARGE]
    return [Office(office_code(HOUSE, state, number)) for state, number in sorted(districts)]
