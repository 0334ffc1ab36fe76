"""What is wrong is found: every amount in turn, every way in which the check itself can fail."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree
from saxonche import PySaxonApiError

from conformance import folder, needs_it
from invoices import EXAMPLES
from klantkaart.billing.documents import making, rules, schematron, ubl
from klantkaart.billing.documents.parts import Profile
from klantkaart.billing.documents.rules import EN16931, PEPPOL, SIUBL, Engine

AT = datetime(2026, 3, 31, 12, tzinfo=UTC)
FULL = EXAMPLES["discounts-everywhere"]
AMOUNTS = [
    one.getroottree().getelementpath(one)
    for one in etree.fromstring(ubl.write(replace(FULL, prepaid=500, rounding=1))).iter(etree.Element)
    if one.tag.endswith("Amount") and not one.tag.endswith("BaseAmount")
]


def fatals(document: bytes) -> set[str]:
    return {one.code for one in rules.check(document).fatals}


@pytest.mark.parametrize(
    "path", AMOUNTS, ids=lambda path: path.replace("}", "{").split("{")[-1] + f"-{AMOUNTS.index(path)}"
)
@pytest.mark.parametrize("by", [1, -1])
def test_an_amount_that_is_a_cent_off_is_fatal(path: str, by: int) -> None:
    root = etree.fromstring(ubl.write(replace(FULL, prepaid=500, rounding=1)))
    found = root.find(path)
    assert found is not None
    assert found.text is not None
    found.text = str(Decimal(found.text) + Decimal(by) / 100)
    assert fatals(etree.tostring(root)) != set()


@pytest.mark.parametrize("name", ["TaxInclusiveAmount", "PayableAmount", "TaxExclusiveAmount", "LineExtensionAmount"])
def test_the_official_rules_find_a_wrong_total_by_themselves(name: str) -> None:
    root = etree.fromstring(ubl.write(FULL))
    found = next(root.iter(f"{{*}}{name}"))
    found.text = str(Decimal(found.text or "") + 5)
    assert any(one.rules == EN16931 for one in rules.check(etree.tostring(root)).fatals)


@pytest.mark.parametrize(
    ("tag", "rule"),
    [
        ("ID", "BR-02"),
        ("IssueDate", "BR-03"),
        ("DocumentCurrencyCode", "BR-05"),
        ("AccountingSupplierParty", "BR-06"),
        ("LegalMonetaryTotal", "XSD"),
        ("TaxTotal", "BR-CO-18"),
    ],
)
def test_what_is_missing_is_found(tag: str, rule: str) -> None:
    root = etree.fromstring(ubl.write(FULL))
    root.remove(next(one for one in root if etree.QName(one).localname == tag))
    assert rule in fatals(etree.tostring(root))


def test_a_rule_that_cannot_be_evaluated_is_fatal_and_prints_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    """Two registration names: XPTY0004 in the rules as they are shipped. Saxon would print the names."""
    root = etree.fromstring(ubl.write(FULL))
    entity = next(root.iter("{*}PartyLegalEntity"))
    entity.insert(0, etree.fromstring(etree.tostring(entity[0])))
    verdict = rules.check(etree.tostring(root))
    found = {one.code: one.error for one in verdict.fatals if one.rules == EN16931}
    assert found["BR-06"] == "XPTY0004"
    assert found["UBL-SR-09"] == ""
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "document", [b"", b"nonsense", b"<a/>", b"<!DOCTYPE x [<!ENTITY y 'z'>]><x>&y;</x>", b"\xff\xfe<a/>"]
)
def test_what_is_no_invoice_is_fatal_and_raises_nothing(document: bytes) -> None:
    verdict = rules.check(document)
    assert not verdict.passed
    assert "Geen fouten" not in verdict.words()


def test_a_failing_processor_is_fatal_and_never_a_skip(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> list[rules.Finding]:
        raise PySaxonApiError("out of order, near Iris Hoekstra")

    monkeypatch.setattr(Engine, "_transform", broken)
    verdict = rules.check(ubl.write(FULL))
    assert [(one.rules, one.code) for one in verdict.fatals] == [(EN16931, "CHECK")]
    assert "Hoekstra" not in str(verdict)


def test_findings_hold_no_values_of_the_document() -> None:
    root = etree.fromstring(ubl.write(FULL))
    for one in root.iter("{*}IssueDate", "{*}IdentificationCode", "{*}Percent"):
        one.text = "Iris Hoekstra"
    verdict = rules.check(etree.tostring(root))
    assert len(verdict.fatals) > 2
    assert "Hoekstra" not in str(verdict)


def test_a_document_is_not_made_when_the_rules_refuse_it(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = ubl.write(FULL).replace(b"<cbc:IssueDate>2026-03-31</cbc:IssueDate>", b"")
    monkeypatch.setattr(ubl, "write", lambda *_args: wrong)
    with pytest.raises(making.NotAccepted) as raised:
        making.make(FULL, at=AT)
    assert "BR-03" in str(raised.value)
    assert not raised.value.verdict.passed


@pytest.mark.parametrize(("profile", "name"), [(Profile.PEPPOL, PEPPOL), (Profile.NLCIUS, SIUBL)])
def test_rules_that_are_not_at_hand_are_named_as_not_checked(profile: Profile, name: str) -> None:
    verdict = rules.check(ubl.write(replace(FULL, profile=profile)))
    assert verdict.passed
    assert verdict.unchecked == (name,)
    assert f"Niet gecontroleerd volgens {name}." in verdict.words()


def test_a_folder_that_is_gone_is_fatal(tmp_path: Path) -> None:
    assert fatals(ubl.write(FULL)) == set()
    verdict = rules.check(ubl.write(FULL), folder=tmp_path / "weg")
    assert not verdict.passed


SCHEMA = '<schema xmlns="http://purl.oclc.org/dsdl/schematron"><title>{title}</title>{body}</schema>'


@pytest.mark.parametrize(
    "body",
    [
        "<pattern><rule context='*'><extends rule='x'/></rule></pattern>",
        "<pattern><rule context='*'><assert test='1'><value-of select='.'/></assert></rule></pattern>",
        "<pattern is-a='nowhere'/>",
        "<include href='../elsewhere.sch'/>",
        "<include href='missing.sch'/>",
        "<rules/>",
        "<pattern><rule context='((('><assert test='1'>x</assert></rule></pattern>",
        "<pattern",
    ],
)
def test_a_rule_set_that_is_not_understood_is_fatal(tmp_path: Path, body: str) -> None:
    (tmp_path / "x.sch").write_text(SCHEMA.format(title="Rules for Peppol BIS 3.0", body=body))
    verdict = rules.check(ubl.write(replace(FULL, profile=Profile.PEPPOL)), folder=tmp_path)
    assert not verdict.passed


@pytest.mark.parametrize("titles", [("Something else",), ("Rules for Peppol BIS 3.0", "Rules for Peppol BIS 3.0")])
def test_an_unknown_or_second_rule_set_is_fatal(tmp_path: Path, titles: tuple[str, ...]) -> None:
    for number, title in enumerate(titles):
        (tmp_path / f"{number}.sch").write_text(SCHEMA.format(title=title, body=""))
    assert not rules.check(ubl.write(FULL), folder=tmp_path).passed


def test_the_compiler_takes_the_first_rule_that_matches_and_binds_its_lets(tmp_path: Path) -> None:
    body = """
      <ns prefix="c" uri="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"/>
      <ns prefix="xs" uri="http://www.w3.org/2001/XMLSchema"/>
      <let name="far" value="10"/>
      <pattern><let name="near" value="1"/>
        <rule context="c:ID[1 = $near]"><let name="own" value="$far + $near"/>
          <assert id="FIRST" test="$own != 11" flag="warning">x</assert><report id="REPORT" test="$own = 11">y</report>
        </rule>
        <rule context="c:ID"><assert id="SECOND" test="false()">never</assert></rule>
      </pattern>
      <pattern><let name="near" value="2"/>
        <rule context="c:ID/@schemeID | c:EndpointID/@schemeID"><assert id="ATTR" test="$near = 3">z</assert></rule>
      </pattern>
      <pattern><rule context="/*"><assert id="BAD" test="xs:integer('x') = 1">cannot</assert></rule></pattern>
    """
    (tmp_path / "x.sch").write_text(SCHEMA.format(title="Peppol BIS 3", body=body))
    found = rules.check(ubl.write(replace(FULL, profile=Profile.PEPPOL)), folder=tmp_path)
    codes = {one.code: (one.flag, one.error) for one in found.fatals + found.warnings}
    assert codes["FIRST"] == ("warning", "")
    assert codes["REPORT"][0] == codes["ATTR"][0] == "fatal"
    assert codes["BAD"][0] == "fatal"
    assert codes["BAD"][1] != ""
    assert "SECOND" not in codes


@needs_it
def test_two_releases_beside_each_other_are_refused(tmp_path: Path) -> None:
    source = next((folder() / "peppol-bis-billing-3.0.21").glob("*.sch"))
    for name in ("old.sch", "new.sch"):
        shutil.copy(source, tmp_path / name)
    with pytest.raises(schematron.SchematronError, match="second"):
        rules.schemas(tmp_path)
