"""What the invented customers are made of. Nobody here exists; streets and banks neither."""

TRADES = (
    "Accountants", "Apotheek", "Architecten", "Autoschade", "Bakkerij", "Bloemen", "Bouwgroep", "Brillen",
    "Dakbedekking", "Dierenkliniek", "Drukkerij", "Fysiotherapie", "Garage", "Hoveniers", "Installatietechniek",
    "Interieurbouw", "Kapsalon", "Keukens", "Kwekerij", "Loodgieters", "Makelaars", "Notariaat", "Orthodontie",
    "Rijschool", "Rijwielen", "Schilders", "Slagerij", "Stoffeerderij", "Tandartsen", "Tegels", "Transport",
    "Uitvaartzorg", "Verhuur", "Wasserij", "Zeilmakerij", "Zonwering",
)  # fmt: skip
BEGINNINGS = (
    "Kiezel", "Luier", "Plonze", "Hagel", "Regen", "Lantaarn", "Wilgen", "Meeuwen", "Klaver", "Turf", "Roer", "Dauw",
    "Mist", "Otter", "Reiger", "Zegge", "Brem", "Kwik", "Lis", "Snoek", "Vlier", "Wulp", "Zilt", "Eiken",
)  # fmt: skip
ENDINGS = (
    "horst", "vink", "bos", "poort", "dijk", "meer", "wold", "hof", "burg", "veen", "kamp", "zicht", "sloot", "stein",
    "akker", "brug", "donk", "laar", "vaart", "weide",
)  # fmt: skip
FIRST_NAMES = (
    "Iris", "Pieter", "Hanneke", "Youssef", "Lotte", "Bram", "Fatma", "Sjoerd", "Noor", "Daan", "Anouk", "Gijs",
    "Meryem", "Ruben", "Saskia", "Teun", "Wietske", "Kwame", "Esmée", "Jelle", "Zoë", "Mehmet", "Femke", "Thijs",
)  # fmt: skip
LAST_NAMES = (
    "van den Bergh", "Hoekstra", "el Amrani", "Visser", "de Groot", "Çelik", "Jansma", "Postma", "Bakker", "Kuipers",
    "van der Linden", "Öztürk", "Smit", "Dijkstra", "Mulder", "Brouwer", "van Rooij", "Wang", "Ramdin", "Vermeulen",
)  # fmt: skip
STREETS = (
    "Pannenkoekdreef", "Hagelslagstraat", "Regentonkade", "Kwartelfluitweg", "Lantaarnvisweg", "Stroopwafelpad",
    "Zeepbelplein", "Kaasschaafsteeg", "Trekschuitlaan", "Windvaanhof", "Molensteenweg", "Dropveterstraat",
)  # fmt: skip
CITIES = (
    ("2401", "Alphen aan den Rijn"), ("2411", "Bodegraven"), ("2771", "Boskoop"), ("2801", "Gouda"),
    ("3441", "Woerden"), ("2391", "Hazerswoude-Dorp"), ("2421", "Nieuwkoop"), ("2741", "Waddinxveen"),
)  # fmt: skip
CLUBS = ("Harmonie", "Korfbalvereniging", "Speeltuinvereniging", "Toneelgroep", "Volkstuinvereniging", "Zwemclub")
FUNCTIONS = ("directeur", "receptie", "administratie", "bedrijfsleider", "")
NOTES = (
    "Belt graag voor tien uur.",
    "Sleutel ligt bij de buren op nummer 12.",
    "Wil de factuur per locatie gesplitst.",
    "Centrale staat in de meterkast achter de balie.",
    "Vraag eerst of de keuken dicht is.",
)
SERVICES = (("telephony",), ("internet",), ("telephony", "internet"), ("telephony", "internet", "it"), ("it",))
ALARM_SERVICES = (("alarm",), ("internet", "alarm"), ("alarm", "it"))
