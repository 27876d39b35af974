"""A form made from a blank: its outline and proposals as the tables of a ``form.toml``."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from crm.domain.errors import ParseError
from crm.domain.fields import FieldKind
from crm.domain.measures import Population
from crm.domain.parsing import unit_words
from crm.domain.quantity import UNITS, Dimension
from crm.intake.form_groupings import PERIODS
from crm.intake.form_proposal import Means
from crm.intake.form_proposals import rows_of
from crm.intake.form_rows import chosen_of
from crm.intake.form_slot import without_marks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from crm.domain.measures import Within
    from crm.domain.period import PeriodKind
    from crm.domain.quantity import Unit
    from crm.domain.wording import Words
    from crm.intake.form_outline import FormOutline
    from crm.intake.form_proposal import Proposal, Trade
    from crm.intake.form_proposals import AllRows
    from crm.intake.form_rows import Rows
    from crm.intake.form_sheet import Register, TextPlace

_SHOWN = {FieldKind.DATE: "date", FieldKind.YES_NO: "yes_no", FieldKind.CHOICE: "choice"}
_Table = dict[str, object]


@dataclass(frozen=True, slots=True)
class FormName:
    """What the user says of a form: code, layout year, names, authority, and the rhythm where no title says it."""

    code: str
    year: int
    name: Words
    authority: Words
    rhythm: PeriodKind | None = None


def form_table(
    outline: FormOutline,
    proposals: Sequence[Proposal],
    *,
    trade: Trade,
    name: FormName,
    source: str,
    told: Mapping[str, str] = MappingProxyType({}),
) -> _Table:
    """The content of ``form.toml``: what is sure of *proposals*, over the words of :class:`FormWords`.

    *source* is the blank's file name, kept as where the form comes from; *told* what the user has decided. Raises
    ParseError ``bind-rhythm-unknown``, ``bind-nothing-sure``, ``bind-place-unknown``.
    """
    rhythm = name.rhythm or outline.rhythm
    if rhythm is None:
        raise ParseError("bind-rhythm-unknown", title=outline.title)
    sure = [proposal for proposal in proposals if proposal.is_sure and proposal.means is not Means.NOTHING]
    if not any(proposal.means in {Means.FIGURE, Means.FIELD} for proposal in sure):
        raise ParseError("bind-nothing-sure", title=outline.title)
    money = _money_unit(sure)
    units = {one.unit for one in sure if one.unit is not None} | {money}
    units |= {trade.indicators[one.code].unit for one in sure if one.means is Means.FIGURE and not one.unit}
    return {
        "code": name.code,
        "year": name.year,
        "zh": name.name.zh,
        "en": name.name.en,
        "authority": {"zh": name.authority.zh, "en": name.authority.en},
        "period": rhythm.value,
        "money_unit": money.code,
        "own_layout": False,
        "origin": {"zh": f"由空白表“{source}”对应生成", "en": f"Bound from the blank {source}"},
        "verified": False,
        "words": _words(trade.words.own["words"], rhythm, money, units),
        "bases": dict(trade.words.own["basis_labels"]),
        "text": [*line_tables(outline, trade, without=told), *told_text_tables(sure)],
        "cell": cell_tables(
            [one for one in sure if one.means is Means.FIGURE and not one.slot.is_column], trade, money
        ),
        "block": block_tables(
            outline,
            outline.registers,
            sure,
            trade=trade,
            money=money,
            rows=rows_of(outline, trade, told),
        ),
    }


def _money_unit(sure: Iterable[Proposal]) -> Unit:
    """The unit in which most amounts of money are asked; ten thousand yuan where there are none."""
    counted: dict[str, int] = {}
    for one in sure:
        if one.unit is not None and one.unit.dimension is Dimension.MONEY:
            counted[one.unit.code] = counted.get(one.unit.code, 0) + 1
    return UNITS[max(counted, key=lambda code: counted[code])] if counted else UNITS["ten_thousand_yuan"]


def _words(own: Mapping[str, object], rhythm: PeriodKind, money: Unit, units: Iterable[Unit]) -> _Table:
    periods, names = own["period"], own["period_names"]
    assert isinstance(periods, dict)  # noqa: S101 - the file is ours, see form_words.toml
    assert isinstance(names, dict)  # noqa: S101
    plain = {key: own[key] for key in ("day", "yes", "no", "verified", "unverified")}
    labels = {unit.code: unit_words(unit).zh for unit in sorted(units, key=lambda unit: unit.code)}
    return {
        "unit": unit_words(money).zh,
        "period": periods[rhythm.value],
        "period_names": names[rhythm.value],
        **plain,
        "units": labels,
    }


def line_tables(
    outline: FormOutline, trade: Trade, *, without: Collection[str] = frozenset()
) -> Iterable[_Table]:
    """The lines that wait for something, each with its placeholders; what the blank says already is left alone.

    Places of *without* are left to whoever decides about them.
    """
    for place in outline.texts:
        address, value = _line(place, trade)
        if value and f"{place.sheet}!{address}" not in without:
            yield {"sheet": place.sheet, "address": address, "value": value}


def _line(place: TextPlace, trade: Trade) -> tuple[str, str]:
    """Where a line is filled in, and what is written there; nothing where it waits for nothing."""
    waiting = [(at, code) for at, code in trade.words.text_words(place.text) if code != "unit"]
    if len(waiting) == 1 and place.beside:
        return place.beside, f"{{{waiting[0][1]}}}"
    text, written = place.text.replace("{", "(").replace("}", ")"), ""
    for at, code in reversed(waiting):
        written = f"{{{code}}}{text[at:]}{written}"
        text = text[:at]
    return place.address, text + written if waiting else ""


def told_text_tables(sure: Iterable[Proposal]) -> list[_Table]:
    """The texts and signatures that the user has placed."""
    return [
        {"sheet": one.slot.sheet, "address": one.slot.address, "value": one.text}
        for one in sure
        if one.means is Means.TEXT and not one.slot.is_column
    ]


def _figure(one: Proposal, trade: Trade, money: Unit) -> _Table:
    table: _Table = {"indicator": one.code}
    usual = trade.indicators[one.code].unit
    shown = money if usual.dimension is Dimension.MONEY else usual
    if one.basis != "period":
        table["basis"] = one.basis
    if one.unit is not None and one.unit != shown:
        table["unit"] = one.unit.code
    return table | within_table(one.within, one.code, trade)


def within_table(within: Within, code: str, trade: Trade) -> _Table:
    """The group of a figure: a part of the year by its number, else by dimensions."""
    parts: _Table = {grouping: int(codes[0]) for grouping, codes in within if grouping in PERIODS}
    groups = {
        trade.dimension(code, grouping): list(codes) for grouping, codes in within if grouping not in PERIODS
    }
    return parts | ({"within": groups} if groups else {})


def cell_tables(sure: Sequence[Proposal], trade: Trade, money: Unit) -> list[_Table]:
    """The cells of tables, figures all; of one indicator over two populations the second has a name of its own."""
    first: dict[str, Population] = {}
    cells = []
    for one in sure:
        label = without_marks(one.slot.label)
        label = f"{without_marks(one.slot.above)}其中：{label}" if one.slot.above else label
        name = trade.indicators[one.code].name
        table: _Table = {"sheet": one.slot.sheet, "address": one.slot.address, **_figure(one, trade, money)}
        table["label"] = {
            "zh": " · ".join(filter(None, (one.slot.among, label or name.zh))),
            "en": " · ".join(filter(None, (name.en, english_group(one, trade)))),
        }
        if one.population is not Population.ANYBODY:
            table["population"] = one.population.value
        if first.setdefault(one.code, one.population) is not one.population:
            table["name"] = f"{one.code}_{one.population.value}"
        cells.append(table)
    return cells


def english_group(one: Proposal, trade: Trade) -> str:
    """What the group of a figure is called in English; nothing of a whole."""
    return ", ".join(_english(grouping, codes, trade) for grouping, codes in one.within)


def _english(grouping: str, codes: Sequence[str], trade: Trade) -> str:
    if grouping in PERIODS:
        return f"{grouping} {codes[0]}"
    terms = trade.lexicon.vocabularies[trade.words.groupings.by_code[grouping].listed].terms
    return "other" if "" in codes else " + ".join(terms[code].words.en for code in codes)


def block_tables(
    outline: FormOutline,
    registers: Sequence[Register],
    sure: Sequence[Proposal],
    *,
    trade: Trade,
    money: Unit,
    rows: AllRows,
) -> list[_Table]:
    """The blocks of *registers* of an outline; one of which nothing but the numbering is known is left out.

    *rows* is what each of them lists, by sheet and row.
    """
    by_slot = {one.slot: one for one in sure}
    blocks = []
    for number, register in enumerate(outline.registers, start=1):
        if register not in registers:
            continue
        columns = [by_slot[slot] for slot in register.slots if slot in by_slot]
        if all(one.means is Means.ORDINAL for one in columns):
            continue
        fields = {one.code for one in columns if one.means is Means.FIELD}
        block: _Table = {
            "id": f"rows_{number}",
            "sheet": register.sheet,
            "row": register.row,
            **rows_table(rows[register.sheet, register.row], trade, fields),
            "column": [
                column_table(one, trade, money, has_total=bool(register.total_row)) for one in columns
            ],
        }
        if register.total_row:
            block["total_row"] = register.total_row
        blocks.append(block)
    return blocks


def rows_table(rows: Rows, trade: Trade, fields: Collection[str]) -> _Table:
    """What a block says of its rows: enterprises of a population, or records; *fields* are those it shows."""
    if not rows.records:
        order = [code for code in ("moved_in_on", "name") if code in fields] or ["name"]
        return {"population": rows.population.value, "order": order}
    _, chosen = chosen_of(rows, trade.words)
    whose = {} if rows.population is Population.ANYBODY else {"population": rows.population.value}
    return {"records": rows.records, **chosen.table(), **whose}


def column_table(one: Proposal, trade: Trade, money: Unit, *, has_total: bool) -> _Table:
    """A column of a block."""
    table: _Table = {"column": one.slot.letters}
    if one.means is Means.FIGURE:
        label = {"zh": one.slot.label, "en": trade.indicators[one.code].name.en}
        return {**table, **_figure(one, trade, money), "label": label, "total": has_total}
    if one.means is Means.ORDINAL:
        return {**table, "ordinal": True, "label": {"zh": one.slot.label, "en": "No."}}
    kind = trade.words.lists.by_code[one.records] if one.records else None
    known = kind.fields[one.code] if kind else trade.fields[one.code]
    codes = [one.code, *kind.also.get(one.code, ())] if kind else [one.code]
    table |= {
        "field": codes if len(codes) > 1 else one.code,
        "label": {"zh": one.slot.label, "en": known.label.en},
    }
    if known.unit is not None:
        unit = one.unit or known.unit
        return {**table, "show": "amount", "unit": unit.code}
    if known.kind in _SHOWN:
        table["show"] = _SHOWN[known.kind]
        if known.kind is FieldKind.CHOICE:
            table["choices"] = known.choices
    return table
