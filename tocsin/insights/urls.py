"""Addresses inside `/admin/`; Wagtail lets nobody through who may not enter it."""

from __future__ import annotations

from django.urls import path

from tocsin.insights.views import (
    actions,
    audit,
    books,
    campaigns,
    data,
    delivery,
    lanes,
    letters,
    messages,
    offices,
    targets,
    webhooks,
)

urlpatterns = [
    path("campaigns/", campaigns.index, name="campaigns_index"),
    path("campaigns/<int:pk>/", campaigns.dashboard, name="campaign_dashboard"),
    path("campaigns/<int:pk>/by-<slug:scope>.csv", campaigns.figure_csv, name="campaign_figure_csv"),
    path("campaigns/<int:pk>/by-<slug:scope>.json", campaigns.figure_json, name="campaign_figure_json"),
    path("campaigns/<int:pk>/release/<int:official_id>/", campaigns.release, name="campaign_release"),
    path("campaigns/<int:pk>/targets/", targets.targets, name="campaign_targets"),
    path("campaigns/<int:pk>/offices/", offices.index, name="campaign_offices"),
    path("campaigns/<int:pk>/offices/answer/", offices.enter, name="office_enter"),
    path("campaigns/<int:pk>/offices/<int:person_id>/link/", offices.rotate, name="office_rotate"),
    path("campaigns/<int:pk>/answers/<uuid:answer_id>/<slug:deed>/", offices.decide, name="office_decide"),
    path("campaigns/<int:pk>/books/", books.index, name="books_index"),
    path("books/<uuid:book_id>/", books.detail, name="book_detail"),
    path("books/<uuid:book_id>/again/", books.again, name="book_again"),
    path("books/<uuid:book_id>/files/<str:name>", books.download, name="book_download"),
    path("messages/<uuid:message_id>/<slug:deed_name>/", messages.decide, name="message_decide"),
    path("actions/", actions.index, name="actions_index"),
    path("actions/export/", actions.export, name="actions_export"),
    path("actions/<uuid:pk>/", actions.detail, name="action_detail"),
    path("actions/<uuid:pk>/end/", actions.end, name="action_end"),
    path("data/", data.index, name="data_index"),
    path("delivery/", delivery.index, name="delivery_index"),
    path("delivery/stop/", delivery.stop, name="delivery_stop"),
    path("delivery/lanes/", lanes.index, name="lanes_index"),
    path("delivery/lanes/rules/", lanes.edit, name="lane_edit"),
    path("delivery/lanes/<slug:deed_name>/", lanes.decide, name="lane_decide"),
    path("delivery/letters/", letters.index, name="letters_index"),
    path("delivery/letters/<uuid:pk>/", letters.detail, name="letter_detail"),
    path("delivery/letters/do/<slug:deed_name>/", letters.decide, name="letters_decide"),
    path("delivery/letters/undo/<slug:mark>/", letters.undo, name="letters_undo"),
    path("webhooks/<int:pk>/", webhooks.detail, name="webhook"),
    path("audit/", audit.index, name="audit_index"),
    path("audit/csv/", audit.as_csv, name="audit_csv"),
]
