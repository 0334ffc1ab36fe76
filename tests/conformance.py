"""The official test documents, where this machine has them: CONFORMANCE_DATA names the folder."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from lxml import etree

_VEFA = "{http://difi.no/xsd/vefa/validator/1.0}"
FOLDER = Path(os.environ["CONFORMANCE_DATA"]) if os.environ.get("CONFORMANCE_DATA") else None
needs_it = pytest.mark.skipif(
    FOLDER is None, reason="CONFORMANCE_DATA does not name the folder with the official rules and their test documents"
)


def folder() -> Path:
    if FOLDER is None:
        pytest.skip("CONFORMANCE_DATA is not set")
    return FOLDER


def expectations(path: Path) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Of a unit file: each small document, and what is expected: (success, warning or error; rule)."""
    for test in etree.parse(str(path)).iter(f"{_VEFA}test"):
        documents = [one for one in test if isinstance(one.tag, str) and not one.tag.startswith(_VEFA)]
        wanted = [
            (etree.QName(one).localname, (one.text or "").strip())
            for one in test.iterfind(f"{_VEFA}assert/*")
            if one.tag != f"{_VEFA}description"
        ]
        yield etree.tostring(documents[0], encoding="unicode"), wanted
