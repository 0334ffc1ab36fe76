"""Invoices of every kind pass every rule set without a fatal and without a warning."""

from dataclasses import replace

import pytest
from lxml import etree

from conformance import FOLDER, folder, needs_it
from invoices import EXAMPLES, profiles
from klantkaart.billing.documents import checks, rules, ubl
from klantkaart.billing.documents.parts import Invoice, Profile
from klantkaart.billing.documents.rules import EN16931, EXACT, PEPPOL, SIUBL, UBL

NAMES = sorted(EXAMPLES)


def judged(one: Invoice) -> rules.Verdict:
    return rules.check(ubl.write(one), folder=FOLDER)


def test_there_are_enough_of_them() -> None:
    assert len(NAMES) >= 60


@pytest.mark.parametrize("name", NAMES)
def test_example_passes_schema_amounts_and_en_16931(name: str) -> None:
    one = EXAMPLES[name]
    checks.check(one)
    verdict = rules.check(ubl.write(one))

    assert verdict.fatals + verdict.warnings == ()
    assert [str(rule) for rule in verdict.checked] == [UBL, EXACT, f"{EN16931} 1.3.16"]


@needs_it
@pytest.mark.parametrize("name", NAMES)
def test_example_passes_peppol_and_si_ubl_wherever_it_can_follow_them(name: str) -> None:
    for one in profiles(EXAMPLES[name]):
        verdict = judged(one)
        assert verdict.fatals + verdict.warnings == (), one.profile
        assert verdict.unchecked == ()


@needs_it
def test_most_examples_can_follow_peppol_and_nlcius() -> None:
    kinds = [one.profile for name in NAMES for one in profiles(EXAMPLES[name])]
    assert kinds.count(Profile.PEPPOL) >= 60
    assert kinds.count(Profile.NLCIUS) >= 60


@needs_it
def test_the_verdict_names_the_rules_with_their_releases() -> None:
    said = {
        profile: judged(replace(EXAMPLES["plain"], profile=profile)) for profile in (Profile.PEPPOL, Profile.NLCIUS)
    }
    assert str(said[Profile.PEPPOL].checked[-1]) == f"{PEPPOL} 3.0.21"
    assert str(said[Profile.NLCIUS].checked[-1]) == f"{SIUBL} 2.0.3.13"
    assert folder().is_dir()


@pytest.mark.parametrize("name", ["chinese", "arabic", "emoji", "markup", "accents"])
def test_the_e_invoice_has_the_real_name(name: str) -> None:
    one = EXAMPLES[name]
    found = etree.fromstring(ubl.write(one)).findall(".//{*}AccountingCustomerParty//{*}RegistrationName")
    assert [element.text for element in found] == [one.buyer.name]


def test_the_same_values_make_the_same_bytes() -> None:
    assert ubl.write(EXAMPLES["discounts-everywhere"]) == ubl.write(EXAMPLES["discounts-everywhere"])


def test_no_e_mail_address_is_in_an_invoice() -> None:
    """INV-13: there is no place for one."""
    assert b"ElectronicMail" not in b"".join(ubl.write(one) for one in EXAMPLES.values())
