"""An authority's own blank becomes a form: read it, propose what each place means, keep it as a folder to file with."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import tomli_w

from crm.db.queries.measures import Question, dimensions_of
from crm.domain.errors import DataFormatError, ParseError, RuleError
from crm.domain.measures import SIZE, MeasureRequest, Within
from crm.domain.period import Period, PeriodKind
from crm.domain.wording import Words
from crm.excel.blank_form import read_blank
from crm.excel.conversion import OLD, convert_workbook
from crm.excel.package import PackageBroken
from crm.excel.safety import Kind, recognise, refusal, refusal_of_opening
from crm.excel.saving import save_atomically
from crm.filings.form_file import PLACEHOLDERS, form_from_table, placeholder_refused
from crm.intake.form_decisions import CHECK, ORDINAL, Decision, MatrixDecision, is_told, read_matrix, spread
from crm.intake.form_groupings import PERIODS, QUARTER, month_of_head
from crm.intake.form_outline import outline_form
from crm.intake.form_proposal import Means, Proposal, Trade
from crm.intake.form_proposals import read_places, reread, rows_of, settle
from crm.intake.form_registers import with_told_registers
from crm.intake.form_rows import Rows, RowsReader, chosen_of
from crm.intake.form_sheet import BlankGrid, Register
from crm.intake.form_slot import Slot
from crm.intake.form_table import FormName, form_table, line_tables
from crm.intake.form_told_matrices import with_told_matrices
from crm.intake.grid import Grid
from crm.services.form_check import CheckKind, FormCheck
from crm.services.form_check_relations import Shared
from crm.services.form_checks import OFF, ON, add_checks, decided, propose_checks
from crm.services.form_own_checks import OWN, own_checks, own_told
from crm.services.lexicon import lexicon_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from crm.domain.indicators import Indicator
    from crm.filings.form import Form
    from crm.intake.form_outline import FormOutline
    from crm.services.library import Library

__all__ = [
    "CHECK",
    "OFF",
    "ON",
    "ORDINAL",
    "OWN",
    "PERIODS",
    "PLACEHOLDERS",
    "QUARTER",
    "BlankForm",
    "CheckKind",
    "Decision",
    "FormCheck",
    "FormName",
    "MatrixDecision",
    "Means",
    "Proposal",
    "Register",
    "Rows",
    "Slot",
    "Within",
    "chosen_of",
    "is_told",
    "month_of_head",
]

_NOTHING_TOLD: Mapping[str, str] = {}
_ANY_YEAR = 2000
"""By what a figure can be parted does not hang on the year."""


@dataclass(frozen=True, slots=True)
class BlankForm:
    """An opened blank: its bytes, what it asks, and what each place is taken for.

    ``plain`` is what its words alone ask and say, ``outline`` that with the registers the user has named, ``told`` what
    else was decided, ``proposals`` all together.
    """

    file: str
    template: bytes
    plain: tuple[FormOutline, tuple[Proposal, ...]]
    outline: FormOutline
    trade: Trade
    told: Mapping[str, str]
    proposals: tuple[Proposal, ...]
    shared: Shared
    """What forms share: relations that it shows are proposed as its checks."""
    rows: Mapping[tuple[str, int], Rows]
    """What each register lists, by sheet and row."""
    carried: Mapping[tuple[str, int], Rows] = field(default_factory=dict)
    """What registers list by last year's form."""

    @property
    def sure(self) -> tuple[Proposal, ...]:
        """What is bound without being asked."""
        return tuple(one for one in self.proposals if one.is_sure and one.means is not Means.NOTHING)

    @property
    def unclear(self) -> tuple[Proposal, ...]:
        """What the user has to decide: places that may mean something and are not sure."""
        return tuple(one for one in self.proposals if not one.is_sure)

    @property
    def lines(self) -> dict[str, str]:
        """What is written into the form's own lines: place → text with placeholders."""
        tables = line_tables(self.outline, self.trade, without=self.told)
        return {f"{table['sheet']}!{table['address']}": str(table["value"]) for table in tables}


