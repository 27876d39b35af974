"""Number formats as Excel writes them: what a cell shows of its value.

Understands sections, digits, thousands, decimals, percent, scaling by commas, literal texts, and days; whatever else a
code holds is left out, so that a number is never shown as another one.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

GENERAL = "General"
BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    14: "yyyy-mm-dd",
    15: "d-m-yy",
    16: "d-m",
    17: "m-yy",
    22: "yyyy-mm-dd hh:mm",
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    37: "#,##0;-#,##0",
    38: "#,##0;[Red]-#,##0",
    39: "#,##0.00;-#,##0.00",
    40: "#,##0.00;[Red]-#,##0.00",
    49: "@",
}
"""Formats that a file names by number alone; the day as offices in China have it."""

_TOKEN = re.compile(
    r'"(?P<text>[^"]*)"|\\(?P<one>.)|_(?P<space>.)|\*.|\[(?P<mark>[^\]]*)\]|(?P<other>.)', re.DOTALL
)
_DAY_PARTS = re.compile(r"y+|m+|d+|h+|s+|.", re.IGNORECASE)
_DRAWN_POINT = re.compile(r'[0#?](?:!\.|\\\.|"\.")[0#?]')
"""A point that is only drawn between digits, as in WPS's own format for 万元."""
_WIDE = Context(prec=60)
_GENERAL_DIGITS = 11
_LAST_DAY = 2_958_465
"""9999-12-31."""


class _Section(NamedTuple):
    """One part of a code: the literal texts before and after the digits, and how the digits are shown."""

    before: str = ""
    after: str = ""
    has_digits: bool = False
    least: int = 0
    decimals: int = 0
    least_decimals: int = 0
    groups: bool = False
    percent: int = 0
    scale: int = 0
    day: str = ""
    is_general: bool = False
    is_text: bool = False


