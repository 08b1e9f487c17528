"""Persons, their names and their identifiers, in Popolo's terms (popoloproject.com/specs)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index


class Person(index.Indexed, ClusterableModel):
    """A person who matters in public: an official, a witness, somebody detained. Supporters are not kept here."""

    name = models.CharField(_("name"), max_length=200, help_text=_("As the person is known in public"))
    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(
        _("family name"), max_length=100, blank=True, help_text=_("Lists are sorted by it")
    )
    slug = models.SlugField(unique=True, max_length=100)
    portrait = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("portrait"),
    )
    source = models.CharField(
        max_length=60,
        blank=True,
        editable=False,
        help_text="The data set that made this record; empty: by hand",
    )

    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        ordering = ["family_name", "name"]
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name


class OtherName(models.Model):
    """Another form of a person's name: another script, a nickname, a former name."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="other_names")
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=10, blank=True, help_text=_("As in “hy” or “ru”"))
    note = models.CharField(_("note"), max_length=100, blank=True)
    start_date = models.DateField(_("from"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)

    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("language")]),
        FieldRowPanel([FieldPanel("note"), FieldPanel("start_date"), FieldPanel("end_date")]),
    ]

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """What another register calls this person: `bioguide`, `openstates`, `wikidata` and the like."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="identifiers")
    scheme = models.CharField(_("register"), max_length=40)
    value = models.CharField(_("identifier"), max_length=200)

    panels = [FieldRowPanel([FieldPanel("scheme"), FieldPanel("value")])]

    class Meta:
        ordering = ["scheme"]
        constraints = [models.UniqueConstraint(fields=["scheme", "value"], name="identifier_once")]

    def __str__(self) -> str:
        return f"{self.scheme}:{self.value}"
