"""The site itself: its front page, and how it is branded."""

from __future__ import annotations

import hashlib
import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page

from tocsin.content.contrast import contrast

COLOR = re.compile(r"#[0-9a-fA-F]{6}\Z")
color = RegexValidator(COLOR, _("Write the color as # and six digits, like #b5522a."))


PAPER, INKS = "#faf6ee", ("#172033", "#ffffff")


def ink_on(ground: str) -> str:
    """The ink, dark or white, that is read more easily on a color."""
    return max(INKS, key=lambda ink: contrast(ink, ground))


def in_language(path: str, language: str) -> str:
    """The address of a page in a language: only the site's own goes without saying."""
    return path if language == settings.LANGUAGE_CODE else f"{path}?lang={language}"


@register_setting(icon="site")
class Brand(BaseSiteSetting):
    """Who runs this site, and the three colors that everything else follows."""

    organization = models.CharField(_("organization"), max_length=200, default="Tocsin")
    tagline = models.CharField(_("tagline"), max_length=200, blank=True)
    website = models.URLField(_("website"), blank=True)
    contact_email = models.EmailField(_("contact"), default="hello@example.org")
    privacy_url = models.URLField(_("privacy notice"), blank=True)
    logo = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    accent = models.CharField(_("accent"), max_length=7, blank=True, validators=[color])
    accent_dark = models.CharField(_("accent on dark"), max_length=7, blank=True, validators=[color])
    ink = models.CharField(_("ink"), max_length=7, blank=True, validators=[color])

    panels = [
        MultiFieldPanel(
            [
                FieldPanel(n)
                for n in ("organization", "tagline", "website", "contact_email", "privacy_url", "logo")
            ],
            heading=_("Who runs this site"),
        ),
        MultiFieldPanel([FieldPanel(n) for n in ("accent", "accent_dark", "ink")], heading=_("Colors")),
    ]

    class Meta:
        verbose_name = _("brand")

    def clean(self) -> None:
        """Refuses colors in which text could not be read: AA on the accent, AAA in the ink (WCAG 2.2)."""
        super().clean()
        for field, color_, grounds, least in (
            ("accent", self.accent, INKS, 4.5),
            ("accent_dark", self.accent_dark, INKS, 4.5),
            ("ink", self.ink, (PAPER,), 7.0),
        ):
            if COLOR.match(color_) and max(contrast(color_, ground) for ground in grounds) < least:
                raise ValidationError(
                    {field: _("Text in or on this color could not be read. Choose a clearer one.")}
                )

    @property
    def stylesheet(self) -> str:
        """The tokens this site changes, as CSS; empty when it changes none."""
        rules = []
        if self.accent or self.accent_dark:
            pair = (self.accent or self.accent_dark, self.accent_dark or self.accent)
            rules.append("--accent: light-dark({}, {});".format(*pair))
            rules.append("--accent-ink: light-dark({}, {});".format(*map(ink_on, pair)))
        if self.ink:
            rules.append(f"--ink: light-dark({self.ink}, {PAPER});")
        return f":root {{ {' '.join(rules)} }}\n" if rules else ""

    @property
    def css_url(self) -> str | None:
        css = self.stylesheet
        return f"/brand-{hashlib.sha256(css.encode()).hexdigest()[:12]}.css" if css else None


class HomePage(Page):
    """The front page: the current campaigns, and a search."""

    lead = models.CharField(_("lead"), max_length=300, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead")]
    parent_page_types = ["wagtailcore.Page"]
    preview_modes: list[tuple[str, str]] = []

    class Meta:
        verbose_name = _("front page")

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """One address in all languages; a translation is the same address with `?lang=`."""
        parts = super().get_url_parts(request)
        return (parts[0], parts[1], in_language("/", self.locale.language_code)) if parts else None
