"""Letters of other scripts in Latin ones, by how they sound. Data, and one function that applies it."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

CYRILLIC = """
    аa бb вv гg ґg дd еe ёe єye жzh зz иi іi їi йy кk лl мm нn оo пp рr сs тt уu ўu фf хkh цts чch шsh щsh ъ ы=y ь эe
    юyu яya ђdj јy љl њn ћch џdj ѓg ќk ѕdz әa өo үu ұu қk ғgh ңn һh
"""
ARMENIAN = """
    աa բb գg դd եe զz էe ըe թt ժzh իi լl խkh ծts կk հh ձdz ղgh ճch մm յy նn շsh ոo չch պp ջj ռr սs վv տt րr ցts ւv
    փp քk օo ֆf
"""
GREEK = "αa βv γg δd εe ζz ηi θt ιi κk λl μm νn ξx οo πp ρr σs ςs τt υi φf χkh ψps ωo"
GEORGIAN = """
    აa ბb გg დd ეe ვv ზz თt იi კk ლl მm ნn ოo პp ჟzh რr სs ტt უu ფp ქk ღgh ყk შsh ჩch ცts ძdz წts ჭch ხkh ჯj ჰh
"""
ARABIC = """
    اa أa إi آa ٱa بb پp تt ثs جj چch حh خkh دd ذz رr زz ژzh سs شsh صs ضd طt ظz ع غgh فf قk کk كk گg لl مm نn هh ةa
    ۀe وu ؤu یi يi ئi ىa ء
"""
HEBREW = "אa בb גg דd הh וu זz חkh טt יi כk ךk לl מm םm נn ןn סs ע פp ףp צts ץts קk רr שsh תt"
TABLES = (CYRILLIC, ARMENIAN, GREEK, GEORGIAN, ARABIC, HEBREW)

SOUNDS = {item[0]: item[1:].lstrip("=") for table in TABLES for item in table.split()}

RUNS = (
    *(("ու", "u"), ("եւ", "ev"), ("և", "ev"), ("իւ", "yu"), ("եա", "ya"), ("էօ", "o")),
    *(("ου", "u"), ("μπ", "b"), ("ντ", "d"), ("γκ", "g"), ("τζ", "j"), ("ει", "i"), ("οι", "i"), ("αι", "e")),
    *(("αυ", "av"), ("ευ", "ev"), ("дж", "j"), ("дз", "dz"), ("кс", "x"), ("ия", "ia"), ("ье", "ie")),
)
"""Letters that sound otherwise together."""

ARTICLE = re.compile(r"\bال(?=\w{3})")
ABJAD = re.compile("[\u0590-\u05ff\u0600-\u06ff]")
"""Scripts that leave most vowels out."""


def latin(text: str) -> str:
    """In small Latin letters without accents; other signs are kept."""
    text = unicodedata.normalize("NFKC", text).casefold()
    text = ARTICLE.sub("", text)
    for run, sound in RUNS:
        text = text.replace(run, sound)
    text = "".join(SOUNDS.get(char, char) for char in text)
    spread = unicodedata.normalize("NFKD", text)
    return anyascii("".join(char for char in spread if not unicodedata.combining(char))).casefold()
