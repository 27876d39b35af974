"""Next year's blank against the form of last year: bindings carried over, the differences listed, a new form folder."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import tomli_w

from crm.domain.errors import DataFormatError, RuleError
from crm.domain.indicators import Counted
from crm.domain.measures import Population
from crm.filings.form import Basis, Form
from crm.filings.form_file import form_from_table
from crm.intake.form_alignment import Alignment, Change, Pair, align
from crm.intake.form_carrying import carry_over
from crm.intake.form_decisions import is_told
from crm.intake.form_groupings import MONTH, QUARTER
from crm.intake.form_outline import find_slot
from crm.intake.form_proposal import Means, Proposal
from crm.intake.form_record_lists import Chosen
from crm.intake.form_rows import Rows, rows_told
from crm.intake.form_table import (
    block_tables,
    cell_tables,
    column_table,
    line_tables,
    rows_table,
    told_text_tables,
    within_table,
)
from crm.services.form_binding import BlankForm, blank_of, decide, keep_form, outline_template, read_template
from crm.services.form_check_carrying import carry_checks, is_kept, without_broken_checks

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence
    from pathlib import Path

    from crm.domain.measures import Within
    from crm.domain.quantity import Unit
    from crm.filings.form import BlockSpec, FigureSpec
    from crm.intake.form_outline import FormOutline
    from crm.intake.form_proposal import Trade
    from crm.intake.form_slot import Slot
    from crm.services.form_check import FormCheck
    from crm.services.library import Library

__all__ = ["Alignment", "Change", "Form", "Pair"]


@dataclass(frozen=True, slots=True)
class AlignedForm:
    """Last year's form over this year's blank.

    ``table`` are the old form's tables, ``before`` what its template asks. ``lost`` are places of the old form that
    have no counterpart, ``new`` proposals for the places that are new or that the user has decided, ``dropped`` the
    codes of checks that speak of something that is gone.
    """

    old: Form
    table: Mapping[str, Any]
    before: FormOutline
    blank: BlankForm
    alignment: Alignment
    form: Form
    text: str
    lost: tuple[str, ...]
    new: tuple[Proposal, ...]
    dropped: tuple[str, ...]
    checks: tuple[FormCheck, ...] = ()
    """Every check it may have, on or off: carried over, and those that its blank asks for."""

    @property
    def places(self) -> tuple[Proposal, ...]:
        """Every place of the blank and what it is filled with; what was carried over is sure."""
        bound = _bound(self.form, self.blank.trade)
        fresh = {one.slot for one in self.new}
        places = [
            one if one.slot in fresh else bound.get(one.place, _left)(one) for one in self.blank.proposals
        ]
        known = {one.place for one in places}
        for place, make in bound.items():
            slot = None if place in known else self._slot(place)
            if slot is not None:
                places.append(make(Proposal(slot, Means.NOTHING)))
        return tuple(places)

    def _slot(self, place: str) -> Slot | None:
        """A place that only the form knows, by the words beside it."""
        blank = self.blank
        slot = find_slot(blank.outline, place, blank.trade.lexicon, blank.trade.words)
        rows = {(block.sheet, block.row) for block in self.form.blocks}
        return slot and replace(slot, is_column=(slot.sheet, slot.row) in rows)


_NOTHING_TOLD: Mapping[str, str] = {}


def align_form(
    library: Library,
    folder: Path,
    path: Path,
    *,
    year: int | None = None,
    told: Mapping[str, str] = _NOTHING_TOLD,
) -> AlignedForm:
    """The form in *folder* over the new blank at *path*, for *year* (the next one by default).

    New places that are sure, or *told*, are bound as well; a place that was carried over and is *told* is what was
    told. Raises what reading a form folder and a blank raises, RuleError ``align-nothing-found`` where the two have
    nothing in common.
    """
    blank = blank_of(library, path.name, read_template(path), known=True)
    return align_blank(library, folder, blank, year=year, told=told)


def align_blank(
    library: Library,
    folder: Path,
    blank: BlankForm,
    *,
    year: int | None = None,
    told: Mapping[str, str] | None = None,
) -> AlignedForm:
    """The form in *folder* over a *blank* that has been read, as it is decided or *told*.

    Raises what `align_form` raises.
    """
    table = read_form_table(folder)
    old = form_from_table(table, library.relations)
    before = outline_template(read_template(folder / "template.xlsx"), blank.trade, known=True)
    alignment = align(
        before, blank.plain[0], blank.trade.words, qualifiers=blank.trade.lexicon.synonyms.qualifiers
    )
    return _bind(
        library,
        old,
        table,
        before=before,
        blank=blank,
        told=blank.told if told is None else told,
        alignment=alignment,
        year=year or old.year + 1,
    )


def decide_aligned(library: Library, aligned: AlignedForm, told: Mapping[str, str]) -> AlignedForm:
    """*aligned* with what the user has *told*, in place of what was told before. Raises what `decide` raises."""
    return _bind(
        library,
        aligned.old,
        aligned.table,
        before=aligned.before,
        blank=aligned.blank,
        told=told,
        alignment=aligned.alignment,
        year=aligned.form.year,
    )


def _bind(
    library: Library,
    old: Form,
    table: Mapping[str, Any],
    *,
    before: FormOutline,
    blank: BlankForm,
    told: Mapping[str, str],
    alignment: Alignment,
    year: int,
) -> AlignedForm:
    carried = carry_over(
        table, before, blank.plain[0], alignment, year=year, indicators=blank.trade.indicators
    )
    made: dict[str, Any] = carried.table
    _regroup(made, alignment, blank.trade)
    if not made["cell"] and not made["block"]:
        raise RuleError("align-nothing-found", old=old.code, new=blank.file)
    blank = decide(replace(blank, carried=_rows_carried(made, blank.trade)), told)
    others = _take_rows(made, blank)
    fresh = set(alignment.new) | (set(blank.outline.slots) - set(blank.plain[0].slots))
    new = tuple(
        one
        for one in blank.proposals
        if one.slot in fresh or one.place in blank.told or _row_of(one.slot) in others
    )
    _release(made, blank.told)
    sure = [one for one in new if one.is_sure and one.means is not Means.NOTHING]
    _add_new(made, blank, alignment, sure, money=old.money_unit, others=others)
    _add_texts(made, before, blank, sure)
    made["own_layout"] = False
    carried_checks = carry_checks(made, old, before, blank)
    form, dropped = without_broken_checks(made, library.relations)
    return AlignedForm(
        old=old,
        table=table,
        before=before,
        blank=blank,
        alignment=alignment,
        form=form,
        text=tomli_w.dumps(made),
        lost=carried.lost,
        new=new,
        dropped=(*carried_checks.lost, *dropped),
        checks=tuple(one for one in carried_checks.checks if is_kept(one, made)),
    )


def _regroup(made: dict[str, Any], alignment: Alignment, trade: Trade) -> None:
    """Give carried cells of matrices the group they are of now: what the others leave is less where one was added."""
    now = {(pair.new.sheet, pair.new.address): pair for pair in alignment.pairs if pair.new.within}
    for cell in made["cell"]:
        pair = now.get((cell["sheet"], cell["address"]))
        if pair is not None and pair.old.within != pair.new.within and "within" in cell:
            cell.update(within_table(pair.new.within, cell["indicator"], trade))


def _row_of(slot: Slot) -> tuple[str, int]:
    return (slot.sheet, slot.row) if slot.is_column else ("", 0)


def _rows_carried(made: Mapping[str, Any], trade: Trade) -> dict[tuple[str, int], Rows]:
    """What the carried blocks list, by sheet and row."""
    return {
        (block["sheet"], block["row"]): rows
        for block in made["block"]
        if (rows := _rows_of_block(block, trade)) is not None
    }


def _rows_of_block(block: Mapping[str, Any], trade: Trade) -> Rows | None:
    """What a block lists; None for records of a kind that registers are not known to list."""
    population = Population(block.get("population", Population.ANYBODY.value))
    code = block.get("records", "")
    if not code:
        return Rows(population, is_told=True)
    kind = trade.words.lists.by_code.get(code)
    if kind is None:
        return None
    keys = ("counted", "amount", "filters", "basis")
    own = {"counted": Counted.IN_PERIOD.value} | {key: block[key] for key in keys if key in block}
    which = next(
        (one for one in kind.chosen.values() if {**one.table(), "order": 0} == {**own, "order": 0}), None
    )
    if which is not None:
        return Rows(population, code, which.code, is_told=True)
    chosen = Chosen(
        code="",
        name=kind.name,
        counted=Counted(own["counted"]),
        order=tuple(block["order"]),
        amount=own.get("amount", "one"),
        filters={name: tuple(codes) for name, codes in own.get("filters", {}).items()},
        is_to_date=own.get("basis") == Basis.YEAR_TO_DATE.value,
    )
    return Rows(population, code, is_told=True, own=chosen)


def _take_rows(made: dict[str, Any], blank: BlankForm) -> set[tuple[str, int]]:
    """Let carried blocks list what was told; those that list another kind of thing now have no columns yet."""
    told = rows_told(blank.outline, blank.told, blank.trade.words)
    others: set[tuple[str, int]] = set()
    for block in made["block"]:
        place = (block["sheet"], block["row"])
        rows = told.get(place)
        if rows is None:
            continue
        if rows.records != block.get("records", ""):
            others.add(place)
            block["column"] = []
        elif not rows.records:
            block["population"] = rows.population.value
            continue
        for key in ("records", "counted", "amount", "filters", "basis", "population", "order"):
            block.pop(key, None)
        block.update(rows_table(rows, blank.trade, ("name",)))
    return others


def _release(made: dict[str, Any], told: Mapping[str, str]) -> None:
    """Take out of *made* what was carried to a place that the user has decided about."""
    for name in ("cell", "text"):
        made[name] = [one for one in made[name] if not is_told(f"{one['sheet']}!{one['address']}", told)]
    for block in made["block"]:
        block["column"] = [
            one
            for one in block["column"]
            if f"{block['sheet']}!{one.get('column')}{block['row']}" not in told
        ]


def _add_texts(made: dict[str, Any], before: FormOutline, blank: BlankForm, sure: Sequence[Proposal]) -> None:
    """The lines that are new, and the texts that the user has placed."""
    known = {place.text for place in before.texts}
    fresh = replace(
        blank.outline, texts=tuple(place for place in blank.outline.texts if place.text not in known)
    )
    taken = {f"{one['sheet']}!{one['address']}" for one in made["text"]} | blank.told.keys()
    made["text"] += [*line_tables(fresh, blank.trade, without=taken), *told_text_tables(sure)]


def rows_in(work: BlankForm | AlignedForm, sheet: str, row: int) -> Rows | None:
    """What the register in *row* lists, as told, carried over or by its words; None where none is there."""
    blank = work.blank if isinstance(work, AlignedForm) else work
    return blank.rows.get((sheet, row)) or blank.carried.get((sheet, row))


def _bound(form: Form, trade: Trade) -> dict[str, Callable[[Proposal], Proposal]]:
    """Place of the new form → what makes of the proposal there what the form has."""
    bound: dict[str, Callable[[Proposal], Proposal]] = {}
    for cell in form.cells:
        bound[f"{cell.sheet}!{cell.address}"] = partial(_as_figure, cell.figure, trade)
    for block in form.blocks:
        for column in block.columns:
            place = f"{block.sheet}!{column.letter}{block.row}"
            if column.figure is not None:
                bound[place] = partial(_as_column_figure, column.figure, trade, block)
            elif column.ordinal:
                bound[place] = partial(_as_other, Means.ORDINAL, "", block)
            else:
                bound[place] = partial(_as_other, Means.FIELD, next(iter(column.fields), ""), block)
    return bound


def _as_column_figure(figure: FigureSpec, trade: Trade, block: BlockSpec, one: Proposal) -> Proposal:
    if block.records is None:
        return _as_figure(figure, trade, one)
    plain = replace(figure, basis=Basis.PERIOD)  # a column of records is of the days that its block says
    return replace(_as_figure(plain, trade, one), records=block.records.kind)


def _as_figure(figure: FigureSpec, trade: Trade, one: Proposal) -> Proposal:
    usual = one.unit if one.code == figure.indicator else None
    return Proposal(
        one.slot,
        Means.FIGURE,
        figure.indicator,
        figure.basis.value,
        figure.unit or usual,
        figure.population,
        1.0,
        within=_groups_of(figure, trade),
    )


def _groups_of(figure: FigureSpec, trade: Trade) -> Within:
    """The group of a form's figure, by groupings."""
    parts = ((QUARTER, figure.quarter), (MONTH, figure.month))
    groups = ((trade.grouping(figure.indicator, name), codes) for name, codes in figure.within)
    return (*((name, (str(number),)) for name, number in parts if number), *groups)


