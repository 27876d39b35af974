"""Reads ``form.toml``: every name, address, placeholder and expression is checked before a form is used."""

from __future__ import annotations

import re
from dataclasses import replace
from string import Formatter
from typing import TYPE_CHECKING

from crm.domain.finding import Severity
from crm.domain.indicators import Counted
from crm.domain.measures import Population
from crm.domain.period import PeriodKind
from crm.domain.quantity import UNITS, Unit, unit_named
from crm.filings.expression import Reference, parse_expression
from crm.filings.form import (
    Basis,
    BlockSpec,
    CellSpec,
    Check,
    ColumnSpec,
    DefinitionsSpec,
    FactSpec,
    FigureSpec,
    Form,
    FormWords,
    RecordsSpec,
    Rounding,
    ScopeKind,
    Show,
    TextSpec,
    figure_name,
)
from crm.filings.table import TableReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.domain.wording import Words

PLACEHOLDERS = frozenset(
    {
        "filled_on",
        "period",
        "period_end",
        "phone",
        "preparer",
        "reporting_unit",
        "responsible",
        "reviewer",
        "unit",
    }
)
"""What a text cell may name between braces."""

ROW_NAMES = frozenset({"period_start", "period_end", "last_year_start"})
"""Dates that every check may name."""

CELL_NAMES = frozenset(basis.value for basis in Basis if basis is not Basis.PERIOD) | {"current"}
"""What a check over cells calls the figures of one indicator; ``current`` is the period's own."""

ROWS = "rows"
"""What a check over cells calls the column of a block that shows the same figure tenant by tenant."""

DEFINED = frozenset({"number", "name", "unit", "definition", "verified"})
"""What a form may print of an indicator's definition."""

_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_LETTERS = re.compile(r"[A-Z]{1,3}")


def form_from_table(table: Mapping[str, object]) -> Form:
    """The form of a parsed ``form.toml``.

    Raises DataFormatError; its ``where`` names the place in the file, as ``block[0].column[3].indicator``.
    """
    reader = TableReader(table, "form")
    period_kind = reader.member(PeriodKind, "period")
    other_kinds = _other_kinds(reader, period_kind)
    blocks = tuple(_block(block) for block in reader.tables("block"))
    cells = (*_single_cells(reader), *_table_cells(reader))
    facts = tuple(
        FactSpec(fact.text("name"), _figure(fact, default=Population.ANYBODY))
        for fact in reader.tables("fact")
    )
    _refuse_doubles((cell.sheet + "!" + cell.address for cell in cells), "cell")
    _refuse_doubles((block.id for block in blocks), "block")
    _refuse_ambiguous_names(cells, facts)
    form = Form(
        code=reader.text("code"),
        year=reader.integer("year"),
        name=reader.words(),
        authority=reader.table("authority").words(),
        period_kind=period_kind,
        money_unit=_unit(reader, "money_unit"),
        own_layout=reader.flag("own_layout"),
        origin=reader.words_or_text("origin"),
        verified=reader.flag("verified"),
        words=_form_words(reader.table("words"), period_kind, other_kinds),
        basis_labels=_basis_labels(reader.table("bases")),
        texts=tuple(_text(text) for text in reader.tables("text")),
        cells=cells,
        facts=facts,
        blocks=blocks,
        definitions=_definitions(reader.table("definitions")) if reader.has("definitions") else None,
        other_kinds=other_kinds,
        due=reader.flag("due") if reader.has("due") else True,
    )
    return _with_checks(form, reader)


def _other_kinds(reader: TableReader, own: PeriodKind) -> tuple[PeriodKind, ...]:
    """The kinds of periods a form is filed for besides its own."""
    words = reader.table("words")
    return tuple(kind for kind in PeriodKind if kind is not own and words.has(kind.value))


def _form_words(reader: TableReader, kind: PeriodKind, others: tuple[PeriodKind, ...]) -> FormWords:
    names = _period_names(reader, "period_names", kind)
    return FormWords(
        unit=reader.text("unit"),
        period=_pattern(reader, "period", {"year", "index", "name"}),
        period_names=names,
        day=_pattern(reader, "day", {"year", "month", "day"}),
        yes=reader.text("yes"),
        no=reader.text("no"),
        units=_unit_labels(reader.table("units")),
        verified=reader.text("verified"),
        unverified=reader.text("unverified"),
        other_periods={one: _other_period(reader.table(one.value), one) for one in others},
    )


def _period_names(reader: TableReader, key: str, kind: PeriodKind) -> tuple[str, ...]:
    names = reader.texts(key)
    if len(names) != 12 // kind.months:
        raise reader.refusal("data-value-unknown", key, value=len(names))
    return names


def _other_period(reader: TableReader, kind: PeriodKind) -> tuple[str, tuple[str, ...]]:
    return _pattern(reader, "period", {"year", "index", "name"}), _period_names(reader, "names", kind)


def _unit_labels(reader: TableReader) -> dict[str, str]:
    for code in reader:
        if code not in UNITS:
            raise reader.refusal("data-value-unknown", code, value=code)
    return {code: reader.text(code) for code in reader}


