"""`/health`: whether this site can serve, for a monitor."""

from __future__ import annotations

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse

from tocsin.delivery.health import snapshot


def health(request: HttpRequest) -> JsonResponse:
    """Database, queue depth, age of the oldest due message in seconds, workers; 503 when it cannot serve."""
    try:
        facts = {"database": "ok", **snapshot()}
    except DatabaseError as error:
        return JsonResponse({"database": type(error).__name__}, status=503)
    return JsonResponse(facts, headers={"Cache-Control": "no-store"})