def open_blank(library: Library, path: Path, *, told: Mapping[str, str] = _NOTHING_TOLD) -> BlankForm:
    """Read a blank and propose what its places mean; *told* are the user's decisions (see ``propose``).

    Raises ReadRefused where the file is no .xlsx workbook, ParseError ``form-blank-empty`` and what `decide` raises.
    """
    return blank_of(library, path.name, read_template(path), told=told)


def blank_of(
    library: Library,
    file: str,
    template: bytes,
    *,
    told: Mapping[str, str] = _NOTHING_TOLD,
    known: bool = False,
) -> BlankForm:
    """The blank whose bytes have been read from *file*; *known* where a form says what it asks.

    Raises what `open_blank` raises of its content.
    """
    trade = trade_of(library)
    outline = outline_template(template, trade, known=known or bool(told))
    rows = rows_of(outline, trade, _NOTHING_TOLD)
    read = read_places(outline, trade, rows)
    shared = Shared(library.relations, {form.code: form.name for form in library.forms})
    blank = BlankForm(file, template, (outline, read), outline, trade, {}, read, shared, rows)
    return decide(blank, told)


def decide(blank: BlankForm, told: Mapping[str, str]) -> BlankForm:
    """*blank* with what the user has *told* of its places, in place of what was told before.

    Raises ParseError ``bind-place-unknown``, ``bind-said-wrongly``, ``bind-no-register``, NotFoundError
    ``bind-code-unknown``.
    """
    plain, read = blank.plain
    trade, told = blank.trade, spread(told)
    outline = with_told_registers(plain, told, trade.lexicon, trade.words)
    outline = with_told_matrices(outline, told, trade.lexicon, trade.words)
    rows = rows_of(outline, trade, told, blank.carried)
    if outline is not plain:
        read = read_places(outline, trade, rows)
    else:
        read = reread(read, outline, trade, rows=rows, before=rows_of(plain, trade, _NOTHING_TOLD))
    proposals = settle(read, outline, trade, told, rows)
    for one in proposals:
        if one.means is Means.TEXT:
            _require_placeholders(one)
    tuple(own_told(told))
    return replace(blank, outline=outline, told=dict(told), proposals=proposals, rows=rows)


def rows_proposed(blank: BlankForm, sheet: str, row: int) -> Rows:
    """What the register would list that somebody says begins in *row*, by its heads.

    Raises ParseError ``bind-no-register``.
    """
    trade, place = blank.trade, f"{sheet}!{row}"
    outline = with_told_registers(blank.plain[0], {place: ""}, trade.lexicon, trade.words)
    register = next(one for one in outline.registers if (one.sheet, one.row) == (sheet, row))
    return RowsReader(outline.title, trade.words, trade.lexicon, trade.fields).read(register)


def decision_of(one: Proposal) -> Decision:
    """What somebody decides who takes *one* as it is."""
    unit = "" if one.unit is None else one.unit.code
    if one.means is Means.FIGURE:
        within = one.within if one.within or one.slot.among else None
        return Decision(one.code, one.basis, unit, one.population.value, within=within)
    if one.means is Means.FIELD:
        return Decision(one.code, unit=unit)
    return Decision(ORDINAL if one.means is Means.ORDINAL else "", text=one.text)


def matrix_told(blank: BlankForm, place: str) -> MatrixDecision:
    """What is told of the rectangle *place*; nothing where nothing is."""
    text = blank.told.get(place, "")
    return read_matrix(text, place=place, groupings=blank.trade.words.groupings.codes)


def _require_placeholders(one: Proposal) -> None:
    """A text may name in braces only what a filing can say of itself, and a column has no text."""
    unknown = placeholder_refused(one.text)
    if unknown is not None or one.slot.is_column:
        known = ", ".join(f"{{{name}}}" for name in sorted(PLACEHOLDERS))
        raise ParseError("bind-said-wrongly", place=one.place, value=unknown or one.text, known=known)


