"""Whether two names may be of the same organization, across scripts and spellings. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import product

from django.utils.translation import gettext_lazy as _

from tocsin.organizations.common_words import CONCEPTS
from tocsin.organizations.lookalikes import edits, scripts, shape
from tocsin.organizations.name_words import Token, links, sound, tokens, visible_letters, words_of
from tocsin.organizations.transliteration import ABJAD, latin

THRESHOLD = 0.84
"""Between the least alike of the same (0.86) and the most alike of the different (0.82) of the tests' pairs."""

REPLACED = 0.85
"""Each name has a word that the other lacks: rather two organizations than two spellings."""

TYPO_LETTERS, LONG_WORD = 6, 9
"""One wrong letter from here, two from there; in a shorter word another letter is another word."""

ACRONYM = re.compile(r"\w{3,7}")
LIKE_ACRONYM, LIKE_VOWELS, LIKE_SKELETON = 0.9, 0.85, 0.95
EDGE = 4

SILENT = re.compile("[aeiouv]")
MERGED = str.maketrans("fx", "ps")


class Why(StrEnum):
    SAME = "same"
    SHAPE = "shape"
    SCRIPT = "script"
    SPELLING = "spelling"
    ACRONYM = "acronym"

    @property
    def sentence(self) -> str:
        return str(SENTENCES[self])


SENTENCES = {
    Why.SAME: _("the same name"),
    Why.SHAPE: _("looks the same"),
    Why.SCRIPT: _("same name in another script"),
    Why.SPELLING: _("very similar spelling"),
    Why.ACRONYM: _("acronym"),
}


@dataclass(frozen=True, slots=True)
class Alike:
    why: Why
    one: str
    other: str
    likeness: float


def sound_key(name: str) -> str:
    """Equal for spellings of one name. What kind of body it is stays in, under one word for all languages."""
    return " ".join(sorted(token.text for token in tokens(name)))


def shape_key(name: str) -> str:
    """Equal for names that a reader would take for each other."""
    return shape(name)


def search_keys(names: Iterable[str]) -> set[str]:
    """Names that may be alike share at least one of these; look them up before comparing."""
    return {key for name in names for key in _keys(name)}


def likeness(one: str, other: str) -> float:
    """From 0 to 1, whatever the order of the words."""
    if _is_acronym(one, other) or _is_acronym(other, one):
        return max(LIKE_ACRONYM, _token_likeness(one, other))
    return _token_likeness(one, other)


def is_alike(names: Iterable[str], others: Iterable[str]) -> Alike | None:
    """The most alike pair of the names of two organizations, if any is alike enough."""
    pairs = (_compare(one, other) for one, other in product(list(names), list(others)))
    return max(filter(None, pairs), key=lambda alike: alike.likeness, default=None)


def _compare(one: str, other: str) -> Alike | None:
    if not tokens(one) or not tokens(other):
        return None
    if _plain(one) == _plain(other):
        return Alike(Why.SAME, one, other, 1.0)
    if shape_key(one) == shape_key(other) != "":
        return Alike(Why.SHAPE, one, other, 1.0)
    degree = likeness(one, other)
    if degree < THRESHOLD:
        return None
    if _token_likeness(one, other) < THRESHOLD:
        return Alike(Why.ACRONYM, one, other, degree)
    return Alike(Why.SPELLING if scripts(one) & scripts(other) else Why.SCRIPT, one, other, degree)


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _token_likeness(one: str, other: str) -> float:
    left, right = list(tokens(one)), list(tokens(other))
    if not left or not right:
        return 0.0
    if "".join(t.text for t in left) == "".join(t.text for t in right):
        return 1.0
    total = sum(token.weight for token in left + right)
    loose = bool(ABJAD.search(one)) != bool(ABJAD.search(other))
    foreign = not scripts(one) & scripts(other)
    shared = 0.0
    for near, a, b in _best_pairs(left, right, loose, foreign):
        if a in left and b in right:
            left.remove(a)
            right.remove(b)
            shared += near * (a.weight + b.weight)
    replaced = any(token.is_word for token in left) and any(token.is_word for token in right)
    return shared / total * (REPLACED if replaced else 1)


def _best_pairs(
    left: list[Token], right: list[Token], loose: bool, foreign: bool
) -> list[tuple[float, Token, Token]]:
    near = ((_near(a.text, b.text, loose, foreign), a, b) for a, b in product(left, right))
    return sorted((pair for pair in near if pair[0]), key=lambda pair: -pair[0])


@lru_cache(maxsize=65536)
def _near(one: str, other: str, loose: bool, foreign: bool) -> float:
    """How near two words sound; loose where one script has no vowels, foreign where a case may add one."""
    if one == other:
        return 1.0
    shorter, longer = sorted((len(one), len(other)))
    bones = _skeleton(one)
    same_bones = bones == _skeleton(other)
    if loose and same_bones and len(bones) >= 2:
        return LIKE_SKELETON
    if foreign and _stem(one) == _stem(other):
        return LIKE_SKELETON
    if shorter < TYPO_LETTERS or one.isdigit() or other.isdigit():
        return 0.0
    if {one, other} <= CONCEPTS.keys():
        return 0.0
    wrong = edits(one, other, 2)
    if wrong <= (1 if shorter < LONG_WORD else 2):
        return 1 - wrong / longer
    return LIKE_VOWELS if wrong <= 2 and same_bones and len(bones) >= 3 else 0.0


def _stem(text: str) -> str:
    return text[:-1] if len(text) > EDGE - 1 and text[-1] in "aeiu" else text


def _skeleton(text: str) -> str:
    return re.sub(r"(.)\1+", r"\1", SILENT.sub("", text).translate(MERGED))


def _is_acronym(short: str, long: str) -> bool:
    word = visible_letters(short).replace(".", "").strip()
    if not ACRONYM.fullmatch(word) or not word.isupper():
        return False
    return sound(latin(word)) in _initials(long)


def _initials(name: str) -> set[str]:
    """With and without the small words; sounded, so that they agree across scripts."""
    words = words_of(name)
    telling = [word for word in words if latin(word) not in links()]
    made = ("".join(word[0] for word in some) for some in (words, telling) if len(some) >= 3)
    return {sound(latin(initials)) for initials in made}


def _keys(name: str) -> set[str]:
    found = tokens(name)
    core = [token.text for token in found if token.is_word] or [token.text for token in found]
    keys = {"=" + sound_key(name), "~" + shape_key(name)}
    keys |= {f"@{initials}" for initials in _initials(name)} | {f"@{text}" for text in core if len(core) == 1}
    for text in core:
        keys |= {_stem(text), "'" + _skeleton(text)} if len(_skeleton(text)) >= 2 else {_stem(text)}
        if len(text) >= TYPO_LETTERS:
            keys |= {f"{text[:EDGE]}-", f"-{text[-EDGE:]}"}
    return keys - {"=", "~"}
