"""Indicators: what is counted, over whom and when; read from data files, never written in code."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING, TypeVar

from crm.domain.errors import DataFormatError, NotFoundError, ParseError
from crm.domain.quantity import Unit, unit_named
from crm.domain.wording import Words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


OPERATOR = "operator"
"""The source of figures that the operator states for the incubator itself, as against its tenants."""


class Nature(Enum):
    """A flow happens in a period and adds up over periods; a stock stands at its end and the last one counts."""

    FLOW = "flow"
    STOCK = "stock"


class Counted(Enum):
    """Which records count for a period: dated in it, dated up to its end, valid at its end, or on any day of it."""

    IN_PERIOD = "in_period"
    UP_TO = "up_to"
    VALID_AT = "valid_at"
    DURING = "during"


@dataclass(frozen=True, slots=True)
class Source:
    """Where the contributions of an indicator come from.

    ``records`` is ``observations`` (figures reported per tenant and period), ``operator`` (figures that the operator
    states for the incubator itself) or a kind of record that is counted, such as ``tenants`` or ``events``; ``amount``
    is what each contributes (``one`` or a quantity of the record); ``filters`` narrow the records, each key a dimension
    of the records and its value the allowed codes.
    """

    records: str = "observations"
    counted: Counted = Counted.IN_PERIOD
    amount: str = "one"
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """A named figure with its unit, nature, definition and source of the rule (``verified`` false shows as 待核实).

    ``part_of`` are the indicators of which it is a part (其中), none of which it can exceed; one that ``is_signed`` may
    be below zero, so that a part of it may be more than the whole. One that counts a tenant ``is_once`` for each period
    does not add up: a tenant of two months is one tenant of the quarter.
    """

    code: str
    name: Words
    unit: Unit
    nature: Nature
    definition: Words
    source: Source
    origin: Words
    verified: bool
    form_item: str = ""
    part_of: tuple[str, ...] = ()
    is_signed: bool = False
    is_once: bool = False

    @property
    def is_stated(self) -> bool:
        """Whether the operator states it for the incubator itself."""
        return self.source.records == OPERATOR

    @property
    def is_reported(self) -> bool:
        """Whether tenants report it, as against being counted from records."""
        return self.source.records == "observations"


@dataclass(frozen=True, slots=True)
class IndicatorCatalogue:
    """All indicators by code, in the order of their file."""

    by_code: Mapping[str, Indicator]

    def __iter__(self) -> Iterator[Indicator]:
        """All indicators in order."""
        return iter(self.by_code.values())

    def __getitem__(self, code: str) -> Indicator:
        """The indicator called *code*; NotFoundError ``indicator-unknown`` where there is none."""
        try:
            return self.by_code[code]
        except KeyError:
            raise NotFoundError("indicator-unknown", indicator=code) from None

    def __contains__(self, code: str) -> bool:
        """Whether there is an indicator called *code*."""
        return code in self.by_code

    @property
    def stated(self) -> tuple[Indicator, ...]:
        """The indicators that the operator states for the incubator itself."""
        return tuple(indicator for indicator in self if indicator.is_stated)

    @property
    def reported(self) -> tuple[Indicator, ...]:
        """The indicators that tenants report."""
        return tuple(indicator for indicator in self if indicator.is_reported)


def catalogue_from_tables(tables: Mapping[str, object]) -> IndicatorCatalogue:
    """The catalogue of a data file: one table an indicator, keyed by code. DataFormatError names what is wrong."""
    catalogue = IndicatorCatalogue({code: _indicator(code, table) for code, table in tables.items()})
    for indicator in catalogue:
        for whole in indicator.part_of:
            known = catalogue.by_code.get(whole)
            alike = known is not None and known.unit == indicator.unit and known.is_reported
            if not alike or not indicator.is_reported or whole == indicator.code:
                raise DataFormatError("data-value-unknown", where=f"{indicator.code}.part_of", value=whole)
    return catalogue


def _indicator(code: str, table: object) -> Indicator:
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=code)
    definition = table.get("definition")
    if not isinstance(definition, dict):
        raise DataFormatError("data-words-missing", where=f"{code}.definition")
    try:
        unit = unit_named(_text(table, "unit", code))
    except ParseError as error:
        raise DataFormatError(
            "data-value-unknown", where=f"{code}.unit", value=str(error.values["text"])
        ) from None
    nature = _member(Nature, table.get("nature"), f"{code}.nature")
    return Indicator(
        code=code,
        name=Words.from_table(table, where=code),
        unit=unit,
        nature=nature,
        definition=Words.from_table(definition, where=f"{code}.definition"),
        source=_source(code, table.get("source", {}), nature),
        origin=Words.from_value(table.get("origin"), where=f"{code}.origin"),
        verified=table.get("verified") is True,
        form_item=str(table.get("form_item", "")),
        part_of=_codes(table.get("part_of", [])),
        is_signed=table.get("signed") is True,
        is_once=table.get("once") is True,
    )


def _source(code: str, table: object, nature: Nature) -> Source:
    if not isinstance(table, dict):
        raise DataFormatError("data-not-a-table", where=f"{code}.source")
    default = Counted.IN_PERIOD if nature is Nature.FLOW else Counted.VALID_AT
    filters = table.get("filters", {})
    if not isinstance(filters, dict):
        raise DataFormatError("data-not-a-table", where=f"{code}.source.filters")
    return Source(
        records=str(table.get("records", "observations")),
        counted=_member(Counted, table.get("counted", default.value), f"{code}.source.counted"),
        amount=str(table.get("amount", "value" if table.get("records") == OPERATOR else "one")),
        filters={name: _codes(value) for name, value in filters.items()},
    )


def _codes(value: object) -> tuple[str, ...]:
    return tuple(str(item) for item in value) if isinstance(value, list) else (str(value),)


def _text(table: Mapping[str, object], key: str, code: str) -> str:
    value = table.get(key)
    if not isinstance(value, str) or not value:
        raise DataFormatError("data-text-missing", where=f"{code}.{key}")
    return value


_Member = TypeVar("_Member", bound=Enum)


def _member(kind: type[_Member], value: object, where: str) -> _Member:
    try:
        return kind(value)
    except ValueError:
        raise DataFormatError("data-value-unknown", where=where, value=str(value)) from None
