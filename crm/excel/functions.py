"""Excel's functions, as far as statistical forms use them.

Each takes its operands and the number of the copy of the repeated row it stands in; what a function cannot do exactly
as Excel does, it leaves to Excel (Uncomputable).
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import TypeAlias

from crm.excel.criteria import counted_if, matching_positions, summed_if
from crm.excel.operands import Found, Function, Operands, everything, matrix_of, number_at, solid, span_of
from crm.excel.scalar import (
    ARITHMETIC,
    DIVISION,
    REFERENCE,
    UNAVAILABLE,
    VALUE,
    CellError,
    Number,
    Scalar,
    Uncomputable,
    are_equal,
    compare,
    number_of,
    settled,
    text_of,
    truth_of,
)

Reducer: TypeAlias = Callable[[Found], Scalar]


def is_number(value: Scalar) -> bool:
    """Whether a cell's value is a number to Excel: TRUE and FALSE are not."""
    return isinstance(value, int | Decimal) and not isinstance(value, bool)


def total(numbers: list[Number]) -> Number:
    """The exact sum."""
    whole = sum(number for number in numbers if isinstance(number, int))
    fractions = [number for number in numbers if isinstance(number, Decimal)]
    return sum(fractions, Decimal(whole)) if fractions else whole


def divide(dividend: Number, divisor: Number) -> Number:
    """The quotient to forty digits; raises CellError ``#DIV/0!``."""
    if not divisor:
        raise CellError(DIVISION)
    if isinstance(dividend, int) and isinstance(divisor, int) and dividend % divisor == 0:
        return dividend // divisor
    return ARITHMETIC.divide(Decimal(dividend), Decimal(divisor))


def round_to(number: Number, places: int, rounding: str) -> Number:
    """*number* rounded to *places* decimals, which may be negative."""
    scale = Decimal(1).scaleb(-places)
    rounded = Decimal(settled(number)).quantize(scale, rounding=rounding, context=ARITHMETIC)
    return int(rounded) if places <= 0 else rounded


def _numbers(found: Found) -> list[Number]:
    """The numbers: in cells only what is a number, as an argument also what can be read as one."""
    error = found.error()
    if error:
        raise error
    # By exact type, which leaves truth values out: a sum goes over a hundred thousand cells.
    numbers: list[Number] = [value for value in found.cells if type(value) is int or type(value) is Decimal]
    return numbers + [number_of(value) for value in found.direct]


def _average(found: Found) -> Scalar:
    numbers = _numbers(found)
    return divide(total(numbers), len(numbers))


def _product(found: Found) -> Scalar:
    numbers = _numbers(found)
    result: Number = 1 if numbers else 0
    for number in numbers:
        result *= number
    return result


def _count(found: Found) -> Scalar:
    return sum(map(is_number, found.cells)) + sum(map(_reads_as_number, found.direct))


def _reads_as_number(value: Scalar) -> bool:
    try:
        number_of(value)
    except CellError:
        return False
    return True


_REDUCERS: dict[str, Reducer] = {
    "SUM": lambda found: total(_numbers(found)),
    "AVERAGE": _average,
    "COUNT": _count,
    "COUNTA": lambda found: len(found.cells) + len(found.direct),
    "MAX": lambda found: max(_numbers(found), default=0),
    "MIN": lambda found: min(_numbers(found), default=0),
    "PRODUCT": _product,
}
_SUBTOTALS = {1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 6: "PRODUCT", 9: "SUM"}


def _over_all(reduce: Reducer) -> Function:
    return lambda operands, copy: reduce(everything(operands, copy))


def _subtotal(operands: Operands, copy: int) -> Scalar:
    name = _SUBTOTALS.get(int(number_at(operands, 0, copy)) % 100)
    found = Found([], [])
    for operand in operands[1:]:
        span = span_of(operand, copy)
        if name is None or any(span.first_row <= row <= span.last_row for row in span.grid.hidden_rows):
            raise Uncomputable("SUBTOTAL")
        found.cells.extend(span.values(without_subtotals=True))
    return _REDUCERS[name or ""](found)


def _countblank(operands: Operands, copy: int) -> Scalar:
    span = span_of(operands[0], copy)
    return (span.last_row - span.first_row + 1) * span.width - sum(value != "" for value in span.values())


