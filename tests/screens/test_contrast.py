"""Colours used together differ enough in light and dark (WCAG 2.2: 1.4.3 words 4.5:1, 1.4.11 shapes 3:1)."""

import math
import re

import pytest
from django.conf import settings

from klantkaart.office.accents import ACCENTS

TOKENS = (settings.PACKAGE / "static/css/tokens.css").read_text(encoding="utf-8")
PAPERS = ("paper", "paper-low", "paper-high", "hover")
WORDS = [
    *((ink, paper) for ink in ("ink", "ink-soft", "muted", "blue", "red") for paper in PAPERS),
    *((tone, f"{tone}-paper") for tone in ("green", "amber", "red", "blue")),
    *((ink, f"{tone}-paper") for tone in ("green", "amber", "red", "blue") for ink in ("ink", "ink-soft")),
    ("ink", "pressed"), ("ink-soft", "pressed"), ("on-solid", "red-solid"), ("muted", "field"), ("ink", "field"),
    ("amber", "paper-high"), ("green", "paper-high"),
]  # fmt: skip
SHAPES = [
    *((f"{tone}-mark", "paper") for tone in ("green", "amber", "red", "blue", "grey")),
    *((f"{tone}-mark", "paper-high") for tone in ("green", "amber", "red", "blue", "grey")),
    *((f"{tone}-mark", f"{tone}-paper") for tone in ("green", "amber", "red", "blue")),
    ("edge", "paper"), ("edge", "field"), ("edge", "paper-high"), ("blue", "paper"), ("blue", "paper-low"),
]  # fmt: skip


def luminance(rgb: tuple[float, float, float]) -> float:
    """Relative luminance of linear light."""
    red, green, blue = rgb
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def hexadecimal(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return luminance((red, green, blue))


def oklch(light: float, chroma: float, hue: float) -> float:
    """Relative luminance of an OKLCH colour, cut to what a screen can show."""
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (light + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (light - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (light - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    return luminance((min(1, max(0, red)), min(1, max(0, green)), min(1, max(0, blue))))


def contrast(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def token(name: str, dark: int) -> float:
    """The luminance of a custom property in light (0) or dark (1)."""
    pair = re.search(rf"--{name}: light-dark\((#\w{{6}}), (#\w{{6}})\)", TOKENS)
    if pair:
        return hexadecimal(pair[1 + dark])
    single = re.search(rf"--{name}: (#\w{{6}});", TOKENS)
    assert single, f"--{name} is no colour of tokens.css"
    return hexadecimal(single[1])


def accent(name: str, use: str, dark: int) -> float:
    """The luminance of a company colour: each use is an oklch() over the hue and chroma of the name."""
    own = re.search(rf'\[data-accent="{name}"\] \{{ --accent-hue: (\d+);(?: --accent-chroma: ([\d.]+);)?', TOKENS)
    assert own, f"tokens.css does not know {name}"
    chroma = float(own[2] or 0.125)
    block = re.search(rf"--{use}: (.*?);", TOKENS, re.DOTALL)
    assert block
    found = re.findall(r"oklch\(([\d.]+) (?:calc\()?var\(--accent-chroma\)(?: \* ([\d.]+)\))?", block[1])
    light, factor = found[min(dark, len(found) - 1)]
    return oklch(float(light), chroma * float(factor or 1), float(own[1]))


@pytest.mark.parametrize("dark", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "paper"), WORDS)
def test_words_read_on_what_they_lie_on(ink: str, paper: str, dark: int) -> None:
    assert contrast(token(ink, dark), token(paper, dark)) >= 4.5


@pytest.mark.parametrize("dark", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("mark", "paper"), SHAPES)
def test_shapes_and_borders_stand_out(mark: str, paper: str, dark: int) -> None:
    assert contrast(token(mark, dark), token(paper, dark)) >= 3


@pytest.mark.parametrize("dark", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize("name", [name for name, _label in ACCENTS])
def test_every_company_colour_reads(name: str, dark: int) -> None:
    white = token("on-solid", dark)
    assert contrast(accent(name, "accent", dark), white) >= 4.5
    assert contrast(accent(name, "accent-press", dark), white) >= 4.5
    assert contrast(accent(name, "accent-ink", dark), token("paper", dark)) >= 4.5
    assert contrast(accent(name, "accent-ink", dark), accent(name, "accent-paper", dark)) >= 4.5
    assert contrast(token("ink", dark), accent(name, "accent-paper", dark)) >= 4.5
    assert contrast(accent(name, "accent", dark), token("paper", dark)) >= (1.5 if dark else 3)


def test_the_measure_itself_is_right() -> None:
    assert contrast(hexadecimal("#000000"), hexadecimal("#ffffff")) == pytest.approx(21)
    assert contrast(hexadecimal("#767676"), hexadecimal("#ffffff")) == pytest.approx(4.54, abs=0.01)
    assert oklch(1, 0, 0) == pytest.approx(1, abs=0.001)
    assert oklch(0.628, 0.2577, 29.23) == pytest.approx(hexadecimal("#ff0000"), abs=0.002)
