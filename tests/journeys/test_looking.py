"""The eye that looks at every page sees what is wrong, in the last row of a long list too."""

import pytest
from playwright.sync_api import Page

from looking import RULES, violations

PAGE = """<!doctype html><html lang="nl"><head><title>Lijst</title><style>
body {{ background: #fff; color: #111 }} .pale {{ color: #eee }}</style></head>
<body><main><h1>Lijst</h1><table><thead><tr><th>Naam</th></tr></thead><tbody>{rows}</tbody></table></main></body></html>"""
ROW = '<tr><td class="main">Bakkerij</td></tr>'


def _found(page: Page, *last: str) -> list[str]:
    page.set_content(PAGE.format(rows=ROW * 30 + "".join(last)))
    return [one.partition(":")[0] for one in violations(page, RULES)]


def test_list_without_faults_has_none(page: Page) -> None:
    assert _found(page) == []


@pytest.mark.parametrize(
    "last",
    [
        '<tr><td class="main pale">Bakkerij</td></tr>',
        '<tr><td class="main" style="color: #eee">Bakkerij</td></tr>',
        '<tr class="pale"><td class="main">Bakkerij</td></tr>',
        '<tr><td class="main"><b class="pale">Bakkerij</b></td></tr>',
    ],
)
def test_pale_row_below_many_others_is_seen(page: Page, last: str) -> None:
    assert _found(page, last) == ["color-contrast"]


def test_fault_of_structure_is_seen_in_a_row_that_looks_like_the_others(page: Page) -> None:
    picture = '<tr><td class="main"><img src="data:,"></td></tr>'
    assert _found(page, picture * 5) == ["image-alt"]


def test_fault_only_where_rows_above_are_right_in_another_table_is_seen(page: Page) -> None:
    assert _found(page, "</tbody></table><table class='pale'><tbody>", ROW) == ["color-contrast"]
