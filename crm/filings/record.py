"""A built filing as text and back, exactly: what is frozen is read again as it was, record by record.

A record is a sequence of JSON lines, so that a large filing is stored in pieces: a head, then each figure,
each single cell, each block and behind it its columns. The same filing gives the same lines. Objects are
written by class and field name, decimals and days as text, so that a later program reads an older record:
new fields have defaults.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TypeAlias, cast

from crm.domain.errors import DataFormatError, ParseError
from crm.domain.measures import Contribution, Measured, MeasureRequest, NotReported, Population
from crm.domain.period import Period
from crm.domain.quantity import Unit, unit_named
from crm.domain.wording import Words
from crm.filings.built import (
    Built,
    BuiltBlock,
    BuiltCell,
    BuiltColumn,
    BuiltTable,
    BuiltText,
    Definition,
    Elsewhere,
    Formula,
    Particulars,
    Unbalanced,
)
from crm.filings.form import Basis

VERSION = 2
"""The version of the written form. 2 knows balanced totals and cells, and figures of other forms."""
READABLE = (1, VERSION)
"""The versions that can be read; a record of another one is refused, never guessed at."""

FIGURE_LINE = '{"figure":{"request":'
"""How the line of a figure begins; the question that it answers follows."""

Json: TypeAlias = "Mapping[str, Json] | list[Json] | str | int | bool | None"


def write_record(built: Built) -> tuple[str, ...]:
    """*built* as JSON lines."""
    head = replace(built, figures={}, singles=(), blocks=())
    lines: list[Json] = [{"version": VERSION}, _written(head)]
    lines += [_written(figure) for figure in built.figures.values()]
    lines += [_written(cell) for cell in built.singles]
    for block in built.blocks:
        lines.append(_written(replace(block, columns=())))
        lines += [_written(column) for column in block.columns]
    return tuple(json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in lines)


def record_hash(lines: Iterable[str]) -> str:
    """The fingerprint of a record: SHA-256 over its lines, each ended by a line feed, in UTF-8.

    It covers who files and signs, every cell with its exact amount, every figure with the records behind it and who has
    not reported, and the definitions of the time. It leaves out the day of filing and the lines of text that show it:
    printed for signature today and frozen tomorrow, the same figures have the same fingerprint. Nothing in it depends
    on the database or on the workbook's bytes.
    """
    version, head, *rest = lines
    content = json.loads(head)
    content["Built"]["texts"] = []
    content["Built"]["particulars"]["Particulars"]["filled_on"] = None
    digest = hashlib.sha256()
    for line in (version, json.dumps(content, ensure_ascii=False, separators=(",", ":")), *rest):
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()


def fingerprint(built: Built) -> str:
    """The fingerprint that the record of *built* has."""
    return record_hash(write_record(built))


def read_record(lines: Iterable[str]) -> Built:
    """The filing written as *lines*.

    Raises DataFormatError ``record-version`` for a record of another version, ``record-damaged`` for
    anything that is not a record or lacks a part.
    """
    try:
        version, head, *rest = (json.loads(line) for line in lines)
        if version not in [{"version": number} for number in READABLE]:
            raise DataFormatError("record-version", version=str(version))
        return _assembled(_read(head), [_read(part) for part in rest])
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, ParseError) as error:
        raise DataFormatError("record-damaged", reason=str(error)) from error


def read_request(line: str) -> MeasureRequest:
    """The question that the *line* of a figure answers; what follows the question may be cut off.

    Raises DataFormatError ``record-damaged``.
    """
    try:
        written, _ = json.JSONDecoder().raw_decode(line, len(FIGURE_LINE))
        return _request(written)
    except (ValueError, LookupError, TypeError, AttributeError, ParseError) as error:
        raise DataFormatError("record-damaged", reason=str(error)) from error


def _request(written: object) -> MeasureRequest:
    request = _read(written)
    if not isinstance(request, MeasureRequest):
        raise TypeError(type(request).__name__)
    return request


def _assembled(head: object, parts: Iterable[object]) -> Built:
    figures: dict[MeasureRequest, Measured] = {}
    singles: list[BuiltCell] = []
    blocks: list[BuiltBlock] = []
    for part in parts:
        match part:
            case Measured():
                figures[part.request] = part
            case BuiltCell():
                singles.append(part)
            case BuiltBlock():
                blocks.append(part)
            case BuiltColumn():
                blocks[-1] = replace(blocks[-1], columns=(*blocks[-1].columns, part))
            case _:
                raise TypeError(type(part).__name__)
    if not isinstance(head, Built):
        raise TypeError(type(head).__name__)
    return replace(head, figures=figures, singles=tuple(singles), blocks=tuple(blocks))


def _written(value: object) -> Json:
    if value is None or isinstance(value, bool | int | str):
        return value
    if type(value) is tuple:  # one with named fields is an object
        return [_written(item) for item in value]
    if isinstance(value, Mapping):
        return {"mapping": [[_written(key), _written(item)] for key, item in value.items()]}
    kind = type(value)
    write = _WRITERS.get(kind)
    return write(value) if write else {kind.__name__: _written_fields(value)}


def _written_fields(value: object) -> dict[str, Json]:
    names = _FIELDS[type(value)]
    return {name: _written(getattr(value, name)) for name in names}


def _written_request(request: MeasureRequest) -> dict[str, Json]:
    """A question; what it is within only where it is, so that whole figures are written as they always were."""
    fields = _written_fields(request)
    return fields if request.within else {name: part for name, part in fields.items() if name != "within"}


def _written_figure(figure: Measured) -> dict[str, Json]:
    """A figure by columns, which is a third of the size and time of one object a record."""
    shares = figure.contributions
    return {
        "request": _written(figure.request),
        "kinds": [share.kind for share in shares],
        "ids": [share.id for share in shares],
        "labels": [share.label for share in shares],
        "amounts": [share.amount for share in shares],
        "tenants": [share.tenant_id for share in shares],
        "missing": _written(figure.missing),
    }


def _read(written: object) -> object:
    match written:
        case list():
            return tuple(_read(item) for item in written)
        case dict():
            ((name, content),) = written.items()
            return _READERS[name](content)
        case str():
            return sys.intern(written)  # a tenant's name stands in every figure
    return written


_Maker: TypeAlias = Callable[..., object]


def _object_reader(make: _Maker) -> _Maker:
    def read(content: Mapping[str, object]) -> object:
        return make(**{name: _read(part) for name, part in content.items()})

    return read


def _figure(content: Mapping[str, list[object]]) -> object:
    kinds, labels = (map(sys.intern, cast("list[str]", content[name])) for name in ("kinds", "labels"))
    ids, amounts, tenants = (content[name] for name in ("ids", "amounts", "tenants"))
    make: _Maker = Measured
    return make(
        request=_read(content["request"]),
        contributions=tuple(map(Contribution._make, zip(kinds, ids, labels, amounts, tenants, strict=True))),
        missing=_read(content["missing"]),
    )


def _mapping(content: Iterable[tuple[object, object]]) -> object:
    return {_read(key): _read(value) for key, value in content}


def _unit(content: tuple[str, int]) -> object:
    code, places = content
    return replace(unit_named(code), places=places)


_OBJECTS = (
    Built,
    BuiltBlock,
    BuiltCell,
    BuiltColumn,
    BuiltTable,
    BuiltText,
    Definition,
    Elsewhere,
    Formula,
    MeasureRequest,
    NotReported,
    Particulars,
    Unbalanced,
    Words,
)
_FIELDS: Mapping[type, tuple[str, ...]] = {kind: kind.__match_args__ for kind in _OBJECTS}
_WRITERS: Mapping[type, Callable[..., Json]] = {
    Basis: lambda basis: {"Basis": basis.value},
    Population: lambda population: {"Population": population.value},
    date: lambda day: {"day": day.isoformat()},
    Decimal: lambda number: {"decimal": str(number)},
    Measured: lambda figure: {"figure": _written_figure(figure)},
    MeasureRequest: lambda request: {"MeasureRequest": _written_request(request)},
    Period: lambda period: {"period": period.key},
    Unit: lambda unit: {"unit": [unit.code, unit.places]},
}
_READERS: Mapping[str, _Maker] = {
    **{kind.__name__: _object_reader(kind) for kind in _OBJECTS},
    "Basis": Basis,
    "Population": Population,
    "day": date.fromisoformat,
    "decimal": Decimal,
    "figure": _figure,
    "mapping": _mapping,
    "period": Period.from_key,
    "unit": _unit,
}
