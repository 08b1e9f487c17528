"""Extracts the messages of code and templates into locale/*/LC_MESSAGES/django.po, without GNU gettext."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CODE, TEMPLATES = ("config", "tocsin"), ("templates", "tocsin")
LAZY = {
    "gettext_lazy": "gettext",
    "ngettext_lazy": "ngettext",
    "pgettext_lazy": "pgettext",
    "gettext_noop": "gettext",
    "_t": "gettext",
}
KEYWORDS = DEFAULT_KEYWORDS | {name: DEFAULT_KEYWORDS[like] for name, like in LAZY.items()}


def claimed() -> list[str]:
    from django.conf import settings

    return [code for code, _ in settings.LANGUAGES if code != "en"]


def catalog_path(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def sources() -> Iterator[tuple[Path, bytes]]:
    from django.utils.translation.template import templatize

    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path, path.read_bytes()
    for folder in TEMPLATES:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in {".html", ".txt", ".xml", ".md"} and "templates" in path.parts:
                text = templatize(path.read_text(), origin=str(path))
                yield path, "\n".join(line.strip() for line in text.splitlines()).encode()


def messages() -> Catalog:
    catalog = Catalog(project="Tocsin", charset="utf-8")
    for path, text in sources():
        found = extract("python", io.BytesIO(text), KEYWORDS, ["Translators:"], {"encoding": "utf-8"})
        for line, message, comments, context in found:
            place = (str(path.relative_to(ROOT)), line)
            catalog.add(message, locations=[place], auto_comments=comments, context=context)
    return catalog


def update(language: str, template: Catalog) -> None:
    path = catalog_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    catalog = Catalog(locale=language, project="Tocsin", charset="utf-8", fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            catalog = read_po(file, locale=language)
    catalog.update(template, no_fuzzy_matching=True)
    with path.open("wb") as file:
        write_po(file, catalog, width=100, omit_header=False, ignore_obsolete=True, include_lineno=False)
    missing = sum(1 for message in catalog if message.id and not translated(message))
    print(f"{language}: {len(catalog)} messages, {missing} to translate")


def translated(message: Message | None) -> bool:
    string = message.string if message else ""
    return bool(string) if isinstance(string, str) else all(string or [""])


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    template = messages()
    for language in claimed():
        update(language, template)
    return 0


if __name__ == "__main__":
    sys.exit(main())
