"""What the offices add to the post: their answer, to everybody who wrote to them."""

from __future__ import annotations

from datetime import timedelta

from tocsin.actions import answers
from tocsin.delivery.purposes import Purpose

PURPOSES = (
    Purpose(
        name="answer",
        compose=answers.compose_answer,
        expires=timedelta(days=5),
        keep=timedelta(days=30),
        priority=7,
    ),
)
