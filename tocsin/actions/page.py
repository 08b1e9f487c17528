"""The action page, as an editor makes it."""

from __future__ import annotations

from typing import Any, cast

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page
from wagtail.search import index

from tocsin.content.models import in_language

STORY_FEATURES = ["h3", "bold", "italic", "ol", "ul", "link", "blockquote"]


class LinkBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("title"))
    url = blocks.URLBlock(label=_("address"))
    source = blocks.CharBlock(label=_("source"), required=False, help_text=_("Whose page this is"))

    class Meta:
        icon = "link"
        label = _("link")


class ActionPage(Page):
    """What a supporter reads and answers, in one language. Its campaign is shared by all languages."""

    campaign = models.ForeignKey(
        "campaigns.Campaign", on_delete=models.PROTECT, related_name="pages", verbose_name=_("campaign")
    )
    lead = models.CharField(
        _("lead"), max_length=300, help_text=_("One sentence under the title: what to do, and why now.")
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_alt = models.CharField(
        _("description"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for those who do not see it."),
    )
    picture_caption = models.CharField(_("caption"), max_length=300, blank=True)
    picture_credit = models.CharField(_("credit"), max_length=200, blank=True)
    story = RichTextField(_("the case for it"), blank=True, features=STORY_FEATURES)
    asks = StreamField(
        [("ask", blocks.CharBlock(label=_("ask"), icon="tick"))],
        blank=True, verbose_name=_("what is asked"), help_text=_("One line each, as a verb: “Meet the detainees”."),
    )  # fmt: skip
    occasion = models.CharField(
        _("occasion"),
        max_length=200,
        blank=True,
        help_text=_("“Visit to Armenia”. The date is the campaign's."),
    )
    salutation = models.CharField(
        _("salutation"), max_length=200, blank=True, help_text=_("Empty: each official's own salutation.")
    )
    suggested = models.TextField(
        _("suggested message"), blank=True, help_text=_("Plain text. Supporters may change every word.")
    )
    subject = models.CharField(_("subject"), max_length=150, blank=True)
    thank_subject = models.CharField(_("subject of the thank-you"), max_length=150, blank=True)
    thank_suggested = models.TextField(
        _("suggested thank-you"),
        blank=True,
        help_text=_("For those who have already done what is asked. Empty: everyone gets the same message."),
    )
    alternative = models.TextField(
        _("for people without such an official"),
        blank=True,
        help_text=_("What they can do instead: people abroad, territories without senators."),
    )
    alternative_page = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("action to take instead"),
    )
    closing = models.CharField(_("closing"), max_length=100, blank=True, default="Sincerely,")
    prompts = StreamField(
        [("prompt", blocks.CharBlock(label=_("prompt"), icon="help"))],
        blank=True, verbose_name=_("prompts"), help_text=_("Questions that help people say it in their own words."),
    )  # fmt: skip
    phone_script = models.TextField(
        _("script for a call"), blank=True, help_text=_("What to say, in a few short lines. Plain text.")
    )
    share_text = models.CharField(_("text to share"), max_length=250, blank=True)
    read_also = StreamField([("link", LinkBlock())], blank=True, verbose_name=_("read also"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("campaign"),
        MultiFieldPanel(
            [
                FieldPanel("picture"),
                FieldPanel("picture_alt"),
                FieldRowPanel([FieldPanel("picture_caption"), FieldPanel("picture_credit")]),
            ],
            heading=_("Picture"),
        ),
        MultiFieldPanel(
            [FieldPanel("occasion"), FieldPanel("asks"), FieldPanel("story")], heading=_("The case for it")
        ),
        MultiFieldPanel(
            [
                HelpPanel(
                    _("The supporter's own words come first, then this text, then their name and place.")
                ),
                FieldRowPanel([FieldPanel("subject"), FieldPanel("salutation"), FieldPanel("closing")]),
                FieldPanel("suggested"),
                FieldPanel("prompts"),
                FieldPanel("phone_script"),
            ],
            heading=_("The message"),
        ),
        MultiFieldPanel(
            [FieldPanel("thank_subject"), FieldPanel("thank_suggested")], heading=_("The thank-you")
        ),
        MultiFieldPanel(
            [FieldPanel("alternative"), FieldPanel("alternative_page")],
            heading=_("For people who have no such official"),
        ),
        MultiFieldPanel([FieldPanel("share_text"), FieldPanel("read_also")], heading=_("Afterwards")),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead"), index.SearchField("story")]
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("action page")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """One address in all languages; a translation is the same address with `?lang=`."""
        parts = super().get_url_parts(request)
        return (
            (parts[0], parts[1], in_language(f"/{self.slug}/", self.locale.language_code)) if parts else None
        )

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        from tocsin.actions.views import show_page

        return show_page(request, self)

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from tocsin.actions.views import show_preview

        return show_preview(request, self)

    def translation_for(self, language: str) -> ActionPage:
        """This page in another language, where that is published; else this one."""
        if self.locale.language_code == language:
            return self
        other = self.get_translations().live().filter(locale__language_code=language).specific().first()
        return cast("ActionPage", other or self)
