"""Matching: who should hear from this supporter."""

from __future__ import annotations

from dataclasses import dataclass

from tocsin.actions.models import Submission
from tocsin.delivery.channels import CHANNELS
from tocsin.officials.models import Contact, Official


@dataclass(frozen=True, slots=True)
class Match:
    """An official, and the way to reach the office; `contact` is None while none is known."""

    official: Official
    contact: Contact | None


def targets_of(submission: Submission) -> list[Match]:
    """The campaign's fixed officials, each with the first contact whose channel exists."""
    targets = submission.campaign.targets.select_related("official").prefetch_related("official__contacts")
    return [Match(target.official, reachable(target.official)) for target in targets]


def reachable(official: Official) -> Contact | None:
    return next((contact for contact in official.contacts.all() if contact.kind in CHANNELS), None)
