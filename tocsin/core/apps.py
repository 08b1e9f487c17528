from datetime import timedelta

from django.apps import AppConfig

AUDIT_KEPT = timedelta(days=3 * 365)


class CoreConfig(AppConfig):
    name = "tocsin.core"
    label = "core"

    def ready(self) -> None:
        from tocsin.core import audit, retention

        retention.register(
            retention.Holding(
                model="core.AuditEntry",
                fields=("actor_name",),
                why="to answer for what staff did",
                keep=AUDIT_KEPT,
                purge=audit.forget,
            )
        )
