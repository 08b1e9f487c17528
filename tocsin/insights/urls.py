"""Addresses inside `/admin/`; Wagtail lets nobody through who may not enter it."""

from __future__ import annotations

from django.urls import path

from tocsin.insights.views import actions, audit, campaigns, data, messages, targets

urlpatterns = [
    path("campaigns/", campaigns.index, name="campaigns_index"),
    path("campaigns/<int:pk>/", campaigns.dashboard, name="campaign_dashboard"),
    path("campaigns/<int:pk>/by-<slug:scope>.csv", campaigns.figure_csv, name="campaign_figure_csv"),
    path("campaigns/<int:pk>/by-<slug:scope>.json", campaigns.figure_json, name="campaign_figure_json"),
    path("campaigns/<int:pk>/release/<int:official_id>/", campaigns.release, name="campaign_release"),
    path("campaigns/<int:pk>/targets/", targets.targets, name="campaign_targets"),
    path("messages/<uuid:message_id>/<slug:deed_name>/", messages.decide, name="message_decide"),
    path("actions/", actions.index, name="actions_index"),
    path("actions/export/", actions.export, name="actions_export"),
    path("actions/<uuid:pk>/", actions.detail, name="action_detail"),
    path("actions/<uuid:pk>/end/", actions.end, name="action_end"),
    path("data/", data.index, name="data_index"),
    path("audit/", audit.index, name="audit_index"),
    path("audit/csv/", audit.as_csv, name="audit_csv"),
]
