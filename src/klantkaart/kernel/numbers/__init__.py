"""Numbers and addresses in their own format: parsed into one form to keep, shown in the form people read.

Every ``parse_`` refuses with ``Invalid``: a sentence that names the field and the remedy. Every ``repair_``
also accepts what Excel spoils when only one number can be meant, and says that it did (``Repaired.note``).
"""

from .bank import bic_of, parse_bic, parse_iban, show_iban
from .bsn import find_probable_bsn, is_bsn_heading, is_probable_bsn, refuse_bsn
from .country import country_code, show_country
from .email import parse_email
from .kvk import parse_establishment, parse_kvk, repair_kvk, show_kvk
from .phone import parse_phone, repair_phone, show_phone
from .postcode import parse_postcode
from .shape import Repaired
from .vat import parse_vat_id
from .website import parse_website

__all__ = [
    "Repaired",
    "bic_of",
    "country_code",
    "find_probable_bsn",
    "is_bsn_heading",
    "is_probable_bsn",
    "parse_bic",
    "parse_email",
    "parse_establishment",
    "parse_iban",
    "parse_kvk",
    "parse_phone",
    "parse_postcode",
    "parse_vat_id",
    "parse_website",
    "refuse_bsn",
    "repair_kvk",
    "repair_phone",
    "show_country",
    "show_iban",
    "show_kvk",
    "show_phone",
]
