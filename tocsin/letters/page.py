"""The letter's text in one language, as editors write it. Its revisions are theirs; what is signed is a version."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from tocsin.content.models import in_language
from tocsin.letters.letter import Letter

PARAGRAPH, HEADING, ITEM, QUOTE = "paragraph", "heading", "item", "quote"
BODY = [
    (PARAGRAPH, blocks.TextBlock(label=_("paragraph"), icon="pilcrow", rows=4)),
    (HEADING, blocks.CharBlock(label=_("heading"), icon="h2", max_length=200)),
    (ITEM, blocks.TextBlock(label=_("point of a list"), icon="list-ul", rows=2)),
    (QUOTE, blocks.TextBlock(label=_("quotation"), icon="openquote", rows=3)),
]
"""Plain text, so that the same words stand on the page, in the document and in the mail."""


class LetterPage(Page):
    """The words of one letter in one language."""

    letter = models.ForeignKey(
        Letter, on_delete=models.PROTECT, related_name="pages", verbose_name=_("letter")
    )
    lead = models.CharField(
        _("lead"),
        max_length=300,
        help_text=_("One sentence: who asks whom for what. For the page and the press."),
    )
    subject = models.CharField(
        _("subject"),
        max_length=150,
        blank=True,
        help_text=_("Of the mail to the addressees. Empty: the title."),
    )
    salutation = models.CharField(_("salutation"), max_length=200, blank=True)
    body = StreamField(BODY, verbose_name=_("text"))
    closing = models.CharField(_("closing"), max_length=200, blank=True, default="Respectfully,")

    content_panels = [
        *Page.content_panels,
        FieldPanel("letter"),
        FieldPanel("lead"),
        MultiFieldPanel(
            [
                HelpPanel(
                    _("Changes here reach nobody until you share a version, or put one up for signing.")
                ),
                FieldRowPanel([FieldPanel("subject"), FieldPanel("salutation"), FieldPanel("closing")]),
                FieldPanel("body"),
            ],
            heading=_("The letter"),
        ),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("open letter")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """The letter's one address; a translation is the same address with `?lang=`."""
        parts = super().get_url_parts(request)
        path = in_language(self.letter.path, self.locale.language_code)
        return (parts[0], parts[1], path) if parts else None

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What the tree calls this page is not its address."""
        return HttpResponseRedirect(in_language(self.letter.path, self.locale.language_code))

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from tocsin.letters.views.public import show_preview

        return show_preview(request, self)
