"""Files that the window makes itself, such as PDFs and pictures: written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.excel.saving import save_atomically

if TYPE_CHECKING:
    from pathlib import Path


def save_file(path: Path, content: bytes) -> Path:
    """Write *content* to *path* and return it. Raises SaveRefused, which says why it cannot be written."""
    save_atomically(path, content)
    return path
