"""The web server's way in: closed until the erasure ledger was replayed."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klantkaart.project.settings")
_inner = get_wsgi_application()

from klantkaart.cli.serving.gate import Gate  # noqa: E402  (needs the apps)

application = Gate(_inner)
