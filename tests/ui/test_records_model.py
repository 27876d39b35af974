"""Small tables whose rows are all there at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from crm.ui.models.records import Cell, Head, RecordTable

if TYPE_CHECKING:
    from crm.ui.theme.theme import Theme

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


def test_a_small_table_keeps_the_rules_of_models(theme: Theme) -> None:
    model = RecordTable(theme, (Head("Name"), Head("Amount", is_number=True)))
    QAbstractItemModelTester(model, FATAL, model)
    model.show([(Cell("one"), Cell("1", "danger", extra=7))])
    place = model.index(0, 1)
    assert model.data(place) == "1"
    assert model.data(place, Qt.ItemDataRole.UserRole) == 7
    assert model.data(place, Qt.ItemDataRole.ForegroundRole) is not None
    assert model.data(model.index(0, 0), Qt.ItemDataRole.ForegroundRole) is None
    assert model.data(place, Qt.ItemDataRole.TextAlignmentRole) == 0x82
    assert model.data(place, Qt.ItemDataRole.AccessibleTextRole) == "Amount 1"
    assert model.data(QModelIndex()) is None
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) == 0x82
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole) is None
    with pytest.raises(IndexError):
        model.cell(3, 0)
    model.replace(0, 0, Cell("two"))
    assert model.cell(0, 0).text == "two"
    model.show([], [Head("Only")])
    assert model.columnCount() == 1
