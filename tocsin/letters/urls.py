"""The addresses of letters: for everybody, for members of organizations, and for people by their own link."""

from __future__ import annotations

from django.urls import path

from tocsin.letters.views import data, embed, joining, member, person, public, verify

urlpatterns = [
    path("letters/", public.index, name="letters"),
    path("letters.json", data.index_json, name="letters_json"),
    path("letters.csv", data.index_csv, name="letters_csv"),
    path("letters/<slug:slug>/", public.letter, name="letter"),
    path("letters/<slug:slug>.json", data.letter_json, name="letter_json"),
    path("letters/<slug:slug>.csv", data.letter_csv, name="letter_csv"),
    path("letters/<slug:slug>/changes/", public.changes, name="letter_changes"),
    path("letters/<slug:slug>/sign/", joining.join, name="letter_join"),
    path("letters/<slug:slug>/verify/", verify.page, name="letter_verify"),
    path("letters/<slug:slug>/files/<int:version>/<str:name>", verify.download, name="letter_file"),
    path("letters/<slug:slug>/share-<slug:language>.png", embed.share_image, name="letter_share"),
    path("embed/letters/<slug:slug>/", embed.embed, name="letter_embed"),
    path("invited/<str:token>/", joining.invited, name="letter_invited"),
    path("invited/<str:token>/decline/", joining.decline, name="letter_decline"),
    path("signed/<str:token>/", person.page, name="letter_person"),
    path("organizations/<str:token>/letters/<slug:slug>/", member.page, name="member_letter"),
    path(
        "organizations/<str:token>/letters/<slug:slug>/<slug:deed>/", member.decide, name="member_letter_deed"
    ),
]