def _as_other(means: Means, code: str, block: BlockSpec, one: Proposal) -> Proposal:
    kind = block.records.kind if block.records else ""
    unit = one.unit if one.code == code else None
    return Proposal(one.slot, means, code, unit=unit, confidence=1.0, records=kind)


def _left(one: Proposal) -> Proposal:
    """A place that last year's form left empty stays so."""
    return Proposal(one.slot, Means.NOTHING, confidence=1.0)


def save_aligned(aligned: AlignedForm, folder: Path) -> None:
    """Keep the new year's form. Raises what `keep_form` raises."""
    keep_form(aligned.form, aligned.text, aligned.blank.template, folder)


def read_form_table(folder: Path) -> dict[str, Any]:
    """The tables of a form folder. RuleError ``form-folder-missing``, DataFormatError ``data-not-toml``."""
    described = folder / "form.toml"
    try:
        return tomllib.loads(described.read_text("utf-8"))
    except OSError:
        raise RuleError("form-folder-missing", folder=str(folder)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataFormatError("data-not-toml", where=str(described), why=str(error)) from error


def _add_new(
    made: dict[str, Any],
    blank: BlankForm,
    alignment: Alignment,
    sure: Sequence[Proposal],
    *,
    money: Unit,
    others: Collection[tuple[str, int]],
) -> None:
    """Bind what is new and sure: cells, columns of registers that were found again, registers of their own."""
    outline, trade = blank.outline, blank.trade
    figures = [one for one in sure if one.means is Means.FIGURE and not one.slot.is_column]
    made["cell"] += cell_tables(figures, trade, money)
    blocks = {(block["sheet"], block["row"]): block for block in made["block"]}
    for one in sure:
        block = blocks.get((one.slot.sheet, one.slot.row)) if one.slot.is_column else None
        is_wanted = one.means is not Means.ORDINAL or one.place in blank.told or _row_of(one.slot) in others
        if block is not None and is_wanted:
            block["column"].append(column_table(one, trade, money, has_total="total_row" in block))
    found = list(alignment.registers.values())
    own = [one for one in outline.registers if one not in found and (one.sheet, one.row) not in blocks]
    made["block"] = [
        block for block in made["block"] if not all(column.get("ordinal") for column in block["column"])
    ]
    made["block"] += block_tables(outline, own, sure, trade=trade, money=money, rows=blank.rows)
