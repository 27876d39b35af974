"""Words that services write into texts and sheets themselves: units, populations, kinds of records, numbers."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.domain.wording import Language, with_unit
from crm.filings.brief import period_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.domain.measures import MeasureRequest, Population, Within
    from crm.domain.quantity import Unit
    from crm.domain.wording import Words
    from crm.filings.built import Built, Filed
    from crm.services.library import Library


class Spoken:
    """The library's words in one language."""

    def __init__(self, library: Library, language: Language) -> None:
        self.library = library
        self.language = language

    def word(self, code: str, **values: str | int) -> str:
        """The sentence called *code*."""
        return self.library.messages.word(code, values, self.language).text

    def of(self, words: Words) -> str:
        """*words* in this language."""
        return words.in_language(self.language)

    def unit(self, unit: Unit | None) -> str:
        """What a unit is called; nothing where there is none."""
        return "" if unit is None else self.word(f"unit-{unit.code}")

    def population(self, population: Population) -> str:
        """What a population is called."""
        return self.word(f"population-{population.value}")

    def group(self, within: Within, indicator: str) -> str:
        """What a figure of *indicator* is narrowed to: ``技术领域：生物医药``."""
        return self.word("change-semicolon").join(self._one_group(*each, indicator) for each in within)

    def _one_group(self, dimension: str, codes: Sequence[str], indicator: str) -> str:
        groupings = self.library.form_words.groupings
        known = self.library.indicators.by_code.get(indicator)
        records = "" if known is None else known.source.records
        grouping = groupings.by_code.get(groupings.of_dimension(dimension, records=records))
        if grouping is None:
            return self.word("explained-group-of", grouping=dimension, values=", ".join(filter(None, codes)))
        listed = self.library.vocabulary[grouping.listed]
        named = [self.of(listed.words(code)) if code else self.word("explained-group-none") for code in codes]
        comma = self.word("change-list-comma")
        return self.word("explained-group-of", grouping=self.of(grouping.name), values=comma.join(named))

    def figure(self, built: Built, request: MeasureRequest) -> str:
        """What a figure of a filing was called when it was built: of which group or part of the period, and to date."""
        definition = built.definitions.get(request.indicator)
        name = request.indicator if definition is None else self.of(definition.name)
        notes = [self.group(request.within, request.indicator)] if request.within else []
        if request.period != built.period:
            chinese = self.language is Language.ZH
            notes.append(period_words(request.period) if chinese else request.period.code)
        if notes:
            name = self.word("change-figure-of", name=name, notes=self.word("change-semicolon").join(notes))
        return self.word("change-to-date", period=name) if request.to_date else name

    def kind(self, kind: str) -> str:
        """What records of *kind* are called."""
        known = self.library.records.get(kind)
        return self.word(f"kind-{kind}") if known is None else self.of(known.label)

    def filed(self, value: Filed, unit: Unit | None = None) -> str:
        """What a cell holds, with its unit; that nothing was reported where it holds nothing."""
        if value is None:
            return self.word("explained-nothing")
        shown = filed_text(value)
        return shown if unit is None else with_unit(shown, self.unit(unit), same_scale=True)


def filed_text(value: Filed) -> str:
    """What a cell holds, numbers with separators and their own decimals; an empty text for nothing."""
    if value is None:
        return ""
    if isinstance(value, (Decimal, int)):
        return f"{value:,}"
    return value.isoformat() if isinstance(value, date) else value
