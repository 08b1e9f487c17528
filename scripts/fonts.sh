#!/bin/sh
# The letters of the delivery book: Noto, with Armenian, Cyrillic, Greek, Arabic, Chinese, Japanese, Korean and emoji.
# Fonts of the system are used where they are; else Debian's packages are unpacked into .venv/share/fonts,
# which needs no rights and installs nothing. Without them the book says what it cannot print.
set -eu
cd "$(dirname "$0")/.."
fonts=.venv/share/fonts
system=/usr/share/fonts

have() { [ -e "$fonts/$1" ] || [ -e "$system/truetype/noto/$1" ] || [ -e "$system/opentype/noto/$1" ]; }

get() { # package, a file of it
    if have "$2"; then return; fi
    if [ -e "$fonts/.tried-$1" ] && [ -z "$(find "$fonts/.tried-$1" -mtime +1)" ]; then return; fi
    mkdir -p "$fonts"
    touch "$fonts/.tried-$1"
    work=$(mktemp -d)
    echo "fonts: getting $1" >&2
    if (cd "$work" && { apt-get download -qq "$1" || { apt-get update -qq && apt-get download -qq "$1"; }; } &&
        dpkg -x "$1"_*.deb .) >/dev/null 2>&1; then
        find "$work/usr/share/fonts" -type f \( -name 'NotoSerif*' -o -name 'NotoNaskhArabic-*' -o -name 'NotoSans-*' \
            -o -name 'NotoSansSymbols*' -o -name 'NotoSansMath-*' -o -name 'NotoColorEmoji.ttf' \) -exec cp {} "$fonts/" \;
    else
        echo "fonts: $1 cannot be had here; install it, or delivery books leave out the scripts it has" >&2
    fi
    rm -rf "$work"
}

get fonts-noto-core NotoSerifArmenian-Regular.ttf
get fonts-noto-cjk NotoSerifCJK-Regular.ttc
get fonts-noto-color-emoji NotoColorEmoji.ttf
