#!/bin/sh
# Usage: scripts/setup.sh base|dev. Creates .venv from the hash-locked requirements.
set -eu
cd "$(dirname "$0")/.."
kind=${1:-dev}
python=${PYTHON:-python3}

say() { echo "setup: $*" >&2; }

if ! "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    say "Python 3.11 or newer is needed; set PYTHON to its path"
    exit 2
fi

make_venv() { rm -rf .venv && "$python" -m venv .venv; }

if [ ! -x .venv/bin/pip ] && ! make_venv >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        say "installing python3-venv"
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3-venv >/dev/null
        make_venv
    else
        say "python3 -m venv does not work here; install the package python3-venv"
        exit 2
    fi
fi

pip() { .venv/bin/python -m pip --quiet --quiet --disable-pip-version-check "$@"; }

say "installing the locked dependencies ($kind)"
pip install --require-hashes --only-binary :all: -r "requirements/$kind.txt"
pip install --require-hashes --only-binary :all: -r requirements/build.txt
pip install --no-deps --no-build-isolation -e .
touch .venv/.base
if [ "$kind" = dev ]; then touch .venv/.dev; fi
