"""The `tocsin` command. A command is one line in COMMANDS; nothing is imported before it is needed."""

from __future__ import annotations

import os
import sys
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import NoReturn

BAD_INPUT = 2

Act = Callable[[], int]
Parse = Callable[[str, list[str]], Act]


@dataclass(frozen=True)
class Command:
    """Words are judged before the database is started, so bad input changes nothing."""

    help: str
    parse: Parse
    database: bool = True  # start the embedded one where DATABASE_URL is unset
    django: bool = True
    hidden: bool = False
    tables: bool = False  # an embedded database is brought up to date first; a server is its operator's


class Parser(ArgumentParser):
    def error(self, message: str) -> NoReturn:
        self.exit(BAD_INPUT, f"{self.prog}: {message}; try {self.prog} --help\n")


def succeed(work: Callable[..., object], *given: object, **options: object) -> int:
    """What has nothing to say has succeeded."""
    answer = work(*given, **options)
    return answer if isinstance(answer, int) else 0


def module(path: str) -> Parse:
    """A module that offers `arguments(parser)` and `run(options) -> int`."""

    def parse(name: str, words: list[str]) -> Act:
        target = import_module(path)
        parser = Parser(prog=f"tocsin {name}", description=COMMANDS[name].help)
        target.arguments(parser)
        return partial(target.run, parser.parse_args(words))

    return parse


def management(command: str) -> Parse:
    """A Django management command, whose errors become one line."""

    def parse(name: str, words: list[str]) -> Act:
        from django.core.management import get_commands, load_command_class

        target = load_command_class(get_commands()[command], command)
        options = vars(target.create_parser("tocsin", name).parse_args(words))
        return partial(succeed, target.execute, *options.pop("args", ()), **options)

    return parse


def function(path: str) -> Parse:
    """`module:function` that takes nothing."""

    def parse(name: str, words: list[str]) -> Act:
        Parser(prog=f"tocsin {name}", description=COMMANDS[name].help).parse_args(words)
        place, _, attribute = path.partition(":")
        return lambda: succeed(getattr(import_module(place), attribute))

    return parse


def manage(name: str, words: list[str]) -> Act:
    from django.core.management import execute_from_command_line

    return partial(succeed, execute_from_command_line, [f"tocsin {name}", *words])


def catcher(name: str, words: list[str]) -> Act:
    from django.conf import settings

    from tocsin.delivery.catcher import serve

    return partial(succeed, serve, "127.0.0.1", int(words[0]), settings.DATA_DIR / "mail")


COMMANDS = {
    "up": Command("run everything in one process tree", module("tocsin.core.supervisor"), False, False),
    "serve": Command("run the web server", module("tocsin.core.web"), django=False),
    "worker": Command("run a worker", function("tocsin.delivery.worker:run")),
    "migrate": Command("bring the database up to date", function("tocsin.core.prepare:migrate")),
    "manage": Command("run a Django management command", manage, django=False),
    "data": Command(
        "load officials, districts, bills; say what is loaded", module("tocsin.sync.command"), tables=True
    ),
    "locate": Command(
        "say which district a place lies in", module("tocsin.officials.locate_command"), tables=True
    ),
    "bills": Command("take in bills; say where one stands", module("tocsin.bills.command"), tables=True),
    "mail": Command("take in returned mail; make signing keys", module("tocsin.delivery.inbound.command")),
    "delivery": Command(
        "replay the delivery journal; go on after a loss", module("tocsin.delivery.journal_command")
    ),
    "doctor": Command("check this deployment and say what to do", module("tocsin.doctor")),
    "prepare": Command("migrate, collect, seed", module("tocsin.core.prepare"), hidden=True),
    "catcher": Command("catch outgoing mail", catcher, False, hidden=True),
}


def main(argv: Sequence[str] | None = None) -> int:
    words = list(sys.argv[1:] if argv is None else argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if not words or words[0] in ("-h", "--help", "help"):
        (sys.stdout if words else sys.stderr).write(usage())
        return 0 if words else BAD_INPUT
    if words[0] in ("-V", "--version"):
        from importlib.metadata import version

        sys.stdout.write(f"tocsin {version('tocsin')}\n")
        return 0
    if words[0] not in COMMANDS:
        return fail(f"unknown command {words[0]!r}; try tocsin --help")
    return guarded(words[0], words[1:])


def usage() -> str:
    width = max(map(len, COMMANDS))
    lines = [f"  {name:<{width}}  {command.help}" for name, command in COMMANDS.items() if not command.hidden]
    return "usage: tocsin COMMAND …\n\n" + "\n".join(lines) + "\n\ntocsin COMMAND --help says more.\n"


def fail(text: str, status: int = BAD_INPUT) -> int:
    if text:
        sys.stderr.write(f"tocsin: {' '.join(text.split())}\n")
    return status


def guarded(name: str, words: list[str]) -> int:
    """Errors that a person can do something about become one line."""
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management.base import CommandError

    from tocsin.core.errors import OperatorError

    try:
        return execute(name, words)
    except OperatorError as error:
        return fail(str(error), error.status)
    except ImproperlyConfigured as error:
        return fail(str(error))
    except CommandError as error:
        return fail(str(error), error.returncode if error.returncode != 1 else BAD_INPUT)
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        from django.db import OperationalError, ProgrammingError

        if isinstance(error, OperationalError):
            return fail(f"database: {error}")
        if isinstance(error, ProgrammingError) and "does not exist" in str(error):
            return fail(f"database: {str(error).splitlines()[0]}; run tocsin migrate")
        raise


def execute(name: str, words: list[str]) -> int:
    command = COMMANDS[name]
    server = embedded_server() if command.database else None
    if command.django:
        import django

        django.setup()
    act = command.parse(name, words)
    with server or nullcontext():
        if server and command.tables:
            from tocsin.core.prepare import migrate

            migrate()
        return act()


def embedded_server() -> AbstractContextManager[object] | None:
    """Its address is known before it runs; the settings read it from the environment."""
    from config import env

    if env.text("DATABASE_URL"):
        return None
    from tocsin.core import embedded

    folder = embedded.data_dir()
    os.environ["DATABASE_URL"] = embedded.Server(folder / "postgres").url()
    return embedded.use(folder)


if __name__ == "__main__":
    sys.exit(main())
