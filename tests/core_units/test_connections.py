"""A machine that is cut off holds up the others only for a while."""

from __future__ import annotations

import pytest
from django.db import connection

from config import env


@pytest.mark.django_db
def test_a_transaction_whose_owner_fell_silent_ends() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SHOW idle_in_transaction_session_timeout")
        assert cursor.fetchone() == ("5min",)


def test_a_connection_that_was_cut_is_noticed_and_the_operator_may_say_how_soon() -> None:
    plain = env.database("postgresql://a@db.example.org/tocsin")["OPTIONS"]
    assert (plain["tcp_user_timeout"], plain["keepalives_idle"]) == (60_000, 30)
    own = env.database("postgresql://a@db.example.org/tocsin?tcp_user_timeout=5000")["OPTIONS"]
    assert own["tcp_user_timeout"] == "5000"
