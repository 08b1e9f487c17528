"""Who holds which office, since when, and how the office is reached, in Popolo's terms."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index

from tocsin.people.models import Person


class DatedQuerySet(models.QuerySet[Any]):
    def on(self, day: date) -> DatedQuerySet:
        """What holds on that day; `end_date` is the first day on which it no longer does."""
        return self.filter(
            Q(start_date=None) | Q(start_date__lte=day), Q(end_date=None) | Q(end_date__gt=day)
        )


class Organization(index.Indexed, ClusterableModel):
    """A body that officials belong to: a chamber, a committee, a ministry, an embassy, a party."""

    class Classification(models.TextChoices):
        LEGISLATURE = "legislature", _("legislature")
        CHAMBER = "chamber", _("chamber")
        COMMITTEE = "committee", _("committee")
        SUBCOMMITTEE = "subcommittee", _("subcommittee")
        EXECUTIVE = "executive", _("executive")
        MINISTRY = "ministry", _("ministry")
        EMBASSY = "embassy", _("embassy")
        MISSION = "mission", _("mission")
        INTERNATIONAL = "international", _("international organization")
        PARTY = "party", _("party")
        OTHER = "other", _("other")

    slug = models.SlugField(unique=True, max_length=100)
    name = models.CharField(_("name"), max_length=300)
    classification = models.CharField(_("kind"), max_length=20, choices=Classification)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        verbose_name=_("part of"),
    )
    division = models.ForeignKey(
        "places.Division", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    url = models.URLField(_("website"), max_length=300, blank=True)
    code = models.CharField(
        max_length=40, blank=True, help_text="What its source calls it, as in “HSFA”", db_index=True
    )
    start_date = models.DateField(_("from"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)
    source = models.CharField(max_length=60, blank=True, editable=False)

    objects = DatedQuerySet.as_manager()

    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]
    panels = [
        FieldPanel("name"),
        FieldPanel("slug"),
        FieldRowPanel([FieldPanel("classification"), FieldPanel("parent")]),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
        InlinePanel("contacts", heading=_("How to reach it"), label=_("contact")),
    ]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Post(models.Model):
    """A seat or an office that exists whether or not somebody holds it."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="posts")
    role = models.CharField(max_length=100, help_text="As in “Representative”")
    label = models.CharField(max_length=200, help_text="As in “Representative for New Jersey’s 6th district”")
    division = models.ForeignKey(
        "places.Division", null=True, blank=True, on_delete=models.PROTECT, related_name="posts"
    )
    seats = models.PositiveSmallIntegerField(default=1)
    start_date = models.DateField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=60, blank=True, editable=False)

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["label"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "role", "division"], name="post_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.label


class Membership(models.Model):
    """A person holds a post, or sits in an organization, from one day to another."""

    person = ParentalKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organization = models.ForeignKey(
        Organization, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    post = models.ForeignKey(
        Post, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(
        _("office"), max_length=200, blank=True, help_text=_("As in “Vice President of the United States”")
    )
    party = models.ForeignKey(
        Organization,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("party"),
        limit_choices_to={"classification": Organization.Classification.PARTY},
    )
    rank = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    leads = models.BooleanField(
        _("leads it"), default=False, help_text=_("Chair, speaker, leader, whip, ranking member")
    )
    start_date = models.DateField(_("from"), null=True, blank=True)
    end_date = models.DateField(_("until"), null=True, blank=True)
    salutation = models.CharField(
        _("salutation"),
        max_length=200,
        blank=True,
        help_text=_("How a letter begins: “Dear Mr. Vice President,”. Empty: by the office"),
    )
    short_name = models.CharField(
        _("short name"),
        max_length=100,
        blank=True,
        help_text=_("For the button: “Vice President Vance”. Empty: by the office"),
    )
    source = models.CharField(max_length=60, blank=True, editable=False)

    objects = DatedQuerySet.as_manager()

    panels = [
        FieldPanel("role"),
        FieldRowPanel([FieldPanel("organization"), FieldPanel("party")]),
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date"), FieldPanel("leads")]),
        FieldRowPanel([FieldPanel("salutation"), FieldPanel("short_name")]),
    ]

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["source"], name="membership_source")]

    def __str__(self) -> str:
        return self.role or str(self.post or self.organization or "")

    def is_current(self, day: date) -> bool:
        return (self.start_date is None or self.start_date <= day) and (
            self.end_date is None or self.end_date > day
        )


class ContactDetail(models.Model):
    """One way to reach a person's office or an organization."""

    class Type(models.TextChoices):
        EMAIL = "email", _("Email")
        SANDBOX = "sandbox", _("Sandbox (sends nothing)")
        VOICE = "voice", _("Phone")
        FAX = "fax", _("Fax")
        ADDRESS = "address", _("Postal address")
        WEBFORM = "webform", _("Web form")
        CWC = "cwc", _("Communicating With Congress")
        URL = "url", _("Website")
        SOCIAL = "social", _("Social media")

    person = ParentalKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts")
    organization = ParentalKey(
        Organization, null=True, blank=True, on_delete=models.CASCADE, related_name="contacts"
    )
    type = models.CharField(_("channel"), max_length=20, choices=Type)
    value = models.CharField(_("address"), max_length=320)
    label = models.CharField(_("label"), max_length=60, blank=True, help_text=_("As in “Washington office”"))
    note = models.CharField(_("note"), max_length=200, blank=True)
    checked_at = models.DateField(_("checked on"), null=True, blank=True)
    source = models.CharField(max_length=60, blank=True, editable=False)

    panels = [FieldPanel(name) for name in ("type", "value", "label", "note", "checked_at")]

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(person=None) ^ Q(organization=None), name="contact_has_one_owner"
            )
        ]

    def __str__(self) -> str:
        return f"{self.type} {self.value}"


class Official(Person):
    """A person as one who holds an office: what editors work with."""

    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldRowPanel([FieldPanel("given_name"), FieldPanel("family_name")]),
                FieldPanel("slug"),
                FieldPanel("portrait"),
            ],
            heading=_("Who"),
        ),
        InlinePanel("memberships", heading=_("Offices"), label=_("office")),
        InlinePanel("contacts", heading=_("How to reach the office"), label=_("contact")),
        InlinePanel("other_names", heading=_("Other names"), label=_("name")),
        InlinePanel("identifiers", heading=_("Identifiers"), label=_("identifier")),
    ]

    class Meta:
        proxy = True
        verbose_name = _("official")
        verbose_name_plural = _("officials")

    @property
    def held(self) -> Membership | None:
        """The office held now; the first one where there are several."""
        today = localdate()
        return next((m for m in self.memberships.all() if m.is_current(today)), None)

    @property
    def office(self) -> str:
        return str(self.held or "")


class ContactForm(models.Model):
    """What an official's own web form asks for, as a public description has it."""

    bioguide = models.CharField(primary_key=True, max_length=7)
    url = models.URLField(max_length=500)
    captcha = models.BooleanField(default=False)
    fields = models.JSONField(default=list)
    as_of = models.DateField()

    def __str__(self) -> str:
        return self.bioguide
