"""Nothing personal reaches a log: addresses are masked, tokens and query strings are cut."""

from __future__ import annotations

import logging
import re

EMAIL = re.compile(r"[^\s<>@\"']+(?:@|%40)[^\s<>@\"']+", re.IGNORECASE)
DOORS = "confirm|my|offices|thanks|invited|signed|organizations/prove|(?<!/admin/)organizations"
TOKEN = re.compile(rf"/({DOORS})/[^\s/?]+")
SIGNED = re.compile(r"[\w-]{22}\.[\w-]{5,8}\.[\w-]{43}")
"""A token of `links.sign`, wherever it stands: also behind a door that nobody has named here."""
QUERY = re.compile(r"\?[^\s\"']*")
FORMATTER = logging.Formatter()


def scrub(text: str) -> str:
    return EMAIL.sub("[email]", QUERY.sub("", SIGNED.sub("[token]", TOKEN.sub(r"/\1/[token]", text))))


class ScrubFilter(logging.Filter):
    """Of an error, too: databases and mail servers quote what they were given."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg, record.args = scrub(record.getMessage()), ()
        if record.exc_info:
            record.exc_text, record.exc_info = scrub(FORMATTER.formatException(record.exc_info)), None
        return True
