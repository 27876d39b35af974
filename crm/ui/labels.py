"""What the trade's words are called on the screen: stages, needs, populations, units, numbers and days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.errors import NotFoundError
from crm.domain.fields import FieldKind
from crm.domain.lifecycle import BEFORE_ENTRY, IN_HOUSE, LEFT, Need, Stage
from crm.domain.measures import Population
from crm.domain.period import Period, PeriodKind
from crm.domain.quantity import Dimension, in_unit, unit_named
from crm.domain.wording import Language, in_a_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from decimal import Decimal

    from crm.domain.fields import Field
    from crm.domain.quantity import Unit
    from crm.services.library import Library

NOTHING = "—"
"""How a blank is shown: not zero, not an oversight."""

_MONEY_SHOWN_IN = "ten_thousand_yuan"


class Labels:
    """The words of one language."""

    def __init__(self, library: Library, language: Language) -> None:
        self._library = library
        self.language = language
        self._needs = _name_needs()
        self._details = _name_details()
        self._populations = _name_populations()
        self._units = _name_units()
        self._entries = _name_entries()

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
        return self._details.get(target, self._needs[need]) if need is Need.DETAIL else self._needs[need]

    def rooms(self, text: str) -> str:
        """The rooms of a tenant, one after another as this language lists things; kept as the register has them."""
        return text if self.language is Language.ZH else text.replace("、", ", ")

    def join(self, parts: Iterable[str]) -> str:
        """*parts* one after another as this language lists things."""
        return in_a_list(parts, self.language)

    def quoted(self, text: str) -> str:
        """*text* as this language quotes it; a typeface with Chinese draws the curly marks as wide as a character."""
        return f"“{text}”" if self.language is Language.ZH else f'"{text}"'

    def population(self, population: Population) -> str:
        """What a population is called."""
        return self._populations[population]

    def unit(self, unit: Unit) -> str:
        """What a unit is called."""
        return self._units[unit.code]

    def basis(self, code: str) -> str:
        """What the basis of a figure is called: the period, to date, last year."""
        said = self._library.form_words.own["basis_labels"][code]
        assert isinstance(said, dict)  # noqa: S101 - the file is ours, see form_words.toml
        return str(said[self.language.value])

    def entry(self, kind: str) -> str:
        """What a kind of dated entry is called; a kind of the future is shown as it is."""
        return self._entries.get(kind, kind)

    def period(self, period: Period) -> str:
        """A period in words."""
        names = {
            PeriodKind.YEAR: QCoreApplication.translate("Labels", "{year}"),
            PeriodKind.HALF: QCoreApplication.translate("Labels", "{year}H{index}"),
            PeriodKind.QUARTER: QCoreApplication.translate("Labels", "{year}Q{index}"),
            PeriodKind.MONTH: QCoreApplication.translate("Labels", "{year}-{index}"),
        }
        index = f"{period.index:02d}" if period.kind is PeriodKind.MONTH else period.index
        return names[period.kind].format(year=period.year, index=index)

    def field_value(self, code: str, value: str | int | bool | date | None) -> str:
        """A field's value as a person reads it, without its unit."""
        return self.value(self._library.fields[code], value)

    def value(self, field: Field, value: str | int | bool | date | None) -> str:
        """The value of a field of any record as a person reads it, without its unit."""
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            yes, no = QCoreApplication.translate("Labels", "Yes"), QCoreApplication.translate("Labels", "No")
            return yes if value else no
        if isinstance(value, int):
            unit = field.unit
            return f"{value:,}" if unit is None else amount(value, unit)
        return self._text(field, value) if isinstance(value, str) else value.isoformat()

    def _text(self, field: Field, value: str) -> str:
        if field.choices:
            return self.term(field.choices, value)
        if field.kind is FieldKind.STAGE:
            return self.term("stage", value)
        if field.code == "room":
            return self.rooms(value)
        return f"{value} {self.term('industry', value)}" if field.code == "industry" else value


def shown_unit(unit: Unit) -> Unit:
    """The unit in which the window shows figures of *unit*: money in ten thousand yuan, everything else as it is."""
    return unit_named(_MONEY_SHOWN_IN) if unit.dimension is Dimension.MONEY else unit


def measured(name: str, unit: str) -> str:
    """What a figure is called with what it is measured in, as over a column: ``总收入（万元）``."""
    return QCoreApplication.translate("Labels", "{name} ({unit})").format(name=name, unit=unit)


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


def _name_needs() -> dict[Need, str]:
    translate = QCoreApplication.translate
    return {
        Need.ALLOWED_BY: translate("Labels", "Approved by"),
        Need.REASON: translate("Labels", "Reason"),
        Need.DETAIL: translate("Labels", "Details"),
        Need.REGISTRATION: translate("Labels", "Unified social credit code"),
        Need.FOUNDED_ON: translate("Labels", "Founded on"),
    }


def _name_details() -> dict[Stage, str]:
    translate = QCoreApplication.translate
    return {
        Stage.LISTED: translate("Labels", "Market and stock code"),
        Stage.ACQUIRED: translate("Labels", "Acquired by"),
        Stage.RELOCATED: translate("Labels", "Relocated to"),
    }


def _name_populations() -> dict[Population, str]:
    translate = QCoreApplication.translate
    return {
        Population.ANYBODY: translate("Labels", "All records"),
        Population.INTRODUCED: translate("Labels", "Tenants introduced up to the day"),
        Population.RESIDENT: translate("Labels", "Resident tenants on the day"),
        Population.INCUBATING: translate("Labels", "Incubating tenants on the day"),
        Population.GRADUATED: translate("Labels", "Graduates up to the day"),
        Population.INCUBATING_OR_GRADUATED: translate("Labels", "Incubating tenants and graduates"),
        Population.ENTERED: translate("Labels", "Tenants that moved in during the period"),
        Population.LEFT: translate("Labels", "Tenants that graduated or left during the period"),
    }


def _name_units() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "fen": translate("Labels", "fen"),
        "yuan": translate("Labels", "yuan"),
        "thousand_yuan": translate("Labels", "thousand yuan"),
        "ten_thousand_yuan": translate("Labels", "10k yuan"),
        "million_yuan": translate("Labels", "million yuan"),
        "hundred_million_yuan": translate("Labels", "100m yuan"),
        "square_metre": translate("Labels", "m²"),
        "ten_thousand_square_metre": translate("Labels", "10k m²"),
        "person": translate("Labels", "persons"),
        "enterprise": translate("Labels", "tenants"),
        "university": translate("Labels", "universities"),
        "item": translate("Labels", "items"),
        "event": translate("Labels", "events"),
        "attendance": translate("Labels", "attendances"),
        "piece": translate("Labels", "pieces"),
        "month": translate("Labels", "months"),
        "day": translate("Labels", "days"),
        "percent": translate("Labels", "%"),
    }


def _name_entries() -> dict[str, str]:
    translate = QCoreApplication.translate
    return {
        "qualification": translate("Labels", "Qualification"),
        "ip_right": translate("Labels", "Intellectual property"),
        "financing": translate("Labels", "Financing"),
        "project": translate("Labels", "Project"),
        "service": translate("Labels", "Service"),
    }
