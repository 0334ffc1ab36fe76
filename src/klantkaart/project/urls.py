"""Every address of the product."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("klantkaart.accounts.http.urls")),
    path("", include("klantkaart.office.urls")),
]
