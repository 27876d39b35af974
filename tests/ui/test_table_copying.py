"""What is copied out of a list: text for every program, and a table in which a text stays a text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html.parser import HTMLParser

from crm.ui.table.copying import copy_block, mime_of
from crm.ui.table.source import Column, Kind

COLUMNS = (
    Column("name", "Name"),
    Column("staff", "Staff", kind=Kind.WHOLE),
    Column("income", "Income\n(10k yuan)", kind=Kind.AMOUNT),
    Column("day", "Day", kind=Kind.DATE),
)
ROW = ("晋汾青禾", 12, Decimal("1200.50"), date(2026, 3, 1))


class Reader(HTMLParser):
    """A table as a spreadsheet reads it: texts and number formats, row by row."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.rows: list[list[tuple[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"}:
            self.rows[-1].append(("", str(dict(attrs).get("style") or "")))
        elif tag == "br":
            self.handle_data("\n")

    def handle_data(self, data: str) -> None:
        text, style = self.rows[-1][-1]
        self.rows[-1][-1] = (text + data, style)


def test_numbers_are_copied_as_they_are_kept_not_as_they_are_shown() -> None:
    block = copy_block(COLUMNS, [ROW], with_header=False)
    assert block.text == "晋汾青禾\t12\t1200.50\t2026-03-01"
    texts = [text for text, _ in Reader(block.html).rows[0]]
    assert texts == ["晋汾青禾", "12", "1200.50", "2026-03-01"]


def test_titles_stand_above_where_they_are_wanted() -> None:
    block = copy_block(COLUMNS, [ROW, ROW], with_header=True)
    assert block.text.split("\r\n")[0] == "Name\tStaff\tIncome (10k yuan)\tDay"
    assert len(Reader(block.html).rows) == 3


def test_a_text_that_looks_like_a_formula_or_a_number_stays_text() -> None:
    for text in ("=1+1", "+86", "-5", "@now", "0012", "91140799MAXX00613A"):
        block = copy_block(COLUMNS[:1], [(text,)], with_header=False)
        ((shown, style),) = Reader(block.html).rows[0]
        assert (block.text, shown) == (text, text)
        assert style == 'mso-number-format:"\\@"'


def test_blanks_are_empty_and_a_masked_number_is_text() -> None:
    block = copy_block(COLUMNS, [(None, None, None, None), ("a", "***", None, None)], with_header=False)
    assert block.text == "\t\t\t\r\na\t***\t\t"
    assert Reader(block.html).rows[1][1] == ("***", 'mso-number-format:"\\@"')


def test_a_line_break_does_not_tear_a_cell_apart() -> None:
    block = copy_block(COLUMNS[:2], [('two "lines"\nof\ttext', 3)], with_header=False)
    assert block.text == '"two ""lines""\nof\ttext"\t3'
    assert Reader(block.html).rows[0][0][0] == 'two "lines"\nof\ttext'


def test_marks_of_a_page_are_no_marks_in_a_cell() -> None:
    block = copy_block(COLUMNS[:1], [("<b>&amp;</b>",)], with_header=False)
    assert Reader(block.html).rows == [[("<b>&amp;</b>", 'mso-number-format:"\\@"')]]


def test_the_clipboard_gets_both_forms() -> None:
    mime = mime_of(copy_block(COLUMNS, [ROW], with_header=False))
    assert mime.hasText()
    assert mime.hasHtml()
