"""The style guide: every public component in every state, drawn by the templates that the pages use."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe

from tocsin.content import styleguide_data as data
from tocsin.content import styleguide_officials as officials

# token: what it is for
COLORS = {
    "paper": "the ground of a page",
    "sheet": "letters and fields",
    "wash": "the form, notes, the foot",
    "ink": "text",
    "ink-soft": "what is said aside",
    "line": "thin rules",
    "line-firm": "edges of fields",
    "accent": "the one color of a site",
    "accent-ink": "text on the accent",
    "accent-deep": "underlines, numerals",
    "good": "it went well",
    "warn": "not certain",
    "bad": "it did not go",
}
SCALE = {"t4": "2.44", "t3": "1.95", "t2": "1.56", "t1": "1.25", "t0": "1", "t-1": "0.85"}


def styleguide(request: HttpRequest) -> HttpResponse:
    """`/styleguide/`"""
    return render(request, "styleguide.html", specimens())


def specimens() -> dict[str, Any]:
    petition = replace(data.ACTION, kind="petition", submit_label="Add my name")
    petition_form = data.sample_form("petition")
    for name in ("body", "consent_reply"):
        del petition_form.fields[name]
    return {
        "colors": COLORS,
        "scale": SCALE,
        "addressee_states": {
            "empty": (), "one": (data.MINISTER,), "long": (data.LONG_NAMED,), "many": data.MANY,
        },
        "occasion_states": {
            "empty": None,
            "ahead": data.HEARING,
            "today": replace(data.HEARING, is_today=True, days_left=0),
            "past": replace(data.HEARING, is_past=True, days_left=0),
        },
        "tally_states": {
            "empty": data.EMPTY_TALLY, "one": data.ONE_TALLY, "many": data.MANY_TALLY, "reached": data.DONE_TALLY,
        },
        "recent_states": {"empty": (), "one": data.SIGNERS[:1], "many": data.SIGNERS},
        "letter_states": {"short": data.PLAIN_LETTER, "with own words": data.LETTER, "long": data.LONG_LETTER},
        "deliveries": data.DELIVERIES,
        "cards": data.CARDS,
        "action": data.ACTION,
        "petition": petition,
        "act": data.ACT,
        "rtl_letter": data.RTL_LETTER,
        "share": data.SHARE,
        "reading": data.ACTION.read_also,
        "form_fresh": data.sample_form("fresh"),
        "form_errors": data.sample_form("errors", errors=True),
        "form_petition": petition_form,
        "reached": officials.REACHED,
        "seat_states": officials.SEATS,
        "stances": officials.TARGETS,
        "candidates": officials.CANDIDATES,
        "many_candidates": officials.MANY_CANDIDATES,
        "drawn": officials.MAP,
        "no_story": mark_safe(""),
    }  # fmt: skip
