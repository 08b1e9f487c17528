"""Delivery books: ask for one, watch it being made, download it, hand it over. An export of personal data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO
from uuid import UUID

from allauth.account.decorators import reauthentication_required
from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, QueryDict, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tocsin.campaigns.addressed import addressed
from tocsin.campaigns.models import Campaign
from tocsin.core import audit
from tocsin.insights.access import StaffRequest, may, needs
from tocsin.insights.roles import EXPORT_ACTIONS, SETTLE_MESSAGES, VIEW_PERSONAL
from tocsin.insights.views.base import CAMPAIGNS, Crumb, show
from tocsin.insights.views.campaigns import home_of
from tocsin.offices import book as deeds
from tocsin.offices import book_data, book_files
from tocsin.offices.models import Book
from tocsin.people.models import Person

PIECE = 256 * 1024
TYPES = {"pdf": "application/pdf", "csv": "text/csv; charset=utf-8"}


class AskForm(forms.Form):
    person = forms.ModelChoiceField(
        label=gettext_lazy("To whom"),
        queryset=Person.objects.none(),
        error_messages={"required": gettext_lazy("Choose who gets the book.")},
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the book"), choices=settings.LANGUAGES)
    singly = forms.BooleanField(
        label=gettext_lazy("Also each letter on a page of its own, to be mailed one by one"), required=False
    )

    def __init__(self, campaign: Campaign, data: QueryDict | None = None) -> None:
        super().__init__(data)
        slugs = [target.holder.slug for target in addressed(campaign).targets]
        known = Person.objects.filter(slug__in=slugs) | Person.objects.filter(books__campaign=campaign)
        self.fields["person"].queryset = known.distinct()  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Handed over on"),
        widget=forms.DateInput({"type": "date"}),
        error_messages={"required": gettext_lazy("Enter the day.")},
    )
    to = forms.CharField(
        label=gettext_lazy("To whom, by name or office"),
        max_length=200,
        error_messages={"required": gettext_lazy("Say who took it.")},
    )

    def clean_on(self) -> object:
        day = self.cleaned_data["on"]
        if day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        return day


@require_http_methods(["GET", "POST"])
@needs(EXPORT_ACTIONS)
@needs(VIEW_PERSONAL)
def index(request: StaffRequest, pk: int) -> HttpResponseBase:
    campaign = get_object_or_404(Campaign, pk=pk)
    form = AskForm(campaign, request.POST if request.method == "POST" else None)
    if form.is_valid():
        made = deeds.ask(actor=request.user, campaign=campaign, **form.cleaned_data)
        return redirect("book_detail", made.pk)
    return show(
        request,
        "books.html",
        title=_("Delivery books"),
        icon="doc-full",
        crumbs=_crumbs(campaign),
        status=422 if form.errors else 200,
        campaign=campaign,
        books=Book.objects.filter(campaign=campaign).select_related("person"),
        form=form,
    )


def _crumbs(campaign: Campaign) -> tuple[Crumb, ...]:
    return (CAMPAIGNS, (home_of(campaign), campaign.name))


def _book(book_id: UUID) -> Book:
    return get_object_or_404(Book.objects.select_related("campaign", "person"), pk=book_id)


@require_http_methods(["GET", "POST"])
@needs(EXPORT_ACTIONS)
@needs(VIEW_PERSONAL)
def detail(request: StaffRequest, book_id: UUID) -> HttpResponseBase:
    """A POST hands it over."""
    book = _book(book_id)
    form = HandOverForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and may(request.user, SETTLE_MESSAGES):
        _tell(request, deeds.hand_over(actor=request.user, book=book, **form.cleaned_data))
        return redirect("book_detail", book.pk)
    frozen = book.state in (Book.State.FROZEN, Book.State.HANDED_OVER) and bool(book.files)
    holds = book_data.waiting(book.campaign_id, book.person.slug) if book.state == Book.State.FROZEN else 0
    withdrawn = deeds.withdrawn(book) if frozen else 0
    return show(
        request,
        "book.html",
        title=_("Delivery book for %(name)s") % {"name": book.person.name},
        icon="doc-full",
        crumbs=(
            *_crumbs(book.campaign),
            (reverse("books_index", args=[book.campaign_id]), _("Delivery books")),
        ),
        status=422 if form.errors else 200,
        book=book,
        frozen=frozen,
        form=form,
        fingerprint=book_files.fingerprint(book) if frozen else "",
        percent=round(100 * book.done / book.letters) if book.letters else 0,
        withdrawn=withdrawn,
        newer=max(0, holds - (book.letters - withdrawn)),
        may_settle=may(request.user, SETTLE_MESSAGES),
    )


def _tell(request: StaffRequest, settled: int | None) -> None:
    if settled is None:
        messages.error(request, _("Nothing was changed: this book is not ready, or was handed over before."))
        return
    words = ngettext(
        "Handed over. %(n)s message that waited for the book now counts as accepted.",
        "Handed over. %(n)s messages that waited for the book now count as accepted.",
        settled,
    )
    messages.success(request, words % {"n": settled})


@require_POST
@needs(EXPORT_ACTIONS)
@needs(VIEW_PERSONAL)
def again(request: StaffRequest, book_id: UUID) -> HttpResponseBase:
    """A fresh book like this one, of this moment."""
    old = _book(book_id)
    made = deeds.ask(
        actor=request.user,
        campaign=old.campaign,
        person=old.person,
        language=old.language,
        singly=old.singly,
    )
    return redirect("book_detail", made.pk)


@require_safe
@needs(EXPORT_ACTIONS)
@needs(VIEW_PERSONAL)
@reauthentication_required
def download(request: StaffRequest, book_id: UUID, name: str) -> HttpResponseBase:
    book = _book(book_id)
    try:
        file = book_files.open_file(book, name)
    except LookupError:
        raise Http404 from None
    except book_files.ChangedError:
        audit.record(actor=request.user, verb="book.mismatch", subject=f"book {book.pk}", file=name)
        messages.error(
            request,
            _("%(file)s is no longer what was frozen, so it is not given out. Make a fresh book.")
            % {"file": name},
        )
        return redirect("book_detail", book.pk)
    audit.record(actor=request.user, verb="book.downloaded", subject=f"book {book.pk}", file=name)
    kind = TYPES.get(name.rpartition(".")[2], "text/plain; charset=utf-8")
    answer = StreamingHttpResponse(_pieces(file), content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{book.campaign.slug}-{book.person.slug}-{name}"'
    answer["Cache-Control"] = "no-store, private"
    return answer


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece
