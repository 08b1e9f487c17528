"""Personal data have a clock: what is old is forgotten, and every count still holds."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db.models import Model
from django.test import Client
from django.utils.timezone import now

from tests import cast
from tests.cast import ANAHIT, DANIEL, ZOE
from tocsin.actions import confirm
from tocsin.actions.models import Submission
from tocsin.actions.page import ActionPage
from tocsin.actions.recount import recount
from tocsin.core import retention
from tocsin.delivery.models import Message
from tocsin.supporters.models import Consent, Supporter


def forget_after(days: int) -> None:
    retention.purge(now() + timedelta(days=days))


def told_of(*rows: Model) -> str:
    return " ".join(str(vars(row)) for row in rows)


def test_who_never_confirmed_is_forgotten_in_time_and_not_before(client: Client, page: ActionPage) -> None:
    cast.send(client, ANAHIT, consent_show="on")
    forget_after(settings.CONFIRM_DAYS)
    assert Submission.objects.count() == 1
    forget_after(settings.CONFIRM_DAYS + 2)
    assert not Submission.objects.exists() and not Consent.objects.exists()
    assert all(line.agrees for line in recount())


def test_a_voided_address_is_still_left_alone(client: Client, page: ActionPage) -> None:
    cast.send(client, ANAHIT)
    confirm.void(Submission.objects.get().pk)
    forget_after(settings.CONFIRM_DAYS + 2)
    assert ANAHIT.name not in told_of(*Submission.objects.all())
    cast.send(client, ANAHIT)
    assert Message.objects.filter(purpose="confirm").exclude(state="cancelled").count() == 0


def test_a_confirmed_act_goes_on_counting_without_its_person(client: Client, page: ActionPage) -> None:
    act = cast.act(client, DANIEL, own_words="My street floods.")
    forget_after(settings.KEEP_DAYS + 1)
    act.refresh_from_db()
    assert not Supporter.objects.exists() and act.supporter is None
    assert act.state == "confirmed" and DANIEL.name not in told_of(act) and "floods" not in told_of(act)
    assert all(line.agrees for line in recount())


def test_a_settled_letter_keeps_its_state_and_loses_its_words(client: Client, page: ActionPage) -> None:
    cast.act(client, ZOE, own_words="My street floods.", consent_reply="on")
    Message.objects.filter(purpose="action").update(state="accepted", settled_at=now(), reply="250 taken")
    forget_after(370)
    letter = Message.objects.get(purpose="action")
    assert letter.state == "accepted" and letter.reply == "250 taken" and letter.recipient == ""
    assert ZOE.email not in told_of(letter) and "floods" not in told_of(letter)


def test_every_field_that_tells_of_a_person_has_its_clock() -> None:
    held = {holding.model.partition(" ")[0]: set(holding.fields) for holding in retention.HOLDINGS.values()}
    assert held["actions.Submission"] >= {"name", "email", "postal_code", "address", "own_words", "body"}
    assert held["supporters.Supporter"] == {"name", "email"}
    assert "recipient" in held["delivery.Message"] and "actor_name" in held["core.AuditEntry"]
