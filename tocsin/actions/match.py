"""Matching: who should hear from this supporter."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.actions.models import Submission
from tocsin.delivery.channels import CHANNELS
from tocsin.officials.models import ContactDetail, Official


@dataclass(frozen=True, slots=True)
class Match:
    """An official, and the way to reach the office; `contact` is None while none is known."""

    official: Official
    contact: ContactDetail | None


def targets_of(submission: Submission) -> list[Match]:
    """The campaign's fixed officials, each with the first contact whose channel exists."""
    return [Match(official, reachable(official)) for official in submission.campaign.officials]


def reachable(official: Official) -> ContactDetail | None:
    return next((contact for contact in official.contacts.all() if contact.type in CHANNELS), None)
