"""Files that the window makes itself, such as pictures: written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.excel.saving import save_atomically

if TYPE_CHECKING:
    from pathlib import Path


def save_content(path: Path, content: bytes) -> None:
    """Write *content* to *path*. SaveRefused (``save-…``) says why it cannot be written."""
    save_atomically(path, content)
