"""E-mail addresses: form only."""

import email_validator
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from klantkaart.kernel.errors import Invalid
from klantkaart.kernel.numbers import parse_email


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("jan@example.nl", "jan@example.nl"),
        (" Jan.de-Vries+x@EXAMPLE.com ", "Jan.de-Vries+x@example.com"),
        ("o'brien@example.nl", "o'brien@example.nl"),
        ("info@café.nl", "info@café.nl"),
        ("info@xn--caf-dma.nl", "info@café.nl"),
        ("ünal@example.nl", "ünal@example.nl"),
        ("\u200bjan@example.nl\ufeff", "jan@example.nl"),
    ],
)
def test_addresses_are_kept_with_a_small_letter_domain(text: str, kept: str) -> None:
    assert parse_email(text) == kept


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "niet geldig"),
        ("jan", "niet geldig"),
        ("jan@example", "niet geldig"),
        ("jan@voorbeeld,nl", "niet geldig"),
        ("jan@x.test", "niet geldig"),
        ("jan@localhost", "niet geldig"),
        ("a..b@example.nl", "niet geldig"),
        ("jan@[127.0.0.1]", "niet geldig"),
        ("Jan <jan@example.nl>", "niet geldig"),
        ("jan@example.nl\x00", "niet geldig"),
        ("a@example.nl; b@example.nl", "vul er één in"),
        (f"{'a' * 250}@example.nl", "254 tekens"),
        ("a" * 100_000, "254 tekens"),
    ],
)
def test_other_addresses_are_refused(text: str, word: str) -> None:
    with pytest.raises(Invalid, match=word):
        parse_email(text)


_PART = st.text(alphabet="aB9-_+", max_size=66)
_LABEL = st.text(alphabet="ab9-", max_size=66)
_ADDRESS = st.builds(
    lambda name, labels, top: f"{'.'.join(name)}@{'.'.join([*labels, top])}",
    st.lists(_PART, min_size=1, max_size=3),
    st.lists(_LABEL, min_size=0, max_size=6),
    st.sampled_from(["nl", "com", "test", "local", "invalid", "onion", "arpa", "localhost", "c0m", "n"]),
)


@settings(deadline=None, max_examples=400)
@given(_ADDRESS)
def test_the_short_way_says_what_the_library_says(address: str) -> None:
    try:
        expected = email_validator.validate_email(address, check_deliverability=False).normalized
    except email_validator.EmailNotValidError:
        with pytest.raises(Invalid):
            parse_email(address)
    else:
        assert parse_email(address) == expected
