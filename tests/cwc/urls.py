from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("dev/congress/", include("tocsin.delivery.channels.cwc.gateway.urls"))]
