"""Gets public data from their official addresses, whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import requests
from django.conf import settings
from django.utils.timezone import localdate

from tocsin.core.datasets import Refused
from tocsin.sync.sources import files_of

CONNECT_SECONDS, READ_SECONDS = 10, 60
LARGEST = 400 * 2**20
CHUNK = 2**16
AGENT = "Tocsin (advocacy software; public data refresh)"

Progress = Callable[[int, int], None]


def download(name: str, folder: Path, progress: Progress) -> None:
    """Fills the folder with the files of one set, laid out as `tocsin data sync --from` reads them."""
    files = files_of(name)
    if not files:
        raise Refused(f"{name}: nothing to ask for yet; name a bill in a campaign, or use --from")
    with requests.Session() as session:
        session.headers["User-Agent"] = AGENT
        for path, address in files.items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            _get(session, name, address_of(path, address), target, progress)
            note = f"Downloaded from {address} ({localdate()})\n"
            (target.parent / "SOURCE.txt").write_text(note, encoding="utf-8")


def address_of(path: str, official: str) -> str:
    """The operator's own mirror, where one is set, is laid out like the folder."""
    mirror = settings.DATA_MIRROR
    return f"{mirror.rstrip('/')}/{path}" if mirror else official


def _get(session: requests.Session, name: str, address: str, target: Path, progress: Progress) -> None:
    try:
        with session.get(address, stream=True, timeout=(CONNECT_SECONDS, READ_SECONDS)) as answer:
            answer.raise_for_status()
            total = int(answer.headers.get("Content-Length") or 0)
            if max(total, _store(answer, target, total, progress)) > LARGEST:
                raise Refused(f"{name}: {address} is larger than {LARGEST // 2**20} MB")
    except requests.HTTPError as error:
        raise Refused(f"{name}: {address} answered {error.response.status_code}") from None
    except (requests.RequestException, OSError) as error:
        raise Refused(f"{name}: {address} cannot be reached ({type(error).__name__})") from None


def _store(answer: requests.Response, target: Path, total: int, progress: Progress) -> int:
    done = 0
    with target.open("wb") as file:
        for chunk in answer.iter_content(CHUNK):
            file.write(chunk)
            done += len(chunk)
            if done > LARGEST:
                break
            progress(done, max(done, total))
    encoded = "Content-Encoding" in answer.headers
    if total and not encoded and done < min(total, LARGEST):
        raise requests.ConnectionError("it broke off")
    return done
