"""The frozen letter, its press version, its share images: every script right, to be kept and to be read aloud."""

from __future__ import annotations

import re
import subprocess
from datetime import date
from pathlib import Path

import page
import pytest
from PIL import Image

from tests.letters import typeset_scene as scene
from tocsin.delivery.channels.print.typeset import TypesetError
from tocsin.letters.print import setting
from tocsin.letters.print.data import Letter

DAY = date(2026, 11, 27)
A4_WIDTH, MARGIN = 595.3, 82.2
"""Points; the margin is 29 mm."""
BIDI = re.compile("[\u200b\u202a-\u202e\u2066-\u2069]")


def read(file: Path, *options: str) -> str:
    """As a program reads it: lines joined, and without the marks of direction that the reader adds."""
    done = subprocess.run(["pdftotext", *options, str(file), "-"], capture_output=True, check=True)
    return " ".join(BIDI.sub("", done.stdout.decode()).split())


def spoken(text: str) -> str:
    """The words alone: readers disagree on which side of a stop its space is where lines run to the left."""
    return " ".join(re.findall(r"\w+", text))


def structure(file: Path) -> str:
    return subprocess.run(["pdfinfo", "-struct", str(file)], capture_output=True, check=True).stdout.decode(
        errors="replace"
    )


def made(folder: Path, data: Letter) -> Path:
    setting.letter(data, output=folder / "letter.pdf", day=DAY)
    return folder / "letter.pdf"


@pytest.mark.parametrize("lang", scene.TITLES)
def test_the_text_of_every_language_can_be_read_out_of_the_file(tmp_path: Path, lang: str) -> None:
    words = spoken(read(made(tmp_path, scene.letter())))
    said = [*scene.TITLES[lang], scene.SALUTATIONS[lang], *scene.BODIES[lang]]
    assert [text for text in said if spoken(text) not in words] == []


def test_names_in_every_script_can_be_read_out_of_the_file(tmp_path: Path) -> None:
    words = read(made(tmp_path, scene.letter(scene.CHINESE)))
    everyone = [*scene.ORGANIZATIONS, scene.CHINESE]
    names = [named["text"] for found in everyone for named in (found["name"], *found["others"])]
    assert [name for name in [*names, *(found["signer"] for found in everyone)] if name not in words] == []


def test_the_authoritative_text_comes_first_then_its_signatories_the_translations_and_the_proof(
    tmp_path: Path,
) -> None:
    words = read(made(tmp_path, scene.letter()))
    order = [
        "Dear members",
        "Union of Bakers Sam",
        "Пусть паром",
        "How to check",
        *scene.DIGESTS,
        scene.ADDRESS,
    ]
    places = [words.index(text) for text in order]
    assert places == sorted(places) and "Page 1 of 7" in words


def test_a_validator_that_others_wrote_finds_no_fault(tmp_path: Path) -> None:
    Image.new("RGBA", (300, 120), "teal").save(tmp_path / "logo.png")
    logos = {"logo.png": tmp_path / "logo.png"}
    data = scene.letter(logos=("logo.png",))
    setting.letter(data, output=tmp_path / "letter.pdf", day=DAY, logos=logos)
    setting.press(scene.press(), output=tmp_path / "press.pdf", day=DAY)
    for name in ("letter.pdf", "press.pdf"):
        for profile in ("2a", "ua1"):
            report = page.validate_pdf(tmp_path / name, profile=profile)
            assert report.rules.total > 100 and [failure.message for failure in report.failures] == []


def test_it_is_tagged_and_says_which_language_is_spoken(tmp_path: Path) -> None:
    file = made(tmp_path, scene.letter())
    tags = structure(file)
    assert [tags.count(f"  {tag} ") for tag in ("H1", "H3", "H4")] == [6, 2, 2] and "  L (" in tags
    assert set(re.findall(rb"/Lang ?\((\w+)\)", file.read_bytes())) >= {b"en", b"hy", b"ru", b"ar", b"fr"}


def test_a_name_of_300_characters_stays_in_its_column(tmp_path: Path) -> None:
    long = [scene.signatory(name[:300], signer=name[:300]) for name in (scene.LONG, "W" * 300, "ههه" * 100)]
    file = made(tmp_path, scene.letter(*long))
    done = subprocess.run(["pdftotext", "-bbox", str(file), "-"], capture_output=True, check=True)
    edges = re.findall(r'xMin="([\d.-]+)".*? xMax="([\d.-]+)"', done.stdout.decode())
    assert min(float(left) for left, _ in edges) > MARGIN - 1
    assert max(float(right) for _, right in edges) < A4_WIDTH - MARGIN + 1
    assert scene.LONG[:300].strip() in read(file, "-raw") and "W" * 300 in read(file, "-raw").replace(" ", "")


def test_no_signatory_of_many_is_lost_between_columns_and_pages(tmp_path: Path) -> None:
    many = [scene.signatory(f"Society-{n}.", signer=f"Signer-{n}.") for n in range(400)]
    words = read(made(tmp_path, scene.letter(*many)), "-raw")
    assert [int(n) for n in re.findall(r"Society-(\d+)\.", words)] == list(range(400))
    assert len(set(re.findall(r"Signer-(\d+)\.", words))) == 400


def test_the_same_letter_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    (tmp_path / "again").mkdir()
    assert (
        made(tmp_path, scene.letter()).read_bytes() == made(tmp_path / "again", scene.letter()).read_bytes()
    )
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "letter.pdf"]


def test_the_press_version_holds_the_letter_its_signatories_and_where_to_check_it(tmp_path: Path) -> None:
    volume = setting.press(scene.press(), output=tmp_path / "press.pdf", day=DAY)
    words = read(tmp_path / "press.pdf", "-raw")
    assert volume.pages == 1 and words.index("Embargoed until") < words.index("Six organizations ask")
    for text in (
        "We cross when the town sleeps",
        scene.ASKS[0],
        "Ազատ կամուրջ",
        scene.ADDRESS,
        "press@example.org",
    ):
        assert text in words


def test_share_images_have_the_size_that_networks_want(tmp_path: Path) -> None:
    images = setting.share(scene.shares(), folder=tmp_path, day=DAY)
    assert list(images) == ["en", "hy", "ar"]
    for file in images.values():
        assert (Image.open(file).format, Image.open(file).size) == ("PNG", (1200, 630))


def test_a_logo_that_is_no_image_is_said_to_be_the_problem(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("<script>")
    logos = {"logo.png": tmp_path / "logo.png"}
    data = scene.letter(logos=("logo.png",))
    with pytest.raises(TypesetError, match="image"):
        setting.letter(data, output=tmp_path / "letter.pdf", day=DAY, logos=logos)


def test_words_are_never_run_as_markup(tmp_path: Path) -> None:
    evil = '#panic("x") $x$ *bold* @label \\ <mark>'
    assert evil in read(made(tmp_path, scene.letter(scene.signatory(evil))), "-raw")
