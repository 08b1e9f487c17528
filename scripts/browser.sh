#!/bin/sh
# The tests drive Debian's Chromium; nothing else is downloaded.
set -eu
have_browser() { command -v chromium || command -v google-chrome || [ -n "${BROWSER_PATH:-}" ]; }
# The driver that comes in the wheel links to it.
have_library() { [ -n "$(find /lib /usr/lib -name 'libatomic.so.1*' -print -quit 2>/dev/null)" ]; }
if have_browser >/dev/null && have_library; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "browser: installing chromium" >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium fonts-noto-core libatomic1 >/dev/null
else
    echo "browser: install the packages chromium (or set BROWSER_PATH) and libatomic1" >&2
    exit 2
fi
