"""The drawings of data/icons.svg by name, as the inside of an <svg> element."""

import re
from pathlib import Path
from typing import Final

_SYMBOL: Final = re.compile(r'<symbol id="([a-z-]+)">(.*?)</symbol>', re.DOTALL)
_DRAWINGS: Final = dict(_SYMBOL.findall((Path(__file__).parent / "data" / "icons.svg").read_text(encoding="utf-8")))

ICONS: Final[dict[str, str]] = {name: svg for name, svg in _DRAWINGS.items() if not name.startswith("shape-")}
SHAPES: Final[dict[str, str]] = {
    name.removeprefix("shape-"): svg for name, svg in _DRAWINGS.items() if name.startswith("shape-")
}

# A state is a word and a shape; the tone only colours it.
SHAPE_OF_TONE: Final[dict[str, str]] = {
    "green": "disc",
    "amber": "triangle",
    "red": "square",
    "blue": "diamond",
    "grey": "ring",
}
