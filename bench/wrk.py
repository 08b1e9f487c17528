"""Requests per second of one address, by wrk where it can be had, else by our own load."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

from bench import harness, load
from bench.harness import HOST, SECONDS

HEADERS = {
    "Host": "localhost",
    "Accept": "text/html,application/xhtml+xml",
    "Accept-Encoding": "gzip",
    "Accept-Language": "en-US,en;q=0.7",
}


@cache
def installed() -> bool:
    """Debian's package is installed where we may."""
    if shutil.which("wrk"):
        return True
    if os.geteuid() == 0 and shutil.which("apt-get"):
        harness.say("installing wrk")
        subprocess.run(["apt-get", "install", "-y", "-qq", "wrk"], stdout=subprocess.DEVNULL, check=False)
    if not shutil.which("wrk"):
        harness.say("the package wrk is not here; a slower load in Python takes its place")
    return bool(shutil.which("wrk"))


def sent(port: int, script: Path, *, connections: int, seconds: float) -> tuple[int, float, float]:
    """Requests that were answered, in how many seconds, and the 99th percentile of waiting in ms."""
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds:.0f}s", "--latency", "-s", str(script)]
    text = subprocess.run(
        [*command, f"http://{HOST}:{port}"], capture_output=True, text=True, check=True
    ).stdout
    done = re.search(r"(\d+) requests in ([\d.]+)s", text)
    slow = re.search(r"99%\s+([\d.]+)(us|ms|s)", text)
    assert done and slow, text
    assert "Non-2xx or 3xx" not in text and "Socket errors" not in text, text
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}[slow[2]]
    return int(done[1]), float(done[2]), float(slow[1]) * unit


def rate(port: int, path: str, *, connections: int = 64) -> float:
    """Only whole answers with status 200 count; any other ends the benchmark."""
    if not installed():
        lines = [f"GET {path} HTTP/1.1", *(f"{name}: {value}" for name, value in HEADERS.items()), "", ""]
        request = "\r\n".join(lines).encode()
        report = load.run((HOST, port), lambda: request, connections=connections, seconds=SECONDS)
        assert set(report.statuses) == {200}, report.statuses
        return report.rate
    headers = [word for name, value in HEADERS.items() for word in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{SECONDS:.0f}s", *headers, f"http://{HOST}:{port}{path}"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"Requests/sec:\s+([\d.]+)", text)
    assert found, text
    assert "Non-2xx" not in text, text
    assert "Socket errors" not in text or "connect 0, read 0, write 0" in text, text
    return float(found[1])
