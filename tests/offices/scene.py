"""An office, and what stands behind its door."""

from __future__ import annotations

from html import unescape

from django.test import Client

from tests import cast
from tocsin.offices import links

LONG = (
    "Please keep the river of our village clean, since the children of three schools swim in it every summer, "
    "and since the fishers on its banks have no other living than the fish they catch before dawn."
)
OWN = "My grandmother drew water here, and I buried her on its bank last spring beside the old mill."


def door() -> str:
    return links.office_path(cast.speaker().pk)


def read(path: str, **query: str) -> str:
    answer = Client().get(path, query)
    assert answer.status_code == 200
    return unescape(answer.content.decode())
