"""Mail about signing in."""

import logging
from smtplib import SMTPRecipientsRefused

import pytest
from django.core import mail
from django.core.mail import EmailMessage

from klantkaart.accounts import letters
from klantkaart.accounts.models import User

PERSON = User(name="Sanne de Wit", email="sanne@example.nl", language="nl")


def test_letters_are_plain_and_whole() -> None:
    sent = [
        letters.invitation(PERSON),
        letters.address_changed(PERSON, "oud@example.nl"),
        letters.factor_lost(PERSON, alone=True),
        letters.factor_reset_confirmed(PERSON),
    ]
    assert all(sent)
    assert [letter.to[0] for letter in mail.outbox][1:3] == ["oud@example.nl", "sanne@example.nl"]
    assert all(
        "Dag Sanne," in letter.body and "{" not in letter.body and "&" not in letter.body for letter in mail.outbox
    )
    assert all(letter.subject and "\n" not in letter.subject for letter in mail.outbox)


def test_waiting_time_is_told_to_who_is_alone() -> None:
    letters.factor_lost(PERSON, alone=True)
    letters.factor_lost(PERSON, alone=False)
    assert ["24 uur" in letter.body for letter in mail.outbox] == [True, False]


@pytest.mark.parametrize("failure", [SMTPRecipientsRefused({}), ConnectionRefusedError()])
def test_mail_server_that_refuses_stops_nothing_and_names_nobody(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, failure: Exception
) -> None:
    def refuse(_message: EmailMessage) -> int:
        raise failure

    monkeypatch.setattr(EmailMessage, "send", refuse)
    with caplog.at_level(logging.WARNING):
        assert letters.invitation(PERSON) is False
    assert "invitation" in caplog.text
    assert "sanne" not in caplog.text.lower()
