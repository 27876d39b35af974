"""A block of cells for another program: as text with tabs, and as a table that keeps numbers numbers and text text."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QMimeData

from crm.ui.table.source import Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.ui.table.source import Column, Raw

_FORMATS = {
    Kind.TEXT: r"\@",
    Kind.WHOLE: r"\#\,\#\#0",
    Kind.AMOUNT: r"\#\,\#\#0\.00",
    Kind.DATE: "yyyy\\-mm\\-dd",
}
"""The number formats of Excel, which WPS reads too: a text that looks like a formula or a number stays text."""


class Block(NamedTuple):
    """What was copied, in both forms."""

    text: str
    html: str


def copy_block(columns: Sequence[Column], rows: Sequence[Sequence[Raw]], *, with_header: bool) -> Block:
    """The values of *rows* under *columns*, with the titles above them where *with_header*."""
    kinds = [column.kind for column in columns]
    lines = ["\t".join(_plain(value) for value in row) for row in rows]
    body = [
        "<tr>" + "".join(_cell(value, kind) for value, kind in zip(row, kinds, strict=True)) + "</tr>"
        for row in rows
    ]
    if with_header:
        titles = [column.title.replace("\n", " ") for column in columns]
        lines.insert(0, "\t".join(titles))
        body.insert(0, "<tr>" + "".join(f"<th>{escape(title)}</th>" for title in titles) + "</tr>")
    table = f'<html><head><meta charset="utf-8"></head><body><table>{"".join(body)}</table></body></html>'
    return Block("\r\n".join(lines), table)


def mime_of(block: Block) -> QMimeData:
    """The block for the clipboard."""
    mime = QMimeData()
    mime.setText(block.text)
    mime.setHtml(block.html)
    return mime


def _plain(value: Raw) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    text = f"{value:f}" if isinstance(value, Decimal) else str(value)
    # A tab or a line break would tear the block apart; quoted, Excel and WPS keep it in its cell.
    if any(mark in text for mark in "\t\n\r"):
        return '"' + text.replace('"', '""') + '"'
    return text


def _cell(value: Raw, kind: Kind) -> str:
    shape = Kind.TEXT if isinstance(value, str) else kind
    text = "" if value is None else f"{value:f}" if isinstance(value, Decimal) else str(value)
    return f"<td style='mso-number-format:\"{_FORMATS[shape]}\"'>{escape(text).replace(chr(10), '<br>')}</td>"
