"""An authority's own blank becomes a form: read it, propose what each place means, keep it as a folder to file with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import tomli_w

from crm.domain.errors import RuleError
from crm.excel.blank_form import read_blank
from crm.excel.package import PackageBroken
from crm.excel.safety import Kind, recognise, refusal, refusal_of_opening
from crm.excel.saving import save_atomically
from crm.filings.form_file import form_from_table
from crm.intake.form_outline import BlankGrid, outline_form
from crm.intake.form_proposals import Means, Proposal, Trade, propose
from crm.intake.form_table import FormName, form_table
from crm.intake.grid import Grid
from crm.services.imports import lexicon_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from crm.filings.form import Form
    from crm.intake.form_outline import FormOutline
    from crm.services.library import Library

__all__ = ["FormName", "Means", "Proposal"]

_NOTHING_TOLD: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class BlankForm:
    """An opened blank: its bytes, what it asks, and what each place is taken for."""

    file: str
    template: bytes
    outline: FormOutline
    proposals: tuple[Proposal, ...]

    @property
    def sure(self) -> tuple[Proposal, ...]:
        """What is bound without being asked."""
        return tuple(one for one in self.proposals if one.is_sure and one.means is not Means.NOTHING)

    @property
    def unclear(self) -> tuple[Proposal, ...]:
        """What the user has to decide: places that may mean something and are not sure."""
        return tuple(one for one in self.proposals if not one.is_sure)


def open_blank(library: Library, path: Path, *, told: Mapping[str, str] = _NOTHING_TOLD) -> BlankForm:
    """Read a blank and propose what its places mean; *told* are the user's decisions (see ``propose``).

    Raises ReadRefused where the file is no .xlsx workbook, ParseError ``form-blank-empty``, ``bind-place-unknown``,
    NotFoundError ``bind-code-unknown``.
    """
    template = read_template(path)
    trade = trade_of(library)
    outline = outline_template(template, trade)
    return BlankForm(path.name, template, outline, propose(outline, trade, told=told))


def read_template(path: Path) -> bytes:
    """The bytes of a workbook that can be filled in. ReadRefused says why a file cannot."""
    try:
        kind = recognise(path)
        if kind is not Kind.OPENXML:
            raise refusal("form-blank-not-xlsx", path)
        data = path.read_bytes()
        read_blank(data)
    except OSError as error:
        raise refusal_of_opening(error, path) from error
    except PackageBroken as error:
        raise refusal("workbook-damaged", path) from error
    return data


def outline_template(template: bytes, trade: Trade) -> FormOutline:
    """What a template asks, by the words about its blank places."""
    sheets = [
        BlankGrid(
            sheet.name,
            Grid(
                sheet.rows,
                [
                    (merge.first_row, merge.first_column, merge.last_row, merge.last_column)
                    for merge in sheet.merges
                ],
            ),
            sheet.formulas,
        )
        for sheet in read_blank(template)
        if not sheet.is_hidden
    ]
    return outline_form(sheets, trade.lexicon, trade.words)


def trade_of(library: Library) -> Trade:
    """What the labels of a form may name."""
    return Trade(lexicon_of(library), library.form_words, library.indicators.by_code, library.fields)


def make_form(library: Library, blank: BlankForm, name: FormName) -> tuple[Form, str]:
    """The form that *blank* becomes, and the text of its ``form.toml``; only what is sure is bound.

    Raises ParseError ``bind-rhythm-unknown``, ``bind-nothing-sure``.
    """
    table = form_table(blank.outline, blank.proposals, trade=trade_of(library), name=name, source=blank.file)
    text = tomli_w.dumps(table)
    return form_from_table(tomllib.loads(text)), text


def save_form(library: Library, blank: BlankForm, name: FormName, folder: Path) -> Form:
    """Keep *blank* as a form folder with ``form.toml`` and ``template.xlsx``.

    Raises what `make_form` raises, RuleError ``form-folder-taken`` where another form lies there, SaveRefused.
    """
    form, text = make_form(library, blank, name)
    keep_form(form, text, blank.template, folder)
    return form


def keep_form(form: Form, text: str, template: bytes, folder: Path) -> None:
    """Write a form folder. RuleError ``form-folder-taken`` where a form of another code or year lies there."""
    described = folder / "form.toml"
    if described.exists():
        held = tomllib.loads(described.read_text("utf-8"))
        if (held.get("code"), held.get("year")) != (form.code, form.year):
            raise RuleError("form-folder-taken", folder=str(folder), form=str(held.get("code", "")))
    folder.mkdir(parents=True, exist_ok=True)
    save_atomically(folder / "template.xlsx", template, ending=".xlsx")
    save_atomically(described, text.encode(), ending=".toml")
