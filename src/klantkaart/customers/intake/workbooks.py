"""What a workbook is made of: its sheets in order, which cell styles are dates, which calendar it counts in."""

import posixpath
import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError
from zipfile import ZipFile

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from klantkaart.kernel.errors import Invalid

from . import limits
from .archives import BROKEN, WORKBOOK, damaged
from .xmlstream import XML_PROBLEMS, Attributes, End, Start, TooDeep, walk

UNREADABLE = (*BROKEN, *XML_PROBLEMS, ParseError, DefusedXmlException, KeyError)
_STRINGS = "xl/sharedStrings.xml"
_STYLES = "xl/styles.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_RELATION_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_RELATION_ID = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
# Date formats that exist by number only, in East Asian editions of Excel.
_LOCAL_DATES = frozenset([*range(27, 37), *range(50, 59)])
_ZEROS = re.compile("0{2,20}")
_GENERAL = "General"
_MOST_STYLES = 70_000  # Excel stops at 65,490


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet as the user sees it in the tabs, and where it is in the archive."""

    title: str
    path: str
    hidden: bool


@dataclass(frozen=True, slots=True)
class Workbook:
    """``dates[style]``: shown as a date. ``zeros[style]``: shown with leading zeros up to this many digits."""

    sheets: tuple[Sheet, ...]
    strings: str
    dates: tuple[bool, ...]
    zeros: tuple[int, ...]
    since_1904: bool


def read_workbook(archive: ZipFile, shown: str) -> Workbook:
    """The structure; refuses a damaged one, one without readable sheets and one with very many."""
    try:
        root = _small(archive, WORKBOOK)
        sheets = tuple(_sheets(root, _targets(archive), set(archive.namelist())))
        dates, zeros = _styles(archive)
    except (*UNREADABLE, ValueError):
        raise damaged(shown) from None
    if not sheets:
        raise Invalid(_("%(file)s heeft geen blad met cellen. Kies het bestand met de klanten.") % {"file": shown})
    if len(sheets) > limits.SHEETS:
        raise Invalid(
            _("%(file)s heeft meer dan %(most)d bladen. Bewaar het blad met de klanten apart.")
            % {"file": shown, "most": limits.SHEETS}
        )
    strings = _STRINGS if _STRINGS in archive.namelist() else ""
    return Workbook(sheets, strings, dates, zeros, _since_1904(root))


def _small(archive: ZipFile, path: str) -> Element:
    with archive.open(path) as part:
        data = part.read(limits.SMALL_PART_BYTES + 1)
    if len(data) > limits.SMALL_PART_BYTES:
        raise ValueError(path)
    root = fromstring(data, forbid_dtd=True)
    assert isinstance(root, Element)  # noqa: S101  (narrows: the library is untyped here)
    return root


def _targets(archive: ZipFile) -> dict[str, str]:
    """Relation id -> path in the archive; sheets only (no charts, no dialogs)."""
    found = {}
    for relation in _small(archive, _RELATIONS):
        if relation.get("Type", "").endswith("/worksheet"):
            target = relation.get("Target", "")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            found[relation.get("Id", "")] = path
    return found


def _sheets(root: Element, targets: dict[str, str], present: set[str]) -> list[Sheet]:
    found = []
    for element in root.iter():
        if element.tag.rpartition("}")[2] != "sheet":
            continue
        relation = element.get(_RELATION_ID) or element.get(_STRICT_RELATION_ID) or ""
        path = targets.get(relation, "")
        if path in present:
            found.append(Sheet(element.get("name", ""), path, element.get("state", "visible") != "visible"))
    return found


def _since_1904(root: Element) -> bool:
    """Old Macs count days from 1904."""
    for element in root.iter():
        if element.tag.rpartition("}")[2] == "workbookPr":
            return element.get("date1904", "") in {"1", "true"}
    return False


def _styles(archive: ZipFile) -> tuple[tuple[bool, ...], tuple[int, ...]]:
    if _STYLES not in archive.namelist():
        return (), ()
    found = _Styles()
    with archive.open(_STYLES) as part:
        for _step in walk(part, found):
            pass
    codes = [found.codes.get(number) or BUILTIN_FORMATS.get(number, _GENERAL) for number in found.cells]
    dates = tuple(
        bool(is_date_format(code)) or number in _LOCAL_DATES for number, code in zip(found.cells, codes, strict=True)
    )
    return dates, tuple(len(code) if _ZEROS.fullmatch(code) else 0 for code in codes)


@dataclass
class _Styles:
    """Gathers number formats: ``cells`` holds the format of each cell style, in order."""

    codes: dict[int, str] = field(default_factory=dict)
    cells: list[int] = field(default_factory=list)
    inside: bool = False

    def __post_init__(self) -> None:
        self.starts: dict[str, Start] = {"numFmt": self._format, "cellXfs": self._enter, "xf": self._style}
        self.ends: dict[str, End] = {"cellXfs": self._leave}

    def text(self, data: str) -> None:
        """Styles have none."""

    def _format(self, attributes: Attributes) -> None:
        self.codes[int(attributes.get("numFmtId", "0"))] = attributes.get("formatCode", "")

    def _enter(self, _attributes: Attributes) -> None:
        self.inside = True

    def _leave(self) -> None:
        self.inside = False

    def _style(self, attributes: Attributes) -> None:
        if len(self.cells) > _MOST_STYLES:
            raise TooDeep
        if self.inside:
            self.cells.append(int(attributes.get("numFmtId", "0")))
