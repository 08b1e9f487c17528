"""The registry of channels: adding one is a folder and a line here, nothing else."""

from __future__ import annotations

from tocsin.delivery.channels.base import Channel
from tocsin.delivery.channels.cwc import CwcChannel
from tocsin.delivery.channels.email import EmailChannel
from tocsin.delivery.channels.phone import PhoneChannel
from tocsin.delivery.channels.print import PrintChannel
from tocsin.delivery.channels.sandbox import SandboxChannel
from tocsin.delivery.channels.social import SocialChannel
from tocsin.delivery.channels.webform import WebformChannel
from tocsin.delivery.channels.webhook import WebhookChannel

MACHINES: tuple[Channel, ...] = (EmailChannel(), CwcChannel(), WebhookChannel(), SandboxChannel())
BY_HAND: tuple[Channel, ...] = (PrintChannel(), WebformChannel(), PhoneChannel(), SocialChannel())
CHANNELS: dict[str, Channel] = {channel.kind: channel for channel in (*MACHINES, *BY_HAND)}
