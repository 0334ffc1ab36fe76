"""Which passwords are good enough (ASVS 6.2)."""

import re

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from klantkaart.accounts.models import User
from klantkaart.accounts.passwords import LONGEST, SHORTEST, LeakedValidator, LengthValidator
from klantkaart.accounts.roles import Role
from staff import make_company, make_user

GOOD = "regenjas tulpen zeventien kano"


def _codes(password: str, user: User | None = None) -> set[str]:
    try:
        validate_password(password, user)
    except ValidationError as error:
        return {str(one.code) for one in error.error_list}
    return set()


@pytest.mark.parametrize(
    "password",
    [
        GOOD,
        "kA9$vQ2!xL7#pR4z",
        "ñandú geel fietspomp 38 wolk",
        "x7!" * 3 + "paarse olifant danst",
        "k" * 3 + " zwaan borstel 91 mug" * 3,
    ],
)
def test_long_and_unknown_is_accepted(password: str) -> None:
    assert _codes(password) == set()


def test_spaces_count_and_are_kept() -> None:
    assert check_password(" " + GOOD + " ", make_password(" " + GOOD + " "))
    assert not check_password(GOOD, make_password(" " + GOOD + " "))


@pytest.mark.parametrize("password", ["", "kort", "veertien tekens"[:14]])
def test_fewer_than_fifteen_characters_is_refused(password: str) -> None:
    assert "too_short" in _codes(password)


def test_fourteen_is_refused_and_fifteen_is_long_enough() -> None:
    with pytest.raises(ValidationError, match="14 tekens"):
        LengthValidator().validate("q" * 14)
    LengthValidator().validate("q" * 15)


@given(st.integers(min_value=64, max_value=LONGEST))
def test_sixty_four_and_more_is_accepted(length: int) -> None:
    assert _codes((GOOD + " paars kompas nijlpaard 5! ladder " * 10)[:length]) == set()


def test_longer_than_can_be_hashed_safely_is_refused() -> None:
    assert "too_long" in _codes(GOOD * 10)


@pytest.mark.parametrize(
    "password",
    [
        "passwordpassword",
        "qwertyuiopasdfghjkl",
        "123456789012345",
        "iloveyouiloveyou1",
        "Password1234567!",
        "letmeinletmein!!",
    ],
)
def test_leaked_or_guessable_is_refused(password: str) -> None:
    assert _codes(password) & {"leaked", "guessable"}


@pytest.mark.parametrize(
    "password",
    [
        "wachtwoord123456",
        "welkomwelkomwelkom",
        "Welkom2024!Welkom",
        "aaaaaaaaaaaaaaaa",
        "abcdefghijklmnop",
        "januari februari",
        "amsterdam2025!!!",
    ],
)
def test_dutch_habits_are_refused(password: str) -> None:
    assert _codes(password) & {"leaked", "guessable"}


def test_every_long_password_on_the_list_of_leaked_ones_is_refused() -> None:
    known = [word for word in LeakedValidator().passwords if len(word) >= SHORTEST]
    assert len(known) > 20
    assert all("leaked" in _codes(word) for word in known)


def test_leaked_words_are_refused_when_repeated_or_dressed_up() -> None:
    words = sorted(word for word in LeakedValidator().passwords if len(word) >= 6 and word.isalpha())[::300]
    assert len(words) > 20
    for word in words:
        assert "leaked" in _codes(word * 3)
        assert "leaked" in _codes(word + "!12345678")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password",
    [
        "Annemieke van Loon 1",
        "annemieke@example.nl",
        "annemiekevanloon!!",
        "Zonnebloem Telecom 9",
        "zonnebloemtelecom123",
    ],
)
def test_name_address_and_company_are_refused(password: str) -> None:
    company = make_company("Zonnebloem Telecom")
    person = make_user(Role.OFFICE, company=company, name="Annemieke van Loon", email="annemieke@example.nl")
    assert "personal" in _codes(password, person)


@pytest.mark.django_db
def test_a_word_about_oneself_in_a_long_password_is_no_harm() -> None:
    person = make_user(name="Jan Loon", email="jan@example.nl")
    assert _codes("loonwagen tulpen zeventien kano", person) == set()


def test_somebody_without_a_row_can_be_judged() -> None:
    assert _codes("annemieke van loon", User(name="Annemieke van Loon", email="a@example.nl")) >= {"personal"}


def test_every_refusal_is_a_sentence_with_a_remedy() -> None:
    with pytest.raises(ValidationError) as refusal:
        validate_password("wachtwoord")
    for sentence in refusal.value.messages:
        assert re.match(r"^[A-Z].+\. .+\.$", sentence), sentence
    assert all(password_validators_help_texts())


def test_hash_is_argon2id_with_enough_memory() -> None:
    algorithm, variant, _version, costs, *_rest = make_password(GOOD).split("$")
    assert (algorithm, variant) == ("argon2", "argon2id")
    assert int(dict(part.split("=") for part in costs.split(","))["m"]) >= 47104
