import io
import zipfile

import pytest
from django.urls import reverse

from klantkaart.audit.models import Entry
from klantkaart.customers.models import Contact
from personas import card, company, desk

pytestmark = pytest.mark.django_db


def test_the_package_downloads_in_one_click_and_is_logged() -> None:
    """P11."""
    here = company()
    found = card(here)
    office = desk("office", here)
    assert office.client.get(reverse("office:printout", args=[found.uuid])).status_code == 200
    answer = office.client.post(reverse("office:make_printout", args=[found.uuid]))
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as package:
        names = package.namelist()
        text = b"".join(package.read(name) for name in names if name.endswith(".json")).decode()
    assert any(name.endswith(".pdf") for name in names)
    assert "Bakkerij Kiezel BV" in text
    assert Entry.objects.filter(event="rights.printed").count() == 1


def test_one_contact_gets_only_their_own_data() -> None:
    """DSR-10."""
    here = company()
    found = card(here)
    contact = Contact.objects.get(card=found)
    answer = desk("office", here).client.post(
        reverse("office:make_printout", args=[found.uuid]), {"contact": str(contact.uuid)}
    )
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as package:
        text = b"".join(package.read(name) for name in package.namelist() if name.endswith((".json", ".csv"))).decode()
    assert "Iris Hoekstra" in text
    assert "NL91ABNA0417164300" not in text


def test_a_technician_may_not_print() -> None:
    here = company()
    found = card(here)
    answer = desk("technician", here).client.post(reverse("office:make_printout", args=[found.uuid]))
    assert answer.status_code == 403
    assert not Entry.objects.filter(event="rights.printed").exists()
