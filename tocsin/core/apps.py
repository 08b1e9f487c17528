from datetime import timedelta
from typing import Any

from django.apps import AppConfig
from django.db.backends.base.base import BaseDatabaseWrapper

AUDIT_KEPT = timedelta(days=3 * 365)
LONGEST_SILENCE = "5min"
"""Within a transaction. Then whoever began it was cut off, and nobody waits for its locks any longer."""


class CoreConfig(AppConfig):
    name = "tocsin.core"
    label = "core"

    def ready(self) -> None:
        from django.db.backends.signals import connection_created

        from tocsin.core import audit, retention

        connection_created.connect(_bound_silence)
        retention.register(
            retention.Holding(
                model="core.AuditEntry",
                fields=("actor_name",),
                why="to answer for what staff did",
                keep=AUDIT_KEPT,
                purge=audit.forget,
            )
        )


def _bound_silence(connection: BaseDatabaseWrapper, **_: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('idle_in_transaction_session_timeout', %s, false)", [LONGEST_SILENCE]
        )