def show_value(value: str | Decimal | int | None, code: str, *, epoch_1904: bool = False) -> str:
    """What a cell with the number format *code* shows of *value*; truth values are shown as Excel does."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    sections = _sections(code)
    if isinstance(value, str):
        return _show_text(value, sections)
    number = value if isinstance(value, Decimal) else Decimal(value)
    section, signed = _choose(number, sections)
    if section.day:
        return _show_day(number, section.day, epoch_1904=epoch_1904)
    if section.is_general or section.is_text:
        return section.before + _general(number) + section.after
    return _show_number(number if signed else abs(number), section)


def shows_day(code: str) -> bool:
    """Whether the format *code* shows a number as a day."""
    written = "".join(_sections(code)[0].day.split("\0")[::2])
    return re.search("[yd]", written, re.IGNORECASE) is not None


def shows_percent(code: str) -> bool:
    """Whether the format *code* shows a number a hundredfold, in percent."""
    return _sections(code)[0].percent == 1


def scales(code: str) -> bool:
    """Whether the format *code* shows a number in another size: in percent, thousands, or 万 by a drawn point."""
    moved = any(section.has_digits and (section.percent or section.scale) for section in _sections(code))
    return moved or bool(_DRAWN_POINT.search(code))


def _show_text(text: str, sections: tuple[_Section, ...]) -> str:
    last = sections[-1]
    if len(sections) == 4 or (last.is_text and len(sections) > 1):
        return f"{last.before}{text}{last.after}" if last.is_text else last.before + last.after
    return text


def _choose(number: Decimal, sections: tuple[_Section, ...]) -> tuple[_Section, bool]:
    """The section for *number*, and whether its sign is still to be written."""
    plain = [section for section in sections if not section.is_text] or list(sections)
    if number < 0 and len(plain) > 1:
        return plain[1], False
    if number == 0 and len(plain) > 2:
        return plain[2], True
    return plain[0], True


@lru_cache(maxsize=256)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[tuple[str, str]]] = [[]]
    for kind, text in _tokens(code):
        if kind == "other" and text == ";":
            parts.append([])
        else:
            parts[-1].append((kind, text))
    return tuple(_section(part) for part in parts)


def _tokens(code: str) -> Iterator[tuple[str, str]]:
    for match in _TOKEN.finditer(code):
        kind = match.lastgroup or ""
        if kind == "mark":
            if match["mark"].startswith("$"):
                yield "text", match["mark"][1:].partition("-")[0]
        elif kind:
            yield kind, " " if kind == "space" else match[kind]


def _section(tokens: list[tuple[str, str]]) -> _Section:
    code = "".join(text for kind, text in tokens if kind == "other")
    if code.lower().strip() == "general":
        return _Section(is_general=True)
    if re.search("[ymdhs]", code, re.IGNORECASE):
        written = "".join(text if kind == "other" else f"\0{text}\0" for kind, text in tokens)
        return _Section(day=written)
    before, after, digits = "", "", ""
    is_text = False
    for kind, text in tokens:
        if kind == "other" and text in "0#?.,":
            digits += text
        elif kind == "other" and text == "@":
            is_text = True
            digits += "\0"
        elif kind == "other" and text == "%":
            after += "%"
        elif digits:
            after += text
        else:
            before += text
    whole, _, decimals = digits.strip("\0").partition(".")
    stripped = whole.rstrip(",")
    return _Section(
        before=before,
        after=after,
        has_digits=bool(digits.strip("\0")),
        least=stripped.count("0"),
        decimals=len(decimals.rstrip(",")),
        least_decimals=decimals.count("0"),
        groups="," in stripped,
        percent=code.count("%"),
        scale=len(whole) - len(stripped) + len(decimals) - len(decimals.rstrip(",")),
        is_text=is_text,
    )


def _show_number(number: Decimal, section: _Section) -> str:
    if not section.has_digits:
        return section.before + section.after
    moved = number.scaleb(2 * section.percent - 3 * section.scale)
    rounded = moved.quantize(Decimal(1).scaleb(-section.decimals), rounding=ROUND_HALF_UP, context=_WIDE)
    whole, _, decimals = f"{abs(rounded):f}".partition(".")
    while len(decimals) > section.least_decimals and decimals.endswith("0"):
        decimals = decimals[:-1]
    whole = whole.lstrip("0").rjust(section.least, "0")
    if section.groups and whole:
        whole = f"{int(whole):,}".rjust(section.least, "0")
    sign = "-" if rounded < 0 else ""
    point = "." if decimals or (section.decimals and section.least_decimals) else ""
    return f"{sign}{section.before}{whole}{point}{decimals}{section.after}"


def _general(number: Decimal) -> str:
    if number == number.to_integral_value() and abs(number) < 10**_GENERAL_DIGITS:
        return f"{number.to_integral_value():f}"
    if Decimal("1e-5") <= abs(number) < 10**_GENERAL_DIGITS:
        places = _GENERAL_DIGITS - 1 - max(number.adjusted(), 0)
        shown = number.quantize(Decimal(1).scaleb(-max(places, 0)), rounding=ROUND_HALF_UP, context=_WIDE)
        return f"{shown.normalize():f}"
    return f"{number.normalize(Context(prec=6)):E}"


def _show_day(number: Decimal, code: str, *, epoch_1904: bool) -> str:
    if not 0 <= number <= _LAST_DAY:
        return "#" * 8
    first = date(1904, 1, 1) if epoch_1904 else date(1899, 12, 30)
    start = datetime(first.year, first.month, first.day, tzinfo=UTC)
    moment = start + timedelta(seconds=round(float(number) * 86_400))
    written = []
    previous = ""
    for literal, piece in enumerate(code.split("\0")):
        if literal % 2:
            written.append(piece)
            continue
        for part in _DAY_PARTS.findall(piece):
            written.append(_day_part(part.lower(), moment, after_hour=previous == "h"))
            previous = part[0].lower() if part[0].isalpha() else previous
    return "".join(written)


def _day_part(part: str, moment: datetime, *, after_hour: bool) -> str:
    value = {
        "y": moment.year if len(part) > 2 else moment.year % 100,
        "m": moment.minute if after_hour else moment.month,
        "d": moment.day,
        "h": moment.hour,
        "s": moment.second,
    }.get(part[0])
    if value is None:
        return part
    return f"{value:0{len(part)}d}" if len(part) <= 4 else str(value)
