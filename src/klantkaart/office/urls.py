"""Addresses of the office. One line a screen; the words in them are Dutch, as on the screen."""

from django.urls import path

from klantkaart.office.views.gallery import gallery
from klantkaart.office.views.preferences import set_theme

app_name = "office"

urlpatterns = [
    path("voorkeur/thema/", set_theme, name="theme"),
    path("beheer/vormgeving/", gallery, name="gallery"),
]
