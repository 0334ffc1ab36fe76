"""The code of an authenticator app, by the test vectors of RFC 6238 (SHA-1, its last six digits)."""

import base64

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from klantkaart.cli.serving.totp import code_at, seconds_left

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("moment", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_code_is_that_of_the_standard(moment: int, code: str) -> None:
    assert code_at(SECRET, moment) == code


def test_code_is_the_one_that_sign_in_expects() -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    assert code_at(secret, 3000.0) == format_hotp_value(hotp_value(secret, 100))


@pytest.mark.parametrize(("moment", "left"), [(0.0, 30), (29.5, 1), (30.0, 30), (45.2, 15)])
def test_seconds_that_are_left(moment: float, left: int) -> None:
    assert seconds_left(moment) == left
