"""Next year's blank against the form of last year: bindings carried over, the differences listed, a new form folder."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import tomli_w

from crm.domain.errors import DataFormatError, RuleError
from crm.filings.form_file import form_from_table
from crm.intake.form_alignment import Alignment, Change, Pair, align
from crm.intake.form_carrying import carry_over
from crm.intake.form_proposals import Means, propose
from crm.intake.form_table import block_tables, cell_tables, column_table
from crm.services.form_binding import BlankForm, keep_form, outline_template, read_template, trade_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from crm.domain.quantity import Unit
    from crm.filings.form import Form
    from crm.intake.form_outline import FormOutline
    from crm.intake.form_proposals import Proposal, Trade
    from crm.services.library import Library

__all__ = ["Alignment", "Change", "Pair"]

_CHECK_PLACE = re.compile(r"check\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class AlignedForm:
    """Last year's form over this year's blank.

    ``lost`` are places of the old form that have no counterpart, ``new`` proposals for the places that are new,
    ``dropped`` the codes of checks that speak of something that is gone.
    """

    old: Form
    blank: BlankForm
    alignment: Alignment
    form: Form
    text: str
    lost: tuple[str, ...]
    new: tuple[Proposal, ...]
    dropped: tuple[str, ...]


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

    New places that are sure, or *told*, are bound as well. Raises what reading a form folder and a blank raises,
    RuleError ``align-nothing-found`` where the two have nothing in common.
    """
    table = read_form_table(folder)
    old = form_from_table(table, library.relations)
    template = read_template(path)
    trade = trade_of(library)
    outline = outline_template(template, trade)
    before = outline_template(read_template(folder / "template.xlsx"), trade)
    alignment = align(before, outline, trade.words)
    if not alignment.pairs:
        raise RuleError("align-nothing-found", old=old.code, new=path.name)
    carried = carry_over(table, before, alignment, year=year or old.year + 1)
    new = _proposals_of_new(outline, alignment, trade, told)
    made: dict[str, Any] = carried.table
    _add_new(
        made,
        outline,
        alignment,
        [one for one in new if one.is_sure and one.means is not Means.NOTHING],
        trade=trade,
        money=old.money_unit,
    )
    made["own_layout"] = False
    form, dropped = _without_broken_checks(made, library.relations)
    return AlignedForm(
        old=old,
        blank=BlankForm(path.name, template, outline, new),
        alignment=alignment,
        form=form,
        text=tomli_w.dumps(made),
        lost=carried.lost,
        new=new,
        dropped=dropped,
    )


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


def _proposals_of_new(
    outline: FormOutline, alignment: Alignment, trade: Trade, told: Mapping[str, str]
) -> tuple[Proposal, ...]:
    """What the places mean that last year's form did not have."""
    fresh = set(alignment.new)
    return tuple(one for one in propose(outline, trade, told=told) if one.slot in fresh)


def _add_new(
    made: dict[str, Any],
    outline: FormOutline,
    alignment: Alignment,
    sure: Sequence[Proposal],
    *,
    trade: Trade,
    money: Unit,
) -> None:
    """Bind what is new and sure: cells, columns of registers that were found again, registers of their own."""
    made["cell"] += cell_tables([one for one in sure if not one.slot.is_column], trade, money)
    blocks = {(block["sheet"], block["row"]): block for block in made["block"]}
    for one in sure:
        block = blocks.get((one.slot.sheet, one.slot.row)) if one.slot.is_column else None
        if block is not None and one.means is not Means.ORDINAL:
            block["column"].append(column_table(one, trade, money, has_total="total_row" in block))
    found = list(alignment.registers.values())
    own = [register for register in outline.registers if register not in found]
    made["block"] += block_tables(outline, own, sure, trade=trade, money=money)


def _without_broken_checks(
    table: dict[str, Any], relations: Mapping[str, object]
) -> tuple[Form, tuple[str, ...]]:
    """The form of *table*, less the checks, relations and sums that name what is no longer there."""
    dropped: list[str] = []
    while True:
        try:
            return form_from_table(table, relations), tuple(dropped)
        except DataFormatError as error:
            dropped.append(_drop(table, error))


def _drop(table: dict[str, Any], error: DataFormatError) -> str:
    """Take out of *table* what *error* names, and say what it was; raise it where nothing can be taken out."""
    where = str(error.values.get("where", ""))
    found = _CHECK_PLACE.search(where)
    if where.startswith("relations."):
        name = where.split(".")[1]
        table["include"] = [one for one in table["include"] if name not in (one, *_set_of(one))]
        return name
    if error.code == "data-name-unknown":
        *steps, key = [step for step in re.split(r"[.\[\]]+", where) if step][1:]
        spot: Any = table
        for step in steps:
            spot = spot[int(step) if step.isdigit() else step]
        return ", ".join([*spot.pop(key)]) if isinstance(spot[key], list) else str(spot.pop(key))
    if found is None:
        raise error
    return str(table["check"].pop(int(found[1]))["code"])


def _set_of(include: object) -> tuple[str, ...]:
    return (str(include["set"]),) if isinstance(include, dict) else ()
