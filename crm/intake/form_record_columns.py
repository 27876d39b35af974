"""The columns of a register whose rows are records: which field or figure of a record each head asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from crm.domain.errors import NotFoundError, ParseError
from crm.domain.quantity import UNITS, Dimension
from crm.intake.form_groupings import MONTH, month_of_head
from crm.intake.form_proposal import Means, Proposal
from crm.intake.form_rows import chosen_of
from crm.intake.form_slot import without_marks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from crm.domain.indicators import Indicator
    from crm.domain.measures import Within
    from crm.domain.quantity import Unit
    from crm.intake.form_decisions import Decision
    from crm.intake.form_proposal import Trade
    from crm.intake.form_rows import Rows
    from crm.intake.form_slot import Slot

_UNKNOWN = "bind-label-unknown"
_OTHER_UNIT = "bind-unit-of-other-kind"
_ASSUMED = "bind-unit-assumed"


@dataclass(frozen=True, slots=True)
class RecordColumns:
    """Reads the columns of one register that lists *rows*; *units* are those that its sheet names."""

    rows: Rows
    trade: Trade
    units: Mapping[Dimension, Unit]

    def read(self, slot: Slot) -> Proposal:
        """What the head of a column asks of each record: a figure that adds up, else a field."""
        kind, chosen = chosen_of(self.rows, self.trade.words)
        key = self.trade.lexicon.read_header(without_marks(slot.label)).key
        field = kind.heads.get(key, "")
        figure = kind.figure(key, chosen, self.trade.indicators.values()) or self.named_figure(key)
        if field and (not figure or kind.fields[field].unit is None):
            return self.field(slot, field)
        if figure:
            return self.figure(slot, self.trade.indicators[figure])
        return Proposal(slot, Means.NOTHING, doubts=(_UNKNOWN,), records=kind.code)

    def named_figure(self, key: str) -> str:
        """The indicator that a head names, where it counts no other records than those listed."""
        kind, chosen = chosen_of(self.rows, self.trade.words)
        code = self.trade.lexicon.figures.get(key, "")
        return code if code and kind.may_show(self.trade.indicators[code], chosen) else ""

    def told(self, slot: Slot, said: Decision) -> Proposal:
        """What the user says it shows. NotFoundError ``bind-code-unknown`` where no such record has that."""
        kind, chosen = chosen_of(self.rows, self.trade.words)
        place = f"{slot.sheet}!{slot.address}"
        if said.code in kind.fields:
            usual = kind.fields[said.code].unit
            unit = usual and (told_unit(slot, said, usual) or slot.unit or usual)
            return Proposal(slot, Means.FIELD, said.code, unit=unit, confidence=1.0, records=kind.code)
        known = self.trade.indicators.get(said.code)
        if known is None or not kind.may_show(known, chosen):
            raise NotFoundError("bind-code-unknown", place=place, value=said.code)
        unit = told_unit(slot, said, known.unit) or self.unit(slot, known.unit)[0]
        return replace(
            self._proposal(slot, Means.FIGURE, known.code, unit=unit, doubt=""), within=self.month(slot)
        )

    def month(self, slot: Slot) -> Within:
        """The month that a head names: what a record contributes to it."""
        number = month_of_head(slot.label)
        return () if number is None else ((MONTH, (number,)),)

    def field(self, slot: Slot, code: str) -> Proposal:
        """A field of the record."""
        kind, _ = chosen_of(self.rows, self.trade.words)
        usual = kind.fields[code].unit
        unit, doubt = (None, "") if usual is None else self.unit(slot, usual)
        return self._proposal(slot, Means.FIELD, code, unit=unit, doubt=doubt)

    def figure(self, slot: Slot, indicator: Indicator) -> Proposal:
        """What a record contributes to an indicator."""
        unit, doubt = self.unit(slot, indicator.unit)
        return self._proposal(slot, Means.FIGURE, indicator.code, unit=unit, doubt=doubt)

    def _proposal(self, slot: Slot, means: Means, code: str, *, unit: Unit | None, doubt: str) -> Proposal:
        confidence = {"": 1.0, _ASSUMED: 0.8}.get(doubt, 0.4)
        return Proposal(
            slot,
            means,
            code,
            unit=unit,
            population=self.rows.population,
            confidence=confidence,
            doubts=(doubt,) if doubt else (),
            records=self.rows.records,
        )

    def unit(self, slot: Slot, usual: Unit) -> tuple[Unit, str]:
        """The unit printed beside the place, else the sheet's, else the usual one; and the doubt about it."""
        if slot.unit is not None:
            fits = slot.unit.dimension is usual.dimension
            return (slot.unit, "") if fits else (usual, _OTHER_UNIT)
        said = self.units.get(usual.dimension)
        if said is not None and usual.dimension is not Dimension.COUNT:
            return said, ""
        return usual, _ASSUMED if usual.dimension is Dimension.MONEY else ""


def told_unit(slot: Slot, said: Decision, usual: Unit) -> Unit | None:
    """The unit that was said, which has to be one for what is *usual*; None where none was said."""
    if not said.unit:
        return None
    unit = UNITS[said.unit]
    if unit.dimension is not usual.dimension:
        fitting = [one.code for one in UNITS.values() if one.dimension is usual.dimension]
        place = f"{slot.sheet}!{slot.address}"
        raise ParseError("bind-said-wrongly", place=place, value=said.unit, known=", ".join(fitting))
    return unit
