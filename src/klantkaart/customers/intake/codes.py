"""The sentences of findings, by code. Each says what is wrong and what to do; values of cells never stand in them.

``%(reason)s`` is a sentence of ``kernel.numbers`` or ``kernel.text``; other names are rows, headings and counts.
"""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SENTENCES: dict[str, str | Promise] = {
    # the row
    "no_name": _("Deze rij heeft geen naam. Vul de naam van het bedrijf of de achternaam van de persoon in."),
    "name_refused": _(
        "De naam is niet te gebruiken, dus de rij is niet overgenomen. Herstel de cel en lees opnieuw in."
    ),
    "number_refused": _(
        "Het klantnummer is niet te gebruiken, dus de rij is niet overgenomen. Herstel de cel of maak haar leeg; "
        "dan krijgt de klant een nieuw nummer."
    ),
    "number_twice": _(
        "Dit klantnummer staat ook op rij %(first)s. Staat elke contactpersoon op een eigen rij? Kies dan "
        "'meer rijen per klant'. Geef de klant anders een eigen nummer."
    ),
    "inactive": _(
        "Volgens de lijst is dit geen klant meer; de rij is weggelaten. Je kunt zulke klanten toch laten meenemen."
    ),
    "extra_cells": _(
        "Deze rij heeft %(count)s gevulde cellen meer dan er kolommen zijn; die zijn niet overgenomen en de rest kan "
        "verschoven zijn. Zet een tekst met het scheidingsteken erin tussen aanhalingstekens."
    ),
    "hidden_row": _(
        "Deze rij is verborgen in het rekenblad en is wel gelezen. Verwijder haar als de klant niet mee moet."
    ),
    # any cell
    "invalid": _("%(reason)s"),
    "repaired": _("%(reason)s"),
    "formula": _("Hier staat een formule; die wordt niet uitgerekend. Kopieer de cel en plak haar als waarde."),
    "error_value": _("Hier staat een foutmelding van Excel. Vul de juiste waarde in of maak de cel leeg."),
    "overflow": _("Hier staan hekjes omdat de kolom te smal was. Maak de kolom breder en sla het bestand opnieuw op."),
    "too_long": _("Deze cel is langer dan %(most)s tekens. Kort de tekst in."),
    "unreadable": _(
        "Hier staat een teken dat niet te lezen is. Typ de tekst opnieuw, of sla op als 'CSV UTF-8' of .xlsx."
    ),
    "bsn": _(
        "Hier staat mogelijk een burgerservicenummer. Dat mag alleen worden bewaard als een wet het voorschrijft "
        "(artikel 46 UAVG), dus de cel is niet overgenomen. Haal het nummer weg en lees de cel opnieuw in."
    ),
    "vat_bsn": _(
        "Dit is het omzetbelastingnummer van een eenmanszaak. Daarin zit een burgerservicenummer (artikel 46 UAVG), "
        "dus het is niet overgenomen. Vraag het btw-id dat op de facturen van de klant staat."
    ),
    "part_refused": _("Eén van de adressen in deze cel is niet overgenomen, de andere wel. %(reason)s"),
    "placeholder": _("Hier staat alleen een streepje of 'n.v.t.'; dat is gelezen als leeg."),
    # repaired
    "kvk_zeros": _(
        "Excel had de nul aan het begin van het KvK-nummer weggelaten; die staat er weer. Kijk of het klopt."
    ),
    "establishment_zeros": _("Excel had nullen aan het begin van het vestigingsnummer weggelaten; die staan er weer."),
    "quoted_formula": _("De waarde stond als tekst in een formule; alleen de waarde is overgenomen."),
    "serial_date": _("De datum stond er als getal, zoals Excel dagen telt; dat is teruggerekend. Kijk of het klopt."),
    "short_year": _("Het jaar heeft hier twee cijfers; het is aangevuld tot %(year)s. Kijk of het klopt."),
    "split_phones": _("Hier stonden meer telefoonnummers; elk is apart overgenomen."),
    # refused cells
    "kvk_digits": _(
        "Een KvK-nummer heeft 8 cijfers; hier staat een getal met %(count)s cijfers. Vul het hele nummer in."
    ),
    "long_number": _(
        "Excel bewaart van een getal maar 15 cijfers, dus dit nummer is niet meer te vertrouwen. "
        "Maak de kolom op als tekst en vul het opnieuw in."
    ),
    "number_length": _("Een klantnummer heeft hooguit %(most)s tekens. Kort het in."),
    "date": _("Deze datum is niet te lezen. Schrijf hem als dag-maand-jaar, zoals 31-12-2020."),
    "term": _("De betaaltermijn is een aantal dagen van 0 tot en met 120, zoals 14."),
    "yes_no": _("Hier hoort ja of nee. De klant is gelezen als klant; pas de cel aan als dat niet klopt."),
    # questions
    "kvk_seven": _(
        "Dit KvK-nummer heeft 7 cijfers; het zijn er 8. Excel laat soms een nul aan het begin weg. "
        "Kies of die nul ervoor moet, of vul het nummer aan."
    ),
    "iban_differs": _(
        "Het IBAN voor de incasso is een ander dan het rekeningnummer. Kies welk van de twee mee moet, of allebei."
    ),
    "same_name": _(
        "Er zijn meer rijen met deze naam, zonder klantnummer en zonder KvK-nummer. Kies of het dezelfde klant is. "
        "Zonder keuze zijn het verschillende klanten."
    ),
    "kvk_of_several": _(
        "Dit KvK-nummer hoort in deze lijst bij meer klantnummers, en deze rij heeft geen klantnummer. "
        "Vul het klantnummer in; nu is het een aparte klant."
    ),
    "group_differs": _(
        "Hier staat iets anders dan op rij %(first)s van dezelfde klant. De waarde van rij %(first)s is overgenomen. "
        "Maak beide rijen gelijk als dat niet klopt."
    ),
    # left behind
    "unknown_service": _("Deze dienst is niet telefonie, internet, alarm of IT en is niet overgenomen."),
    "function_alone": _("Er staat een functie zonder contactpersoon; die is niet overgenomen. Vul de naam in."),
    "bic_alone": _("Er staat een BIC zonder IBAN; die is niet overgenomen. Vul het IBAN in."),
    "several_first": _("Hier staan meer waarden; er past er één op de kaart. De eerste is overgenomen."),
    # the sheet
    "column_bsn": _(
        "Deze kolom bevat burgerservicenummers. Die mogen alleen worden bewaard als een wet het voorschrijft "
        "(artikel 46 UAVG), dus de kolom is niet gelezen. Verwijder de kolom ook uit je eigen lijst."
    ),
    "column_hidden": _("Deze kolom is verborgen in het rekenblad en is wel gelezen."),
    "column_left": _("Deze kolom is niet overgenomen. %(reason)s"),
    "other_sheets": _("Alleen dit blad is gelezen. Andere bladen in het bestand: %(sheets)s."),
}


# What can be answered for a whole file at once, with the answer that holds until somebody gives one first.
CHOICES: dict[str, tuple[str, ...]] = {
    "kvk_seven": ("leave", "add_zero"),
    "iban_differs": ("account", "sepa", "both"),
    "same_name": ("separate", "together"),
}
