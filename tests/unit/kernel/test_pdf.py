"""PDF that can be kept, whatever the values and whatever the fonts of the machine."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import page
import pytest
import typst
from pypdf import PdfReader

from klantkaart.kernel import pdf

AT = datetime(2026, 3, 5, 13, 2, 5, 123456, tzinfo=UTC)
TEMPLATE = """
#set document(title: "proef")
#set text(lang: "nl", font: json(bytes(sys.inputs.fonts)))
= Proef
#json(bytes(sys.inputs.data)).text
"""


@pytest.fixture
def template(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    (tmp_path / "kernel/typst").mkdir(parents=True)
    (tmp_path / "kernel/typst/scrap.typ").write_text((pdf.PACKAGE / "kernel/typst/scrap.typ").read_text())
    (tmp_path / "proef.typ").write_text(TEMPLATE)
    monkeypatch.setattr(pdf, "PACKAGE", tmp_path)
    compiler = pdf._compiler
    compiler.cache_clear()
    yield "proef.typ"
    compiler.cache_clear()


def said(template: str, text: str) -> str:
    made = pdf.render(template, {"text": text}, at=AT)
    assert page.validate_pdf_bytes(made, profile=page.ValidationProfile.PDF_A_3A).is_compliant
    return " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(made)).pages).split())


def test_the_moment_is_the_one_that_was_given(template: str) -> None:
    reader = PdfReader(BytesIO(pdf.render(template, {"text": "x"}, at=AT)))

    assert reader.metadata is not None
    assert reader.metadata.creation_date == AT.replace(microsecond=0)


def test_the_same_values_make_the_same_file(template: str) -> None:
    assert pdf.render(template, {"text": "x"}, at=AT) == pdf.render(template, {"text": "x"}, at=AT)


def test_a_character_without_glyph_is_printed_as_its_number(template: str) -> None:
    assert said(template, "a\U0001f9e6b \ue123 c\u0001") == "Proef a[U+1F9E6]b [U+E123] c[U+0001]"


def test_a_character_that_only_steers_others_is_left_out(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_unshown", {"\u200d", "\ufe0f"})

    assert said(template, "a\u200db\ufe0fc") == "Proef abc"


def test_what_was_learned_is_not_tried_again(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said(template, "\U0001f9e6 Ω")
    tried: list[str] = []
    compiled = pdf._compile

    def counted(name: str, data: Mapping[str, Any], at: datetime | None, *more: Any) -> bytes:
        tried.append(name)
        return compiled(name, data, at, *more)

    monkeypatch.setattr(pdf, "_compile", counted)
    said(template, "Ω \U0001f9e6")

    assert tried == ["proef.typ"]


def test_a_machine_without_fonts_of_its_own_prints_too(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_fonts", lambda: ["Libertinus Serif"])
    monkeypatch.setattr(
        pdf, "_compiler", lambda name: typst.Compiler(pdf.PACKAGE / name, root=pdf.PACKAGE, ignore_system_fonts=True)
    )
    monkeypatch.setattr(pdf, "_shown", set[str]())
    monkeypatch.setattr(pdf, "_unshown", set[str]())

    assert said(template, "Zoë Łukasz € “ja” … 漢") == "Proef Zoë Łukasz € “ja” … [U+6F22]"


def test_characters_that_only_fail_together_stop_nothing(template: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_try_out", lambda _chars: None)
    monkeypatch.setattr(pdf, "_unshown", set[str]())

    assert said(template, "漢 é") == "Proef [U+6F22] é"


def test_a_template_that_is_wrong_says_so_without_values(template: str) -> None:
    (pdf.PACKAGE / template).write_text("#panic(json(bytes(sys.inputs.data)).text)")

    with pytest.raises(pdf.PdfFailed) as raised:
        pdf.render(template, {"text": "Iris Hoekstra"}, at=AT)
    assert str(raised.value) == "proef.typ does not compile."


def test_several_threads_print_at_once(template: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda number: said(template, f"nummer {number}"), range(12)))

    assert made == [f"Proef nummer {number}" for number in range(12)]


def test_a_long_word_may_break(template: str) -> None:
    assert said(template, "w" * 300).replace("\u200b", "").replace(" ", "") == "Proef" + "w" * 300
