"""The third step: what each column holds, how sure that is, and in which unit its amounts are."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from crm.domain.quantity import UNITS, Dimension
from crm.domain.wording import counted
from crm.services.imports import SheetKind, UnitSource
from crm.ui.models.records import AnyIndex, Cell, Head, RecordTable
from crm.ui.pages.imports.header_step import AUTO, captioned
from crm.ui.pages.imports.raw_grid import shown_text
from crm.ui.table.small import Fit, SmallTable
from crm.ui.theme import tokens as sizes
from crm.ui.widgets.button import Button, Kind
from crm.ui.widgets.form import ChoiceBox
from crm.ui.widgets.picker import FieldPicker, Offer
from crm.ui.widgets.table import Table, TagDelegate, inset
from crm.ui.widgets.text import label, retone

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from crm.domain.quantity import Unit
    from crm.services.import_files import Target
    from crm.services.import_sheets import LoadedSheet
    from crm.services.imports import ColumnMap, Outline
    from crm.ui.context import Context
    from crm.ui.theme.theme import Theme

KEYS = ("external_id", "uscc", "registration_number", "name")
_SURE = 0.9
_SAMPLES = 3
_SAMPLED = 300
_ROW = 36
LETTERS, HEADER, SAMPLES, FIELD, UNIT, SURE = range(6)
_TONES = {
    "sure": ("ok", "ok_soft"),
    "told": ("accent", "accent_soft"),
    "look": ("warn", "warn_soft"),
    "none": ("text2", "mute_soft"),
}


class BoxDelegate(QStyledItemDelegate):
    """Paints a cell that can be changed as a choice box: a quiet frame, and an arrow at its end."""

    def __init__(self, theme: Theme, table: Table) -> None:
        super().__init__(table)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:  # noqa: D102 - Qt's own
        text = str(index.data() or "")
        if not text:
            super().paint(painter, option, index)
            return
        tokens = self._theme.tokens
        whole: QRect = option.rect
        state = option.state
        if state & state.State_Selected:
            painter.fillRect(whole, QColor(tokens.row_sel))
        box = whole.adjusted(4, 4, -4, -5)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(tokens.border_strong))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(box.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        tone = index.data(Qt.ItemDataRole.UserRole) or "text"
        painter.setPen(QColor(getattr(tokens, str(tone))))
        room = box.adjusted(8, 0, -24, 0)
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)
        arrow = QRect(box.right() - 21, box.center().y() - 7, 16, 16)
        self._theme.icons.get("down", tone="text2").paint(painter, arrow)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: D102 - Qt's own
        return QSize(option.fontMetrics.horizontalAdvance(str(index.data() or "")) + 52, _ROW)


class ColumnsStep(QFrame):
    """One line a column of the sheet."""

    changed = Signal()
    forget_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.setProperty("ground", "surface")
        self._context = context
        theme = context.theme
        self.maps: dict[str, str] = {}
        """Column letters → code of what the user says it holds; empty for leaving it out."""
        self.units: dict[str, str] = {}
        self._outline: Outline | None = None
        self._targets: Sequence[Target] = ()
        self.key = ChoiceBox(theme, name=self.tr("Identify tenants by"))
        self.key.picked.connect(lambda _key: self.changed.emit())
        self.told = label(size="small", tone="text2", wrap=True)
        self.remembered = label(
            self.tr("Your previous choices have been applied."), size="small", tone="accent"
        )
        self.forget = Button(theme, self.tr("Use automatic mapping"), kind=Kind.QUIET, icon="undo")
        self.forget.clicked.connect(self.forget_asked)
        self.model = RecordTable(
            theme,
            [
                Head(self.tr("Column"), key="column"),
                Head(self.tr("Heading"), key="heading"),
                Head(self.tr("Sample values"), key="first_values"),
                Head(self.tr("Imported as"), key="imported_as"),
                Head(self.tr("Unit"), key="unit"),
                Head(self.tr("Confidence"), key="certainty"),
            ],
        )
        self.table = SmallTable(
            context,
            self.model,
            key="import.columns",
            name=self.tr("Columns"),
            row_height=_ROW,
            by_rows=False,
            can_sort=False,  # in the order of the sheet
        )
        box = BoxDelegate(theme, self.table)
        for column in (FIELD, UNIT):
            self.table.setItemDelegateForColumn(column, box)
        tag = TagDelegate(theme, lambda key: _TONES.get(str(key), _TONES["none"]), self.table)
        self.table.setItemDelegateForColumn(SURE, tag)
        self.table.opened.connect(lambda row: self._open(row, self.table.currentIndex().column()))
        self.table.clicked.connect(lambda index: self._click(index.row(), index.column()))
        self.table.typed.connect(lambda text: self.open_picker(self.table.currentIndex().row(), typed=text))
        self._lay_out()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(sizes.MARGIN, 12, sizes.MARGIN, 0)
        row.setSpacing(sizes.MARGIN)
        self.key.setMinimumWidth(200)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        again = QHBoxLayout()
        again.setSpacing(sizes.GAP)
        again.addWidget(self.remembered)
        again.addWidget(self.forget)
        again.addStretch(1)
        words.addLayout(again)
        words.addWidget(self.told)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.addWidget(captioned(self.tr("Identify tenants by"), self.key))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addSpacing(12)
        column.addWidget(inset(self.table), 1)

    def start(self, maps: Mapping[str, str], units: Mapping[str, str], *, remembered: bool) -> None:
        """Another sheet, with what is remembered of one like it."""
        self.maps, self.units = dict(maps), dict(units)
        self.remembered.setVisible(remembered)
        self.forget.setVisible(remembered)
        self.key.show_choices([(AUTO, self.tr("Detect automatically"))])
        self.key.choose(AUTO)

    @property
    def is_whole(self) -> bool:
        """Whether a column says which tenant a row is about."""
        outline = self._outline
        return outline is not None and any(one.field in KEYS for one in outline.mapped.columns)

    def show_outline(self, loaded: LoadedSheet, outline: Outline, targets: Sequence[Target]) -> None:
        """Show how the columns are taken."""
        self._outline, self._targets = outline, targets
        current = self.table.currentIndex()
        twice = Counter(one.header for one in outline.mapped.columns if one.header)
        rows = []
        for column in outline.mapped.columns:
            texts = samples(loaded, column.index, outline.header.first_data_row)
            text, tone = self._taken_as(column.field, ignored=column.ignored)
            sure, key = self._sureness(column, doubled=twice[column.header] > 1)
            unit = self._unit_name(column.unit)
            if column.units_at is not None:
                unit = self.tr("As in column {letters}").format(
                    letters=outline.mapped.columns[column.units_at].letters
                )
            assumed = column.unit_source is UnitSource.ASSUMED
            rows.append(
                (
                    Cell(column.letters),
                    Cell(column.header or self.tr("(no heading)"), "" if column.header else "text3"),
                    Cell(" · ".join(texts), "text2"),
                    Cell(text, "", tone),
                    Cell(unit, "", "warn" if unit and assumed else "text"),
                    Cell(sure, "", key),
                )
            )
        self.model.show(rows)
        self._show_keys(outline)
        self._tell(outline)
        self._size_columns()
        row = current.row() if current.isValid() else 0
        column_shown = current.column() if current.isValid() else FIELD
        if rows:
            self.table.setCurrentIndex(self.model.index(min(row, len(rows) - 1), column_shown))

    def _unit_name(self, unit: Unit | None) -> str:
        """What the unit of a column is called; empty where there is none to choose."""
        if unit is None or unit.dimension not in {Dimension.MONEY, Dimension.AREA}:
            return ""
        return self._context.labels.unit(unit)

    def _size_columns(self) -> None:
        bounds = ((56, 90), (120, 260), (0, 0), (190, 260), (110, 150), (116, 150))
        self.table.fit_columns(
            Fit(
                SAMPLES,
                room=120,
                leasts={column: least for column, (least, _) in enumerate(bounds)},
                mosts={column: most for column, (_, most) in enumerate(bounds)},
            )
        )

    def _taken_as(self, code: str | None, *, ignored: bool) -> tuple[str, str]:
        if code is not None:
            return self.name_of(code), "text"
        if ignored or (self._outline is not None and self._outline.kind is SheetKind.FIGURES):
            return self.tr("Not imported"), "text3"
        return self.tr("Keep as additional text"), "text3"

    def name_of(self, code: str) -> str:
        """What a target is called."""
        for target in self._targets:
            if target.code == code:
                return target.label.in_language(self._context.language)
        return code

    def _sureness(self, column: ColumnMap, *, doubled: bool) -> tuple[str, str]:
        field, confidence, suggestion = column.field, column.confidence, column.suggestion
        if column.letters in self.maps:
            return self.tr("Set by you"), "told"
        if field is None and suggestion is not None:
            return self.tr("Possibly {field}").format(field=self.name_of(suggestion)), "look"
        if field is None:
            return (self.tr("Duplicate heading"), "look") if doubled else ("", "none")
        if confidence >= _SURE:
            return self.tr("High"), "sure"
        return self.tr("Please check ({sure})").format(sure=f"{confidence:.0%}"), "look"

    def _show_keys(self, outline: Outline) -> None:
        held = {one.field for one in outline.mapped.columns}
        keys = [(key, self.name_of(key)) for key in KEYS if key in held]
        self.key.show_choices([(AUTO, self.tr("Detect automatically")), *keys])

    def _tell(self, outline: Outline) -> None:
        taken = sum(one.field is not None for one in outline.mapped.columns)
        if self.is_whole:
            text = counted(
                self.tr(
                    "{taken} of {count} {count|column is|columns are} recognised. Press Enter or "
                    "type on a line to change it."
                ),
                taken=taken,
                count=len(outline.mapped.columns),
            )
            retone(self.told, "text2")
        else:
            text = self.tr(
                "Missing: no column contains the tenants' name, USCC or number. Assign at least one of them."
            )
            retone(self.told, "danger")
        self.told.setText(text)

    def _click(self, row: int, column: int) -> None:
        if column in {FIELD, UNIT}:
            self._open(row, column)

    def _open(self, row: int, column: int) -> None:
        if column == UNIT and self.model.cell(row, UNIT).text:
            self.open_units(row)
        else:
            self.open_picker(row)

    def open_picker(self, row: int, *, typed: str = "") -> FieldPicker | None:
        """Open the list of what the column in line *row* may hold."""
        outline = self._outline
        if outline is None or not 0 <= row < self.model.rowCount():
            return None
        column = outline.mapped.columns[row]
        holders = {
            one.field: one.letters for one in outline.mapped.columns if one.field and one is not column
        }
        offers = [Offer("", self.tr("Do not import"), "skip none")]
        offers += [
            Offer(
                target.code,
                target.label.in_language(self._context.language),
                f"{target.label.zh} {target.label.en}",
                holders.get(target.code, ""),
            )
            for target in self._targets
        ]
        title = f"{column.letters}  {column.header}".strip()
        picker = FieldPicker(self, offers, title=title, current=column.field or "")
        picker.picked.connect(lambda code: self.choose_field(row, code))
        place = self.table.visualRect(self.model.index(row, FIELD)).bottomLeft()
        picker.open_at(self.table.viewport().mapToGlobal(place), typed=typed)
        return picker

    def choose_field(self, row: int, code: str) -> None:
        """The column in line *row* holds *code*; whichever column held it before is left out."""
        outline = self._outline
        if outline is None:
            return
        letters = outline.mapped.columns[row].letters
        for other in outline.mapped.columns:
            if (
                code
                and other.letters != letters
                and (other.field == code or self.maps.get(other.letters) == code)
            ):
                self.maps[other.letters] = ""
                self.units.pop(other.letters, None)
        self.maps[letters] = code
        self.units.pop(letters, None)
        self.changed.emit()

    def open_units(self, row: int) -> QMenu:
        """Open the list of units that the column in line *row* may be in."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outline = self._outline
        unit = outline.mapped.columns[row].unit if outline else None
        for one in UNITS.values():
            if unit is not None and one.dimension is unit.dimension and one.code != "fen":
                action: QAction = menu.addAction(self._context.labels.unit(one))
                action.setCheckable(True)
                action.setChecked(one.code == unit.code)
                action.triggered.connect(lambda _checked=False, code=one.code: self.choose_unit(row, code))
        place = self.table.visualRect(self.model.index(row, UNIT)).bottomLeft()
        menu.popup(self.table.viewport().mapToGlobal(place))
        return menu

    def choose_unit(self, row: int, code: str) -> None:
        """The amounts of the column in line *row* are in the unit *code*."""
        if self._outline is not None:
            self.units[self._outline.mapped.columns[row].letters] = code
            self.changed.emit()

    def focus_content(self) -> None:
        """Put the cursor into the list."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def samples(loaded: LoadedSheet, column: int, first: int) -> list[str]:
    """The first distinct texts of a column."""
    found: dict[str, None] = {}
    for row in range(first, min(first + _SAMPLED, len(loaded.grid.rows))):
        text = shown_text(loaded.grid.cell(row, column))
        if text.strip():
            found[text if len(text) < 40 else f"{text[:39]}…"] = None
            if len(found) == _SAMPLES:
                break
    return list(found)
