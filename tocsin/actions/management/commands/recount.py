"""Counts every campaign again and says whether the three ways of counting agree."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tocsin.actions.recount import recount
from tocsin.campaigns import tally


class Command(BaseCommand):
    help = (
        "Counts every campaign from the facts, from the journal and from the counters; fails if they differ."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="first make the counters anew from the journal"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["repair"]:
            tally.rebuild()
        lines = recount()
        for line in lines:
            mark = "agrees" if line.agrees else "DIFFERS"
            self.stdout.write(
                f"{line.campaign:30} {line.metric:10} facts {line.facts:>10,} journal {line.journal:>10,} "
                f"counters {line.counters:>10,}  {mark}"
            )
        wrong = tally.disagreements()
        for found in wrong:
            self.stdout.write(f"campaign {found.campaign} {found.metric} {found.scope} {found.key}: {found}")
        if wrong or not all(line.agrees for line in lines):
            raise CommandError("The counts differ.")
