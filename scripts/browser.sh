#!/bin/sh
# The tests drive Debian's Chromium; nothing else is downloaded.
set -eu
if command -v chromium >/dev/null || command -v google-chrome >/dev/null || [ -n "${BROWSER_PATH:-}" ]; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "browser: installing chromium" >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        chromium fonts-noto-core >/dev/null
else
    echo "browser: install the package chromium (or set BROWSER_PATH)" >&2
    exit 2
fi
