"""Officials who can be addressed, and how they are reached."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel
from wagtail.search import index


class Official(index.Indexed, ClusterableModel):
    """A person in an office, as supporters see them."""

    name = models.CharField(_("name"), max_length=200)
    office = models.CharField(
        _("office"), max_length=200, help_text=_("As in “Vice President of the United States”")
    )
    salutation = models.CharField(
        _("salutation"), max_length=200, help_text=_("How a letter begins: “Dear Mr. Vice President”")
    )
    button_name = models.CharField(
        _("short name"), max_length=100, help_text=_("For the button: “Vice President Vance”")
    )
    slug = models.SlugField(unique=True)
    portrait = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    panels = [
        MultiFieldPanel(
            [
                FieldPanel(name)
                for name in ("name", "office", "salutation", "button_name", "slug", "portrait")
            ],
            heading=_("Who"),
        ),
        InlinePanel("contacts", heading=_("How to reach the office"), label=_("contact")),
    ]
    search_fields = [index.AutocompleteField("name"), index.SearchField("office")]

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def initials(self) -> str:
        words = [word for word in self.name.replace(".", ". ").split() if word[0].isalpha()]
        return "".join(word[0] for word in (words[0], words[-1])) if len(words) > 1 else self.name[:1]


class Contact(models.Model):
    """One way to reach an office. `kind` names a delivery channel."""

    official = ParentalKey(Official, on_delete=models.CASCADE, related_name="contacts")
    kind = models.CharField(
        _("channel"),
        max_length=20,
        choices=[("email", _("Email")), ("sandbox", _("Sandbox (sends nothing)"))],
    )
    value = models.CharField(_("address"), max_length=320)
    note = models.CharField(_("note"), max_length=200, blank=True)
    checked_at = models.DateField(_("checked on"), null=True, blank=True)

    panels = [FieldPanel(name) for name in ("kind", "value", "note", "checked_at")]

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.value}"
