"""What takes much memory is made in a child of the worker, so that the memory is given back.

`python -m tocsin.delivery.maker MODULE ID` is that child: it calls the `make` of the module, and ends.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from uuid import UUID

from tocsin.core.children import Child, describe

COMMAND = [sys.executable, "-m", "tocsin.delivery.maker"]
PATIENCE = 5.0
TICK = 0.2


def make_in_child(module: str, pk: UUID) -> str:
    """Runs the module's `make` to its end, or until the worker is told to stop. Empty, or how it went wrong."""
    from tocsin.delivery.drain import STOP  # not in the child, where nothing is set up yet

    child = Child("maker", [*COMMAND, module, str(pk)], PATIENCE)
    child.start(os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"})
    try:
        while (status := child.died()) is None and not STOP.wait(TICK):
            pass
    finally:
        child.stop()
    return f"making it ended with {describe(status)}" if status else ""


def main(words: list[str]) -> int:
    import django

    django.setup()
    if len(words) != 2:
        sys.stderr.write("usage: python -m tocsin.delivery.maker MODULE ID\n")
        return 2
    import_module(words[0]).make(UUID(words[1]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
