"""Values as a worksheet's XML holds them.

Numbers are exact, texts are texts whatever they begin with, and nothing is left that XML or Excel would misread.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from crm.domain.errors import CrmError
from crm.excel.scalar import CellError, float_text, number_text, serial_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from crm.excel.scalar import Scalar

Value: TypeAlias = str | int | float | Decimal | bool | date | datetime | None

LONGEST_TEXT = 32_767

_NEEDS_CARE = re.compile(r"[&<>\x00-\x1f\ud800-\udfff\ufffe\uffff]|_x|^\s|\s\Z")
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LIKE_AN_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class TemplateRefused(CrmError):
    """A template that cannot be filled, or values that cannot stand in it; the code says why (``template-…``)."""


def clean_text(text: str) -> str:
    """*text* without control characters and halves of characters; line ends as Excel writes them."""
    return _NO_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def guard_escapes(text: str) -> str:
    """*text*, with ``_x000D_`` and its like kept from being read as an escape of Excel's."""
    return _LIKE_AN_ESCAPE.sub("_x005F_", text) if "_x" in text else text


def escape_text(text: str) -> str:
    """*text* as it stands between tags."""
    return guard_escapes(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inner_text(text: str, prefix: str = "") -> str:
    """The ``<t>`` element of *text*, none where nothing is left of it once it is cleaned.

    Raises TemplateRefused where it is longer than a cell holds.
    """
    if not text.isalnum() and _NEEDS_CARE.search(text):
        text = clean_text(text)
        if not text:
            return ""
        space = ' xml:space="preserve"' if text != text.strip() else ""
        element = f"<{prefix}t{space}>{escape_text(text)}</{prefix}t>"
    else:
        element = f"<{prefix}t>{text}</{prefix}t>"
    if len(text) > LONGEST_TEXT // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        raise TemplateRefused("template-text-too-long", length=len(text), begins=text[:20])
    return element


class CellXml:
    """Writes what follows ``<c r=".." s=".."`` for a value; one for each sheet, for its prefix of the namespace."""

    def __init__(self, prefix: str = "", *, epoch_1904: bool = False) -> None:
        self._text = f' t="inlineStr"><{prefix}is>', f"</{prefix}is></{prefix}c>"
        self._value = f"><{prefix}v>", f"</{prefix}v></{prefix}c>"
        self._prefix = prefix
        self._epoch_1904 = epoch_1904
        self._by_type: dict[type, Callable[[object], str]] = {}
        for kind, writer in self._writers():
            self._by_type[kind] = writer

    def _writers(self) -> list[tuple[type, Callable[..., str]]]:
        (before_text, after_text), (before, after), prefix = self._text, self._value, self._prefix

        def text(value: str) -> str:
            element = inner_text(value, prefix) if value else ""
            return f"{before_text}{element}{after_text}" if element else "/>"

        def truth(value: bool) -> str:  # noqa: FBT001 - called with any value of its type
            return f' t="b"{before}{int(value)}{after}'

        return [
            (str, text),
            (int, lambda value: f"{before}{value}{after}"),
            (Decimal, lambda value: f"{before}{number_text(value)}{after}"),
            (float, lambda value: f"{before}{float_text(value)}{after}"),
            (bool, truth),
            (datetime, lambda value: f"{before}{number_text(self._serial(value))}{after}"),
            (date, lambda value: f"{before}{number_text(self._serial(value))}{after}"),
            (type(None), lambda _: "/>"),
        ]

    def _serial(self, day: date) -> int | Decimal:
        return serial_of(day, epoch_1904=self._epoch_1904)

    def writer_of(self, kind: type) -> Callable[[object], str]:
        """The writer for values of *kind*, which may be a subclass of a known one (an IntEnum). KeyError for others."""
        for base in kind.__mro__:
            if base in self._by_type:
                return self._by_type[base]
        raise KeyError(kind.__name__)

    def write(self, value: object) -> str:
        """The rest of a cell that holds *value*; TemplateRefused where no cell can hold it."""
        try:
            return self.writer_of(type(value))(value)
        except (KeyError, ValueError, OverflowError) as error:
            raise TemplateRefused("template-value", value=repr(value)[:60]) from error

    @property
    def writers(self) -> dict[type, Callable[[object], str]]:
        """The writers by exact type, for a loop that has no time to ask."""
        return dict(self._by_type)


def cached_result(value: Scalar | None, prefix: str = "") -> tuple[str, str]:
    """The type attribute and the ``<v>`` of a formula's cached result."""
    if value is None:
        return "", ""
    kind, text = "", ""
    if isinstance(value, bool):
        kind, text = "b", str(int(value))
    elif isinstance(value, CellError):
        kind, text = "e", value.code
    elif isinstance(value, str):
        kind, text = "str", escape_text(clean_text(value))
    else:
        text = number_text(value)
    space = ' xml:space="preserve"' if kind == "str" and text != text.strip() else ""
    return f' t="{kind}"' if kind else "", f"<{prefix}v{space}>{text}</{prefix}v>"
