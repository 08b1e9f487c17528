"""A stand-in for both chambers' gateways: a real HTTP server that judges, keeps, and misbehaves on request."""

from tocsin.delivery.channels.cwc.gateway.desk import Desk as Desk
from tocsin.delivery.channels.cwc.gateway.server import running as running
from tocsin.delivery.channels.cwc.gateway.server import serve as serve
