"""The table of tenants: ids in order, pages read when they are looked at, nothing read twice."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QModelIndex, QModelRoleData, QModelRoleDataSpan, Qt
from PySide6.QtTest import QAbstractItemModelTester

from crm.services.tenants import TenantQuery, get_tenant_lines, list_tenant_ids
from crm.ui.models import tenants as module
from crm.ui.models.records import Cell, Head, RecordTable
from crm.ui.models.tenants import TenantTable

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.ui.theme.theme import Theme
    from tests.ui.stage import Stage

FATAL = QAbstractItemModelTester.FailureReportingMode.Fatal


@pytest.fixture
def scene(stage: Callable[..., Stage]) -> Stage:
    return stage(demo=True)


def show_all(scene: Stage, model: TenantTable) -> array[int]:
    ids = list_tenant_ids(scene.workplace, TenantQuery())
    model.show(ids, get_tenant_lines(scene.workplace, ids[: module.PAGE]))
    return ids


def test_the_model_keeps_the_rules_of_models(scene: Stage) -> None:
    model = TenantTable(scene.context)
    QAbstractItemModelTester(model, FATAL, scene.shell)
    ids = show_all(scene, model)
    assert model.rowCount() == len(ids) == 176
    model.data(model.index(175, 0))
    scene.settle()
    model.show(array("q"), {})
    assert model.rowCount() == 0


def test_the_first_page_is_there_at_once_and_the_next_is_read_when_it_is_looked_at(scene: Stage) -> None:
    model = TenantTable(scene.context)
    show_all(scene, model)
    assert model.data(model.index(0, 0))
    assert model.data(model.index(150, 0)) == ""
    scene.settle()
    assert model.data(model.index(150, 0))
    assert model.line_at(150) is not None


def test_a_page_that_comes_too_late_is_dropped(scene: Stage) -> None:
    model = TenantTable(scene.context)
    ids = show_all(scene, model)
    assert model.data(model.index(150, 0)) == ""
    model.show(ids[:3], get_tenant_lines(scene.workplace, ids[:3]))
    scene.settle()
    assert model.rowCount() == 3


def test_pages_far_away_are_let_go_of(scene: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAGE", 8)
    monkeypatch.setattr(module, "_PAGES_KEPT", 3)
    model = TenantTable(scene.context)
    show_all(scene, model)
    for row in range(0, 176, 8):
        model.data(model.index(row, 0))
        scene.settle()
    assert model.line_at(0) is None
    assert model.data(model.index(0, 0)) == ""
    scene.settle()
    assert model.data(model.index(0, 0))


def test_numbers_stand_at_the_right_and_blanks_are_dashes(scene: Stage) -> None:
    model = TenantTable(scene.context)
    show_all(scene, model)
    keys = [column.key for column in model.columns]
    area = keys.index("area")
    role = Qt.ItemDataRole.TextAlignmentRole
    assert model.data(model.index(0, area), role) == 0x82
    assert model.headerData(area, Qt.Orientation.Horizontal, role) == 0x82
    assert model.headerData(0, Qt.Orientation.Horizontal, role) == 0x81
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Name"
    assert model.headerData(0, Qt.Orientation.Vertical) is None
    assert model.headerData(0, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole) is None
    texts = {model.data(model.index(row, area)) for row in range(100)}
    assert "—" in texts
    assert all(text == "—" or text[-3] == "." for text in texts if isinstance(text, str))


def test_a_reader_hears_the_column_with_the_value(scene: Stage) -> None:
    model = TenantTable(scene.context)
    show_all(scene, model)
    staff = [column.key for column in model.columns].index("employees")
    spoken = model.data(model.index(0, staff), Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(spoken, str)
    assert spoken.startswith("Employees ")
    assert model.data(QModelIndex()) is None
    assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is None


def test_all_roles_of_a_cell_are_answered_at_once_as_one_by_one(scene: Stage) -> None:
    model = TenantTable(scene.context)
    show_all(scene, model)
    for column in range(model.columnCount()):
        place = model.index(2, column)
        for role in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.TextAlignmentRole,
            Qt.ItemDataRole.ForegroundRole,
        ):
            answer = QModelRoleData(role)
            model.multiData(place, QModelRoleDataSpan(answer))
            assert answer.data() == model.data(place, role)


def test_where_a_tenant_stands_is_found_by_its_id(scene: Stage) -> None:
    model = TenantTable(scene.context)
    ids = show_all(scene, model)
    assert model.row_of(ids[170]) == 170
    assert model.row_of(-5) == -1
    assert model.line_at(-1) is None


def test_a_small_table_keeps_the_rules_too(theme: Theme) -> None:
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
