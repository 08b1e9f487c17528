"""Where organizations register, prove who they are, and act by their members' links."""

from __future__ import annotations

from django.urls import path

from tocsin.organizations.views import entry, member, people, profile, proof

urlpatterns = [
    path("new/", entry.new, name="organization_new"),
    path("enter/", entry.enter, name="organization_enter"),
    path("prove/<str:token>/", proof.confirm, name="proof"),
    path("<str:token>/", member.page, name="member"),
    path("<str:token>/leave/", member.leave, name="member_leave"),
    path("<str:token>/profile/", profile.edit, name="member_profile"),
    path("<str:token>/logo/", profile.logo, name="member_logo"),
    path("<str:token>/proof/", proof.page, name="member_proof"),
    path("<str:token>/proof/<slug:kind>/", proof.ask, name="member_prove"),
    path("<str:token>/people/", people.page, name="member_people"),
    path("<str:token>/people/<uuid:pk>/<slug:deed>/", people.decide, name="member_person"),
]
