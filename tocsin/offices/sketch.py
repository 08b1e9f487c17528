"""How alike two texts are: MinHash of their word groups. Pure; works for scripts with and without spaces."""

from __future__ import annotations

import unicodedata
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

PERMUTATIONS = 128
GROUP = 3
"""Words in a group; where a script parts no words, characters."""
UNPARTED = (
    (0x0E00, 0x0EFF),
    (0x1000, 0x109F),
    (0x1780, 0x17FF),
    (0x3040, 0x30FF),
    (0x3400, 0x9FFF),
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)
"""Thai and Lao, Burmese, Khmer, kana, Han: each character counts as a word."""
Sketch = NDArray[np.uint32]
# Fixed for good: stored sketches are compared with those of later years.
_DICE = np.random.Generator(np.random.PCG64(20_119))
_FACTORS = _DICE.integers(1, 2**63, PERMUTATIONS, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
_SHIFTS = _DICE.integers(0, 2**63, PERMUTATIONS, dtype=np.uint64)
_EMPTY = np.full(PERMUTATIONS, 0xFFFFFFFF, dtype=np.uint32)


class _Plain(dict[int, str | None]):
    """What a character counts for; worked out once for each."""

    def __missing__(self, code: int) -> str | None:
        kind = unicodedata.category(chr(code))
        plain: str | None = chr(code)
        if kind == "Cf":
            plain = None
        elif kind[0] in "PZC":
            plain = " "
        elif any(first <= code <= last for first, last in UNPARTED):
            plain = f" {chr(code)} "
        self[code] = plain
        return plain


_PLAIN = _Plain()


def words(text: str) -> list[str]:
    """Its words without case, punctuation and spaces."""
    return unicodedata.normalize("NFKC", text).casefold().translate(_PLAIN).split()


def groups(text: str) -> set[int]:
    """The hashes of its overlapping word groups; a text shorter than one group is one."""
    found = words(text)
    if not found:
        return set()
    ends = range(max(1, len(found) - GROUP + 1))
    return {crc32(" ".join(found[start : start + GROUP]).encode()) for start in ends}


def likeness(one: set[int], other: set[int]) -> float:
    """Shared groups of all groups (Jaccard), exactly."""
    return len(one & other) / len(one | other) if one or other else 1.0


def sketch(hashes: set[int]) -> Sketch:
    """The smallest value of each permutation: two sketches agree in as many places as the texts are alike."""
    if not hashes:
        return _EMPTY.copy()
    column = np.fromiter(hashes, dtype=np.uint64, count=len(hashes))[:, None]
    mixed: Sketch = ((column * _FACTORS + _SHIFTS) >> np.uint64(32)).min(axis=0).astype(np.uint32)
    return mixed


def pack(found: Sketch) -> bytes:
    return found.astype("<u4").tobytes()


def unpack(rows: list[bytes]) -> Sketch:
    """One row for each sketch."""
    joined = np.frombuffer(b"".join(rows), dtype="<u4")
    return joined.reshape(len(rows), PERMUTATIONS).astype(np.uint32)
