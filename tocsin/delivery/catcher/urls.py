from __future__ import annotations

from django.urls import path

from tocsin.delivery.catcher import views

app_name = "catcher"
urlpatterns = [
    path("", views.mailboxes, name="mailboxes"),
    path("<str:address>.json", views.mailbox_json, name="mailbox_json"),
    path("<str:address>/", views.mailbox, name="mailbox"),
    path("<str:address>/<slug:key>/", views.letter, name="letter"),
    path("<str:address>/<slug:key>/body.html", views.body, name="body"),
    path("<str:address>/<slug:key>/files/<int:number>/", views.attachment, name="attachment"),
    path("<str:address>/<slug:key>/<slug:what>/", views.answer, name="answer"),
]
