"""A name taken apart into words that mean the same in every script and spelling. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from tocsin.organizations.common_words import CONCEPTS, KINDS, LEGAL, LINKS, TOPICS
from tocsin.organizations.lookalikes import scripts, unmask, visible
from tocsin.organizations.transliteration import ABJAD, latin

WEIGHTS = {"kind": 0.4, "topic": 0.6, "word": 1.0}
"""How much a word says about which organization it is."""

ENDING, KNOWN_ABROAD = 5, 6
"""Letters that case and gender may add to a stem; letters that make a common word known in any script."""

ELISION = re.compile(r"\b[dl]['’]", re.IGNORECASE)
INSIDE = re.compile(r"[.'’ʼ`´՚]")
"""Signs within a word: `e.V.` and `women's` are one word each."""

SPELLINGS = (
    *(
        (r"^ye", "e"),
        (r"^vo", "o"),
        (r"(?<=\w)(jan|ean|yan)$", "ian"),
        (r"(?<=\w)(janz|iantz|ianc|yants)$", "ian"),
    ),
    *((r"shch|sch|sh", "S"), (r"tch|dzh|dj|ch|zh|j", "J"), (r"kh|gh|ck|ks|q|x|g", "k"), (r"c(?=[eiy])", "s")),
    *((r"ts|tz|dz|z", "s"), (r"c", "k"), (r"ph", "f"), (r"th|d", "t"), (r"b", "p"), (r"w", "v")),
    *((r"ou|oo", "u"), (r"y", "i"), (r"h", ""), (r"([a-z])\1+", r"\1"), (r"S", "x"), (r"J", "j")),
)
"""One sound in one letter; both readings of Armenian (Eastern b, Western p) are one."""


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    weight: float

    @property
    def is_word(self) -> bool:
        return self.weight == WEIGHTS["word"]


@lru_cache(maxsize=4096)
def tokens(name: str) -> tuple[Token, ...]:
    """In their order. Legal forms and small words fall out, unless nothing else is there."""
    words = [unmask(word) for word in words_of(name)]
    spoken = [_token(word) for word in words]
    telling = [token for token, word in zip(spoken, words, strict=True) if not _is_dropped(latin(word))]
    return tuple(token for token in telling or spoken if token.text)


def words_of(name: str) -> list[str]:
    """`All-Armenian` is two; `(ANCA)` after the name that it shortens is none."""
    name = visible_letters(name)
    bare = re.sub(r"\((\w+)\)", lambda found: "" if found[1].isupper() else found[0], name)
    whole = re.sub(ELISION, "", bare if re.search(r"\w", bare) else name)
    return re.findall(r"\w+", re.sub(INSIDE, "", whole))


def visible_letters(name: str) -> str:
    return visible(name) if not ABJAD.search(name) else name


def _token(word: str) -> Token:
    text = sound(latin(word))
    concept = _concept(text, _script(word))
    if concept is None:
        return Token(text, WEIGHTS["word"])
    kind = "kind" if concept in KINDS else "topic" if concept in TOPICS else "word"
    return Token(concept, WEIGHTS[kind])


@lru_cache(maxsize=8192)
def sound(word: str) -> str:
    for spelling, sound in SPELLINGS:
        word = re.sub(spelling, sound, word)
    return word


def _is_dropped(word: str) -> bool:
    return word in _dropped() or word.startswith(_dropped_stems())


@cache
def _dropped() -> frozenset[str]:
    return frozenset(latin(word) for word in f"{LEGAL} {LINKS}".split() if not word.endswith("*"))


@cache
def _dropped_stems() -> tuple[str, ...]:
    return tuple(latin(word[:-1]) for word in LEGAL.split() if word.endswith("*"))


@cache
def _concepts() -> tuple[dict[str, str], dict[str, str]]:
    """Whole words, and stems that may take an ending. A short one is known in its own script only."""
    whole: dict[str, str] = {}
    stems: dict[str, str] = {}
    for concept, words in CONCEPTS.items():
        for word in words.split():
            text, script = sound(latin(word.rstrip("*"))), _script(word)
            keys = {f"{script} {text}"} | ({text} if len(text) >= KNOWN_ABROAD else set())
            whole |= dict.fromkeys(keys, concept)
            stems |= dict.fromkeys(keys if word.endswith("*") else (), concept)
    return whole, stems


@lru_cache(maxsize=8192)
def _concept(text: str, script: str) -> str | None:
    whole, stems = _concepts()
    shorter = [text[:-cut] for cut in range(1, ENDING + 1)]
    known = [whole.get(f"{script} {text}"), whole.get(text)]
    known += [stems.get(key) for stem in shorter for key in (f"{script} {stem}", stem)]
    return next(filter(None, known), None)


def _script(text: str) -> str:
    return min(scripts(text), default="")


@cache
def links() -> frozenset[str]:
    return frozenset(latin(word) for word in LINKS.split())
