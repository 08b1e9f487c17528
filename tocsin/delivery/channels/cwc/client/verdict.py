"""What a gateway's answer means for the message. Pure."""

from __future__ import annotations

from enum import Enum, auto

from .transport import Answer


class Verdict(Enum):
    TAKEN = auto()
    REPEATED = auto()
    """The gateway has had a message of this id before."""
    REFUSED = auto()
    """Never, as it stands."""
    LATER = auto()
    """Not taken; the same message may be tried again."""
    UNSURE = auto()
    """The answer does not say whether it was taken."""
    CLOSED = auto()
    """It is not the message: our key, our address or the setting is wrong."""


BY_STATUS = {
    401: Verdict.CLOSED,
    403: Verdict.CLOSED,
    404: Verdict.CLOSED,
    405: Verdict.CLOSED,
    407: Verdict.CLOSED,
    408: Verdict.LATER,
    409: Verdict.REPEATED,
    425: Verdict.LATER,
    429: Verdict.LATER,
    503: Verdict.LATER,
}
BY_HUNDRED = {2: Verdict.TAKEN, 3: Verdict.CLOSED, 4: Verdict.REFUSED, 5: Verdict.UNSURE}
"""Behind a 500, 502 or 504 the message may have been stored all the same."""


def judge(answer: Answer) -> Verdict:
    verdict = BY_STATUS.get(answer.status) or BY_HUNDRED.get(answer.status // 100, Verdict.UNSURE)
    return Verdict.UNSURE if verdict is Verdict.TAKEN and answer.is_page else verdict
