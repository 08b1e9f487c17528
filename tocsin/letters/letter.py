"""The letter itself, as staff set it up: its addressees, its hosts, and the rules for signing."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from tocsin.letters import states


class LetterQuerySet(models.QuerySet["Letter"]):
    def public(self, moment: datetime | None = None) -> Self:
        """What an outsider may know of: up for signing or frozen, and no embargo in force."""
        due = Q(embargo_until=None) | Q(embargo_until__lte=moment or timezone.now())
        return self.filter(due, state__in=states.PUBLIC)


class Letter(index.Indexed, ClusterableModel):
    """A joint letter. Its pages, one per language, share its addressees, its signatories and its rules."""

    class State(models.TextChoices):
        DRAFTING = states.DRAFTING, _("Being written")
        SIGNING = states.SIGNING, _("Up for signing")
        FROZEN = states.FROZEN, _("Frozen")
        STOPPED = states.STOPPED, _("Stopped")

    class Order(models.TextChoices):
        ALPHABET = "alphabet", _("By the alphabet of each language")
        DATE = "date", _("By the date of signing")

    name = models.CharField(_("name"), max_length=200, help_text=_("For staff"))
    slug = models.SlugField(
        _("short name"),
        unique=True,
        max_length=60,
        help_text=_("In its address, /letters/…/. Never changes."),
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFTING, editable=False)
    language = models.CharField(
        _("authoritative language"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        help_text=_("If two translations differ, this one holds."),
    )
    by_invitation = models.BooleanField(
        _("by invitation only"),
        default=False,
        help_text=_("Else any organization that can prove who it is may sign."),
    )
    takes_people = models.BooleanField(
        _("people may sign too"),
        default=False,
        help_text=_("Listed as a group of their own, after the organizations."),
    )
    takes_late = models.BooleanField(
        _("names after freezing"), default=True, help_text=_("Listed as late, after the frozen names.")
    )
    deadline = models.DateTimeField(_("deadline"), null=True, blank=True)
    time_zone = models.CharField(
        _("time zone"),
        max_length=60,
        default="UTC",
        help_text=_("As in “Asia/Yerevan”: deadline and embargo are shown in it."),
    )
    freezes_itself = models.BooleanField(_("freeze at the deadline"), default=True)
    sends_itself = models.BooleanField(
        _("send once frozen"), default=False, help_text=_("Else staff send it, after a look at the document.")
    )
    embargo_until = models.DateTimeField(
        _("embargo until"),
        null=True,
        blank=True,
        help_text=_("Until then, only those who are invited see anything."),
    )
    order = models.CharField(_("order"), max_length=10, choices=Order, default=Order.ALPHABET)
    hosts_first = models.BooleanField(_("hosts first"), default=True)
    by_country = models.BooleanField(_("grouped by country"), default=False)
    reminds = models.BooleanField(
        _("remind"),
        default=True,
        help_text=_("Those who were invited and have not answered, 7 and 2 days before."),
    )
    letterhead = models.BooleanField(
        _("letterhead"), default=True, help_text=_("The hosts’ names and logos on top.")
    )
    contact_name = models.CharField(_("contact for the press"), max_length=200, blank=True)
    contact_email = models.EmailField(_("email for the press"), max_length=320, blank=True)
    contact_phone = models.CharField(_("phone for the press"), max_length=60, blank=True)
    supporters_page = models.ForeignKey(
        "actions.ActionPage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="letters",
        verbose_name=_("supporters stand behind it on"),
        help_text=_(
            "An action page where people add their names. They are counted apart from the organizations."
        ),
    )
    created_at = models.DateTimeField(db_default=Now())
    opened_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = LetterQuerySet.as_manager()
    search_fields = [index.AutocompleteField("name")]
    panels = [
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("name"), FieldPanel("slug")]), FieldPanel("language")],
            heading=_("Letter"),
        ),
        InlinePanel("addressees", heading=_("To whom"), label=_("addressee"), min_num=0),
        InlinePanel(
            "hosts", heading=_("Hosts"), label=_("host"), help_text=_("The organizations that call for it.")
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("by_invitation"), FieldPanel("takes_people"), FieldPanel("takes_late")]
                ),
                FieldRowPanel([FieldPanel("deadline"), FieldPanel("time_zone")]),
                FieldRowPanel(
                    [FieldPanel("freezes_itself"), FieldPanel("sends_itself"), FieldPanel("reminds")]
                ),
                FieldPanel("embargo_until"),
            ],
            heading=_("Signing"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("order"), FieldPanel("hosts_first"), FieldPanel("by_country")]),
                FieldPanel("letterhead"),
            ],
            heading=_("How the names stand"),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [FieldPanel("contact_name"), FieldPanel("contact_email"), FieldPanel("contact_phone")]
                )
            ],
            heading=_("Press"),
        ),
        FieldPanel("supporters_page"),
    ]

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        before = Letter.objects.filter(pk=self.pk).first()
        if before and before.opened_at and before.slug != self.slug:
            raise ValidationError({"slug": _("Its address has been given out, and cannot change any more.")})
        if self.time_zone not in available_timezones():
            raise ValidationError(
                {"time_zone": _("Write a time zone like “Asia/Yerevan” or “Europe/Paris”.")}
            )
        if (
            self.deadline
            and self.embargo_until
            and self.embargo_until < self.deadline
            and not self.by_invitation
        ):
            raise ValidationError(
                {
                    "by_invitation": _(
                        "Under an embargo that ends before the deadline nobody could join but by invitation."
                    )
                }
            )

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    def host_names(self, language: str) -> list[str]:
        """In their order, in this language where they have a name in it."""
        found = self.hosts.select_related("organization").order_by("pk")
        return [host.organization.name_in(language) for host in found]

    @property
    def path(self) -> str:
        return reverse("letter", args=[self.slug])

    @property
    def is_embargoed(self) -> bool:
        return self.embargoed_at(timezone.now())

    def embargoed_at(self, moment: datetime) -> bool:
        return self.embargo_until is not None and self.embargo_until > moment

    def is_public(self, moment: datetime | None = None) -> bool:
        return self.state in states.PUBLIC and not self.embargoed_at(moment or timezone.now())

    def takes_names(self, moment: datetime | None = None) -> bool:
        """Whether a name can be put under it now."""
        if self.state == states.FROZEN:
            return self.takes_late
        ended = self.deadline is not None and self.deadline <= (moment or timezone.now())
        return self.state == states.SIGNING and not ended

    @classmethod
    def behind(cls, page: Page, language: str) -> list[dict[str, Any]]:
        """The public letters that the supporters of this action page stand behind, for the page itself."""
        from tocsin.letters import published

        tied = cls.objects.filter(supporters_page__translation_key=page.translation_key)
        return [
            {
                "title": line.version.text_in(language)[1]["title"],
                "url": line.letter.path,
                "organizations": line.organizations,
            }
            for line in published.lines(tied)
        ]


class Addressee(models.Model):
    """An official to whom the letter goes."""

    letter = ParentalKey(Letter, on_delete=models.CASCADE, related_name="addressees")
    person = models.ForeignKey(
        "officials.Official", on_delete=models.PROTECT, related_name="+", verbose_name=_("official")
    )
    email = models.EmailField(
        _("other address"),
        max_length=320,
        blank=True,
        help_text=_("Empty: the way to the office that is known."),
    )

    panels = [FieldRowPanel([FieldPanel("person"), FieldPanel("email")])]

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["letter", "person"], name="addressee_once")]

    def __str__(self) -> str:
        return f"{self.letter_id} to {self.person_id}"


class Host(models.Model):
    """An organization that calls for the letter, in the order given here."""

    letter = ParentalKey(Letter, on_delete=models.CASCADE, related_name="hosts")
    organization = models.ForeignKey(
        "organizations.Organization",
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("organization"),
    )

    panels = [FieldPanel("organization")]

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["letter", "organization"], name="host_once")]

    def __str__(self) -> str:
        return str(self.organization_id)
