"""What all parsers have in common: whole sentences that name the field and the remedy, and no needless weight."""

import re
import subprocess
import sys
from collections.abc import Callable

import pytest

from klantkaart.kernel import numbers
from klantkaart.kernel.errors import Invalid, on_field

PARSERS: dict[Callable[[str], str], str] = {
    numbers.parse_kvk: "KvK-nummer",
    numbers.parse_establishment: "Vestigingsnummer",
    numbers.parse_vat_id: "Btw-id",
    numbers.parse_iban: "IBAN",
    numbers.parse_bic: "BIC",
    numbers.parse_postcode: "Postcode",
    numbers.parse_phone: "Telefoonnummer",
    numbers.parse_email: "E-mailadres",
    numbers.parse_website: "Website",
    numbers.country_code: "Land",
}
BAD = ["", "?", "abc", "1", "1234567", "1E+5", "\x00", "\u202eabc", "é" * 5000, "9" * 5000, "@", "+", "NL", "::"]


@pytest.mark.parametrize(("parse", "name"), PARSERS.items(), ids=PARSERS.values())
@pytest.mark.parametrize("text", BAD)
def test_a_refusal_names_the_field_and_a_remedy(parse: Callable[[str], str], name: str, text: str) -> None:
    try:
        parse(text)
    except Invalid as refusal:
        sentence = str(refusal)
        assert sentence.startswith(name)
        assert re.fullmatch(r".+[.:] .+[.?]", sentence)
        assert "%(" not in sentence
        assert len(sentence) < 250
    else:
        assert text == "NL"
        assert parse is numbers.country_code


def test_a_refusal_can_be_given_the_name_of_its_form_field() -> None:
    with pytest.raises(Invalid) as refusal, on_field("kvk_number"):
        numbers.parse_kvk("1")
    assert refusal.value.field == "kvk_number"


def test_ordinary_dutch_cells_wake_no_heavy_library() -> None:
    script = (
        "import sys; from klantkaart.kernel import numbers as n, workdays\n"
        "n.parse_kvk('12345678'), n.parse_vat_id('NL002455799B11'), n.parse_iban('NL91ABNA0417164300')\n"
        "n.parse_postcode('1234AB'), n.parse_email('jan@example.nl'), n.find_probable_bsn('bsn 123456789')\n"
        "print({m.partition('.')[0] for m in sys.modules} & "
        "{'stdnum', 'schwifty', 'phonenumbers', 'holidays', 'babel', 'email_validator'} or 'none')"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "none"
