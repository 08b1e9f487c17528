"""Makes one thing and ends: `python -m tocsin.delivery.maker MODULE ID` calls the `make` of that module."""

from __future__ import annotations

import sys
from importlib import import_module
from uuid import UUID


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
