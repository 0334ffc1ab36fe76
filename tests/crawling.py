"""Every address of the product, from its URLconf, and examples of them found by following links as a person does."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from django.urls import Resolver404, URLPattern, URLResolver, get_resolver, resolve, reverse
from playwright.sync_api import Page

from klantkaart.accounts.http.gate import OPEN

_LINK = re.compile(r'<a\s[^>]*?href="([^"#]*)', re.DOTALL)
_REFUSED = 400


def _within(patterns: Iterable[URLPattern | URLResolver], space: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _within(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else space)
        else:
            yield f"{space}{pattern.name}", pattern


ADDRESSES = dict(_within(get_resolver().url_patterns, ""))


@dataclass(frozen=True)
class Example:
    """A page, and a window of somebody who sees it."""

    path: str
    window: Page


@dataclass
class _Visitor:
    """``pages``: what was found, by name; ``others``: what answers with a file or leads on; ``dead``: dead links."""

    page: Page
    base: str
    pages: dict[str, list[str]] = field(default_factory=dict)
    others: set[str] = field(default_factory=set)
    dead: list[str] = field(default_factory=list)

    def visit(self, path: str, source: str = "") -> list[str]:
        """Note what this address answers; where it led and the links there."""
        answer = self.page.context.request.get(self.base + path)
        landed = answer.url.removeprefix(self.base)
        name = resolve(urlsplit(path).path).view_name
        is_page = "text/html" in answer.headers.get("content-type", "")
        if answer.status >= _REFUSED:
            self.dead.append(f"{path} on {source}: {answer.status}")
        elif not is_page or landed != path:
            self.others.add(name)
        else:
            self.pages.setdefault(name, []).append(path)
        links = (urljoin(landed, unescape(link)) for link in _LINK.findall(answer.text())) if is_page else ()
        return [landed, *(link for link in links if link and not urlsplit(link).scheme)]


class Atlas:
    """What was found, by each kind of visitor; the last one is nobody."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._visitors: list[_Visitor] = []

    def explore(self, page: Page, *starts: str, more: Iterable[str] = ()) -> None:
        """Follow every link as who looks through this window, one example of each shape of address: the same screen
        and part of a card, with words in the query or without. ``more``: addresses to keep all."""
        visitor = _Visitor(page, self._base)
        self._visitors.append(visitor)
        seen: set[object] = {_shape(path) for path in more}
        waiting = [(start, "the start") for start in starts]
        for path in more:
            waiting += [(link, path) for link in visitor.visit(path)]
        while waiting:
            path, source = waiting.pop(0)
            shape = _shape(path)
            if shape is None:
                visitor.dead.append(f"{path} on {source}")
            elif shape not in seen:
                seen.add(shape)
                waiting += [(link, path) for link in visitor.visit(path, source)]

    def find_the_rest(self) -> None:
        """Addresses that hold no place for anything and to which no link was found: asked as they are."""
        for name in [name for name in ADDRESSES if not self.answers(name) and not self._places(name)]:
            for visitor in self._visitors[-1:] if name in OPEN else self._visitors[:1]:
                before = len(visitor.dead)
                visitor.visit(reverse(name))
                del visitor.dead[before:]

    def examples(self, name: str) -> list[Example]:
        """Pages of that name; the same address is looked at once."""
        found = {path: one.page for one in reversed(self._visitors) for path in one.pages.get(name, ())}
        return [Example(path, page) for path, page in sorted(found.items(), key=lambda one: one[0])]

    def answers(self, name: str) -> bool:
        """Whether anybody got a page or a file from it, or was led on."""
        return any(name in one.pages or name in one.others for one in self._visitors)

    def dead_links(self) -> list[str]:
        return [dead for one in self._visitors for dead in one.dead]

    def takes_only_posts(self, name: str) -> bool:
        """Asked with something that does not exist in each place."""
        kinds = {"UUIDConverter": uuid4(), "IntConverter": 1}
        places = {key: kinds.get(type(kind).__name__, "x") for key, kind in self._places(name).items()}
        request = self._visitors[0].page.context.request
        return request.get(self._base + reverse(name, kwargs=places)).status == 405

    def _places(self, name: str) -> dict[str, object]:
        return dict(ADDRESSES[name].pattern.converters)


def _shape(path: str) -> object:
    """What makes two addresses the same page with other data in it; None for an address that does not exist."""
    parts = urlsplit(path)
    try:
        match = resolve(parts.path)
    except Resolver404:
        return None
    return match.view_name, match.kwargs.get("part"), bool(parts.query)
