"""Why an amount carries no VAT: the category of EN 16931, the code of the VATEX list, the words the law asks for."""

from dataclasses import dataclass
from enum import StrEnum

EU = frozenset({
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
    "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
})  # fmt: skip


class VatCategory(StrEnum):
    """UNCL 5305, as far as a Dutch company uses it."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE = "AE"
    INTRA_EU = "K"
    EXPORT = "G"
    OUTSIDE = "O"


class Ground(StrEnum):
    """Each is worth one mention on the invoice (INV-7, Wet OB art. 35a(1)(k)-(m))."""

    TELECOM_RESALE = "telecom-resale"
    MOBILE_PHONES = "mobile-phones"
    SUBCONTRACTING = "subcontracting"
    EU_SERVICE = "eu-service"
    EU_GOODS = "eu-goods"
    EXPORT = "export"
    OUTSIDE = "outside"
    KOR = "kor"
    EXEMPT = "exempt"

    @property
    def mention(self) -> "Mention":
        return _MENTIONS[self]


@dataclass(frozen=True, slots=True)
class Mention:
    """The words in Dutch and English. ``vatex`` is "" where the European list has no code for it."""

    category: VatCategory
    vatex: str
    dutch: str
    english: str

    def words(self, language: str) -> str:
        return self.english if language == "en" else self.dutch


_MENTIONS = {
    Ground.TELECOM_RESALE: Mention(
        VatCategory.REVERSE,
        "VATEX-EU-AE",
        "Btw verlegd: telecommunicatiedienst aan een doorverkoper (artikel 12, vijfde lid, Wet OB 1968)",
        "Reverse charge (btw verlegd): telecommunication service to a reseller (art. 12(5) Wet OB 1968)",
    ),
    Ground.MOBILE_PHONES: Mention(
        VatCategory.REVERSE,
        "VATEX-EU-AE",
        "Btw verlegd: levering van mobiele telefoons (artikel 24ba Uitvoeringsbesluit OB 1968)",
        "Reverse charge (btw verlegd): supply of mobile phones (art. 24ba Uitvoeringsbesluit OB 1968)",
    ),
    Ground.SUBCONTRACTING: Mention(
        VatCategory.REVERSE,
        "VATEX-EU-AE",
        "Btw verlegd: onderaanneming (artikel 24b Uitvoeringsbesluit OB 1968)",
        "Reverse charge (btw verlegd): subcontracting (art. 24b Uitvoeringsbesluit OB 1968)",
    ),
    Ground.EU_SERVICE: Mention(
        VatCategory.REVERSE,
        "VATEX-EU-AE",
        "Btw verlegd (reverse charge): dienst aan een ondernemer in een andere EU-lidstaat "
        "(artikelen 44 en 196 Btw-richtlijn 2006/112/EG)",
        "Reverse charge (btw verlegd): service to a business in another EU member state "
        "(art. 44 and 196 VAT Directive 2006/112/EC)",
    ),
    Ground.EU_GOODS: Mention(
        VatCategory.INTRA_EU,
        "VATEX-EU-IC",
        "0% btw: intracommunautaire levering (artikel 138 Btw-richtlijn 2006/112/EG; tabel II, post a.6, Wet OB 1968)",
        "VAT 0%: intra-Community supply (art. 138 VAT Directive 2006/112/EC)",
    ),
    Ground.EXPORT: Mention(
        VatCategory.EXPORT,
        "VATEX-EU-G",
        "0% btw: uitvoer buiten de Europese Unie (artikel 146 Btw-richtlijn 2006/112/EG)",
        "VAT 0%: export outside the European Union (art. 146 VAT Directive 2006/112/EC)",
    ),
    Ground.OUTSIDE: Mention(
        VatCategory.OUTSIDE,
        "VATEX-EU-O",
        "Niet belast met Nederlandse btw: de plaats van dienst ligt buiten Nederland (artikel 6 Wet OB 1968)",
        "Outside the scope of Dutch VAT: the place of supply is outside the Netherlands (art. 6 Wet OB 1968)",
    ),
    Ground.KOR: Mention(
        VatCategory.EXEMPT,
        "",
        "Vrijgesteld van omzetbelasting: kleineondernemersregeling (artikel 25 Wet OB 1968)",
        "Exempt from VAT: scheme for small businesses (art. 25 Wet OB 1968)",
    ),
    Ground.EXEMPT: Mention(
        VatCategory.EXEMPT,
        "",
        "Vrijgesteld van omzetbelasting (artikel 11 Wet OB 1968)",
        "Exempt from VAT (art. 11 Wet OB 1968)",
    ),
}
