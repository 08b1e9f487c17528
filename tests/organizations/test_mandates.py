"""A signed mandate is a PDF, a PNG or a JPEG, whole and open."""

from __future__ import annotations

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from PIL import Image

from tocsin.organizations.mandates import MAX_BYTES, Kind, check_mandate


def drawn(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "navy").save(out, kind)
    return out.getvalue()


PDF = drawn("PDF")


@pytest.mark.parametrize("kind", list(Kind))
def test_told_by_content_not_by_name(kind: Kind) -> None:
    upload = ContentFile(drawn(kind.name), name="mandate.exe")
    assert check_mandate(upload) is kind
    assert upload.read() == drawn(kind.name)
    assert kind.content_type.endswith(kind.value)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"%PDF-1.7\n%%EOF", "empty"),
        (b"<html><script>alert(1)</script></html>", "kind"),
        (b"PK\x03\x04" + b"x" * 200, "kind"),
        (drawn("GIF"), "kind"),
        (b"<script>" + PDF, "kind"),
        (PDF[:-20], "truncated"),
        (drawn("PNG")[:-12], "truncated"),
        (drawn("JPEG")[:-2], "truncated"),
        (PDF.replace(b"trailer\n<<", b"trailer\n<< /Encrypt 9 0 R"), "encrypted"),
        (PDF + b" " * MAX_BYTES, "size"),
    ],
)
def test_refused_with_a_reason(data: bytes, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        check_mandate(ContentFile(data, name="mandate.pdf"))
    assert refused.value.code == code


def test_the_word_encrypt_in_a_text_is_no_encryption() -> None:
    assert check_mandate(ContentFile(PDF.replace(b"%%EOF", b"% /Encrypt me\n%%EOF"))) is Kind.PDF
