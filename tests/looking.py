"""What is looked at on every page: its structure, its weight, what axe finds, and whether a finger can use it."""

from collections.abc import Mapping

from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "resultTypes": ["violations"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}
# What can be right on a desk and wrong on a phone in the dark; the rest of a page is the same there.
OTHERWISE = {
    "runOnly": {"type": "rule", "values": [
        "color-contrast", "target-size", "scrollable-region-focusable", "meta-viewport", "css-orientation-lock",
        "link-in-text-block",
    ]},
    "resultTypes": ["violations"],
}  # fmt: skip
HEAVIEST = 100_000  # bytes transferred (DESIGN 6)
FINGER = 44  # CSS pixels (LOOK.md)

# Of rows that are built and dressed alike two are looked at for their colours; for everything else all of them are.
_ALIKE = """() => {
    const seen = new Map();
    const dress = (one) => ['class', 'style', 'type', 'disabled', 'open', 'hidden', 'aria-disabled', 'aria-current']
        .map((name) => one.getAttribute(name)).join('|');
    const around = (one) => one ? [one, ...around(one.parentElement)] : [];
    for (const row of document.querySelectorAll('tbody tr')) {
        const kind = [...around(row), ...row.querySelectorAll('*')]
            .map((one) => `${one.localName}|${dress(one)}`).join(' ');
        seen.set(kind, (seen.get(kind) || 0) + 1);
        row.toggleAttribute('data-alike', seen.get(kind) > 2);
    }
}"""
_OF_COLOUR = "{id: 'color-contrast', selector: ':not([data-alike], [data-alike] *)'}"
_AXE = Axe(f"{AXE_SCRIPT};axe.configure({{rules: [{_OF_COLOUR}]}});")
_WEIGHT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .reduce((sum, entry) => sum + entry.encodedBodySize + 300, 0)"""
_STRUCTURE = """() => ({
    heads: [...document.querySelectorAll('h1')].map((one) => one.innerText.trim()),
    title: document.title,
    lang: document.documentElement.lang,
    ids: [...document.querySelectorAll('[id]')].map((one) => one.id).filter((id, at, all) => all.indexOf(id) !== at),
    wide: document.documentElement.scrollWidth - innerWidth,
})"""
# Links in the middle of a sentence are as large as the sentence; of a row that is a target as a whole, the row counts.
_SMALL = """(finger) => {
    const found = [];
    const shown = (one) => one.checkVisibility({ visibilityProperty: true, opacityProperty: true })
        && one.getClientRects().length && !one.closest('.sr-only, .skip');
    const inSentence = (one) => one.matches('a') && getComputedStyle(one).display === 'inline'
        && [...one.parentElement.childNodes].some((node) => node.nodeType === 3 && node.data.trim().length > 1);
    const targets = 'a[href], button, summary, select, textarea, input:not([type=hidden])';
    for (const one of document.querySelectorAll(targets)) {
        if (!shown(one) || inSentence(one)) continue;
        const whole = one.closest('tr') && one.matches('.main a') ? one.closest('tr')
            : one.matches('[type=checkbox], [type=radio]') ? one.labels[0] || one : one;
        const box = whole.getBoundingClientRect();
        if (box.height < finger - 0.5 || box.width < finger - 0.5)
            found.push(`${Math.round(box.width)}x${Math.round(box.height)} ${one.outerHTML.replace(/\\s+/g, ' ')}`);
    }
    return found;
}"""


def violations(page: Page, rules: Mapping[str, object]) -> list[str]:
    """What axe finds wrong, with the first place of each."""
    page.evaluate(_ALIKE)
    found = _AXE.run(page, options=dict(rules)).response
    assert found["passes"], "axe did not look at anything"
    return [
        f"{one['id']}: {one['nodes'][0]['html']} {one['nodes'][0]['failureSummary']}" for one in found["violations"]
    ]


def structure(page: Page) -> list[str]:
    """One heading that says what the page is, a title of its own, a language, no id twice."""
    seen = page.evaluate(_STRUCTURE)
    wrong = []
    if len(seen["heads"]) != 1 or not seen["heads"][0]:
        wrong.append(f"h1: {seen['heads']}")
    if not seen["title"].strip() or seen["title"].strip().startswith("·"):
        wrong.append(f"title: {seen['title']!r}")
    if seen["lang"] not in {"nl", "en"}:
        wrong.append(f"lang: {seen['lang']!r}")
    if seen["ids"]:
        wrong.append(f"ids twice: {seen['ids']}")
    return wrong


def too_heavy(page: Page) -> list[str]:
    """Everything that came over the line for this page, compressed, with its headers."""
    weight = page.evaluate(_WEIGHT)
    assert weight > 1000, "nothing was measured"
    return [f"{weight} bytes"] if weight > HEAVIEST else []


def too_wide(page: Page) -> list[str]:
    """Nothing may have to be scrolled sideways."""
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return [f"{wide} px too wide"] if wide > 0 else []


def on_paper(page: Page) -> list[str]:
    """Printed: nothing to press or to fill in, nothing beyond the sheet, dark on light."""
    pressed = page.locator("button:visible, summary:visible, select:visible, nav:visible, [type=search]:visible")
    wrong = [f"to press: {one}" for one in pressed.evaluate_all("all => all.map((one) => one.outerHTML.slice(0, 120))")]
    return [*wrong, *too_wide(page), *violations(page, COLOURS)]


def too_small(page: Page) -> list[str]:
    """Targets that a finger misses."""
    return [str(one)[:200] for one in page.evaluate(_SMALL, FINGER)]
