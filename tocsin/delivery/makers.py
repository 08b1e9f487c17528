"""What takes much memory is made in a child of the worker, so that the memory is given back."""

from __future__ import annotations

import os
import sys
from uuid import UUID

from tocsin.core.children import Child, describe
from tocsin.delivery.drain import STOP

COMMAND = [sys.executable, "-m", "tocsin.delivery.maker"]
PATIENCE = 5.0
TICK = 0.2


def make_in_child(module: str, pk: UUID) -> str:
    """Runs the module's `make` to its end, or until the worker is told to stop. Empty, or how it went wrong."""
    child = Child("maker", [*COMMAND, module, str(pk)], PATIENCE)
    child.start(os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"})
    try:
        while (status := child.died()) is None and not STOP.wait(TICK):
            pass
    finally:
        child.stop()
    return f"making it ended with {describe(status)}" if status else ""
