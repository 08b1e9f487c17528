"""The blocks with which an editor says who is addressed; `rule()` turns them into the one form everything reads."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from tocsin.officials.models import Official


class OfficialsBlock(blocks.StructBlock):
    """Officials chosen one by one."""

    people = blocks.ListBlock(SnippetChooserBlock("officials.Official"), label=_("officials"), min_num=1)

    class Meta:
        icon = "user"
        label = _("These officials")


WHO: list[tuple[str, blocks.Block]] = [("officials", OfficialsBlock())]


def named(who: Any) -> list[Official]:
    """The officials chosen one by one, in the editor's order, each once."""
    people = [person for block in who for person in block.value["people"] if person is not None]
    return list(dict.fromkeys(people))
