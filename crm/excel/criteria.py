"""Which cells a criterion of SUMIF, COUNTIF and their kin picks: ``">=100"``, ``"在孵"``, ``"*科技*"``, ``"<>"``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from crm.excel.grid import Pending
from crm.excel.operands import Operand, Operands, solid, span_of
from crm.excel.scalar import VALUE, CellError, Number, Scalar, Uncomputable, compare, parse_number

if TYPE_CHECKING:
    from collections.abc import Callable

Test: TypeAlias = "Callable[[Scalar], bool]"

_CRITERION = re.compile(r"(<=|>=|<>|=|<|>)?(.*)", re.DOTALL)
_SIGNS: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "<>": lambda order: order != 0,
    "<": lambda order: order < 0,
    ">": lambda order: order > 0,
    "<=": lambda order: order <= 0,
    ">=": lambda order: order >= 0,
}


def read_criterion(criterion: Scalar) -> Test:
    """The test that *criterion* means. Raises Uncomputable where Excel would compare codes by fifteen digits."""
    if criterion is None:
        criterion = 0
    if not isinstance(criterion, str):
        return lambda value: _is_of_kind(value, criterion) and compare(value, criterion) == 0
    match = _CRITERION.fullmatch(criterion)
    sign, rest = (match[1], match[2]) if match else (None, criterion)
    if not rest:
        return _blank_test(sign)
    wanted = _typed(rest)
    if isinstance(wanted, str):
        return _text_test(sign or "=", wanted)
    return _number_test(sign or "=", wanted)


def _is_of_kind(value: Scalar, criterion: Scalar) -> bool:
    if value is None or isinstance(value, CellError):
        return False
    return isinstance(value, bool) == isinstance(criterion, bool) and not isinstance(value, str)


def _blank_test(sign: str | None) -> Test:
    if sign == "<>":
        return lambda value: value is not None
    if sign == "=":
        return lambda value: value is None
    if sign is None:
        return lambda value: value is None or value == ""
    raise Uncomputable(sign)


def _typed(text: str) -> Scalar:
    if text.upper() in {"TRUE", "FALSE"}:
        return text.upper() == "TRUE"
    try:
        number = parse_number(text)
    except ValueError:
        return text
    if len(text.strip().lstrip("+-").replace(".", "")) > 15:
        raise Uncomputable(text)
    return number


def _number_test(sign: str, wanted: Scalar) -> Test:
    holds = _SIGNS[sign]

    def test(value: Scalar) -> bool:
        if isinstance(value, str) and sign in {"=", "<>"}:
            value = _typed(value)
        if not _is_of_kind(value, wanted):
            return sign == "<>"
        return holds(compare(value, wanted))

    return test


def _text_test(sign: str, wanted: str) -> Test:
    if sign not in {"=", "<>"}:
        return lambda value: isinstance(value, str) and _SIGNS[sign](compare(value, wanted))
    pattern = _wildcards(wanted)

    def test(value: Scalar) -> bool:
        return (isinstance(value, str) and pattern.fullmatch(value) is not None) == (sign == "=")

    return test


def _wildcards(text: str) -> re.Pattern[str]:
    """``*`` any characters, ``?`` one, ``~`` before one of the three takes its meaning away."""
    parts = []
    for piece in re.findall(r"~[*?~]|[*?]|[^*?~]+|~", text):
        if piece == "*":
            parts.append(".*")
        elif piece == "?":
            parts.append(".")
        else:
            parts.append(re.escape(piece[1:] if len(piece) == 2 and piece[0] == "~" else piece))
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def matching_positions(pairs: Operands, copy: int) -> list[tuple[int, int]]:
    """The cells, as steps down and across, where every range of *pairs* (range, criterion, range …) fulfils its own."""
    spans = [span_of(operand, copy) for operand in pairs[::2]]
    sizes = {(span.last_row - span.first_row, span.width) for span in spans}
    if len(sizes) != 1 or len(pairs) % 2:
        raise CellError(VALUE)
    tests = [read_criterion(solid(operand, copy)) for operand in pairs[1::2]]
    height = max(span.height for span in spans)
    found = []
    wait = []
    for down in range(height):
        for across in range(spans[0].width):
            try:
                if all(test(span.get(down, across)) for span, test in zip(spans, tests, strict=True)):
                    found.append((down, across))
            except Pending as pending:
                wait.extend(pending.tasks)
    if wait:
        raise Pending(wait)
    return found


def counted_if(operands: Operands, copy: int) -> int:
    """COUNTIF; a criterion that blank cells fulfil also counts those beyond the sheet's last used row."""
    count = len(matching_positions(operands, copy))
    span = span_of(operands[0], copy)
    beyond = span.last_row - span.first_row + 1 - span.height
    if beyond and read_criterion(solid(operands[1], copy))(None):
        count += beyond * span.width
    return count


def summed_if(summed: Operand, pairs: Operands, copy: int) -> list[Number]:
    """The numbers of *summed* at the places that *pairs* pick; its shape is that of the first range."""
    span = span_of(summed, copy)
    values: list[Scalar] = []
    wait = []
    for down, across in matching_positions(pairs, copy):
        try:
            values.append(span.get(down, across))
        except Pending as pending:
            wait.extend(pending.tasks)
    if wait:
        raise Pending(wait)
    numbers: list[Number] = []
    for value in values:
        if isinstance(value, CellError):
            raise value
        if not isinstance(value, bool | str | None):
            numbers.append(value)
    return numbers
