"""Every command of the terminal: its module and what it does, in one line."""

from typing import NamedTuple

from ..words import gettext_noop as _


class Entry(NamedTuple):
    """Where a command is, and what it does. ``about_people``: it shows or changes data of people, so it waits until the
    erasure ledger was replayed."""

    module: str
    summary: str
    needs_settings: bool = True
    about_people: bool = False


COMMANDS = {
    "run": Entry("run", _("Start het programma: scherm, achtergrondwerk en nachtwerk."), needs_settings=False),
    "init": Entry("init", _("Richt een eigen, lege administratie in.")),
    "demo": Entry("demo", _("Maak een oefenadministratie met verzonnen klanten.")),
    "check": Entry("check", _("Kijk of alles is aangegeven en goed staat ingesteld.")),
    "customers": Entry("customers", _("Zoek klanten, of laat de lijst zien."), about_people=True),
    "card": Entry("card", _("Laat een klantkaart zien; dat wordt in het logboek gezet."), about_people=True),
    "import": Entry("import_", _("Neem klanten over uit een bestand (CSV of Excel)."), about_people=True),
    "access": Entry("access", _("Maak een uitdraai van alles over een klant of contactpersoon."), about_people=True),
    "end": Entry("end", _("Zet de laatste dag van een klant: die vertrekt."), about_people=True),
    "erase": Entry(
        "erase", _("Laat zien wat er van een klant verdwijnt, wat blijft, waarom en tot wanneer."), about_people=True
    ),
    "retention": Entry("retention", _("Bewaartermijnen: wat er aan de beurt is, en het vernietigen daarvan.")),
    "promises": Entry("promises", _("Kijk elke belofte uit de privacyverklaring na.")),
    "register": Entry("register", _("Het register van verwerkingen (AVG artikel 30) uitvoeren.")),
    "audit": Entry("audit", _("Het logboek: nakijken of er niets aan veranderd is, en uitvoeren.")),
    "backup": Entry("backup", _("Maak een back-up van de database en de verzegelde bestanden.")),
    "restore": Entry("restore", _("Zet een back-up terug waar nog niets staat.")),
    "erasures": Entry("erasures", _("Het wisregister: nakijken, en opnieuw doen wat een back-up terugbracht.")),
    "keys": Entry("keys", _("Sleutels: welke er zijn, en een nieuwe periode beginnen.")),
}
