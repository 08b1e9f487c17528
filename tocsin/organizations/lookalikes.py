"""Letters that look like other letters, and words that differ by one of them. Pure."""

from __future__ import annotations

import unicodedata

PAIRS = """
    аa сc еe ёe һh іi їi јj ԛq оo рp ѕs тt уy хx ԁd ԝw вb нh кk мm пn гr ьb
    АA СC ЕE ЁE НH ІI ЇI ЈJ КK МM ОO РP ЅS ТT ХX УY ԌG ԚQ ԜW ВB
    αa βb γy εe ιi κk νv οo ρp τt υu χx ωw ηn
    ΑA ΒB ΕE ΖZ ΗH ΙI ΚK ΜM ΝN ΟO ΡP ΤT ΥY ΧX
    աw ոn սu օo հh նu ցg զq գq քp ւl յj լl ռn բp վu ԁd
    ՍU ՏS ՕO ԼL ՈN ՀZ ԱU ՑS ՅJ
    ıi ɑa ɡg ɩi øo đd łl ħh ŧt ſs ᴀa ᴄc ᴇe ᴏo ᴜu ᴠv ᴡw ᴢz
"""
SEEN_AS = str.maketrans({pair[0]: pair[1] for pair in PAIRS.split()})

CLOSE = str.maketrans("01iI|!", "olllll")
"""What most fonts hardly tell apart, once the letters are Latin."""

RUNS = (("rn", "m"), ("vv", "w"))

MIXABLE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "CHEROKEE", "COPTIC"})
"""Scripts that share letter shapes: no honest word is written in two of them."""


def visible(text: str) -> str:
    """Without what nobody sees: marks of width nought, direction marks, accents."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(char for char in spread if unicodedata.category(char) not in {"Cf", "Cc", "Mn", "Me"})


def shape(text: str) -> str:
    """Equal for words that look the same. Not for showing."""
    latin = visible(text).translate(SEEN_AS).translate(CLOSE).casefold().translate(CLOSE)
    bare = "".join(char for char in latin if char.isalnum())
    for run, one in RUNS:
        bare = bare.replace(run, one)
    return bare


def scripts(word: str) -> set[str]:
    return {unicodedata.name(char, "?").split()[0] for char in word if char.isalpha()}


def is_mixed(word: str) -> bool:
    return len(scripts(unicodedata.normalize("NFKC", word)) & MIXABLE) > 1


def unmask(word: str) -> str:
    """A word of two scripts is read as the Latin word that it imitates."""
    return visible(word).translate(SEEN_AS) if is_mixed(word) else word


def edits(one: str, other: str, most: int) -> int:
    """Letters put in, left out, replaced or swapped; `most + 1` when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, b in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return min(row[-1], most + 1)
