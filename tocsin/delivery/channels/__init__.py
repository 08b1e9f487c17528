"""The registry of channels: adding one is a folder and a line here, nothing else."""

from __future__ import annotations

from tocsin.delivery.channels.base import Channel
from tocsin.delivery.channels.email import EmailChannel
from tocsin.delivery.channels.sandbox import SandboxChannel

CHANNELS: dict[str, Channel] = {channel.kind: channel for channel in (EmailChannel(), SandboxChannel())}
