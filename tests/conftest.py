"""The closed test room: no network, warnings are errors, data in a folder of its own."""

import os
import tempfile
from pathlib import Path

ROOM = Path(tempfile.mkdtemp(prefix="klantkaart-test-"))
os.environ["KLANTKAART_DATA"] = str(ROOM)
os.environ.setdefault("KLANTKAART_SECRET_KEY", "test-only-not-a-secret-" + "x" * 40)
