#!/bin/sh
# The tests lay cables between hosts that they make (`ip`, `unshare`, `nsenter`) and read the PDFs that they set.
set -eu
missing=
for tool in ip unshare nsenter pdftotext; do command -v "$tool" >/dev/null || missing="$missing $tool"; done
[ -n "$missing" ] || exit 0
packages="iproute2 util-linux poppler-utils"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "tools: installing $packages" >&2
    apt-get update -qq
    # shellcheck disable=SC2086
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null
else
    echo "tools: missing:$missing; install the packages $packages" >&2
    exit 2
fi
