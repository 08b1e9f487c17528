"""Whether each way out is set up, in sentences, with what to do about it. Reads settings and the lists of offices."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tocsin.delivery.channels import CHANNELS
from tocsin.delivery.channels.cwc import offices, setup
from tocsin.delivery.channels.cwc.client import HOUSE, SENATE

OLD = timedelta(days=7)
"""A list of offices is asked for every day; one this old was not to be had for a week."""
CHAMBERS: dict[str, str | Promise] = {
    HOUSE: gettext_lazy("House of Representatives"),
    SENATE: gettext_lazy("Senate"),
}
LOCAL = frozenset({"localhost", "127.0.0.1", "::1"})


class Level(StrEnum):
    """`OFF` is a way that nobody set up, which may be as it should be."""

    GOOD = "good"
    OFF = "off"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """`what` is how it is, `do` what to do about it; nothing where all is well."""

    name: str
    level: Level
    what: str
    do: str = ""


def checks() -> list[Check]:
    """Mail first, then Congress, then the ways that people go by hand."""
    found = [_mail(), _signature(), _return_path(), _doubts()]
    found += [_chamber(chamber) for chamber in (HOUSE, SENATE)] if "cwc" in CHANNELS else []
    return [*found, _by_hand()]


def _mail() -> Check:
    host = settings.EMAIL_HOST
    what = _("Mail leaves by %(host)s, from %(sender)s.") % {"host": host, "sender": settings.MAIL_FROM}
    if settings.MAIL_DOMAIN.endswith(("example.org", "example.com", "localhost")):
        do = _("Set MAIL_FROM to an address of your own domain: this one takes no answers.")
        return Check(name=_("Email"), level=Level.WARN, what=what, do=do)
    secure = settings.EMAIL_USE_SSL or settings.EMAIL_USE_TLS or host in LOCAL
    do = (
        "" if secure else _("Set MAIL_URL to smtps:// or smtp+starttls://, so that letters travel encrypted.")
    )
    return Check(name=_("Email"), level=Level.GOOD if secure else Level.WARN, what=what, do=do)


def _signature() -> Check:
    pairs = list(zip(settings.DKIM_SELECTOR, settings.DKIM_KEY_FILE, strict=False))
    if not pairs:
        what = _("Mail is not signed here. Without a signature large providers may refuse it.")
        do = _("Set DKIM_SELECTOR and DKIM_KEY_FILE, unless your mail server signs.")
        return Check(name=_("Signature (DKIM)"), level=Level.OFF, what=what, do=do)
    names = ", ".join(f"{selector}._domainkey.{settings.DKIM_DOMAIN}" for selector, _file in pairs)
    return Check(name=_("Signature (DKIM)"), level=Level.GOOD, what=_("Mail is signed as %s.") % names)


def _return_path() -> Check:
    domain = settings.MAIL_RETURN_DOMAIN
    if domain:
        what = _("Bounces come back to %s and are shown at their letters.") % f"bounce+…@{domain}"
        return Check(name=_("Bounces"), level=Level.GOOD, what=what)
    what = _("Bounces are not read, so a letter that bounced still counts as handed over.")
    do = _("Set MAIL_RETURN_DOMAIN and let its mail run through “tocsin mail receive”.")
    return Check(name=_("Bounces"), level=Level.WARN, what=what, do=do)


def _doubts() -> Check:
    name, place = _("Replies that were lost"), settings.MAIL_LOG
    if settings.MAIL_PROVIDER:
        return Check(name=name, level=Level.GOOD, what=_("The mail service’s own reports settle them."))
    if not place:
        what = _("Whether such a letter was taken is not looked up: a person decides about each.")
        return Check(
            name=name, level=Level.OFF, what=what, do=_("Set MAIL_LOG to the log of the mail server.")
        )
    if not os.access(place, os.R_OK):
        what = _("%s cannot be read, so a person decides about each such letter.") % place
        return Check(name=name, level=Level.BAD, what=what, do=_("Let the worker’s user read it."))
    return Check(name=name, level=Level.GOOD, what=_("They are looked up in %s.") % place)


def _chamber(chamber: str) -> Check:
    name = _("Congress: %s") % CHAMBERS[chamber]
    if _has_key(chamber) and (problems := setup.problems(chamber)):
        what = _("A key is set, but these settings are wrong: %s.") % "; ".join(problems)
        do = _("Correct these settings; they must be letter for letter as they were approved.")
        return Check(name=name, level=Level.BAD, what=what, do=do)
    if not setup.is_configured(chamber):
        what = _("No key. Letters to these offices take another way: email, the web form, the book.")
        do = _(
            "Ask for approval and set the key of this gateway; the guide on Congress says how, step by step."
        )
        return Check(name=name, level=Level.OFF, what=what, do=do)
    seen = offices.as_of(chamber)
    if seen is None:
        what = _("A key is set, but the gateway’s list of offices was never loaded, so nothing is sent.")
        do = _("Look whether a worker runs and reaches the gateway; it asks by itself.")
        return Check(name=name, level=Level.BAD, what=what, do=do)
    return _listed(name, seen)


def _has_key(chamber: str) -> bool:
    return bool(settings.CWC_HOUSE_KEY if chamber == HOUSE else settings.CWC_SENATE_KEY)


def _listed(name: str, seen: datetime) -> Check:
    days = (timezone.now() - seen).days
    said = _("A key is set. The list of offices is of %(date)s.") % {"date": f"{seen:%Y-%m-%d}"}
    mode = " " + _("Test mode: offices get nothing.") if settings.CWC_TEST else ""
    if days >= OLD.days:
        do = _("The gateway has not answered for %d days: look whether the key still holds.") % days
        return Check(name=name, level=Level.WARN, what=said + mode, do=do)
    return Check(name=name, level=Level.WARN if mode else Level.GOOD, what=said + mode)


def _by_hand() -> Check:
    kinds = sorted(kind for kind, channel in CHANNELS.items() if channel.by_hand)
    if not kinds:
        what = _("None is installed.")
        return Check(name=_("Ways by hand"), level=Level.OFF, what=what)
    what = _("Open: %s. People go these; they are never counted as sent by us.") % ", ".join(kinds)
    return Check(name=_("Ways by hand"), level=Level.GOOD, what=what)
