from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("dev/mail/", include("tocsin.delivery.catcher.urls"))]
