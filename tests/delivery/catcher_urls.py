from __future__ import annotations

from config.urls import urlpatterns as site
from tests.delivery.urls import urlpatterns as catcher

urlpatterns = [*catcher, *site]
