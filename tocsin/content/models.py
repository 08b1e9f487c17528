"""The site itself: its front page, and how it is branded."""

from __future__ import annotations

import hashlib

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Page

from tocsin.content.contrast import contrast

color = RegexValidator(r"^#[0-9a-fA-F]{6}$", _("Write the color as # and six digits, like #b5522a."))


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
        """Refuses colors in which text could not be read (WCAG AA, 4.5:1)."""
        super().clean()
        checks = (("accent", "#ffffff"), ("ink", "#ffffff"), ("accent_dark", "#14110f"))
        for field, ground in checks:
            value = getattr(self, field)
            if value and contrast(value, ground) < 4.5:
                raise ValidationError(
                    {field: _("Too little contrast with %(ground)s to be read.") % {"ground": ground}}
                )

    @property
    def stylesheet(self) -> str:
        """The tokens this site changes, as CSS; empty when it changes none."""
        rules = []
        if self.accent or self.accent_dark:
            light, dark = self.accent or self.accent_dark, self.accent_dark or self.accent
            rules.append(f"--accent: light-dark({light}, {dark});")
        if self.ink:
            rules.append(f"--ink: light-dark({self.ink}, #f3ece4);")
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
    max_count_per_parent = None

    class Meta:
        verbose_name = _("front page")