def read_template(path: Path) -> bytes:
    """The bytes of a workbook that can be filled in; one in the old format is converted.

    ReadRefused says why a file cannot be read, ConversionRefused why it cannot be converted.
    """
    try:
        kind = recognise(path)
        if kind not in {Kind.OPENXML, Kind.BINARY}:
            raise refusal("form-blank-not-xlsx", path)
        data = path.read_bytes()
        if kind is Kind.BINARY:
            data = convert_workbook(data, name=path.name, source=OLD, to=".xlsx")
        read_blank(data, file=path.name)
    except OSError as error:
        raise refusal_of_opening(error, path) from error
    except PackageBroken as error:
        raise refusal("workbook-damaged", path) from error
    return data


def outline_template(template: bytes, trade: Trade, *, known: bool = False) -> FormOutline:
    """What a template asks, by the words about its blank places; that may be nothing where a form is *known*."""
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
            sheet.computed,
        )
        for sheet in read_blank(template)
        if not sheet.is_hidden
    ]
    return outline_form(sheets, trade.lexicon, trade.words, known=known)


def trade_of(library: Library) -> Trade:
    """What the labels of a form may name."""
    year = Period(PeriodKind.YEAR, _ANY_YEAR)
    dimensions = {one.code: frozenset(_parted_by(one, year)) for one in library.indicators}
    return Trade(
        lexicon_of(library), library.form_words, library.indicators.by_code, library.fields, dimensions
    )


def _parted_by(indicator: Indicator, year: Period) -> Iterator[str]:
    """By what a figure can be parted; one that is parted by a tenant's industry is by its size as well."""
    known = dimensions_of(Question(MeasureRequest(indicator.code, year), indicator))
    yield from known
    if "industry" in known:
        yield SIZE


def make_form(blank: BlankForm, name: FormName) -> tuple[Form, str]:
    """The form that *blank* becomes, and the text of its ``form.toml``; only what is sure is bound.

    Raises ParseError ``bind-rhythm-unknown``, ``bind-nothing-sure``.
    """
    table = form_table(
        blank.outline, blank.proposals, trade=blank.trade, name=name, source=blank.file, told=blank.told
    )
    plain = form_from_table(tomllib.loads(tomli_w.dumps(table)))
    add_checks(table, [*decided(proposed_checks(blank, plain), blank.told), *own_checks(blank.told, plain)])
    text = tomli_w.dumps(table)
    return form_from_table(tomllib.loads(text), blank.shared.relations), text


def proposed_checks(blank: BlankForm, form: Form) -> tuple[FormCheck, ...]:
    """The checks that *blank* asks for, over the *form* it has become, as they are without a decision."""
    return propose_checks(form, blank.outline, blank.trade, blank.shared)


def checks_of(blank: BlankForm) -> tuple[FormCheck, ...]:
    """The checks that the form of *blank* would have, as decided; none while nothing of it is sure."""
    form = plain_form(blank)
    if form is None:
        return ()
    return (*decided(proposed_checks(blank, form), blank.told), *own_checks(blank.told, form))


def plain_form(blank: BlankForm) -> Form | None:
    """The form that *blank* would become, without checks; None while nothing of it is sure."""
    try:
        return form_from_table(form_tables(blank))
    except (ParseError, DataFormatError):
        return None


def form_tables(blank: BlankForm) -> dict[str, Any]:
    """The tables of the form that *blank* would become, not named yet, without checks. ParseError as `make_form`."""
    rhythm = blank.outline.rhythm or PeriodKind.QUARTER
    name = FormName("x", _ANY_YEAR, Words("x", "x"), Words("x", "x"), rhythm)
    return form_table(
        blank.outline, blank.proposals, trade=blank.trade, name=name, source=blank.file, told=blank.told
    )


def save_form(blank: BlankForm, name: FormName, folder: Path) -> Form:
    """Keep *blank* as a form folder with ``form.toml`` and ``template.xlsx``.

    Raises what `make_form` raises, RuleError ``form-folder-taken`` where another form lies there, SaveRefused.
    """
    form, text = make_form(blank, name)
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
