"""The worker process: waits for doorbells and the clock, and ends cleanly when told to."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
from threading import Thread

from django.conf import settings
from django.db import DatabaseError
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector

from tocsin.delivery import doorbell, replay, roster
from tocsin.delivery.drain import STOP, drain_until_dry, is_busy
from tocsin.delivery.journal import JournalError
from tocsin.delivery.replay import RewoundError
from tocsin.delivery.steadfast import steadfast

AGAIN = 2.0
"""Seconds before a worker that lost the database tries again."""
WATCH = 15.0
"""Seconds between two looks of the watch."""

log = logging.getLogger(__name__)


def run() -> None:
    """Returns after SIGTERM or SIGINT, when the messages at hand are done and the others given back."""
    doorbell.ring()
    Thread(target=_watch, name="watch", daemon=True).start()
    asyncio.run(_run())
    keep_journal()  # so that whoever starts next has nothing to play


def _watch() -> None:
    """A worker that no longer hears the bell sends what waits, and ends: whoever started it starts it again."""
    while not STOP.wait(WATCH):
        keep_journal()
        if rescue():
            log.error("this worker did not hear the bell; it ends, to be started again")
            os._exit(os.EX_TEMPFAIL)


def keep_journal() -> None:
    """What neighbors that died here knew is settled; what this process wrote is marked as seen."""
    try:
        steadfast(replay.replay, STOP)
        steadfast(replay.mark, STOP)
        replay.forget_old()
    except RewoundError as error:
        log.error("%s; it ends, to be started again", error)
        os._exit(os.EX_TEMPFAIL)
    except (JournalError, OSError, DatabaseError):
        log.exception("the delivery journal needs a person")


def rescue() -> bool:
    """Whether messages had been waiting that neither a bell nor the sweep made this process send."""
    if is_busy() or roster.lateness(steadfast(roster.look, STOP)) < roster.LATE.total_seconds():
        return False
    return bool(drain_until_dry())


async def _run() -> None:
    loop, working = asyncio.get_running_loop(), asyncio.create_task(_keep_working())
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, _stop, working)
    try:
        await working
    except asyncio.CancelledError:
        log.info("stopped")


def _stop(working: asyncio.Task[None]) -> None:
    STOP.set()
    working.cancel()


async def _keep_working() -> None:
    while not STOP.is_set():
        try:
            await _work()
        except Exception:
            log.exception("the worker lost its footing; it goes on in %s s", AGAIN)
            await asyncio.sleep(AGAIN)


async def _work() -> None:
    connector = DjangoConnector().get_worker_connector()
    with app.replace_connector(connector):
        async with app.open_async():
            await app.run_worker_async(
                concurrency=settings.WORKER_CONCURRENCY,
                delete_jobs="successful",
                install_signal_handlers=False,
            )
