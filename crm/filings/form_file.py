"""Reads ``form.toml``: every name, address, placeholder and expression is checked before a form is used."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING

from crm.domain.indicators import Counted
from crm.domain.measures import Population
from crm.domain.period import PeriodKind
from crm.domain.quantity import UNITS, Unit, unit_named
from crm.filings.check_file import with_checks
from crm.filings.form import (
    Basis,
    BlockSpec,
    CellSpec,
    ChangeLimit,
    ColumnSpec,
    DefinitionsSpec,
    FactSpec,
    FigureSpec,
    Form,
    FormWords,
    RecordsSpec,
    Rounding,
    Show,
    TextSpec,
    figure_name,
)
from crm.filings.relations import relations_of
from crm.filings.sums import sums_of
from crm.filings.table import TableReader, refuse_doubles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.domain.measures import Within
    from crm.domain.wording import Words
    from crm.filings.relations import Relations

PLACEHOLDERS = frozenset(
    {
        "address",
        "filled_on",
        "opened_on",
        "period",
        "period_end",
        "phone",
        "preparer",
        "reporting_unit",
        "responsible",
        "reviewer",
        "site",
        "unit",
    }
)
"""What a text cell may name between braces."""

DEFINED = frozenset({"number", "name", "unit", "definition", "verified"})
"""What a form may print of an indicator's definition."""

_ADDRESS = re.compile(r"[A-Z]{1,3}[1-9][0-9]{0,6}")
_LETTERS = re.compile(r"[A-Z]{1,3}")


_NO_RELATIONS: Mapping[str, object] = MappingProxyType({})


def form_from_table(table: Mapping[str, object], relations: Mapping[str, object] = _NO_RELATIONS) -> Form:
    """The form of a parsed ``form.toml``; *relations* are the sets of checks that it may include.

    Raises DataFormatError; its ``where`` names the place in the file, as ``block[0].column[3].indicator``.
    """
    reader = TableReader(table, "form")
    included = relations_of(reader, relations)
    period_kind = reader.member(PeriodKind, "period")
    other_kinds = _other_kinds(reader, period_kind)
    blocks = tuple(_block(block) for block in reader.tables("block"))
    cells = (*_single_cells(reader), *_table_cells(reader))
    facts = _facts(reader, cells, period_kind, included)
    refuse_doubles((cell.sheet + "!" + cell.address for cell in cells), "cell")
    refuse_doubles((block.id for block in blocks), "block")
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
        change_limits=tuple(_change_limit(limit) for limit in reader.tables("change")),
    )
    form = with_checks(form, reader, included)
    return replace(form, sums=sums_of(form, reader))


def placeholder_refused(text: str) -> str | None:
    """What of a text cell's *text* no filing can fill in: an unknown name, or all of it where braces are left open."""
    try:
        named = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return text
    unknown = named - PLACEHOLDERS
    return f"{{{min(unknown)}}}" if unknown else None


def _change_limit(reader: TableReader) -> ChangeLimit:
    since = reader.raw("since")
    if not isinstance(since, date) or isinstance(since, datetime):
        raise reader.refusal("data-value-unknown", "since", value=str(since))
    indicators: dict[str, int] = {}
    if reader.has("indicators"):
        own = reader.table("indicators")
        indicators = {code: own.integer(code) for code in own}
    return ChangeLimit(
        since, reader.integer("percent"), reader.words_or_text("origin"), reader.flag("verified"), indicators
    )


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
        month=_part(reader, "month", PeriodKind.MONTH),
        quarter=_part(reader, "quarter", PeriodKind.QUARTER),
        within=_within(reader),
    )


def _facts(
    reader: TableReader, cells: Iterable[CellSpec], reporting: PeriodKind, included: Relations
) -> tuple[FactSpec, ...]:
    """The form's own facts, and those that included relations need and the form does not show."""
    own = [_fact(fact, reporting) for fact in reader.tables("fact")]
    known = {fact.name for fact in own} | {cell.name for cell in cells}
    more = {fact.name: fact for fact in (_fact(one, reporting) for one in included.facts)}
    return (*own, *(fact for name, fact in more.items() if name not in known))


def _fact(reader: TableReader, reporting: PeriodKind) -> FactSpec:
    span = reader.member(PeriodKind, "period", reporting)
    if span.months < reporting.months:
        raise reader.refusal("data-value-unknown", "period", value=span.value)
    figure = _figure(reader, default=Population.ANYBODY)
    form = reader.text("form") if reader.has("form") else ""
    return FactSpec(reader.text("name"), figure, None if span is reporting else span, form)


def _part(reader: TableReader, key: str, kind: PeriodKind) -> int:
    """Which part of the year a figure is of; 0 where it is of the period."""
    number = reader.integer(key) if reader.has(key) else 0
    if not 0 <= number <= 12 // kind.months:
        raise reader.refusal("data-value-unknown", key, value=number)
    return number


def _within(reader: TableReader) -> Within:
    """The group a figure is narrowed to: ``within = { technology_field = ["biomedicine"] }``."""
    if not reader.has("within"):
        return ()
    groups = reader.table("within")
    return tuple((name, groups.codes(name)) for name in groups)


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
            _fixed(cell),
        )
        for cell in reader.tables("cell")
    ]


def _called(reader: TableReader) -> str:
    return reader.text("name") if reader.has("name") else ""


def _fixed(reader: TableReader) -> bool:
    return reader.flag("fixed") if reader.has("fixed") else False


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
                address = f"{letters[name]}{number}"
                cells.append(CellSpec(sheet, address, figure, _label(row), _called(row), _fixed(row)))
    return cells


def _block(reader: TableReader) -> BlockSpec:
    records = _records(reader) if reader.has("records") else None
    population = reader.member(Population, "population", Population.ANYBODY if records else None)
    basis = records.basis if records else None
    columns = tuple(_column(column, population, basis) for column in reader.tables("column"))
    if not columns:
        raise reader.refusal("data-text-missing", "column")
    refuse_doubles((column.id for column in columns), f"{reader.where}.column")
    refuse_doubles((column.letter for column in columns if column.letter), f"{reader.where}.column")
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
    if figure.basis.compared or figure.population is not population or figure.within:
        raise reader.refusal("data-column-figure", "indicator", value=figure.indicator)
    total = reader.flag("total") if reader.has("total") else bool(letter)
    name = figure_name(replace(figure, basis=Basis.PERIOD) if basis else figure).replace(".", "_")
    return ColumnSpec(name, letter, _label(reader), figure=figure, total=total, fixed=_fixed(reader))


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


def _refuse_ambiguous_names(cells: Iterable[CellSpec], facts: Iterable[FactSpec]) -> None:
    """One figure may be shown twice; two figures of one name would make a check read the wrong one."""
    named = {(cell.name, cell.figure.indicator, cell.figure.population) for cell in cells}
    refuse_doubles([*(fact.name for fact in facts), *(name for name, _, _ in sorted(named, key=str))], "name")
