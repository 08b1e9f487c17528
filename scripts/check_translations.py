"""Every language we claim: the catalog parses, nothing is missing or fuzzy, placeholders agree."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po
from messages import catalog_path, claimed, messages, translated

STAFF = (
    "templates/account/",
    "templates/allauth/",
    "templates/catcher/",
    "templates/congress/",
    "templates/demo/",
    "templates/insights/",
    "templates/mfa/",
    "templates/styleguide",
    "templates/wagtailadmin/",
    "tocsin/actions/hooks.py",
    "tocsin/actions/page.py",
    "tocsin/bills/",  # on no public page yet
    "tocsin/campaigns/models.py",
    "tocsin/campaigns/ways.py",
    "tocsin/content/styleguide",
    "tocsin/delivery/catcher/",
    "tocsin/delivery/channels/cwc/gateway/",
    "tocsin/delivery/checks.py",
    "tocsin/delivery/lanes.py",
    "tocsin/insights/",
    "tocsin/letters/freezing.py",
    "tocsin/letters/letter.py",
    "tocsin/letters/page.py",
    "tocsin/letters/versions.py",
    "tocsin/organizations/merging.py",
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sdif]|%[sd]|\{\w*\}|<[^>]+>")


def main() -> int:
    template = messages()
    findings = [line for language in claimed() for line in check(language, template)]
    print(*findings, f"{len(template)} messages in {', '.join(claimed())}", sep="\n")
    return bool(findings)


def check(language: str, template: Catalog) -> Iterator[str]:
    path = catalog_path(language)
    try:
        with path.open("rb") as file:
            catalog = read_po(file, locale=language, abort_invalid=True)
    except (OSError, PoFileError) as error:
        yield f"{language}: {error}"
        return
    for message in template:
        if message.id and public(message):
            yield from judge(language, message, catalog.get(message.id, message.context))


def public(message: Message) -> bool:
    """Staff may work in English; the public reads its own language."""
    return not all(place.startswith(STAFF) for place, _ in message.locations)


def judge(language: str, message: Message, found: Message | None) -> Iterator[str]:
    if found is None or not translated(found):
        yield f"{language}: not translated: {first(message)!r}"
    elif found.fuzzy:
        yield f"{language}: fuzzy: {first(message)!r}"
    elif problem := placeholders(message, found):
        yield f"{language}: {problem}: {first(message)!r}"


def placeholders(message: Message, found: Message) -> str:
    """The last plural form names every placeholder; others may leave a number out."""
    source, target = forms(message.id)[-1], forms(found.string)[-1]
    if set(PLACEHOLDER.findall(source)) != set(PLACEHOLDER.findall(target)):
        return "placeholders differ"
    return ""


def first(message: Message) -> str:
    return forms(message.id)[0]


def forms(text: str | Sequence[str] | None) -> list[str]:
    return [text] if isinstance(text, str) else list(text or [""])


if __name__ == "__main__":
    sys.exit(main())
