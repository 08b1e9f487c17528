"""The words of each consent, kept by version: what was on the page is what was agreed to."""

from __future__ import annotations

from django.db import connection, transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from tocsin.supporters.models import ConsentKind, ConsentText


def wording(kind: str, organization: str) -> str:
    """The words in the active language."""
    match kind:
        case ConsentKind.UPDATES:
            return _("%(organization)s may email me about this campaign. I can stop this at any time.") % {
                "organization": organization
            }
        case ConsentKind.SHOW:
            return _("Show my name and state or country on this page.")
        case ConsentKind.REPLY:
            return _("Give the office my email address, so that it can answer me.")
    raise ValueError(kind)


def current_texts(*, language: str, organization: str) -> dict[str, ConsentText]:
    """The stored words of every kind; a change of words becomes a new version."""
    with override(language):
        return {
            kind: text_of(kind=kind, language=language, text=wording(kind, organization))
            for kind in ConsentKind.values
        }


def text_of(*, kind: str, language: str, text: str) -> ConsentText:
    same = ConsentText.objects.filter(kind=kind, language=language)
    return same.filter(text=text).first() or _new_version(kind=kind, language=language, text=text)


@transaction.atomic
def _new_version(*, kind: str, language: str, text: str) -> ConsentText:
    """When several ask for new words at once, one writes them and the others read them."""
    with connection.cursor() as cursor:
        cursor.execute("LOCK TABLE supporters_consenttext IN SHARE ROW EXCLUSIVE MODE")
    same = ConsentText.objects.filter(kind=kind, language=language)
    version = (same.aggregate(last=Max("version"))["last"] or 0) + 1
    return same.get_or_create(kind=kind, language=language, text=text, defaults={"version": version})[0]
