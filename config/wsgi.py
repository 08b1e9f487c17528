"""The web application, as Granian serves it."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from tocsin.core.microcache import MicroCache

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
application = MicroCache(get_wsgi_application())
