"""Campaigns, letters, officials and their bodies as editors make them."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.snippets.views.snippets import CreateView, DeleteView, EditView, IndexView, SnippetViewSet

from tocsin.campaigns.models import Campaign
from tocsin.insights.open_letter_forms import RulesForm
from tocsin.letters.models import Letter
from tocsin.officials.models import Official, Organization
from tocsin.officials.roster import roster
from tocsin.organizations.models import Organization as Body


class CampaignViewSet(SnippetViewSet):
    """Reached from the dashboards, which are what the menu leads to."""

    model = Campaign
    icon = "mail"
    list_display = ["name", "organization", "kind", "goal", "occasion_date", "closes_at"]
    list_filter = ["kind"]
    copy_view_enabled = False


class OfficialViewSet(SnippetViewSet):
    """The office and the party are those of today, from memory."""

    model = Official
    icon = "user"
    menu_label = _("Officials")
    menu_order = 220
    add_to_admin_menu = True
    list_display = [
        "name",
        Column("office", label=_("Office"), accessor=lambda official: _held(official, "office")),
        Column("party", label=_("Party"), accessor=lambda official: _held(official, "party")),
    ]
    list_per_page = 50
    ordering = ["family_name", "name"]
    copy_view_enabled = False


def _held(official: Official, what: str) -> str:
    holder = roster().by_id.get(official.pk)
    return str(getattr(holder, what)) if holder else "–"


class _OnlyByHand:
    """A view of one organization that is closed for those that came with a data set."""

    def get_object(self, *args: Any, **kwargs: Any) -> Organization:
        body: Organization = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if body.source:
            raise PermissionDenied
        return body


class OrganizationEditView(_OnlyByHand, EditView):
    pass


class OrganizationDeleteView(_OnlyByHand, DeleteView):
    pass


class OrganizationIndexView(IndexView):
    def get_edit_url(self, instance: Organization) -> str | None:
        return self.get_inspect_url(instance) if instance.source else super().get_edit_url(instance)


class OrganizationViewSet(SnippetViewSet):
    index_view_class = OrganizationIndexView
    edit_view_class = OrganizationEditView
    delete_view_class = OrganizationDeleteView
    model = Organization
    icon = "group"
    menu_label = _("Public bodies")
    menu_order = 230
    add_to_admin_menu = True
    list_display = [
        "name",
        Column("kind", label=_("Kind"), accessor=lambda body: body.get_classification_display()),
        Column("from", label=_("Source"), accessor=lambda body: body.source or gettext("by hand")),
    ]
    list_filter = ["classification"]
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields = ["name", "classification", "parent", "url", "start_date", "end_date", "source"]
    copy_view_enabled = False


class _ToItsDesk:
    """After saving, back to where the letter is run from."""

    object: Letter

    def get_success_url(self) -> str:
        return reverse("open_letter", args=[self.object.pk])


class LetterCreateView(_ToItsDesk, CreateView):
    pass


class LetterEditView(_ToItsDesk, EditView):
    pass


class LetterViewSet(SnippetViewSet):
    """Its rules; what is done with it is on its desk, which is what the menu leads to."""

    add_view_class = LetterCreateView
    edit_view_class = LetterEditView
    model = Letter
    icon = "edit"
    list_display = ["name", "state", "deadline"]
    edit_handler = ObjectList(Letter.panels, base_form_class=RulesForm)
    copy_view_enabled = False


class _There:
    """Leaves out those that turned out to be another one."""

    def get_object_list(self) -> Any:
        return Body.objects.there()


class BodyChooseView(_There, ChooseView):
    pass


class BodyChooseResultsView(_There, ChooseResultsView):
    pass


body_chooser = ChooserViewSet(
    "body_chooser",
    model=Body,
    choose_view_class=BodyChooseView,
    choose_results_view_class=BodyChooseResultsView,
    icon="group",
    choose_one_text=_("Choose an organization"),
    choose_another_text=_("Choose another one"),
)
