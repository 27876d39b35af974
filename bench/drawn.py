"""W8: the sheet of a filing and the preview of an import in the window: scrolling, painting, jumping.

The sheet has a bordered row of thirty cells for each tenant; in the preview every third row changes a cell. The limits
are those of lists.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import detail_sheet, store
from bench.register import HEADERS, Register, make_register
from bench.stand import SIZE, Stand, get_application, opened

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from bench.plan import Plan
    from bench.report import Result
    from crm.ui.context import Context

_AREA = HEADERS.index("租用面积（平方米）")


def run(plan: Plan) -> list[Result]:
    size = plan.sizes[0]
    application = get_application()
    workplace = store.open_filled(plan.folder, size)
    with opened(application, workplace) as context:
        results = _sheet(application, context, plan, size) + _preview(application, context, plan, size)
    workplace.database.close()
    return results


def _sheet(application: QApplication, context: Context, plan: Plan, size: int) -> list[Result]:
    from crm.excel.appearance import read_appearance
    from crm.ui.models.sheet import SheetFacts
    from crm.ui.sheets.view import SheetView

    path = plan.folder / "w8.xlsx"
    detail_sheet.write_limit(path, detail_sheet.make_cells(size))
    view = SheetView(context.theme, name="")
    view.resize(*SIZE)
    view.show()
    view.show_sheet(read_appearance(path.read_bytes()).sheets[0], SheetFacts())
    bar = view.verticalScrollBar()
    stand = Stand(application, context.tasks, (bar, view.viewport()), step=3 * bar.singleStep())
    lines = stand.lines("W8", size, name="sheet: ")
    view.deleteLater()
    return lines


def _preview(application: QApplication, context: Context, plan: Plan, size: int) -> list[Result]:
    from crm.services.import_preview import ImportPreview
    from crm.services.imports import ImportRequest, prepare_import
    from crm.ui.pages.imports.check_step import CheckStep

    rows = list(make_register(size).rows)
    for place in range(0, size, 3):
        changed = list(rows[place])
        changed[_AREA] = 2_001
        rows[place] = tuple(changed)
    path = plan.folder / "w8_register.xlsx"
    Register(tuple(rows)).write(path)
    preview = ImportPreview(prepare_import(context.workplace, context.library, ImportRequest(path=path)))
    step = CheckStep(context)
    step.resize(*SIZE)
    step.show()
    step.show_preview(preview, preview.doubtful_places())
    step.show_rows("all")
    table = step.table
    stand = Stand(application, context.tasks, (table.verticalScrollBar(), table.viewport()), step=3)
    lines = stand.lines("W8", size, name="preview: ")
    step.deleteLater()
    return lines
