"""Websites: made a safe http(s) address, or refused."""

import pytest

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import parse_website


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("www.example.nl", "https://www.example.nl"),
        (" Example.NL/ ", "https://example.nl"),
        ("HTTP://example.nl/Menu?x=1#a", "http://example.nl/Menu?x=1#a"),
        ("example.nl:8080/a", "https://example.nl:8080/a"),
        ("café.nl", "https://café.nl"),
        ("xn--caf-dma.nl", "https://xn--caf-dma.nl"),
        ("example.com/@klantkaart", "https://example.com/@klantkaart"),
    ],
)
def test_websites_get_a_scheme_and_a_small_letter_host(text: str, kept: str) -> None:
    assert parse_website(text) == kept
    assert parse_website(kept) == kept


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "geldig adres"),
        ("geen", "geldig adres"),
        ("javascript:alert(1)", "geldig adres"),
        ("javascript://example.nl/%0aalert(1)", "geldig adres"),
        ("ftp://example.nl", "geldig adres"),
        ("http://10.0.0.1/", "geldig adres"),
        ("http://[::1]/", "geldig adres"),
        ("http://[", "geldig adres"),
        ("localhost:8000", "geldig adres"),
        ("example.nl en example.com", "geldig adres"),
        ("example.nl\x00", "geldig adres"),
        ("https://naam:wachtwoord@example.nl", "geen @ in de naam"),
        ("info@example.nl", "E-mailadres"),
        ("example.nl/" + "a" * 200, "200 tekens"),
    ],
)
def test_other_addresses_are_refused(text: str, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        parse_website(text)
