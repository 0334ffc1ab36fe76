"""Every command of the terminal: its module and what it does, in one line."""

from typing import NamedTuple

from ..words import gettext_noop as _


class Entry(NamedTuple):
    """Where a command is, and what it does."""

    module: str
    summary: str
    needs_settings: bool = True


COMMANDS = {
    "run": Entry("run", _("Start het programma: scherm, achtergrondwerk en nachtwerk."), needs_settings=False),
    "init": Entry("init", _("Richt een eigen, lege administratie in.")),
    "demo": Entry("demo", _("Maak een oefenadministratie met verzonnen klanten.")),
    "check": Entry("check", _("Kijk of alles is aangegeven en goed staat ingesteld.")),
    "customers": Entry("customers", _("Zoek klanten, of laat de lijst zien.")),
    "card": Entry("card", _("Laat een klantkaart zien; dat wordt in het logboek gezet.")),
    "import": Entry("import_", _("Neem klanten over uit een bestand (CSV of Excel).")),
    "access": Entry("access", _("Maak een uitdraai van alles over een klant of contactpersoon.")),
    "end": Entry("end", _("Zet de laatste dag van een klant: die vertrekt.")),
    "erase": Entry("erase", _("Laat zien wat er van een klant verdwijnt, wat blijft, waarom en tot wanneer.")),
    "retention": Entry("retention", _("Bewaartermijnen: wat er aan de beurt is, en het vernietigen daarvan.")),
    "promises": Entry("promises", _("Kijk elke belofte uit de privacyverklaring na.")),
    "register": Entry("register", _("Het register van verwerkingen (AVG artikel 30) uitvoeren.")),
    "audit": Entry("audit", _("Het logboek: nakijken of er niets aan veranderd is, en uitvoeren.")),
    "erasures": Entry("erasures", _("Het wisregister: nakijken, en opnieuw doen wat een back-up terugbracht.")),
    "keys": Entry("keys", _("Sleutels: welke er zijn, en een nieuwe periode beginnen.")),
}
