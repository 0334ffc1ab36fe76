"""What a refusal or a broken machine says; what nobody foresaw keeps its traceback."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.utils import DatabaseError, IntegrityError, OperationalError, ProgrammingError

from klantkaart.cli.failures import sentences_of
from klantkaart.kernel.errors import Invalid, InvalidFields, Refused


@pytest.mark.parametrize(
    "error", [Refused("Dat kan niet."), Invalid("Dat kan niet."), ImproperlyConfigured("Dat kan niet.")]
)
def test_refusal_is_its_own_sentence(error: Exception) -> None:
    assert sentences_of(error) == ["Dat kan niet."]


def test_every_wrong_field_is_told() -> None:
    assert sentences_of(InvalidFields({"name": "Naam ontbreekt.", "kvk": "KvK klopt niet."})) == [
        "Naam ontbreekt.",
        "KvK klopt niet.",
    ]


@pytest.mark.parametrize(
    ("error", "begin"),
    [
        (OperationalError("no such table: customers_card"), "Deze administratie is nog niet ingericht."),
        (ProgrammingError('relation "customers_card" does not exist'), "Deze administratie is nog niet ingericht."),
        (OperationalError("database is locked"), "De database is te lang bezet."),
        (OperationalError("connection refused"), "De database is niet bereikbaar of zit vol: connection refused"),
        (PermissionError(13, "Permission denied", "/kluis"), "/kluis: Permission denied."),
    ],
)
def test_trouble_of_the_machine_is_one_sentence(error: Exception, begin: str) -> None:
    (sentence,) = sentences_of(error)
    assert sentence.startswith(begin)


@pytest.mark.parametrize(
    "error", [ValueError("x"), KeyError("x"), IntegrityError("x"), DatabaseError("x"), OSError("x")]
)
def test_what_nobody_foresaw_is_not_explained_away(error: Exception) -> None:
    assert sentences_of(error) == []
