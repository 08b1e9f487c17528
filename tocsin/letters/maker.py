"""Makes the documents of one frozen letter and ends: `python -m tocsin.letters.maker ID`."""

from __future__ import annotations

import sys
from uuid import UUID


def main(words: list[str]) -> int:
    import django

    django.setup()
    from tocsin.letters.making import make

    if len(words) != 1:
        sys.stderr.write("usage: python -m tocsin.letters.maker ID\n")
        return 2
    make(UUID(words[0]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
