from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("anymail/", include("tocsin.delivery.webhooks_in"))]
