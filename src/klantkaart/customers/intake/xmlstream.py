"""XML from a stranger, read as it streams by: no document types, no entities, no depth, no endless tags.

openpyxl reads 1,700 rows of 25 columns a second and holds every string of the file; a customer list of a small
company must open in seconds within 150 MB, so sheets and strings are read here, event by event.
"""

from collections.abc import Callable, Iterator
from typing import IO, Protocol
from xml.parsers import expat

from defusedxml.common import DTDForbidden

from . import limits

Attributes = dict[str, str]
Start = Callable[[Attributes], None]
End = Callable[[], None]
_CHUNK = 256 * 1024


class TooDeep(ValueError):
    """Nested or stretched beyond what a spreadsheet writes."""


XML_PROBLEMS = (expat.ExpatError, DTDForbidden, TooDeep, UnicodeError)


class Handler(Protocol):
    """What is done with the elements, by their local name; ``text`` gets all character data."""

    starts: dict[str, Start]
    ends: dict[str, End]

    def text(self, data: str) -> None: ...


def walk(stream: IO[bytes], handler: Handler) -> Iterator[None]:
    """Feed the handler; yields after every chunk, so that what was gathered can be handed on and let go."""
    parser = expat.ParserCreate()
    _listen(parser, handler)
    fed = 0
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk, False)
        fed += len(chunk)
        if fed - parser.CurrentByteIndex > limits.XML_TAG_BYTES:
            raise TooDeep
        yield
    parser.Parse(b"", True)
    yield


def _listen(parser: expat.XMLParserType, handler: Handler) -> None:
    """The first element tells the prefix of all names (``x:worksheet``); then the steady handlers take over."""

    def on_root(name: str, attributes: Attributes) -> None:
        prefix = name.rpartition(":")[0]
        _steady(parser, handler, f"{prefix}:" if prefix else "")(name, attributes)

    def on_doctype(name: str, system_id: str | None, public_id: str | None, _internal: bool) -> None:
        raise DTDForbidden(name, system_id, public_id)

    parser.buffer_text = True
    parser.StartElementHandler = on_root
    parser.StartDoctypeDeclHandler = on_doctype


def _steady(parser: expat.XMLParserType, handler: Handler, before: str) -> Callable[[str, Attributes], None]:
    start_of = {before + name: act for name, act in handler.starts.items()}.get
    end_of = {before + name: act for name, act in handler.ends.items()}.get
    most = limits.XML_DEPTH
    depth = 0

    def on_start(name: str, attributes: Attributes) -> None:
        nonlocal depth
        depth += 1
        if depth > most:
            raise TooDeep
        act = start_of(name)
        if act is not None:
            act(attributes)

    def on_end(name: str) -> None:
        nonlocal depth
        depth -= 1
        act = end_of(name)
        if act is not None:
            act()

    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = handler.text
    return on_start
