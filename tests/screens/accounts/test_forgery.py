"""Nothing changes without a token of this site (ASVS 3.5.1)."""

import pytest
from django.test import Client
from django.urls import reverse

from klantkaart.accounts.http.urls import urlpatterns
from staff import Group, sign_in

pytestmark = pytest.mark.django_db
NAMES = sorted(str(pattern.name) for pattern in urlpatterns)


@pytest.mark.parametrize("name", NAMES)
def test_post_without_token_is_refused(group: Group, name: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, group.owner)
    pattern = next(pattern for pattern in urlpatterns if pattern.name == name)
    url = reverse(name, kwargs=dict.fromkeys(pattern.pattern.converters, 1))
    assert browser.post(url, {"language": "en", "code": "1"}).status_code == 403
    group.owner.refresh_from_db()
    assert group.owner.language == "nl"
