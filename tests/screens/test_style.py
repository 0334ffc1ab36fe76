"""What holds for every template and style sheet: nothing inline, nothing foreign, nothing heavy (P02, DESIGN 6)."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from klantkaart.office.accents import ACCENTS
from klantkaart.office.icons import ICONS, SHAPE_OF_TONE, SHAPES

STATIC = settings.PACKAGE / "static"
SHEETS = sorted((STATIC / "css").glob("*.css"))
TEMPLATES = sorted(settings.PACKAGE.rglob("templates/**/*.html"))


def name_of(path: Path) -> str:
    return str(path.relative_to(settings.PACKAGE))


def packed(paths: list[Path]) -> int:
    return sum(len(gzip.compress(path.read_bytes())) for path in paths)


def used(tag: str) -> Iterator[tuple[str, str]]:
    """Template and first literal argument of every use of a tag."""
    for path in TEMPLATES:
        for word in re.findall(rf'{{% {tag} "([^"]+)"', path.read_text(encoding="utf-8")):
            yield name_of(path), word


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_style_script_or_handler_stands_in_a_page(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"""\s(style|on[a-z]+|hx-on[\w:-]*)=["']""", source), "the policy refuses it"
    assert not re.search(r"""<(style|script)(?![^>]*\s(src=|type="application/json"))""", source)
    assert not re.search(r"javascript:|\|\s*js\b", source)


@pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
def test_no_page_loads_from_elsewhere(path: Path) -> None:
    assert not re.search(r"""(src|srcset|href|action)=["'](https?:)?//""", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", SHEETS, ids=name_of)
def test_no_style_sheet_loads_from_elsewhere(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert "@import" not in source
    assert all(target.startswith("data:") for target in re.findall(r'url\("?([^")]+)', source))


def test_styles_and_scripts_are_small() -> None:
    assert packed(SHEETS) <= 15_000
    assert packed([STATIC / "js/app.js"]) <= 5_000


def test_every_token_that_is_used_is_set() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in SHEETS)
    missing = set(re.findall(r"var\((--[\w-]+)", source)) - set(re.findall(r"(--[\w-]+):", source))
    assert not missing


def test_every_icon_that_is_used_is_drawn() -> None:
    assert {word for _path, word in used("icon")} <= set(ICONS)
    assert set(SHAPE_OF_TONE.values()) <= set(SHAPES)


def test_every_tone_that_is_used_has_a_shape() -> None:
    assert {word for _path, word in used("shape")} <= set(SHAPE_OF_TONE)


def test_stylesheet_and_code_name_the_same_company_colours() -> None:
    tokens = (STATIC / "css/tokens.css").read_text(encoding="utf-8")
    assert set(re.findall(r'\[data-accent="(\w+)"\]', tokens)) == {name for name, _label in ACCENTS}
