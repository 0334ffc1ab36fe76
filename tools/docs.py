"""Write the generated documents: docs/register.md and docs/promises.md. With --check only compare (exit 1: stale)."""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    with tempfile.TemporaryDirectory() as data:
        os.environ["KLANTKAART_DATA"] = data
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klantkaart.project.settings")
        pages = _pages()
    stale = [path for path, text in pages.items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in sys.argv[1:]:
        for path in stale:
            sys.stderr.write(f"{path.relative_to(ROOT)} is stale: run tools/docs.py\n")
        return 1 if stale else 0
    for path in stale:
        path.write_text(pages[path], "utf-8")
    return 0


def _pages() -> dict[Path, str]:
    import django  # noqa: PLC0415  (settings first)

    django.setup()
    from klantkaart.promises import markdown as promises  # noqa: PLC0415
    from klantkaart.register import markdown as register  # noqa: PLC0415

    return {ROOT / "docs/register.md": register.page(), ROOT / "docs/promises.md": promises.page()}


if __name__ == "__main__":
    sys.exit(main())