def _sumproduct(operands: Operands, copy: int) -> Scalar:
    matrices = [matrix_of(operand, copy) for operand in operands]
    if len({(len(matrix), len(matrix[0]) if matrix else 0) for matrix in matrices}) > 1:
        raise CellError(VALUE)
    products: list[Number] = []
    for rows in zip(*matrices, strict=True):
        for values in zip(*rows, strict=True):
            product: Number = 1
            for value in values:
                if isinstance(value, CellError):
                    raise value
                # An array of its own counts texts and truth values as nothing; a product of arrays has made numbers.
                product *= number_of(value) if is_number(value) else 0
            products.append(product)
    return total(products)


def _if(operands: Operands, copy: int) -> Scalar:
    if truth_of(solid(operands[0], copy)):
        return operands[1].value(copy) if len(operands) > 1 else True
    return operands[2].value(copy) if len(operands) > 2 else False


def _ifs(operands: Operands, copy: int) -> Scalar:
    for condition, result in zip(operands[::2], operands[1::2], strict=True):
        if truth_of(solid(condition, copy)):
            return result.value(copy)
    raise CellError(UNAVAILABLE)


def _if_error(operands: Operands, copy: int) -> Scalar:
    try:
        return solid(operands[0], copy)
    except CellError:
        return operands[1].value(copy)


def _if_na(operands: Operands, copy: int) -> Scalar:
    try:
        return solid(operands[0], copy)
    except CellError as error:
        if error.code != UNAVAILABLE:
            raise
        return operands[1].value(copy)


def _truths(operands: Operands, copy: int) -> list[bool]:
    found = everything(operands, copy)
    error = found.error()
    if error:
        raise error
    truths = [truth_of(value) for value in found.cells if not isinstance(value, str)] + [
        truth_of(value) for value in found.direct
    ]
    if not truths:
        raise CellError(VALUE)
    return truths


def _rounding(rounding: str) -> Function:
    def function(operands: Operands, copy: int) -> Scalar:
        return round_to(number_at(operands, 0, copy), int(number_at(operands, 1, copy)), rounding)

    return function


def _abs(operands: Operands, copy: int) -> Scalar:
    number = number_at(operands, 0, copy)
    return -number if number < 0 else number


def _mod(operands: Operands, copy: int) -> Scalar:
    number, divisor = number_at(operands, 0, copy), number_at(operands, 1, copy)
    quotient = round_to(divide(number, divisor), 0, ROUND_FLOOR)
    return number - divisor * quotient


def _n(operands: Operands, copy: int) -> Scalar:
    value = solid(operands[0], copy)
    return 0 if isinstance(value, str) else number_of(value)


def _kind_is(test: Callable[[Scalar], bool]) -> Function:
    return lambda operands, copy: test(_value_or_error(operands, copy))


def _value_or_error(operands: Operands, copy: int) -> Scalar:
    try:
        return operands[0].value(copy)
    except CellError as error:
        return error


def _text(operands: Operands, position: int, copy: int) -> str:
    return text_of(solid(operands[position], copy))


def _mid(operands: Operands, copy: int) -> Scalar:
    start, length = int(number_at(operands, 1, copy)), int(number_at(operands, 2, copy))
    if start < 1 or length < 0:
        raise CellError(VALUE)
    return _text(operands, 0, copy)[start - 1 : start - 1 + length]


def _end_of_text(operands: Operands, copy: int, *, right: bool) -> Scalar:
    text, length = _text(operands, 0, copy), int(number_at(operands, 1, copy, default=1))
    if length < 0:
        raise CellError(VALUE)
    return (text[-length:] if length else "") if right else text[:length]


def _row(operands: Operands, copy: int) -> Scalar:
    if not operands:
        raise Uncomputable("ROW")
    return span_of(operands[0], copy).first_row


def _column(operands: Operands, copy: int) -> Scalar:
    if not operands:
        raise Uncomputable("COLUMN")
    return span_of(operands[0], copy).first_column


def _rows(operands: Operands, copy: int) -> Scalar:
    span = span_of(operands[0], copy)
    return span.last_row - span.first_row + 1


def _match_exactly(values: list[Scalar], wanted: Scalar) -> int:
    """Position of *wanted* among *values*, from 0; CellError ``#N/A``. Wildcards are left to Excel."""
    if isinstance(wanted, str) and any(character in wanted for character in "*?~"):
        raise Uncomputable(wanted)
    for position, value in enumerate(values):
        same_kind = isinstance(value, str) == isinstance(wanted, str) and value is not None
        if same_kind and not isinstance(value, CellError) and are_equal(value, wanted):
            return position
    raise CellError(UNAVAILABLE)


def _match(operands: Operands, copy: int) -> Scalar:
    if number_at(operands, 2, copy, default=1) != 0:
        raise Uncomputable("MATCH")
    return _match_exactly(span_of(operands[1], copy).vector(), solid(operands[0], copy)) + 1


