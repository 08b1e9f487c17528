"""Letters of writers who never met, and of people who change what they were given."""

from __future__ import annotations

import random

SUBJECTS = [
    "my mother",
    "our parish",
    "the school board",
    "a neighbor of mine",
    "the baker",
    "my daughter",
    "our union",
    "the coach",
]
DEEDS = [
    "remembers",
    "fears",
    "has lost",
    "still hopes for",
    "wrote about",
    "asks about",
    "prays for",
    "cannot forget",
    "voted for",
]
THINGS = [
    "the bridge",
    "her old house",
    "a quiet border",
    "the orchard",
    "those prisoners",
    "the winter of 1991",
    "fair prices",
]
LINKS = (
    "because",
    "although",
    "while",
    "ever since",
    "so that",
    "in spite of that",
    "and yet",
    "after",
)


def word(dice: random.Random) -> str:
    return "".join(dice.choice("bdfgklmnprstv") + dice.choice("aeiou") for _ in range(dice.randint(1, 4)))


def sentence(dice: random.Random, vocabulary: list[str]) -> str:
    """Everybody uses the same turns of phrase, and words of their own, the common ones more often."""
    own = [
        vocabulary[min(int(dice.paretovariate(0.7)), len(vocabulary) - 1)] for _ in range(dice.randint(4, 12))
    ]
    turn = f"{dice.choice(SUBJECTS)} {dice.choice(DEEDS)} {dice.choice(THINGS)} {dice.choice(LINKS)}"
    return f"{turn} {' '.join(own)}.".capitalize()


def letter(dice: random.Random, vocabulary: list[str], sentences: int = 10) -> str:
    return " ".join(sentence(dice, vocabulary) for _ in range(sentences))


def edited(dice: random.Random, text: str, share: float, vocabulary: list[str]) -> str:
    """Up to this share of the words replaced, taken out or put in, anywhere."""
    words = text.split()
    for _ in range(int(len(words) * share)):
        place, deed = dice.randrange(len(words)), dice.randrange(3)
        words[place : place + (deed != 2)] = [] if deed == 0 else [dice.choice(vocabulary)]
    return " ".join(words)


def reordered(dice: random.Random, text: str) -> str:
    parts = text.split(". ")
    dice.shuffle(parts)
    return ". ".join(parts)


def vocabulary(dice: random.Random, size: int = 3000) -> list[str]:
    return list({word(dice) for _ in range(size)})
