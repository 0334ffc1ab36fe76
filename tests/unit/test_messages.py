"""What the catalogue's judge sees: gone and new texts, empty, guessed, broken and copied translations."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from tools import messages

DJANGO = {"django.utils.translation"}
PYTHON = """
from django.utils.translation import gettext as _, gettext as now, ngettext, pgettext
A = _("Naam")
B = ngettext("%(n)d klant", "%(n)d klanten", 2) % {"n": 2}
C = pgettext("of a town", "Plaats")
E = now("Straks")
D = f"{_('Gebruik')}: "
"""
TEMPLATE = """{% load i18n %}<h1>{% translate "Klanten" %}</h1>{% include "x.html" with a=_("Zoek") %}
{% blocktranslate count n=rows trimmed %}
  {{ n }} rij
{% plural %}
  {{ n }} rijen
{% endblocktranslate %}{% translate "Naam" %}"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    (tmp_path / "words.py").write_text(PYTHON, "utf-8")
    (tmp_path / "page.html").write_text(TEMPLATE, "utf-8")
    return tmp_path


def early(module: Path) -> Iterator[str]:
    """Calls of a translating function that run while the module loads, when nobody reads yet."""
    tree = ast.parse(module.read_text("utf-8"))
    said = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module in DJANGO]
    names = {name.asname or name.name for node in said for name in node.names if name.name in {"gettext", "ngettext"}}
    for node in _loaded(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield f"{module.name}:{node.lineno}"


def _loaded(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            yield child
            yield from _loaded(child)


def test_no_module_translates_while_it_loads() -> None:
    """It would speak one language to everybody. (The terminal has one reader, and a function of its own.)"""
    assert [place for module in messages.PACKAGE.rglob("*.py") for place in early(module)] == []


def test_early_translation_is_seen(tmp_path: Path) -> None:
    module = tmp_path / "early.py"
    module.write_text(
        "from django.utils.translation import gettext as _\nA = {1: _('Klant')}\ndef later(): return _('Klant')\n",
        "utf-8",
    )
    assert list(early(module)) == ["early.py:2"]


def entry(dutch: str | tuple[str, str], english: str | tuple[str, str], **more: object) -> list[str]:
    catalogue = Catalog(locale="en")
    catalogue.add(dutch, english, **more)  # type: ignore[arg-type]  # the keywords of add
    return messages.faults(catalogue)


def test_texts_of_modules_and_templates_are_found_once_with_their_files(package: Path) -> None:
    found = {(text.context, text.one): text for text in messages.texts(package)}
    assert set(found) == {
        (None, "Naam"), (None, "%(n)d klant"), ("of a town", "Plaats"),
        (None, "Klanten"), (None, "Zoek"), (None, "Gebruik"), (None, "Straks"), (None, "%(n)s rij"),
    }  # fmt: skip
    assert found[None, "Naam"].files == {"words.py", "page.html"}
    assert found[None, "%(n)s rij"].many == "%(n)s rijen"


def test_translations_survive_and_texts_that_are_gone_do_not(package: Path) -> None:
    before = Catalog(locale="en")
    before.add("Klanten", "Customers")
    before.add("Weg", "Gone")
    before.add("Plaats", "Town", context="of a town")
    after = messages.updated(before, messages.texts(package))
    assert after["Klanten"].string == "Customers"
    assert "Weg" not in after
    town = after.get("Plaats", "of a town")
    assert town is not None
    assert town.string == "Town"
    assert "'%(n)s rij': not translated" in messages.faults(after)


def test_file_is_the_same_whatever_the_day(package: Path) -> None:
    made = messages.updated(Catalog(locale="en"), messages.texts(package))
    (package / "django.po").write_text(messages.written(made), "utf-8")
    again = messages.updated(messages.read(package / "django.po"), messages.texts(package))
    assert messages.written(again) == messages.written(made)
    assert "Creation-Date" not in messages.written(made)
    assert ":1" not in messages.written(made)


@pytest.mark.parametrize(
    ("dutch", "english", "fault"),
    [
        ("Klanten", "", "not translated"),
        ("Klanten", "  ", "not translated"),
        (("%(n)d rij", "%(n)d rijen"), ("%(n)d row", ""), "not translated"),
        ("Van %(who)s", "From %(whom)s", "placeholders or tags differ"),
        ("Van {who}", "From", "placeholders or tags differ"),
        ("Van <b>ons</b>", "From us", "placeholders or tags differ"),
        ("  code: ", "code: ", "begins or ends with other blanks"),
        ("Klanten", "Klanten", "left as it is"),
    ],
)
def test_wrong_translation_is_named(dutch: str | tuple[str, str], english: str | tuple[str, str], fault: str) -> None:
    assert any(fault in line for line in entry(dutch, english))


def test_guess_is_named() -> None:
    assert "a guess (fuzzy)" in entry("Klanten", "Customers", flags=["fuzzy"])[0]


@pytest.mark.parametrize(
    ("dutch", "english"),
    [
        ("Klanten", "Customers"),
        ("%(a)s %(b)s", "%(b)s %(a)s"),
        ("%(reason)s", "%(reason)s"),
        (("%(n)d rij", "%(n)d rijen"), ("%(n)d row", "%(n)d rows")),
    ],
)
def test_good_translation_has_no_fault(dutch: str | tuple[str, str], english: str | tuple[str, str]) -> None:
    assert entry(dutch, english) == []


def test_same_word_needs_somebody_who_says_so() -> None:
    assert entry("Internet", "Internet") != []
    assert entry("Internet", "Internet", user_comments=[messages.SAME]) == []
