"""What the trade's words are called on the screen: stages, needs, populations, units, numbers and days."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from crm.domain.errors import NotFoundError
from crm.domain.lifecycle import BEFORE_ENTRY, IN_HOUSE, LEFT, Need, Stage
from crm.domain.measures import Population
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import Dimension, in_unit, unit_named
from crm.domain.wording import Language

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from crm.domain.quantity import Unit
    from crm.services.library import Library

NOTHING = "—"
"""How a blank is shown: not zero, not an oversight."""

_NEEDS = {
    Need.ALLOWED_BY: QT_TRANSLATE_NOOP("Labels", "Approved by"),
    Need.REASON: QT_TRANSLATE_NOOP("Labels", "Reason"),
    Need.DETAIL: QT_TRANSLATE_NOOP("Labels", "Details"),
    Need.REGISTRATION: QT_TRANSLATE_NOOP("Labels", "Unified social credit code"),
    Need.FOUNDED_ON: QT_TRANSLATE_NOOP("Labels", "Founded on"),
}
_DETAILS = {
    Stage.LISTED: QT_TRANSLATE_NOOP("Labels", "Market and stock code"),
    Stage.ACQUIRED: QT_TRANSLATE_NOOP("Labels", "Acquired by"),
    Stage.RELOCATED: QT_TRANSLATE_NOOP("Labels", "Relocated to"),
}
_POPULATIONS = {
    Population.ANYBODY: QT_TRANSLATE_NOOP("Labels", "All records"),
    Population.INTRODUCED: QT_TRANSLATE_NOOP("Labels", "Tenants introduced up to the day"),
    Population.RESIDENT: QT_TRANSLATE_NOOP("Labels", "Resident tenants on the day"),
    Population.INCUBATING: QT_TRANSLATE_NOOP("Labels", "Incubating tenants on the day"),
    Population.GRADUATED: QT_TRANSLATE_NOOP("Labels", "Graduates up to the day"),
    Population.INCUBATING_OR_GRADUATED: QT_TRANSLATE_NOOP("Labels", "Incubating tenants and graduates"),
    Population.ENTERED: QT_TRANSLATE_NOOP("Labels", "Tenants that moved in during the period"),
    Population.LEFT: QT_TRANSLATE_NOOP("Labels", "Tenants that graduated or left during the period"),
}
_UNITS = {
    "fen": QT_TRANSLATE_NOOP("Labels", "fen"),
    "yuan": QT_TRANSLATE_NOOP("Labels", "yuan"),
    "thousand_yuan": QT_TRANSLATE_NOOP("Labels", "thousand yuan"),
    "ten_thousand_yuan": QT_TRANSLATE_NOOP("Labels", "10k yuan"),
    "million_yuan": QT_TRANSLATE_NOOP("Labels", "million yuan"),
    "hundred_million_yuan": QT_TRANSLATE_NOOP("Labels", "100m yuan"),
    "square_metre": QT_TRANSLATE_NOOP("Labels", "m²"),
    "ten_thousand_square_metre": QT_TRANSLATE_NOOP("Labels", "10k m²"),
    "person": QT_TRANSLATE_NOOP("Labels", "persons"),
    "enterprise": QT_TRANSLATE_NOOP("Labels", "tenants"),
    "item": QT_TRANSLATE_NOOP("Labels", "items"),
    "event": QT_TRANSLATE_NOOP("Labels", "events"),
    "attendance": QT_TRANSLATE_NOOP("Labels", "attendances"),
    "month": QT_TRANSLATE_NOOP("Labels", "months"),
    "percent": QT_TRANSLATE_NOOP("Labels", "%"),
}
_ENTRIES = {
    "qualification": QT_TRANSLATE_NOOP("Labels", "Qualification"),
    "ip_right": QT_TRANSLATE_NOOP("Labels", "Intellectual property"),
    "financing": QT_TRANSLATE_NOOP("Labels", "Financing"),
    "project": QT_TRANSLATE_NOOP("Labels", "Project"),
    "service": QT_TRANSLATE_NOOP("Labels", "Service"),
}
_MONEY_SHOWN_IN = "ten_thousand_yuan"


class Labels:
    """The words of one language."""

    def __init__(self, library: Library, language: Language) -> None:
        self._library = library
        self.language = language

    def stage(self, stage: Stage | None) -> str:
        """What a stage is called."""
        return NOTHING if stage is None else self.term("stage", stage.value)

    def term(self, vocabulary: str, code: str) -> str:
        """What a code of a code list is called; a code outside it is shown as it is."""
        if not code:
            return ""
        try:
            return self._library.vocabulary[vocabulary].words(code).in_language(self.language)
        except NotFoundError:
            return code

    def need(self, need: Need, target: Stage) -> str:
        """What a move into *target* asks for."""
        text = _DETAILS.get(target, _NEEDS[need]) if need is Need.DETAIL else _NEEDS[need]
        return QCoreApplication.translate("Labels", text)

    def population(self, population: Population) -> str:
        """What a population is called."""
        return QCoreApplication.translate("Labels", _POPULATIONS[population])

    def unit(self, unit: Unit) -> str:
        """What a unit is called."""
        return QCoreApplication.translate("Labels", _UNITS[unit.code])

    def entry(self, kind: str) -> str:
        """What a kind of dated entry is called; a kind of the future is shown as it is."""
        return QCoreApplication.translate("Labels", _ENTRIES[kind]) if kind in _ENTRIES else kind

    def period(self, period: Period) -> str:
        """A period in words."""
        names = {
            PeriodKind.YEAR: QCoreApplication.translate("Labels", "{year}"),
            PeriodKind.HALF: QCoreApplication.translate("Labels", "{year} H{index}"),
            PeriodKind.QUARTER: QCoreApplication.translate("Labels", "{year} Q{index}"),
            PeriodKind.MONTH: QCoreApplication.translate("Labels", "{year}-{index}"),
        }
        return names[period.kind].format(year=period.year, index=period.index)

    def field_value(self, code: str, value: str | int | bool | date | None) -> str:
        """A field's value as a person reads it, without its unit."""
        if value is None or value == "":
            return ""
        field = self._library.fields[code]
        if isinstance(value, bool):
            yes, no = QCoreApplication.translate("Labels", "Yes"), QCoreApplication.translate("Labels", "No")
            return yes if value else no
        if isinstance(value, int):
            unit = field.unit
            return f"{value:,}" if unit is None else amount(value, unit)
        if isinstance(value, str):
            if field.choices:
                return self.term(field.choices, value)
            if code == "industry":
                return f"{value} {self.term('industry', value)}"
            return value
        return value.isoformat()


