"""A campaign: what is asked, of whom, by when. The pages say it; the campaign is what is counted."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.search import index

from tocsin.campaigns import kinds, targeting, ways
from tocsin.officials.models import Official
from tocsin.officials.rules import RuleError


class Campaign(index.Indexed, ClusterableModel):
    """What supporters act on. Its pages, one per language, share its targets and its count."""

    name = models.CharField(_("name"), max_length=200)
    slug = models.SlugField(_("short name"), unique=True, help_text=_("Never changes; used in exports."))
    kind = models.CharField(_("kind"), max_length=20, choices=kinds.choices)
    organization = models.CharField(_("organization"), max_length=200, help_text=_("Who runs the campaign"))
    goal = models.PositiveIntegerField(_("goal"), default=1000, help_text=_("How many people to win"))
    occasion_date = models.DateField(
        _("date of the occasion"),
        null=True,
        blank=True,
        help_text=_("A visit, a vote, a hearing. Pages count down to it."),
    )
    closes_at = models.DateTimeField(
        _("closes at"),
        null=True,
        blank=True,
        help_text=_("No message is taken after this. Empty: stays open."),
    )
    who = StreamField(targeting.WHO, blank=True, verbose_name=_("who is addressed"))
    never = StreamField(
        targeting.NEVER, blank=True, verbose_name=_("but never"), help_text=_("Officials who are left out.")
    )
    target_limit = models.PositiveSmallIntegerField(
        _("at most"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text=_("How many officials one supporter writes to. Empty: all of them."),
    )
    thank_bill = models.CharField(
        _("thank those who cosponsored"),
        max_length=30,
        blank=True,
        validators=[targeting.bill_id],
        help_text=_(
            "A bill like 119/hr/5369. Its cosponsors get the page's thank-you instead of its message."
        ),
    )
    also = models.JSONField(
        _("also offer"),
        default=list,
        blank=True,
        help_text=_("Ways by hand, beside the message itself: web form, call, delivery book, social media."),
    )
    spread = models.BooleanField(
        _("spread until the occasion"),
        default=False,
        help_text=_("Messages leave evenly, in the hours of their lane, until the day of the occasion."),
    )
    bills = models.CharField(
        _("bills"),
        max_length=200,
        blank=True,
        help_text=_("What the message is about, like 119/hr/6840; parted by spaces."),
    )
    position = models.CharField(
        _("position"), max_length=3, blank=True, choices=[("pro", _("For")), ("con", _("Against"))]
    )
    topics = models.JSONField(
        _("topics"), default=list, blank=True, help_text=_("As the Library of Congress names them.")
    )
    created_at = models.DateTimeField(db_default=Now())

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("slug"), FieldPanel("organization"), FieldPanel("kind")],
            heading=_("Campaign"),
        ),
        MultiFieldPanel(
            [
                HelpPanel(template="insights/panels/targets.html"),
                FieldPanel("who"),
                FieldPanel("never"),
                FieldRowPanel([FieldPanel("target_limit"), FieldPanel("thank_bill")]),
            ],
            heading=_("Who is addressed"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("goal"), FieldPanel("occasion_date"), FieldPanel("closes_at")])],
            heading=_("Goal and dates"),
        ),
        MultiFieldPanel([FieldPanel("also"), FieldPanel("spread")], heading=_("How messages leave")),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("bills"), FieldPanel("position")]), FieldPanel("topics")],
            heading=_("For offices in Congress"),
        ),
    ]
    base_form_class = ways.CampaignForm
    search_fields = [index.AutocompleteField("name"), index.FilterField("kind")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """A rule that makes no sense is said at the field that it comes from."""
        super().clean()
        self._clean_ways()
        if not self.who:
            return
        try:
            targeting.rule_of(self)
        except RuleError as error:
            part = re.split(r"[.\[]", error.path)[0]
            name = {"except": "never", "limit": "target_limit", "thank": "thank_bill"}.get(part, "who")
            raise ValidationError({name: error.text}) from None

    def _clean_ways(self) -> None:
        try:
            self.bills = ways.bills_of(self.bills)
        except ValidationError as error:
            raise ValidationError({"bills": error.messages}) from None
        if self.position and not self.bills:
            raise ValidationError({"bills": _("Name the bill that the position is about.")})
        if self.spread and not self.occasion_date:
            raise ValidationError({"spread": _("Give the date of the occasion to spread towards.")})

    @property
    def officials(self) -> list[Official]:
        """Those whom the rule names one by one."""
        return targeting.named(self.who)

    @property
    def is_closed(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()


class Metric(models.TextChoices):
    """What is counted of a campaign."""

    STARTED = "started", _("Started")
    CONFIRMED = "confirmed", _("Confirmed")
    DELIVERED = "delivered", _("Handed over")


class TallyEntry(models.Model):
    """One step of a count, up or down. Append-only: the journal from which every counter can be made again."""

    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="+", db_index=False, db_constraint=False
    )
    metric = models.CharField(max_length=12, choices=Metric)
    delta = models.SmallIntegerField()
    area = models.CharField(max_length=8)
    ref = models.UUIDField()
    at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.metric} {self.delta:+d}"


class TallyCounter(models.Model):
    """The journal summed, kept by a database trigger. One row per slot, so writers do not queue for one row."""

    pk = models.CompositePrimaryKey("campaign_id", "metric", "scope", "key", "slot")
    campaign = models.ForeignKey(
        Campaign, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    metric = models.CharField(max_length=12)
    scope = models.CharField(max_length=4)
    key = models.CharField(max_length=10)
    slot = models.SmallIntegerField()
    n = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.metric} {self.scope} {self.key}"
