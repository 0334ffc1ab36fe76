"""What spreadsheets and exports put around a value, or in its place: formulas, errors, hashes, apostrophes, dashes."""

from . import limits
from .around import Around, Unfit
from .cells import Kind
from .findings import Level

ODD_KINDS: dict[Kind, tuple[str, dict[str, str]]] = {
    Kind.FORMULA: ("formula", {}),
    Kind.ERROR: ("error_value", {}),
    Kind.TOO_LONG: ("too_long", {"most": str(limits.CELL_CHARACTERS)}),
}
_EXCEL_ERRORS = frozenset(
    [
        "#N/B",
        "#N/A",
        "#REF!",
        "#VERW!",
        "#WAARDE!",
        "#VALUE!",
        "#NAAM?",
        "#NAME?",
        "#DEEL/0!",
        "#DIV/0!",
        "#GETAL!",
        "#NUM!",
        "#LEEG!",
        "#NULL!",
    ]
)
_PLACEHOLDERS = frozenset(
    {"-", "--", "---", "\u2013", "\u2014", "n.v.t.", "n.v.t", "nvt", "n/a", "n.a.", "?", "??", ".", "/", "null", "none"}
)
LONGEST_PLACEHOLDER = 6
DRESS = "=#'"
_QUOTED = '="'
_AFTER_APOSTROPHE = frozenset("=+-@0123456789")


def undressed(value: str, kind: Kind, around: Around) -> str:
    """Without what Excel and exports put around a value; "" for a placeholder. Refuses formulas and error values."""
    if kind in ODD_KINDS:
        code, facts = ODD_KINDS[kind]
        raise Unfit(code, facts=facts)
    if value[:1] in DRESS:
        return _opened(value, around) if value else ""
    if value.lower() in _PLACEHOLDERS:
        around.tell("placeholder", Level.IGNORED)
        return ""
    return value


def _opened(value: str, around: Around) -> str:
    if value.startswith(_QUOTED) and value.endswith('"') and value.count('"') == 2:  # noqa: PLR2004
        around.tell("quoted_formula")
        return value[2:-1].strip()
    if value[0] == "=":
        raise Unfit("formula")
    if value in _EXCEL_ERRORS:
        raise Unfit("error_value")
    if len(value) > 2 and not value.strip("#"):  # noqa: PLR2004  (one # may mean something)
        raise Unfit("overflow")
    return value[1:] if value[0] == "'" and value[1:2] in _AFTER_APOSTROPHE else value
