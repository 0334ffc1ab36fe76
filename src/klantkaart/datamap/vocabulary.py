"""The words a declaration is written in: whose data, what kind, why, on what ground, and for how long.

The words are those of the AVG (art. 5, 6, 13, 30) and of the Dutch tax rules; reference: docs/glossary.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from klantkaart.kernel.periods import Period

Text = str | Promise


class People(TextChoices):
    """Whose data it is (domain 0.2): the ground of a purpose differs per kind of person."""

    CUSTOMER = "customer", _("klant die een natuurlijk persoon is")
    CONTACT = "contact", _("contactpersoon van een klant")
    THIRD = "third", _("derde, zoals een sleutelhouder")
    STAFF = "staff", _("medewerker")


class Category(TextChoices):
    """Kinds of data, in the words of the register (art. 30(1)(c))."""

    IDENTITY = "identity", _("naam en functie")
    CONTACT = "contact", _("telefoon, e-mail en website")
    ADDRESS = "address", _("adressen")
    REGISTRATION = "registration", _("KvK-nummer en btw-id")
    FINANCIAL = "financial", _("bankgegevens")
    RELATIONSHIP = "relationship", _("klantnummer, diensten en looptijd")
    FREE_TEXT = "free_text", _("notities")
    HISTORY = "history", _("wijzigingen en inzage")
    SIGN_IN = "sign_in", _("aanmelding en rechten")
    TECHNICAL = "technical", _("technische kenmerken")


class Sensitivity(TextChoices):
    ORDINARY = "ordinary", _("gewoon")
    ELEVATED = "elevated", _("verhoogd")
    SECRET = "secret", _("geheim")


class Basis(TextChoices):
    """Lawful grounds, AVG art. 6(1). (d) and (e) do not occur in this trade."""

    CONSENT = "a", _("toestemming")
    CONTRACT = "b", _("uitvoering van de overeenkomst")
    LEGAL_DUTY = "c", _("wettelijke plicht")
    LEGITIMATE_INTEREST = "f", _("gerechtvaardigd belang")


class Ends(StrEnum):
    """How a field ends when no purpose covers it any more."""

    DELETE_ROW = "delete_row"
    BLANK = "blank"
    DESTROY_KEY = "destroy_key"
    FISCAL_ARCHIVE = "fiscal_archive"


@dataclass(frozen=True, slots=True)
class AnchorEvent:
    """A date on the anchor (the relationship of a card with a company), by the name the subject gives it."""

    name: str


@dataclass(frozen=True, slots=True)
class RowEvent:
    """A date on the row itself (someone left, a note was closed), by the name the declaration gives it."""

    name: str


Start = AnchorEvent | RowEvent


@dataclass(frozen=True, slots=True)
class Rule:
    """A retention rule: ``parameter`` after the earliest of ``starts`` that happened.

    With ``book_year`` the term counts from the end of the company's book year in which the start falls (RET-2).
    ``default`` holds until a dated parameter says otherwise; ``floor`` is what the law demands at least, and a
    parameter below it is refused. ``source`` names the article, or says that the norm is the company's own.
    """

    parameter: str
    starts: tuple[Start, ...]
    default: Period
    source: Text
    book_year: bool = False
    floor: Period | None = None


@dataclass(frozen=True, slots=True)
class Purpose:
    """Why data is used. ``basis`` per kind of person (domain 1.2); ``article`` where it is a legal duty;
    ``interest`` where it is a legitimate interest (AVG-6a, AVG-6c). ``applies``: lookups on the anchor that must
    hold for the purpose to cover it at all (a purpose of invoicing says nothing about a prospect)."""

    code: str
    label: Text
    sentence: Text
    basis: Mapping[People, Basis]
    rule: Rule
    article: Text = ""
    interest: Text = ""
    applies: Mapping[str, object] = field(default_factory=dict)

    def basis_for(self, people: People) -> Basis | None:
        """The ground for this kind of person; None when the purpose does not cover them."""
        return self.basis.get(people)
