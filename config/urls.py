"""Every address of the site. Public ones are promised; see the contract in `docs/`."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from config.health import health
from tocsin.actions import personal, views
from tocsin.actions.home import home
from tocsin.content.assets import brand_css, favicon, robots, security_txt
from tocsin.content.styleguide import styleguide

urlpatterns = [
    path("", home, name="home"),
    path("health", health, name="health"),
    path("robots.txt", robots),
    path("favicon.ico", favicon),
    path(".well-known/security.txt", security_txt),
    path("brand-<str:digest>.css", brand_css, name="brand_css"),
    path("styleguide/", styleguide, name="styleguide"),
    path("confirm/<str:token>/", personal.confirm, name="confirm"),
    path("my/<str:token>/", personal.my, name="my"),
    path("my/<str:token>/withdraw/<uuid:submission_id>/", personal.withdraw, name="withdraw"),
    path("admin/", include(admin_urls)),
    path("account/", include("allauth.urls")),
    path("documents/", include(document_urls)),
    path("<slug:slug>/thanks/", views.thanks, name="thanks"),
    path("<slug:slug>/thanks/again/", views.send_again, name="resend"),
    path("<slug:slug>/", views.action, name="action"),
    re_path(r"", include(wagtail_urls)),
]
if settings.DEMO:
    urlpatterns.insert(0, path("dev/mail/", include("tocsin.delivery.catcher.urls")))