def _definitions(reader: TableReader) -> DefinitionsSpec:
    columns = reader.table("columns")
    for shown in columns:
        if shown not in DEFINED:
            raise columns.refusal("data-value-unknown", shown, value=shown)
    letters = {shown: _letter(columns, shown) for shown in columns}
    return DefinitionsSpec(reader.text("sheet"), reader.integer("row"), letters)


def _pattern(reader: TableReader, key: str, allowed: Iterable[str]) -> str:
    text = reader.text(key)
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        raise reader.refusal("data-pattern-wrong", key, value=text) from None
    unknown = named - set(allowed)
    if unknown:
        raise reader.refusal("data-placeholder-unknown", key, value=min(unknown))
    return text


def _basis_labels(reader: TableReader) -> dict[Basis, Words]:
    return {basis: reader.table(basis.value).words() for basis in Basis}


def _text(reader: TableReader) -> TextSpec:
    return TextSpec(reader.text("sheet"), _address(reader), _pattern(reader, "value", PLACEHOLDERS))


def _address(reader: TableReader) -> str:
    address = reader.text("address")
    if not _ADDRESS.fullmatch(address):
        raise reader.refusal("data-address-wrong", "address", value=address)
    return address


def _letter(reader: TableReader, key: str) -> str:
    letter = reader.text(key)
    if not _LETTERS.fullmatch(letter):
        raise reader.refusal("data-address-wrong", key, value=letter)
    return letter


def _unit(reader: TableReader, key: str) -> Unit:
    return reader.parsed(key, unit_named)


def _figure(reader: TableReader, *, default: Population, basis: Basis | None = None) -> FigureSpec:
    return FigureSpec(
        indicator=reader.text("indicator"),
        basis=basis or reader.member(Basis, "basis", Basis.PERIOD),
        population=reader.member(Population, "population", default),
        unit=_unit(reader, "unit") if reader.has("unit") else None,
        places=reader.integer("places") if reader.has("places") else None,
        month=_month(reader),
    )


def _month(reader: TableReader) -> int:
    month = reader.integer("month") if reader.has("month") else 0
    if not 0 <= month <= 12:
        raise reader.refusal("data-value-unknown", "month", value=month)
    return month


def _label(reader: TableReader) -> Words | None:
    return reader.table("label").words() if reader.has("label") else None


def _single_cells(reader: TableReader) -> list[CellSpec]:
    return [
        CellSpec(
            cell.text("sheet"),
            _address(cell),
            _figure(cell, default=Population.ANYBODY),
            _label(cell),
            _called(cell),
        )
        for cell in reader.tables("cell")
    ]


def _called(reader: TableReader) -> str:
    return reader.text("name") if reader.has("name") else ""


def _table_cells(reader: TableReader) -> list[CellSpec]:
    """Cells of tables: rows are indicators, columns are bases; ``bases`` narrows the columns of a row."""
    cells = []
    for grid in reader.tables("grid"):
        sheet = grid.text("sheet")
        columns = grid.table("columns")
        letters = {name: _letter(columns, name) for name in columns}
        for row in grid.tables("row"):
            number = row.integer("row")
            for name in row.texts("bases") if row.has("bases") else letters:
                if name not in letters:
                    raise row.refusal("data-value-unknown", "bases", value=name)
                figure = _figure(row, default=Population.ANYBODY, basis=columns.key_member(Basis, name))
                cells.append(CellSpec(sheet, f"{letters[name]}{number}", figure, _label(row), _called(row)))
    return cells


def _block(reader: TableReader) -> BlockSpec:
    records = _records(reader) if reader.has("records") else None
    population = reader.member(Population, "population", Population.ANYBODY if records else None)
    basis = records.basis if records else None
    columns = tuple(_column(column, population, basis) for column in reader.tables("column"))
    if not columns:
        raise reader.refusal("data-text-missing", "column")
    _refuse_doubles((column.id for column in columns), f"{reader.where}.column")
    _refuse_doubles((column.letter for column in columns if column.letter), f"{reader.where}.column")
    return BlockSpec(
        id=reader.text("id"),
        sheet=reader.text("sheet"),
        row=reader.integer("row"),
        population=population,
        order=reader.texts("order"),
        columns=columns,
        total_row=reader.integer("total_row") if reader.has("total_row") else 0,
        rounding=reader.member(Rounding, "rounding", Rounding.BALANCED),
        records=records,
    )


def _records(reader: TableReader) -> RecordsSpec:
    """Which records a block lists; of the period itself or of the year to its end."""
    basis = reader.member(Basis, "basis", Basis.PERIOD)
    if basis not in {Basis.PERIOD, Basis.YEAR_TO_DATE}:
        raise reader.refusal("data-value-unknown", "basis", value=basis.value)
    filters = reader.table("filters")
    return RecordsSpec(
        kind=reader.text("records"),
        counted=reader.member(Counted, "counted", Counted.IN_PERIOD),
        basis=basis,
        amount=reader.text("amount") if reader.has("amount") else "one",
        filters=tuple((name, filters.texts(name)) for name in filters),
    )


