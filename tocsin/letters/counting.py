"""How many stand under a letter, in words: one form for page, document, list, picture and mail."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tocsin.content.templatetags.tocsin_tags import number


def counted(organizations: int, people: int = 0, countries: int = 0) -> str:
    """“23 organizations from 9 countries and 2 people”; what is none is left out, and so is one country."""
    bodies = ngettext("%(n)s organization", "%(n)s organizations", organizations) % {
        "n": number(organizations)
    }
    if countries > 1:
        bodies = _("%(organizations)s from %(countries)s") % {
            "organizations": bodies,
            "countries": from_countries(countries),
        }
    if not people:
        return bodies
    persons = ngettext("%(n)s person", "%(n)s people", people) % {"n": number(people)}
    if not organizations:
        return persons
    return _("%(organizations)s and %(people)s") % {"organizations": bodies, "people": persons}


def from_countries(countries: int) -> str:
    return ngettext("%(n)s country", "%(n)s countries", countries) % {"n": number(countries)}
