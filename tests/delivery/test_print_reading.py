"""What a program reads out of a file of ours is what was written, in scripts whose marks and shapes are hard."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import unicodedata
from datetime import date
from pathlib import Path
from typing import Any

import page
import pikepdf
import pytest
import typst
from PIL import Image, ImageChops

from tocsin.delivery.channels.print import fonts, typeset

DAY = date(2026, 11, 22)
LEFTWARD = {
    "ar": "تَعْمَلُ العَبَّارَةُ لَيْلاً مِنْ جَدِيدٍ إلّا في كِتَابٌ سَلاَم لِلأُمِّ بّبّ",
    "fa": "می‌خواهم کتاب‌ها را بخوانم",
    "he": "שָׁלוֹם סֵפֶר הַגֶּשֶׁר בַּלַּיְלָה",
    "ur": "اُردُو زَبان میں لِکھو",
}
RIGHTWARD = {
    "am": "አማርኛ ፊደል",
    "bn": "বাংলা কেমন আছো ক্ষমা প্রিয় কৌশল",
    "bo": "བོད་སྐད་ རྒྱལ",
    "en": "office fire flow ffi after",
    "gu": "ગુજરાતી ક્ષેત્ર સ્થિતિ",
    "hi": "किताब क्षत्रिय विद्यार्थी कर्म स्त्री कीकी",
    "hy": "Երևան և մեծ Հարգելի՛",
    "ka": "ქართული ენა",
    "km": "ភាសាខ្មែរ ម្ពុ កម្ពុជា ស្រី",
    "kn": "ಕನ್ನಡ ಸ್ತ್ರೀ ಕ್ಷೇತ್ರ",
    "ko": "한국어 한글",
    "lo": "ພາສາລາວ ນ້ຳ ຜູ້",
    "ml": "മലയാളം കൊല്ലം സ്ത്രീ",
    "my": "မြန်မာစာ ကျွန်တော် ဖြစ်သည်",
    "pa": "ਪੰਜਾਬੀ ਵਿੱਚ ਕਿਤਾਬ",
    "ru": "за́мок замо́к Йй Ёё",
    "si": "සිංහල ශ්‍රී ලංකාව",
    "ta": "தமிழ் கொடுக்க செய்தி பொருள்",
    "te": "తెలుగు క్షేత్రం స్త్రీ",
    "th": "น้ำที่นี่ ภาษาไทย ทำไม ผู้ใหญ่",
    "vi": unicodedata.normalize("NFD", "Tiếng Việt đã được"),
    "yo": "Ẹ̀kọ́ ọ̀rọ̀ ṣ́ n̄",
}
DIRECTION = re.compile("[\u200b\u202a-\u202e\u2066-\u2069]")


def made(file: Path, *texts: str, way: str = "ltr", lang: str = "en") -> Path:
    common: dict[str, Any] = {
        "lang": lang,
        "paper": "a4",
        "day": [2026, 11, 22],
        "address": [],
        "title": texts[0],
    }
    letter: dict[str, Any] = {"n": 1, "place": "", "dir": way, "lang": lang, "date": ""}
    letter["paras"] = [{"dir": way, "t": text} for text in texts]
    words = dict.fromkeys(("subject", "salutation", "closing", "name"), texts[0])
    data = common | {"official": texts[0], "organization": texts[0], "letters": [letter | words]}
    typeset.typeset(template="letters", data=data, output=file, day=DAY)
    return file


def plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", DIRECTION.sub("", text)).split())


def read(file: Path) -> str:
    return plain(subprocess.run(["pdftotext", file, "-"], capture_output=True, check=True).stdout.decode())


@pytest.mark.parametrize("lang", LEFTWARD)
def test_lines_that_run_to_the_left_are_read_as_written(tmp_path: Path, lang: str) -> None:
    text = LEFTWARD[lang]
    assert plain(text) in read(made(tmp_path / "a.pdf", text, way="rtl", lang=lang))


@pytest.mark.parametrize("lang", RIGHTWARD)
def test_lines_that_run_to_the_right_are_read_as_written(tmp_path: Path, lang: str) -> None:
    text = RIGHTWARD[lang]
    assert plain(text) in read(made(tmp_path / "a.pdf", text, lang=lang))


@pytest.mark.parametrize("lang", sorted({*RIGHTWARD} - {"ko"}))
def test_a_program_that_knows_glyphs_alone_reads_the_same(tmp_path: Path, lang: str) -> None:
    """Without what the file says of whole pieces: many programs do not look at that. Korean has letters of a kind that
    stays as it is."""
    file, bare = made(tmp_path / "a.pdf", RIGHTWARD[lang], lang=lang), tmp_path / "bare.pdf"
    with pikepdf.open(file) as pdf:
        for found in pdf.pages:
            found.Contents = pdf.make_stream(found.Contents.read_bytes().replace(b"/ActualText", b"/Unheard"))
        pdf.save(bare)
    assert plain(RIGHTWARD[lang]) in read(bare)


def test_it_is_valid_and_the_same_bytes_each_time(tmp_path: Path) -> None:
    texts = [text for lang, text in (LEFTWARD | RIGHTWARD).items() if lang != "ko"]
    once, again = made(tmp_path / "a.pdf", *texts), made(tmp_path / "b.pdf", *texts)
    assert once.read_bytes() == again.read_bytes()
    for profile in ("2a", "ua1"):
        report = page.validate_pdf(once, profile=profile)
        assert report.rules.total > 100 and [failure.message for failure in report.failures] == []
    done = subprocess.run(["pdftotext", once, tmp_path / "a.txt"], capture_output=True, check=True)
    assert done.stderr == b""


def test_it_looks_the_same(tmp_path: Path) -> None:
    """But for the edges of letters, which a program puts on a grid: for each glyph anew."""
    (tmp_path / "a.typ").write_text("\n\n".join([*LEFTWARD.values(), *RIGHTWARD.values()]))
    fonts.gather(fonts.found(), tmp_path / "fonts")
    source, before, after = (str(tmp_path / name) for name in ("a.typ", "before.pdf", "after.pdf"))
    typst.compile(source, output=before, font_paths=[str(tmp_path / "fonts")], ignore_system_fonts=True)
    shutil.copy(before, after)
    code = "import sys, pathlib, reading; reading.mend(pathlib.Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", code, after], cwd=typeset.HERE, check=True)
    old, new = (picture(file) for file in (before, after))
    assert Path(before).read_bytes() != Path(after).read_bytes()
    other = ImageChops.difference(old, new).histogram()
    assert sum(other[128:]) < 0.02 * sum(old.histogram()[:128])


def picture(file: str) -> Image.Image:
    subprocess.run(["pdftoppm", "-r", "400", "-gray", "-singlefile", file, file], check=True)
    return Image.open(f"{file}.pgm")
