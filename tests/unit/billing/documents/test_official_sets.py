"""The rules runner held against the publishers' own test documents: it must agree with every expectation."""

import re
from pathlib import Path

import pytest
from lxml import etree

from conformance import expectations, folder, needs_it
from klantkaart.billing.documents import rules
from klantkaart.billing.documents.rules import EN16931, FATAL, GACCOUNT, PEPPOL, SIUBL, UBL, Engine, Finding, schemas

pytestmark = needs_it
_RULE = re.compile(r"(?:BR|UBL|NL)-[A-Z0-9]+(?:-[0-9]+)?")
# Three file names differ from SI-UBL 2.0.3.13 itself, as the set's own description says.
_CALLED = {"BR-NL-34": "BR-NL-32"}


@pytest.fixture(scope="module")
def engine() -> Engine:
    return Engine()


def hits(engine: Engine, name: str, text: str, path: Path | None) -> list[Finding]:
    return engine.run(name, etree.fromstring(text.encode()), text, path)[1]


@pytest.mark.parametrize(
    ("where", "name", "count"),
    [
        ("en16931-1.3.16/Invoice-unit-UBL", EN16931, 917),
        ("en16931-1.3.16/CreditNote-unit-UBL", EN16931, 216),
        ("peppol-bis-billing-3.0.21/unit-UBL-PEPPOL", PEPPOL, 221),
        ("peppol-bis-billing-3.0.21/unit-UBL-NL", PEPPOL, 21),
    ],
)
def test_every_expectation_of_the_unit_documents_is_met(engine: Engine, where: str, name: str, count: int) -> None:
    path = schemas(folder()).get(name)
    seen, wrong = 0, []
    for file in sorted((folder() / where).glob("*.xml")):
        for text, wanted in expectations(file):
            said = hits(engine, name, text, path)
            fatal, other = ({one.code for one in said if (one.flag == FATAL) is fatal} for fatal in (True, False))
            for kind, rule in wanted:
                met = {"error": rule in fatal, "warning": rule in other, "success": rule not in fatal | other}[kind]
                seen += 1
                wrong += [] if met else [f"{file.name}: {kind} {rule}"]
    assert wrong == []
    assert seen == count


def test_the_compiler_agrees_with_the_publisher_about_en_16931(engine: Engine) -> None:
    """The same rules twice: as shipped in XSLT, and compiled here from Schematron."""
    source = folder() / "en16931-1.3.16/schematron/EN16931-UBL-validation.sch"
    for file in sorted((folder() / "en16931-1.3.16/testfiles").glob("*.xml")):
        text = file.read_text(encoding="utf-8")
        sets = [{(one.code, one.flag) for one in hits(engine, name, text, path)}
                for name, path in ((EN16931, None), ("compiled", source))]  # fmt: skip
        assert sets[0] == sets[1], file.name


@pytest.mark.parametrize("where", ["SI-UBL-2.0", "si-ubl-2.0-ext-gaccount"])
def test_si_ubl_documents_are_judged_as_their_names_say(engine: Engine, where: str) -> None:
    name = SIUBL if where == "SI-UBL-2.0" else GACCOUNT
    path = schemas(folder())[name]
    files = sorted((folder() / "nlcius-si-ubl-2.0.3.13/testset" / where).glob("*.xml"))
    assert len(files) == (95 if name == SIUBL else 10)
    assert [file.name for file in files if not _as_named(file, engine, name, path)] == []


def _as_named(file: Path, engine: Engine, name: str, path: Path) -> bool:
    said = hits(engine, name, file.read_text(encoding="utf-8"), path)
    fatal, other = ({one.code for one in said if (one.flag == FATAL) is fatal} for fatal in (True, False))
    stem = file.stem.removeprefix(f"{file.parent.name}_")
    if "_error" in file.stem:
        wanted = _RULE.match(stem)
        return bool(fatal) and (wanted is None or "BR-NL-7_error_381" in stem or wanted[0] in fatal)
    if "_warning" in file.stem:
        wanted = _RULE.match(stem)
        code = _CALLED.get(wanted[0], wanted[0]) if wanted else ""
        return not fatal and any(one.startswith(code) for one in other)
    return not fatal


def test_peppol_finds_the_dutch_rule_in_the_file_name(engine: Engine) -> None:
    path = schemas(folder())[PEPPOL]
    files = sorted((folder() / "nlcius-si-ubl-2.0.3.13/testset/Peppol-BIS-3").glob("*.xml"))
    assert len(files) == 8
    for file in files:
        wanted = re.search(r"NL-R-[0-9]+", file.name)
        assert wanted is not None
        found = hits(engine, PEPPOL, file.read_text(encoding="utf-8"), path)
        assert wanted[0] in {one.code for one in found if one.flag == FATAL}, file.name


@pytest.mark.parametrize("where", ["en16931-1.3.16/examples", "en16931-1.3.16/testfiles"])
def test_published_examples_pass_en_16931(engine: Engine, where: str) -> None:
    for file in sorted(one for one in (folder() / where).iterdir() if one.suffix.lower() == ".xml"):
        text = file.read_bytes()
        root = etree.fromstring(text)
        for name in (UBL, EN16931):
            said = engine.run(name, root, text.decode("utf-8-sig"))[1]
            assert [one for one in said if one.flag == FATAL] == [], file.name


def test_published_examples_of_peppol_pass(engine: Engine) -> None:
    for file in sorted((folder() / "peppol-bis-billing-3.0.21/examples").glob("*.xml")):
        verdict = rules.check(file.read_bytes(), folder=folder())
        own = {one for one in verdict.fatals if one.rules == rules.EXACT}  # they round as they like
        assert set(verdict.fatals) == own, file.name
        assert PEPPOL in {one.name for one in verdict.checked}
