"""With an https address the installation speaks and remembers only over https (ASVS 3.3, 3.4.1)."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SHOW = """
import json, django; django.setup()
from django.conf import settings
from django.test import Client
answer = Client(SERVER_NAME="klantkaart.example.nl").get("/account/aanmelden/", secure=True)
cookie = answer.cookies["__Host-csrf"]
print(json.dumps({
    "hsts": answer["Strict-Transport-Security"], "session": settings.SESSION_COOKIE_NAME,
    "session_safe": [getattr(settings, f"SESSION_COOKIE_{part}") for part in ("SECURE", "HTTPONLY", "SAMESITE")],
    "csrf": [bool(cookie["secure"]), bool(cookie["httponly"]), cookie["samesite"], cookie["path"], cookie["domain"]],
}))
"""


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What such an installation answers."""
    room = tmp_path_factory.mktemp("https")
    environment = {key: value for key, value in os.environ.items() if not key.startswith("KLANTKAART")} | {
        "KLANTKAART_URL": "https://klantkaart.example.nl",
        "KLANTKAART_HOSTS": "klantkaart.example.nl",
        "KLANTKAART_DATA": str(room),
        "KLANTKAART_DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "klantkaart.project.settings",
    }
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", SHOW],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert Path(room, "keys").is_dir()
    return json.loads(done.stdout)


def test_browser_is_told_to_stay_on_https_for_a_year_or_more(shown: Any) -> None:
    age, *rest = shown["hsts"].split("; ")
    assert int(age.removeprefix("max-age=")) >= 31536000
    assert "includeSubDomains" in rest


def test_cookies_belong_to_this_host_alone(shown: Any) -> None:
    assert shown["session"] == "__Host-session"
    assert shown["session_safe"] == [True, True, "Lax"]
    assert shown["csrf"] == [True, True, "Lax", "/", ""]
