"""A small compiler from Schematron (ISO 19757-3, XPath 2 and up) to XSLT 3.0, for rule sets that come as ``.sch`` only.

It knows what the published rule sets for invoices use: includes, abstract patterns, lets, functions, assert and
report. A construct that it does not know is refused, never passed over. A test that cannot be evaluated (two elements
where one is expected, XPTY0004) is a fatal hit of that rule, never a pass.
"""

import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

_SCH = "{http://purl.oclc.org/dsdl/schematron}"
_XSL_URI = "http://www.w3.org/1999/XSL/Transform"
_XSL = f"{{{_XSL_URI}}}"
_ERR_URI = "http://www.w3.org/2005/xqt-errors"
_PARSER = etree.XMLParser(
    resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
)
_REFERENCE = re.compile(r"\$([\w.-]+)")
_PREDICATE = re.compile(r"\[[^\[\]]*\]")
_LOOSE = re.compile(r"@|text\(\)|node\(\)|comment\(\)")
_CODE = re.compile(r"\s*\[([A-Za-z0-9_.-]+)\]")
_SILENT = {f"{_SCH}{name}" for name in ("title", "p", "ns", "phase", "diagnostics")}

Bindings = dict[str, str]


class SchematronError(ValueError):
    """A rule set cannot be compiled: it names the file and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """``xslt`` writes ``<hits><hit id= flag= at= error=>text</hit></hits>``; ``digest`` is over all files read."""

    title: str
    xslt: str
    digest: str


def title_of(path: Path) -> str | None:
    """The title of a main schema; None for a file that others include."""
    root = _read(path).getroot()
    return " ".join((root.findtext(f"{_SCH}title") or "").split()) if root.tag == f"{_SCH}schema" else None


def compile_schema(path: Path) -> Compiled:
    """The stylesheet of a main schema and what it includes. Refuses (SchematronError) what it does not know."""
    return _Compiler(path).compile()


def _read(path: Path) -> etree._ElementTree:
    try:
        return etree.parse(str(path), _PARSER)
    except (OSError, etree.XMLSyntaxError) as error:
        raise SchematronError(f"{path.name}: {type(error).__name__}") from None


class _Compiler:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.digest = hashlib.sha256()
        self.schema = self._load(path)
        self.abstract: dict[str, etree._Element] = {}
        self.patterns = 0
        self.sheet = etree.Element("none")

    def compile(self) -> Compiled:
        root = self.schema
        if root.tag != f"{_SCH}schema":
            raise SchematronError(f"{self.path.name}: not a schema but a part of one")
        names = {ns.get("prefix"): ns.get("uri") for ns in root.iter(f"{_SCH}ns")}
        spaces = {prefix: uri for prefix, uri in names.items() if prefix and uri}
        self.sheet = etree.Element(
            f"{_XSL}stylesheet",
            {"version": "3.0", "exclude-result-prefixes": "#all"},
            nsmap={**spaces, "xsl": _XSL_URI, "err": _ERR_URI},
        )
        _add(self.sheet, "output", method="xml", indent="no", **{"omit-xml-declaration": "yes"})
        start = _add(self.sheet, "template", match="/")
        hits = etree.SubElement(start, "hits")
        for pattern in root.findall(f"{_SCH}pattern"):
            if pattern.get("abstract") == "true":
                self.abstract[pattern.get("id", "")] = pattern
        for child in list(root):
            self._top(child, hits)
        title = " ".join((root.findtext(f"{_SCH}title") or "").split())
        return Compiled(title, etree.tostring(self.sheet, encoding="unicode"), self.digest.hexdigest())

    def _load(self, path: Path) -> etree._Element:
        """The root with every include replaced by what it names."""
        tree = _read(path)
        self.digest.update(path.read_bytes())
        root: etree._Element = tree.getroot()
        for include in list(root.iter(f"{_SCH}include")):
            parent = include.getparent()
            target = (path.parent / (include.get("href") or "")).resolve()
            if parent is None or not target.is_relative_to(self.path.parent.resolve()):
                raise SchematronError(f"{path.name}: includes a file outside its own folder")
            parent.replace(include, self._load(target))
        return root

    def _top(self, child: etree._Element, hits: etree._Element) -> None:
        if child.tag == f"{_SCH}let":
            _variable(self.sheet, child, {}, "")
        elif child.tag in {f"{_XSL}function", f"{_XSL}key"}:
            self.sheet.append(child)
        elif child.tag == f"{_SCH}pattern":
            self._pattern(child, hits)
        elif child.tag not in _SILENT:
            raise self._unknown(child)

    def _pattern(self, pattern: etree._Element, hits: etree._Element) -> None:
        if pattern.get("abstract") == "true":
            return
        rules, bound = self._rules(pattern)
        self.patterns += 1
        mode = f"p{self.patterns}"
        lets = {name: f"{mode}.{name}" for let in rules if let.tag == f"{_SCH}let" for name in [let.get("name", "")]}
        bound = bound | {name: f"${new}" for name, new in lets.items()}
        contexts = [_bind(rule.get("context", ""), bound) for rule in rules if rule.tag == f"{_SCH}rule"]
        walk = "@*|node()" if any(_LOOSE.search(_bare(context)) for context in contexts) else "*"
        _add(hits, "apply-templates", select="/", mode=mode)
        _add(self.sheet, "mode", name=mode, **{"on-no-match": "deep-skip"})
        skip = _add(self.sheet, "template", match="/|*", mode=mode, priority="-1")
        _add(skip, "apply-templates", select=walk, mode=mode)
        priority = len(rules)
        for child in rules:
            if child.tag == f"{_SCH}let":
                _variable(self.sheet, child, bound, f"{mode}.")
            elif child.tag == f"{_SCH}rule":
                self._rule(child, bound, mode, priority, walk)
                priority -= 1
            elif child.tag not in _SILENT | {f"{_SCH}param"}:
                raise self._unknown(child)

    def _rules(self, pattern: etree._Element) -> tuple[list[etree._Element], Bindings]:
        """Its own content, or that of the abstract pattern it is an instance of with the values of its parameters."""
        source = pattern.get("is-a")
        if source is None:
            return list(pattern), {}
        if source not in self.abstract:
            raise SchematronError(f"{self.path.name}: no abstract pattern {source}")
        params = pattern.findall(f"{_SCH}param")
        return list(self.abstract[source]), {one.get("name", "").strip(): one.get("value", "") for one in params}

    def _rule(self, rule: etree._Element, bound: Bindings, mode: str, priority: int, walk: str) -> None:
        if rule.get("abstract") == "true" or not rule.get("context"):
            raise self._unknown(rule)
        context = _bind(rule.get("context", ""), bound)
        template = _add(self.sheet, "template", match=context, mode=mode, priority=str(priority))
        for child in rule:
            if child.tag == f"{_SCH}let":
                _variable(template, child, bound, "")
            elif child.tag in {f"{_SCH}assert", f"{_SCH}report"}:
                self._test(template, child, bound)
            elif child.tag not in _SILENT:
                raise self._unknown(child)
        _add(template, "apply-templates", select=walk, mode=mode)

    def _test(self, template: etree._Element, check: etree._Element, bound: Bindings) -> None:
        if len(check) or not check.get("test"):
            raise self._unknown(check)
        text = " ".join((check.text or "").split())
        named = _CODE.match(text)
        code = check.get("id") or (named[1] if named else "?")
        test = _bind(check.get("test", ""), bound)
        wrong = f"not({test})" if check.tag == f"{_SCH}assert" else test
        attempt = _add(template, "try")
        _hit(_add(attempt, "if", test=wrong), code, check.get("flag") or "fatal", text)
        _hit(_add(attempt, "catch", errors="*"), code, "fatal", text).set("error", "{local-name-from-QName($err:code)}")

    def _unknown(self, element: etree._Element) -> SchematronError:
        name = etree.QName(element).localname
        return SchematronError(f"{self.path.name}: {name} on line {element.sourceline} is not understood")


def _hit(parent: etree._Element, code: str, flag: str, text: str) -> etree._Element:
    hit = etree.SubElement(parent, "hit", {"id": _literal(code), "flag": _literal(flag), "at": "{path(.)}"})
    _add(hit, "text").text = text
    return hit


def _literal(value: str) -> str:
    """An attribute that is no template."""
    return value.replace("{", "{{").replace("}", "}}")


def _add(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{_XSL}{tag}", attributes)


def _variable(parent: etree._Element, let: etree._Element, bound: Bindings, prefix: str) -> None:
    variable = _add(parent, "variable", name=f"{prefix}{let.get('name', '')}")
    variable.set("select", _bind(let.get("value", ""), bound))


def _bind(expression: str, bound: Bindings) -> str:
    """The expression with the names that are bound replaced; other variables stay."""
    if not bound:
        return expression
    return _REFERENCE.sub(lambda found: bound.get(found[1], found[0]), expression)


def _bare(context: str) -> str:
    """A context without its predicates."""
    while (shorter := _PREDICATE.sub("", context)) != context:
        context = shorter
    return context
