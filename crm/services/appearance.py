"""How a filing's sheets look: as the authority's own form, filled, with sizes, styles, merged cells and page setup."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.excel.appearance import CellLook, SheetLook, WorkbookLook, offsets, read_appearance
from crm.excel.cell_style import CellStyle, Edge
from crm.excel.division import Division, SheetPage
from crm.excel.page_setup import PAPERS, PageSetup
from crm.services.frozen_filings import frozen_workbook

if TYPE_CHECKING:
    from crm.services.filings import BuiltFiling
    from crm.services.operation import Workplace

__all__ = [
    "PAPERS",
    "CellLook",
    "CellStyle",
    "Division",
    "Edge",
    "PageSetup",
    "SheetLook",
    "SheetPage",
    "WorkbookLook",
    "offsets",
]


def look_of(filing: BuiltFiling) -> WorkbookLook:
    """A filing's workbook as it looks. Raises what filling the template raises."""
    return read_appearance(filing.workbook.data)


def look_of_template(template: bytes) -> WorkbookLook:
    """An empty form as it looks. For a template that has been read: see `form_binding.read_template`."""
    return read_appearance(template)


def look_of_frozen(workplace: Workplace, filing_id: int) -> WorkbookLook:
    """A frozen filing's workbook as it was filed. NotFoundError ``filing-unknown``."""
    return read_appearance(frozen_workbook(workplace, filing_id))
