"""Three ways to work: with a mouse, with a finger on a phone, and with keys alone. Each counts what it costs."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from browsing import DESK, PHONE
from looking import FINGER, too_wide

_FAR = 150  # more steps than this to something is a fault of the page
_RING = """() => {
    const one = document.activeElement;
    if (!one || one === document.body || one.matches('main')) return '';
    const ringed = (it) => it && (getComputedStyle(it).boxShadow !== 'none'
        || (getComputedStyle(it).outlineStyle !== 'none' && parseFloat(getComputedStyle(it).outlineWidth) >= 2));
    const box = one.getBoundingClientRect();
    const seen = box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    return seen && (ringed(one) || ringed(one.closest('.search'))) ? '' : one.outerHTML.slice(0, 200);
}"""
_TYPING = "() => document.activeElement.matches('input:not([type=checkbox], [type=radio]), textarea, select')"
# A box is ticked through its words; a row of a list is one target.
_BOX = """(one) => {
    const box = (one.closest('tr[data-href]') || one).getBoundingClientRect();
    return Math.min(box.width, box.height);
}"""


class Mouse:
    """Points and types. ``clicks`` and ``typed`` are compared with what was agreed."""

    window = DESK

    def __init__(self, page: Page) -> None:
        self.page = page
        self.clicks = self.typed = 0

    def press(self, target: Locator) -> None:
        """A link, a button or the like."""
        target.click()
        self.clicks += 1

    def type(self, field: Locator, words: str) -> None:
        """Instead of what the field holds."""
        field.click()
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)
        self.clicks += 1
        self.typed += 1

    def sees(self, what: Locator) -> None:
        """Wait until it is there."""
        expect(what).to_be_visible()


class Finger(Mouse):
    """On a phone: every target is large enough, and nothing has to be moved sideways."""

    window = PHONE

    def press(self, target: Locator) -> None:
        target.scroll_into_view_if_needed()
        assert target.evaluate(_BOX) >= FINGER - 0.5, target
        target.tap()
        self.clicks += 1

    def type(self, field: Locator, words: str) -> None:
        self.press(field)
        field.fill("")
        self.page.keyboard.type(words)
        self.typed += 1

    def sees(self, what: Locator) -> None:
        super().sees(what)
        assert too_wide(self.page) == []


class Keys(Mouse):
    """No mouse at all. Where the focus is can be seen at every step."""

    def press(self, target: Locator) -> None:
        key = target.get_attribute("data-key")
        if key and not self.page.evaluate(_TYPING):
            self.page.keyboard.press(key)
            return
        self._reach(target)
        self.page.keyboard.press("Enter")

    def type(self, field: Locator, words: str) -> None:
        if field.get_attribute("data-search") is not None and not self.page.evaluate(_TYPING):
            self.page.keyboard.press("/")
        self._reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def _reach(self, target: Locator) -> None:
        """With Tab, past the frame when it lies in the content."""
        expect(target).to_be_visible()
        inside = target.evaluate("one => Boolean(one.closest('main'))")
        if inside and self.page.evaluate("document.activeElement === document.body"):
            self.page.keyboard.press("Tab")
            self.page.keyboard.press("Enter")
        for _step in range(_FAR):
            if target.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
            unseen = self.page.evaluate(_RING)
            assert not unseen, f"the focus cannot be seen on {unseen}"
        raise AssertionError(f"Tab does not lead to {target}")
