"""Files that are dropped on the window: which of them an import can read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QDropEvent

WORKBOOK_SUFFIXES = frozenset(
    {".xlsx", ".xlsm", ".xls", ".et", ".csv", ".tsv", ".txt", ".ods", ".xlsb"},
)


def dropped_workbook(event: QDropEvent) -> Path | None:
    """The one workbook that is dropped; None for anything else."""
    urls = event.mimeData().urls()
    path = Path(urls[0].toLocalFile()) if len(urls) == 1 else Path()
    return path if path.suffix.lower() in WORKBOOK_SUFFIXES else None
