"""Compiles every template of the project, as Django would at the first request."""

from __future__ import annotations

import sys

import django
from django.conf import settings
from django.template import TemplateSyntaxError, engines


def main() -> int:
    django.setup()
    folders = [settings.BASE_DIR / "templates"]
    folders += sorted((settings.BASE_DIR / "tocsin").glob("*/templates"))
    findings, count = [], 0
    for folder in folders:
        for path in sorted(path for path in folder.rglob("*.*") if path.is_file()):
            count += 1
            try:
                engines["django"].from_string(path.read_text())
            except TemplateSyntaxError as error:
                findings.append(f"{path.relative_to(settings.BASE_DIR)}: {error}")
    print(*findings, f"{count} templates compiled", sep="\n")
    return bool(findings)


if __name__ == "__main__":
    sys.exit(main())
