"""Every address of the site. Public ones are promised; see the contract in `docs/`."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from config.health import health
from tocsin.actions import addressees, byhand, calls, personal, views
from tocsin.actions.demo.office_form import office_form
from tocsin.actions.home import home
from tocsin.content.assets import brand_css, favicon, robots, security_txt
from tocsin.content.styleguide import styleguide
from tocsin.offices import downloads as office_files
from tocsin.offices import views as offices
from tocsin.officials import pages as officials

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
    path("my/<str:token>/by-hand/<uuid:message_id>/", byhand.byhand, name="byhand"),
    path("my/<str:token>/call/<uuid:message_id>/", calls.call, name="call"),
    path("find/", officials.find_page, name="find"),
    path("find.json", officials.find_json, name="find_json"),
    path("find.csv", officials.find_csv, name="find_csv"),
    path("embed/find/", officials.embed_find, name="embed_find"),
    path("officials/", officials.officials_page, name="officials"),
    path("officials.json", officials.officials_json, name="officials_json"),
    path("officials.csv", officials.officials_csv, name="officials_csv"),
    path("officials/<slug:slug>/", officials.official_page, name="official"),
    path("officials/<slug:slug>.json", officials.official_json, name="official_json"),
    path("officials/<slug:slug>.csv", officials.official_csv, name="official_csv"),
    path("offices/<str:token>.json", office_files.as_json, name="offices_json"),
    path("offices/<str:token>.csv", office_files.as_csv, name="offices_csv"),
    path("offices/<str:token>/", offices.office, name="office"),
    path("offices/<str:token>/<slug:slug>.json", office_files.as_json, name="office_json"),
    path("offices/<str:token>/<slug:slug>.csv", office_files.as_csv, name="office_csv"),
    path("offices/<str:token>/<slug:slug>/", offices.messages, name="office_messages"),
    path("offices/<str:token>/<slug:slug>/answer/", offices.answer, name="office_answer"),
    path(
        "offices/<str:token>/<slug:slug>/books/<uuid:book_id>/<str:name>",
        office_files.book,
        name="office_book",
    ),
    path("offices/<str:token>/<slug:slug>/<uuid:message_id>/", offices.message, name="office_message"),
    path("", include("tocsin.letters.urls")),
    path("organizations/", include("tocsin.organizations.urls")),
    path("admin/", include(admin_urls)),
    path("account/", include("allauth.urls")),
    path("documents/", include(document_urls)),
    path("<slug:slug>/targets.json", addressees.targets_json, name="targets_json"),
    path("<slug:slug>/targets.csv", addressees.targets_csv, name="targets_csv"),
    path("<slug:slug>/thanks/", views.thanks, name="thanks"),
    path("<slug:slug>/thanks/again/", views.send_again, name="resend"),
    path("<slug:slug>/", views.action, name="action"),
    re_path(r"", include(wagtail_urls)),
]
if settings.DEMO:
    urlpatterns.insert(0, path("dev/mail/", include("tocsin.delivery.catcher.urls")))
    urlpatterns.insert(0, path("dev/congress/", include("tocsin.delivery.channels.cwc.gateway.urls")))
    urlpatterns.insert(0, path("dev/office-form/", office_form))
if settings.MAIL_PROVIDER:
    urlpatterns.insert(0, path("anymail/", include("tocsin.delivery.webhooks_in")))
