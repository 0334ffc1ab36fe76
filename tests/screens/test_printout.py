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


def test_the_screen_says_what_is_in_it_before_it_is_made() -> None:
    here = company()
    found = card(here)
    text = " ".join(
        desk("office", here).client.get(reverse("office:printout", args=[found.uuid])).content.decode().split()
    )
    assert '<dt>Telefoon, e-mail en website</dt><dd class="num">3</dd>' in text
    assert "Lees de notities na voor je dit geeft" in text
    assert not Entry.objects.filter(event="rights.printed").exists()


def test_a_note_that_names_the_person_is_told_and_left_out() -> None:
    """Art. 15(4): it may name others as well, so somebody reads it first."""
    here = company()
    found = card(here, notes=["Mevrouw Hoekstra belde over haar broer."])
    contact = Contact.objects.get(card=found)
    office = desk("office", here)
    address = reverse("office:printout", args=[found.uuid])
    assert (
        "1 notitie gaat misschien over deze persoon"
        in office.client.get(f"{address}?contact={contact.uuid}").content.decode()
    )
    answer = office.client.post(reverse("office:make_printout", args=[found.uuid]), {"contact": str(contact.uuid)})
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as package:
        text = b"".join(package.read(name) for name in package.namelist() if name.endswith((".json", ".csv"))).decode()
    assert "haar broer" not in text


@pytest.mark.parametrize("contact", ["x", "00000000-0000-4000-8000-000000000001"])
def test_a_person_who_is_not_on_the_card_gets_nothing(contact: str) -> None:
    here = company()
    found = card(here)
    office = desk("office", here)
    assert office.client.get(reverse("office:printout", args=[found.uuid]) + f"?contact={contact}").status_code == 404
    address = reverse("office:make_printout", args=[found.uuid])
    assert office.client.post(address, {"contact": contact}).status_code == 404
    assert not Entry.objects.filter(event="rights.printed").exists()


@pytest.mark.parametrize(
    ("asked", "said"), [("en", "Start with"), ("nl", "Begin met"), ("xx", "Begin met"), ("", "Begin met")]
)
def test_the_customer_gets_it_in_their_own_language(asked: str, said: str) -> None:
    """Whatever the language of who prints; one that does not exist is that of who prints."""
    here = company()
    found = card(here)
    answer = desk("office", here).client.post(reverse("office:make_printout", args=[found.uuid]), {"language": asked})
    with zipfile.ZipFile(io.BytesIO(answer.getvalue())) as package:
        assert said in package.read("LEESMIJ.txt").decode()
