"""What intake knows: the fields and indicators that a column may hold, and the headers by which they are known."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.errors import DataFormatError
from crm.domain.fields import FieldKind
from crm.domain.indicators import Nature
from crm.domain.parsing import units_at_end
from crm.domain.quantity import Dimension
from crm.domain.text import name_key
from crm.domain.wording import Words
from crm.intake.synonyms import HeaderText, read_header

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from crm.domain.fields import Field
    from crm.domain.indicators import Indicator
    from crm.domain.quantity import Unit
    from crm.domain.vocabulary import Vocabulary
    from crm.intake.synonyms import Synonyms

PERIOD = "period"
"""The column of a sheet of figures that says to which period a row belongs."""
NAME = "name"
KEYS = ("external_id", "uscc", "registration_number")
"""The fields by which a tenant is known beyond doubt, in the order in which they are asked."""
IDENTITY = (NAME, *KEYS)


class SheetKind(Enum):
    """What the rows of a sheet are: tenants with their particulars, or tenants with the figures of a period."""

    TENANTS = "tenants"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Target:
    """What a column may hold: a field of the tenant's record or an indicator."""

    code: str
    label: Words
    kind: FieldKind
    unit: Unit | None = None
    choices: str = ""
    is_indicator: bool = False
    is_flow: bool = False

    @property
    def is_amount(self) -> bool:
        """Whether it holds quantities, which a mistaken header or unit would make wrong."""
        return self.kind in {FieldKind.MONEY, FieldKind.AREA, FieldKind.COUNT}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The targets of each kind of sheet, the headers that mean them, and the words of rows and values."""

    synonyms: Synonyms
    vocabularies: Mapping[str, Vocabulary]
    targets: Mapping[SheetKind, Mapping[str, Target]]
    headers: Mapping[SheetKind, Mapping[str, str]]
    """Key of a header (see :func:`crm.intake.synonyms.read_header`) → code of its target."""
    known: frozenset[str]
    """Keys of all headers that mean anything, whatever the kind of sheet."""
    figures: Mapping[str, str]
    """Key of a label → code of the indicator it names, of those that are counted from records too."""
    measured: Mapping[str, frozenset[Dimension]]
    """Key of a header or label of an amount → what it is measured in."""

    @classmethod
    def of(
        cls,
        fields: Mapping[str, Field],
        *,
        indicators: Mapping[str, Indicator],
        vocabularies: Mapping[str, Vocabulary],
        synonyms: Synonyms,
    ) -> Lexicon:
        """The lexicon of the program's data. DataFormatError where one header would mean two things."""
        targets = {
            SheetKind.TENANTS: {field.code: _field_target(field) for field in fields.values()},
            SheetKind.FIGURES: {
                target.code: target for target in _figure_targets(fields, indicators, synonyms)
            },
        }
        headers = {kind: _headers(found.values(), synonyms) for kind, found in targets.items()}
        known = frozenset(synonyms.ignored.union(*headers.values()))
        figures = _figure_labels(indicators, synonyms)
        measured: dict[str, frozenset[Dimension]] = {}
        amounts = [
            *(
                (key, targets[kind][code].unit)
                for kind, keys in headers.items()
                for key, code in keys.items()
            ),
            *((key, indicators[code].unit) for key, code in figures.items()),
        ]
        for key, unit in amounts:
            if unit is not None:
                measured[key] = measured.get(key, frozenset()) | {unit.dimension}
        return cls(synonyms, vocabularies, targets, headers, known, figures, measured)

    def read_header(self, text: str) -> HeaderText:
        """Take a header apart into its key and its unit, which may stand behind the name without any mark."""
        read = read_header(text, self.synonyms.harmless)
        if read.key in self.known or read.key in self.measured:
            return read
        for rest, unit in units_at_end(read.key):
            if unit.dimension in self.measured.get(rest, ()):
                return HeaderText(rest, *_together(unit, read))
        return read


def _together(unit: Unit, read: HeaderText) -> tuple[Unit, tuple[Unit, ...]]:
    """A unit behind the name and what else the header names: the one in brackets is taken, the others are told."""
    named = [one for one in (read.unit, *read.others, unit) if one and one.dimension is unit.dimension]
    return named[0], tuple(one for one in dict.fromkeys(named) if one is not named[0])


_KIND_OF = {
    Dimension.MONEY: FieldKind.MONEY,
    Dimension.AREA: FieldKind.AREA,
    Dimension.COUNT: FieldKind.COUNT,
    Dimension.PERCENT: FieldKind.MONEY,  # read as money is: a decimal of its unit
}


def _field_target(field: Field) -> Target:
    return Target(field.code, field.label, field.kind, field.unit, field.choices)


def _figure_targets(
    fields: Mapping[str, Field], indicators: Mapping[str, Indicator], synonyms: Synonyms
) -> Iterator[Target]:
    yield from (_field_target(fields[code]) for code in IDENTITY if code in fields)
    headers = synonyms.fields.get(PERIOD, (PERIOD,))
    yield Target(PERIOD, Words(headers[0], headers[-1]), FieldKind.TEXT)
    for indicator in indicators.values():
        if indicator.is_reported:
            kind = _KIND_OF[indicator.unit.dimension]
            yield Target(
                indicator.code,
                indicator.name,
                kind,
                indicator.unit,
                is_indicator=True,
                is_flow=indicator.nature is Nature.FLOW,
            )


def _figure_labels(indicators: Mapping[str, Indicator], synonyms: Synonyms) -> dict[str, str]:
    """The labels of all indicators; where two have one label, the first of the data file has it."""
    labels: dict[str, str] = {}
    for indicator in indicators.values():
        listed = synonyms.indicators.get(indicator.code, ())
        for text in (indicator.code, indicator.name.zh, indicator.name.en, *listed):
            for key in (name_key(text), read_header(text, synonyms.harmless).key):
                labels.setdefault(key, indicator.code)
    return labels


def _headers(targets: Iterable[Target], synonyms: Synonyms) -> dict[str, str]:
    headers: dict[str, str] = {}
    for target in targets:
        listed = synonyms.indicators if target.is_indicator else synonyms.fields
        for text in (target.code, target.label.zh, target.label.en, *listed.get(target.code, ())):
            # a synonym may itself have brackets that are dropped from a header
            for key in {name_key(text), read_header(text, synonyms.harmless).key}:
                if headers.setdefault(key, target.code) != target.code:
                    raise DataFormatError("data-value-twice", where=target.code, value=text)
    return headers
