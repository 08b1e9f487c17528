"""`tocsin delivery`: brings the database up to the delivery journal, or goes on without what was lost of it."""

from __future__ import annotations

import sys
from argparse import ArgumentParser, Namespace

from tocsin.core.errors import OperatorError
from tocsin.delivery import replay
from tocsin.delivery.journal import JournalError


def arguments(parser: ArgumentParser) -> None:
    commands = parser.add_subparsers(dest="act", required=True)
    commands.add_parser("replay", help="settle what the journals here know and the database does not")
    commands.add_parser(
        "accept-loss",
        help="deliver without journals that are gone or damaged; what they knew may be sent again",
    )


def run(options: Namespace) -> int:
    return {"replay": _replay, "accept-loss": _accept_loss}[options.act]()


def _replay() -> int:
    try:
        counts = replay.replay()
    except JournalError as error:
        raise OperatorError(str(error)) from None
    settled = ", ".join(f"{count:,} {state}" for state, count in sorted(counts.items()))
    sys.stdout.write(f"{settled or 'the database knew all of it'}\n")
    return 0


def _accept_loss() -> int:
    gone = replay.accept_loss()
    sys.stdout.write("".join(f"gone on without {name}\n" for name in gone) or "no journal is missing\n")
    return 0
