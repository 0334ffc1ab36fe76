"""Addresses of the office. One line a screen; the words in them are Dutch, as on the screen."""

from django.urls import path

from klantkaart.office.views import card, customers, destruction, imports, leaving, merge, printout, settings, today
from klantkaart.office.views.gallery import gallery
from klantkaart.office.views.preferences import set_theme

app_name = "office"

urlpatterns = [
    path("klanten/", customers.customers, name="customers"),
    path("klanten/zoeken/", customers.search, name="search"),
    path("klanten/nieuw/", customers.new_customer, name="new_customer"),
    path("klanten/importeren/", imports.start, name="import"),
    path("klanten/importeren/<uuid:batch>/", imports.batch, name="import_batch"),
    path("klanten/importeren/<uuid:batch>/voortgang/", imports.progress, name="import_progress"),
    path("klanten/importeren/<uuid:batch>/kolommen/", imports.mapping, name="import_mapping"),
    path("klanten/importeren/<uuid:batch>/rijen/", imports.rows, name="import_rows"),
    path("klanten/importeren/<uuid:batch>/antwoorden/", imports.answers, name="import_answers"),
    path("klanten/importeren/<uuid:batch>/overnemen/", imports.take_over, name="import_take_over"),
    path("klanten/importeren/<uuid:batch>/verder/", imports.resume, name="import_resume"),
    path("klanten/importeren/<uuid:batch>/afbreken/", imports.cancel, name="import_cancel"),
    path("klanten/importeren/<uuid:batch>/bevindingen.<str:kind>", imports.report, name="import_report"),
    path("klanten/<uuid:card>/", card.card, name="card"),
    path("klanten/<uuid:card>/geschiedenis/", card.history, name="history"),
    path("klanten/<uuid:card>/nagelopen/", card.reviewed, name="reviewed"),
    path("klanten/<uuid:card>/ongedaan/<int:seq>/", card.undo, name="undo"),
    path("klanten/<uuid:card>/vertrek/", leaving.leaving, name="leaving"),
    path("klanten/<uuid:card>/samenvoegen/", merge.merge, name="merge"),
    path("klanten/<uuid:card>/samenvoegen/doen/", merge.do_merge, name="do_merge"),
    path("klanten/<uuid:card>/uittreksel/", printout.printout, name="printout"),
    path("klanten/<uuid:card>/uittreksel/maak/", printout.make_printout, name="make_printout"),
    path("klanten/<uuid:card>/blijft/", leaving.staying, name="staying"),
    path("klanten/<uuid:card>/<slug:part>/nieuw/", card.add_part, name="add_part"),
    path("klanten/<uuid:card>/<slug:part>/<uuid:uuid>/", card.change_part, name="change_part"),
    path("klanten/<uuid:card>/<slug:part>/<uuid:uuid>/weg/", card.remove_part, name="remove_part"),
    path("", today.home, name="home"),
    path("vandaag/", today.today, name="today"),
    path("beheer/", settings.settings, name="settings"),
    path("beheer/termijnen/", settings.terms, name="terms"),
    path("beheer/termijnen/<slug:code>/", settings.change_term, name="change_term"),
    path("beheer/medewerkers/", settings.people, name="people"),
    path("beheer/vernietiging/", destruction.destruction, name="destruction"),
    path("beheer/vernietiging/<uuid:uuid>/", destruction.certificate, name="certificate"),
    path("beheer/vernietiging/nu/", destruction.run, name="run_destruction"),
    path("voorkeur/thema/", set_theme, name="theme"),
    path("beheer/vormgeving/", gallery, name="gallery"),
]
