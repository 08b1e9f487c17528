#!/bin/sh
# The tests lay cables between hosts that they make; `ip` is from Debian's iproute2, `unshare` from util-linux.
set -eu
if command -v ip >/dev/null && command -v unshare >/dev/null && command -v nsenter >/dev/null; then
    exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "network: installing iproute2" >&2
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends iproute2 util-linux >/dev/null
else
    echo "network: install the packages iproute2 and util-linux" >&2
    exit 2
fi
