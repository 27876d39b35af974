"""What a place of a blank is taken for, and the trade's words and codes by which that is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from crm.domain.measures import Population
from crm.intake.form_groupings import PERIODS
from crm.intake.form_rows import OF_RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.fields import Field
    from crm.domain.indicators import Indicator
    from crm.domain.measures import Within
    from crm.domain.quantity import Unit
    from crm.intake.form_slot import Slot
    from crm.intake.form_words import FormWords
    from crm.intake.lexicon import Lexicon

SURE = 0.9
"""From here on a proposal is taken without being asked."""
ASKED = 0.8
"""What may well be meant, and is asked all the same."""
_PERIOD = "period"


class Means(Enum):
    """What a place is filled with."""

    FIGURE = "figure"
    FIELD = "field"
    ORDINAL = "ordinal"
    TEXT = "text"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a place means: an indicator or field by its code, on which basis, in which unit, over whom.

    ``doubts`` are codes of ``resources/messages/binding.toml``; ``others`` further codes that the label may mean.
    """

    slot: Slot
    means: Means
    code: str = ""
    basis: str = _PERIOD
    unit: Unit | None = None
    population: Population = Population.ANYBODY
    confidence: float = 0.0
    doubts: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    text: str = ""
    """What is written where it means a text, with placeholders."""
    within: Within = ()
    """The group that a figure is narrowed to: groupings with their codes."""
    records: str = ""
    """The kind of records of which it is a column."""

    @property
    def place(self) -> str:
        """``sheet!E7``."""
        return f"{self.slot.sheet}!{self.slot.address}"

    @property
    def is_sure(self) -> bool:
        """Whether it is taken without being asked."""
        return self.confidence >= SURE

    @property
    def is_of_records(self) -> bool:
        """Whether it is a column of what lists records that nobody knows: as it is, it shows a row for each tenant."""
        return OF_RECORDS in self.doubts


@dataclass(frozen=True, slots=True)
class Trade:
    """What a label may name: indicators and fields by code, and the words for them."""

    lexicon: Lexicon
    words: FormWords
    indicators: Mapping[str, Indicator]
    fields: Mapping[str, Field]
    dimensions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By what an indicator can be parted."""

    def dimension(self, code: str, grouping: str) -> str:
        """The dimension by which *grouping* parts an indicator; the parts of the year part every one."""
        if grouping in PERIODS:
            return grouping
        records = self.indicators[code].source.records
        known = self.dimensions.get(code, frozenset())
        return self.words.groupings.dimension(grouping, records=records, known=known)

    def grouping(self, code: str, dimension: str) -> str:
        """The grouping that parts an indicator by *dimension*."""
        return self.words.groupings.of_dimension(dimension, records=self.indicators[code].source.records)
