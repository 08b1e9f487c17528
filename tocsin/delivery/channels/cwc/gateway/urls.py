from __future__ import annotations

from django.urls import path

from tocsin.delivery.channels.cwc.gateway import views

app_name = "congress"
urlpatterns = [
    path("", views.offices, name="offices"),
    path("<str:office>/", views.office, name="office"),
    path("<str:office>/<slug:key>/", views.message, name="message"),
]
