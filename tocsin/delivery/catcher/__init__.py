"""A mail server for demonstrations and tests: takes every letter, sends none on, shows them at `/dev/mail/`."""

from tocsin.delivery.catcher.server import serve as serve
