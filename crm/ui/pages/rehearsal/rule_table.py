"""Numbers of a rule that are a table, as a form asks for them: a field each, then whether and where they were read."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QCoreApplication

from crm.domain.quantity import UNITS
from crm.ui.forms.spec import EntryKind, EntrySpec
from crm.ui.pages.rehearsal.words import read_number, shown_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from crm.services.judgements import Criterion, SizeIndustry
    from crm.services.tenants import FieldValue
    from crm.ui.context import Context
    from crm.ui.pages.rehearsal.words import RehearsalWords

VERIFIED, SOURCE = "verified", "source"
_NUMBER = "number{place}"


class TableRead(NamedTuple):
    """What was entered: the numbers in their order, whether they were read, and where."""

    numbers: list[Fraction | None]
    verified: bool
    source: str


class RuleTable(NamedTuple):
    """The fields of a table of numbers, and what stands in them."""

    specs: tuple[EntrySpec, ...]
    values: dict[str, FieldValue]

    def read(self, given: Mapping[str, FieldValue]) -> TableRead:
        """What was entered. RuleError ``ruleset-number-wrong`` where a number is none."""
        return TableRead(
            [read_number(str(given.get(spec.code) or "")) for spec in self.specs[:-2]],
            verified=given.get(VERIFIED) is True,
            source=str(given.get(SOURCE) or "").strip(),
        )

    @property
    def first(self) -> str:
        """The first number."""
        return self.specs[0].code


def table_of_cases(words: RehearsalWords, criterion: Criterion) -> RuleTable:
    """The numbers of a criterion, one for each case."""
    captions = [words.case(criterion, line) for line in criterion.lines]
    numbers = [line.limit for line in criterion.lines]
    return _table(captions, numbers, verified=criterion.verified, source=criterion.source.address)


def table_of_bounds(
    context: Context,
    words: RehearsalWords,
    industry: SizeIndustry,
    bounds: Mapping[str, Sequence[Fraction | None]],
    *,
    source: str,
) -> RuleTable:
    """The lower limits of an industry: of each measure that of the large, the medium and the small size."""
    text = QCoreApplication.translate("Rehearsal", "{fact}, {size} from ({unit})")
    captions, numbers = [], []
    for measure in industry.measures:
        unit = context.labels.unit(UNITS[measure.unit.code])
        for size, number in zip(words.sizes_bounded, bounds[measure.fact], strict=True):
            captions.append(text.format(fact=words.fact(measure.fact), size=size, unit=unit))
            numbers.append(number)
    lines = (line for one in industry.measures for line in (one.large, one.medium, one.small))
    verified = industry.verified and all(line.verified for line in lines)
    return _table(captions, numbers, verified=verified, source=industry.source or source)


def _table(
    captions: Sequence[str], numbers: Sequence[Fraction | None], *, verified: bool, source: str
) -> RuleTable:
    translate = QCoreApplication.translate
    codes = [_NUMBER.format(place=place) for place in range(len(captions))]
    specs = tuple(
        EntrySpec(code, caption, EntryKind.TEXT) for code, caption in zip(codes, captions, strict=True)
    )
    values: dict[str, FieldValue] = {
        code: "" if number is None else shown_number(number)
        for code, number in zip(codes, numbers, strict=True)
    }
    return RuleTable(
        (
            *specs,
            EntrySpec(VERIFIED, translate("Rehearsal", "Verified against its source"), EntryKind.YES_NO),
            EntrySpec(SOURCE, translate("Rehearsal", "Source: document, address or page"), EntryKind.TEXT),
        ),
        {**values, VERIFIED: verified, SOURCE: source},
    )
