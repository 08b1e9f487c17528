"""The TXT records of a name, asked live: what a domain's owner alone can publish."""

from __future__ import annotations

import ipaddress
import socket

import dns.exception
import dns.resolver
from django.conf import settings
from django.utils.translation import gettext as _

SECONDS = 3.0
"""For the whole question, with all repetitions: a person is waiting for the page."""


class DnsError(Exception):
    """Nobody can say now what the name holds; the text says so to the person who asked."""


def txt_values(name: str) -> tuple[str, ...]:
    """Empty when there is no such name or record. Raises DnsError when there was no answer to trust."""
    try:
        answer = _resolver().resolve(name, "TXT", search=False, lifetime=SECONDS)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return ()
    except dns.exception.Timeout:
        raise DnsError(
            _("The name servers of this domain did not answer in time. Try again later.")
        ) from None
    except dns.resolver.NoNameservers:
        raise DnsError(_("The name servers of this domain answer with an error. Try again later.")) from None
    except dns.exception.DNSException:
        raise DnsError(_("This name cannot be asked for in the domain name system.")) from None
    return tuple(b"".join(record.strings).decode("utf-8", "replace") for record in answer)


def _resolver() -> dns.resolver.Resolver:
    place = getattr(settings, "DNS_RESOLVER", "")
    if not place:
        return _of_the_system()
    host, _colon, port = place.rpartition(":")
    resolver = dns.resolver.Resolver(configure=False)
    resolver.nameservers = [_address(host.strip("[]"))]
    resolver.port = int(port)
    return resolver


def _of_the_system() -> dns.resolver.Resolver:
    try:
        return dns.resolver.Resolver()
    except dns.resolver.NoResolverConfiguration:
        raise DnsError(_("This server has no access to the domain name system.")) from None


def _address(host: str) -> str:
    """The resolver may be given by name, such as a container's."""
    try:
        return str(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return str(socket.getaddrinfo(host, None, type=socket.SOCK_DGRAM)[0][4][0])
    except OSError:
        raise DnsError(_("This server has no access to the domain name system.")) from None