def shown_unit(unit: Unit) -> Unit:
    """The unit in which the window shows figures of *unit*: money in ten thousand yuan, everything else as it is."""
    return unit_named(_MONEY_SHOWN_IN) if unit.dimension is Dimension.MONEY else unit


def amount(value: int | None, unit: Unit) -> str:
    """An amount in smallest units, written in *unit* with separators; a blank as a dash."""
    return NOTHING if value is None else number(in_unit(value, unit))


def number(value: Decimal | int | None) -> str:
    """A number with separators and its own decimals; a blank as a dash."""
    return NOTHING if value is None else f"{value:,}"


def tones() -> Mapping[Stage | None, tuple[str, str]]:
    """The colours of each stage's tag: text and ground, by name."""
    made: dict[Stage | None, tuple[str, str]] = {None: ("text3", "mute_soft")}
    made |= dict.fromkeys(BEFORE_ENTRY, ("text2", "mute_soft"))
    made |= dict.fromkeys(IN_HOUSE, ("ok", "ok_soft"))
    made |= dict.fromkeys(LEFT, ("text3", "mute_soft"))
    made |= {
        Stage.RESIDENT: ("accent", "accent_soft"),
        Stage.ACCELERATING: ("warn", "warn_soft"),
        Stage.GRADUATED: ("violet", "violet_soft"),
        Stage.FOLLOW_UP: ("violet", "violet_soft"),
        Stage.LISTED: ("violet", "violet_soft"),
        Stage.ACQUIRED: ("violet", "violet_soft"),
        Stage.EVICTED: ("danger", "danger_soft"),
    }
    return made
