"""Bring src/klantkaart/locale/en up to date with the texts in code and templates. With --check only judge (exit 1).

Dutch is the msgid (docs/decisions/0002). The file is a function of the texts and of their translations: no days, no
line numbers, no guesses (fuzzy), nothing left of texts that are gone. A new text gets an empty translation.
"""

import ast
import io
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "klantkaart"
ENGLISH = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
SAME = "The same in English."  # a translator's comment beside a text that rightly stays as it is

# What the first arguments of each function are: c a context, s the text (singular), p its plural.
KEYWORDS = {
    "_": "s",
    "gettext": "s",
    "gettext_lazy": "s",
    "gettext_noop": "s",
    "ngettext": "sp",
    "ngettext_lazy": "sp",
    "pgettext": "cs",
    "pgettext_lazy": "cs",
    "npgettext": "csp",
    "npgettext_lazy": "csp",
}
_HEADER = r"""# English for a product that is written in Dutch. Texts and order: make messages.
msgid ""
msgstr ""
"Project-Id-Version: klantkaart\n"
"Language: en\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"

"""
_WIDTH = 120
_STRING = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
_IN_TEMPLATE = re.compile(rf"\b(?:n?p?gettext|_)\(\s*{_STRING}(?:\s*,\s*{_STRING})*")
_PLACEHOLDER = re.compile(r"%\((\w+)\)[-#0 +]*\d*(?:\.\d+)?[a-z]|\{(\w*)\}|(</?[a-z][^>]*>)")


@dataclass
class Text:
    """One text to translate: the Dutch singular, the plural if it has one, and the files that show it."""

    one: str
    many: str = ""
    context: str | None = None
    files: set[str] = field(default_factory=set)


def texts(package: Path = PACKAGE) -> list[Text]:
    """All texts of the package, in the order of the first file that shows them and of their place in it."""
    found: dict[tuple[str | None, str], Text] = {}
    for path in sorted(path for path in package.rglob("*") if path.suffix in {".py", ".html", ".txt"}):
        for said in _of(path):
            text = found.setdefault((said.context, said.one), said)
            text.many = text.many or said.many
            text.files.add(path.relative_to(package).as_posix())
    return list(found.values())


def _of(path: Path) -> Iterator[Text]:
    source = path.read_text("utf-8")
    tree = ast.parse(source if path.suffix == ".py" else _calls(source))
    imports = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    other_names = {name.asname or name.name: name.name for node in imports for name in node.names}
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    for call in sorted(found, key=lambda call: (call.lineno, call.col_offset)):
        yield from _text(call, other_names)


def _text(call: ast.Call, other_names: Mapping[str, str]) -> Iterator[Text]:
    """The text of a call with one written out; a call with a variable translates what was marked elsewhere."""
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    kinds = KEYWORDS.get(other_names.get(name, name), "")
    said = {
        kind: argument.value
        for kind, argument in zip(kinds, call.args, strict=False)
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
    }
    if said.get("s"):
        yield Text(said["s"], said.get("p", ""), said.get("c"))


def _calls(template: str) -> str:
    """The texts of a template, as calls in Python."""
    from django.utils.translation.template import templatize  # noqa: PLC0415  (settings first)

    return "\n".join(f"{call[0]})" for call in _IN_TEMPLATE.finditer(templatize(template)))


def updated(before: Catalog, found: list[Text]) -> Catalog:
    """The catalogue of these texts with the translations that ``before`` has for them."""
    after = Catalog(locale="en", fuzzy=False)
    for text in found:
        old = before.get(text.one, text.context)
        after[text.one] = _message(text, old) if old else _message(text, Message(text.one))
    return after


def _message(text: Text, old: Message) -> Message:
    translated = old.string if isinstance(old.string, str | tuple) else ""
    if text.many and isinstance(translated, str):
        translated = ("", "")
    return Message(
        (text.one, text.many) if text.many else text.one,
        translated if text.many or isinstance(translated, str) else "",
        locations=[(name, 1) for name in sorted(text.files)],
        flags={"python-format"} if re.search(r"%\(\w+\)", text.one) else set(),
        user_comments=old.user_comments,
        context=text.context,
    )


def faults(catalogue: Catalog) -> list[str]:
    """What is wrong with the translations, a line each."""
    return [f"{_pairs(message)[0][0]!r}: {fault}" for message in catalogue if message.id for fault in _faults(message)]


def _faults(message: Message) -> Iterator[str]:
    pairs = _pairs(message)
    if message.fuzzy:
        yield "a guess (fuzzy)"
    for dutch, english in pairs:
        if not english.strip():
            yield "not translated"
        elif marks(dutch) != marks(english):
            yield f"placeholders or tags differ: {sorted(marks(dutch) ^ marks(english))}"
        elif _edges(dutch) != _edges(english):
            yield "begins or ends with other blanks"
    if SAME not in message.user_comments and any(dutch == english and _has_words(dutch) for dutch, english in pairs):
        yield f"left as it is; if that is right, say so with '# {SAME}'"


def _pairs(message: Message) -> list[tuple[str, str]]:
    """Dutch and English, of singular and plural."""
    dutch = [message.id] if isinstance(message.id, str) else list(message.id)
    english = [message.string] if isinstance(message.string, str) else list(message.string or ())
    return [(one, other or "") for one, other in zip_longest(dutch, english, fillvalue="")]


def marks(text: str) -> set[str]:
    """Placeholders and HTML tags of a text."""
    return {match[0] for match in _PLACEHOLDER.finditer(text)}


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _has_words(text: str) -> bool:
    return bool(re.search(r"[^\W\d_]", _PLACEHOLDER.sub("", text)))


def read(path: Path = ENGLISH) -> Catalog:
    """The catalogue as it stands; an empty one when there is no file."""
    if not path.exists():
        return Catalog(locale="en")
    with path.open("rb") as stream:
        return read_po(stream, locale="en")


def written(catalogue: Catalog) -> str:
    """The catalogue as a file."""
    out = io.BytesIO()
    write_po(out, catalogue, width=_WIDTH, omit_header=True, include_lineno=False)
    return _HEADER + out.getvalue().decode().strip() + "\n"


def main() -> int:
    """Write, or judge with --check."""
    from django.conf import settings  # noqa: PLC0415

    settings.configure()
    made = updated(read(), texts())
    if "--check" not in sys.argv[1:]:
        ENGLISH.parent.mkdir(parents=True, exist_ok=True)
        ENGLISH.write_text(written(made), "utf-8")
        with ENGLISH.with_suffix(".mo").open("wb") as stream:
            write_mo(stream, made)
    wrong = faults(made)
    if not ENGLISH.exists() or ENGLISH.read_text("utf-8") != written(made):
        wrong.insert(0, f"{ENGLISH.relative_to(ROOT)} is stale: run make messages")
    sys.stderr.writelines(f"{line}\n" for line in wrong)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