def _vlookup(operands: Operands, copy: int) -> Scalar:
    if len(operands) < 4 or truth_of(solid(operands[3], copy)):
        raise Uncomputable("VLOOKUP")
    span, column = span_of(operands[1], copy), int(number_at(operands, 2, copy))
    if not 1 <= column <= span.width:
        raise CellError(REFERENCE)
    keys = span.column_values(0)
    return span.get(_match_exactly(keys, solid(operands[0], copy)), column - 1)


def _index(operands: Operands, copy: int) -> Scalar:
    span = span_of(operands[0], copy)
    row, column = int(number_at(operands, 1, copy)), int(number_at(operands, 2, copy, default=1))
    height = span.last_row - span.first_row + 1
    if height == 1 and len(operands) == 2:
        row, column = 1, row
    if row < 1 or column < 1:
        raise Uncomputable("INDEX")
    if row > height or column > span.width:
        raise CellError(REFERENCE)
    return span.get(row - 1, column - 1)


def _sumif(operands: Operands, copy: int) -> Scalar:
    summed = operands[2] if len(operands) > 2 else operands[0]
    return total(summed_if(summed, operands[:2], copy))


def _averageif(operands: Operands, copy: int) -> Scalar:
    numbers = summed_if(operands[2] if len(operands) > 2 else operands[0], operands[:2], copy)
    return divide(total(numbers), len(numbers))


def _averageifs(operands: Operands, copy: int) -> Scalar:
    numbers = summed_if(operands[0], operands[1:], copy)
    return divide(total(numbers), len(numbers))


FUNCTIONS: dict[str, Function] = {
    **{name: _over_all(reduce) for name, reduce in _REDUCERS.items()},
    "SUBTOTAL": _subtotal,
    "COUNTBLANK": _countblank,
    "SUMPRODUCT": _sumproduct,
    "SUMIF": _sumif,
    "SUMIFS": lambda operands, copy: total(summed_if(operands[0], operands[1:], copy)),
    "COUNTIF": counted_if,
    "COUNTIFS": lambda operands, copy: len(matching_positions(operands, copy)),
    "AVERAGEIF": _averageif,
    "AVERAGEIFS": _averageifs,
    "IF": _if,
    "IFS": _ifs,
    "IFERROR": _if_error,
    "IFNA": _if_na,
    "AND": lambda operands, copy: all(_truths(operands, copy)),
    "OR": lambda operands, copy: any(_truths(operands, copy)),
    "NOT": lambda operands, copy: not truth_of(solid(operands[0], copy)),
    "TRUE": lambda _operands, _copy: True,
    "FALSE": lambda _operands, _copy: False,
    "ROUND": _rounding(ROUND_HALF_UP),
    "ROUNDUP": _rounding(ROUND_UP),
    "ROUNDDOWN": _rounding(ROUND_DOWN),
    "TRUNC": _rounding(ROUND_DOWN),
    "INT": lambda operands, copy: round_to(number_at(operands, 0, copy), 0, ROUND_FLOOR),
    "ABS": _abs,
    "SIGN": lambda operands, copy: compare(number_at(operands, 0, copy), 0),
    "MOD": _mod,
    "N": _n,
    "ISBLANK": _kind_is(lambda value: value is None),
    "ISERROR": _kind_is(lambda value: isinstance(value, CellError)),
    "ISNUMBER": _kind_is(is_number),
    "ISTEXT": _kind_is(lambda value: isinstance(value, str)),
    "NA": lambda _operands, _copy: CellError(UNAVAILABLE),
    "CONCATENATE": lambda operands, copy: "".join(_text(operands, i, copy) for i in range(len(operands))),
    "LEN": lambda operands, copy: len(_text(operands, 0, copy).encode("utf-16-le")) // 2,
    "LEFT": lambda operands, copy: _end_of_text(operands, copy, right=False),
    "RIGHT": lambda operands, copy: _end_of_text(operands, copy, right=True),
    "MID": _mid,
    "TRIM": lambda operands, copy: " ".join(part for part in _text(operands, 0, copy).split(" ") if part),
    "VALUE": lambda operands, copy: number_of(solid(operands[0], copy)),
    "ROW": _row,
    "COLUMN": _column,
    "ROWS": _rows,
    "COLUMNS": lambda operands, copy: span_of(operands[0], copy).width,
    "MATCH": _match,
    "VLOOKUP": _vlookup,
    "INDEX": _index,
}
