"""A sheet being drawn: its formats, its figures' units, and what every part of it needs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_cell_to_rowcol, xl_col_to_name

from crm.domain.quantity import Dimension, Unit
from crm.filings.built import split_address

if TYPE_CHECKING:
    from crm.domain.indicators import IndicatorCatalogue
    from crm.filings.form import FigureSpec, Form
    from tests.form_templates.layout import SheetLayout

HEAD, LIGHT, GREY, AMBER, RED = "#EDF3F9", "#F7F7F7", "#7F7F7F", "#FFF4D6", "#C00000"
TITLE, BODY = "黑体", "宋体"


class Looks:
    """Cell formats by what they are for, each made once."""

    def __init__(self, book: Any) -> None:  # noqa: ANN401 - XlsxWriter has no types
        self._book = book
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def of(self, **parts: object) -> Any:  # noqa: ANN401
        """A format with *parts*, 宋体 10 and centred vertically where they do not say otherwise."""
        key = tuple(sorted({"font_name": BODY, "font_size": 10, "valign": "vcenter", **parts}.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(key))
        return self._made[key]

    @property
    def head(self) -> Any:  # noqa: ANN401
        """A heading of a table."""
        return self.of(font_name=TITLE, border=1, align="center", text_wrap=True, bg_color=HEAD)

    def cell(self, **parts: object) -> Any:  # noqa: ANN401
        """A cell of a table's body."""
        return self.of(**{"border": 1, "align": "center", **parts})

    def total(self, **parts: object) -> Any:  # noqa: ANN401
        """A cell of a total row."""
        return self.of(**{"font_name": TITLE, "border": 1, "align": "center", "bg_color": LIGHT, **parts})


class Canvas:
    """One sheet of a form: ``last`` is its last column, ``bottom`` the last row drawn so far."""

    def __init__(
        self,
        book: Any,  # noqa: ANN401 - XlsxWriter has no types
        looks: Looks,
        form: Form,
        layout: SheetLayout,
        indicators: IndicatorCatalogue,
    ) -> None:
        self.book, self.looks, self.form, self.layout = book, looks, form, layout
        self.indicators = indicators
        self.sheet = book.add_worksheet(layout.name)
        self.blocks = [block for block in form.blocks if block.sheet == layout.name]
        self.cells = [cell for cell in form.cells if cell.sheet == layout.name]
        self.texts = [text for text in form.texts if text.sheet == layout.name]
        here = form.definitions and form.definitions.sheet == layout.name
        self.defined = form.definitions if here else None
        self.last = self._last_column()
        self.bottom = 3

    def merge(self, place: str, text: str, look: Any) -> None:  # noqa: ANN401
        """Text over a range; a range of one cell is no merge."""
        first, _, last = place.partition(":")
        if first == (last or first):
            self.sheet.write(first, text, look)
        else:
            self.sheet.merge_range(place, text, look)

    def height(self, row: int, pixels: int) -> None:
        """Set the height of a row, and remember that the sheet goes down to it."""
        self.sheet.set_row_pixels(row - 1, pixels)

    def reach(self, row: int) -> None:
        """Remember that the sheet goes down to *row*."""
        self.bottom = max(self.bottom, row)

    def unit(self, figure: FigureSpec) -> Unit:
        """The unit a figure is filed in."""
        own = self.indicators[figure.indicator].unit
        unit = figure.unit or (self.form.money_unit if own.dimension is Dimension.MONEY else own)
        return unit if figure.places is None else replace(unit, places=figure.places)

    def unit_name(self, unit: Unit) -> str:
        """What the form calls a unit."""
        return self.form.words.units.get(unit.code, unit.code)

    def _last_column(self) -> str:
        if self.defined:
            return max(self.defined.columns.values(), key=number_of)
        letters = [column.letter for block in self.blocks for column in block.columns if column.letter]
        letters += [split_address(cell.address)[0] for cell in self.cells]
        return max([*letters, self.layout.last or "A"], key=number_of)


def number_of(letters: str) -> int:
    """The number of a column, from 0."""
    return int(xl_cell_to_rowcol(f"{letters}1")[1])


def letters_between(first: str, last: str) -> list[str]:
    """The columns from *first* to *last*."""
    return [xl_col_to_name(number) for number in range(number_of(first), number_of(last) + 1)]


def number_format(places: int) -> str:
    """A number with its thousands apart."""
    return "#,##0." + "0" * places if places else "#,##0"