def _column(reader: TableReader, population: Population, basis: Basis | None) -> ColumnSpec:
    """A column; where the rows are records (*basis*), a figure is that of the same days."""
    letter = _letter(reader, "column") if reader.has("column") else ""
    kinds = [kind for kind in ("ordinal", "field", "indicator") if reader.has(kind)]
    if len(kinds) != 1:
        raise reader.refusal("data-column-kind", "column", value=len(kinds))
    if kinds == ["ordinal"]:
        return ColumnSpec("ordinal", letter, reader.table("label").words(), ordinal=True)
    if kinds == ["field"]:
        return _field_column(reader, letter)
    figure = _figure(reader, default=population, basis=basis)
    if figure.basis.compared or figure.population is not population:
        raise reader.refusal("data-column-figure", "indicator", value=figure.indicator)
    total = reader.flag("total") if reader.has("total") else bool(letter)
    name = figure_name(replace(figure, basis=Basis.PERIOD) if basis else figure).replace(".", "_")
    return ColumnSpec(name, letter, _label(reader), figure=figure, total=total)


def _field_column(reader: TableReader, letter: str) -> ColumnSpec:
    fields = reader.texts("field")
    show = reader.member(Show, "show", Show.TEXT)
    return ColumnSpec(
        fields[0],
        letter,
        reader.table("label").words(),
        fields=fields,
        show=show,
        choices=reader.text("choices") if show is Show.CHOICE else "",
        unit=_unit(reader, "unit") if show is Show.AMOUNT else None,
        places=reader.integer("places") if reader.has("places") else None,
    )


def _with_checks(form: Form, reader: TableReader) -> Form:
    checks = tuple(_check(check, form) for check in reader.tables("check"))
    _refuse_doubles((check.code + " " + check.block for check in checks), "check")
    return replace(form, checks=checks)


def _check(reader: TableReader, form: Form) -> Check:
    scope, _, block = reader.text("scope").partition(":")
    try:
        kind = ScopeKind(scope)
    except ValueError:
        raise reader.refusal("data-value-unknown", "scope", value=scope) from None
    code = reader.text("code")
    thresholds = reader.table("limits")
    limits = {name: thresholds.integer(name) for name in thresholds}
    expression = parse_expression(reader.text("expression"), where=code)
    known = _Known(form, kind, block, reader)
    for reference in expression.references:
        if reference.use != "value" or reference.name not in limits:
            known.require(reference)
    mark = reader.texts("mark") if reader.has("mark") else ()
    for name in mark:
        known.require(Reference("value", name))
    severity = reader.choice("severity", {severity.code for severity in Severity})
    return Check(
        code=code,
        severity=Severity.from_code(severity),
        scope=kind,
        expression=expression,
        block=block,
        mark=mark,
        limits=limits,
        excluding=frozenset(reader.texts("excluding")) if reader.has("excluding") else frozenset(),
        source=reader.text("source"),
        verified=reader.flag("verified"),
    )


class _Known:
    """The names a check may use where it runs."""

    def __init__(self, form: Form, kind: ScopeKind, block: str, reader: TableReader) -> None:
        self._reader = reader
        self._columns = {f"{spec.id}.{column.id}" for spec in form.blocks for column in spec.columns}
        figures = {cell.name for cell in form.cells} | {fact.name for fact in form.facts}
        self._values = figures | ROW_NAMES
        self._repeatable: set[str] = set()
        if kind is ScopeKind.ROW:
            ids = {spec.id: spec for spec in form.blocks}
            if block not in ids:
                raise reader.refusal("data-value-unknown", "scope", value=block)
            self._repeatable = {column.id for column in ids[block].columns}
            self._values = self._repeatable | ROW_NAMES
        elif kind is ScopeKind.CELLS:
            self._columns = {ROWS}
            self._values = set(CELL_NAMES | ROW_NAMES)

    def require(self, reference: Reference) -> None:
        """Refuse a name that means nothing here, so that a misspelt check never silently passes."""
        if reference.use in {"sum", "filed_sum", "count"}:
            known = self._columns
        elif reference.use == "repeated":
            known = self._repeatable
        else:
            known = self._values
        if reference.name not in known:
            raise self._reader.refusal("expression-name-unknown", "expression", value=reference.name)


def _refuse_ambiguous_names(cells: Iterable[CellSpec], facts: Iterable[FactSpec]) -> None:
    """One figure may be shown twice; two figures of one name would make a check read the wrong one."""
    named = {(cell.name, cell.figure.indicator, cell.figure.population) for cell in cells}
    _refuse_doubles(
        [*(fact.name for fact in facts), *(name for name, _, _ in sorted(named, key=str))], "name"
    )


def _refuse_doubles(names: Iterable[str], where: str) -> None:
    seen = set()
    for name in names:
        if name in seen:
            raise TableReader({}, where).refusal("data-twice", "", value=name)
        seen.add(name)
