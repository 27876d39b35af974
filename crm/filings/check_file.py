"""Reads the checks of a form: every name is one of the form's, so that a misspelt check never silently passes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from crm.domain.finding import Severity
from crm.filings.expression import Reference, parse_expression
from crm.filings.form import Basis, Check, ColumnSpec, FactSpec, Missing, ScopeKind
from crm.filings.functions import OF_PERIODS, OVER_COLUMNS
from crm.filings.table import refuse_doubles

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from crm.filings.form import BlockSpec, FigureSpec, Form
    from crm.filings.relations import Relations
    from crm.filings.table import TableReader

DATES = frozenset({"period_start", "period_end", "last_year_start"})
"""Dates that every check may name."""

CELL_NAMES = frozenset(basis.value for basis in Basis if basis is not Basis.PERIOD) | {"current"}
"""What a check over cells calls the figures of one indicator; ``current`` is the period's own."""

ROWS = "rows"
"""What a check over cells calls the column of a block that shows the same figure tenant by tenant."""

_NOTHING: Mapping[str, str] = {}


def with_checks(form: Form, reader: TableReader, included: Relations) -> Form:
    """*form* with its own checks and the *included* ones, and with the figures of other periods they ask for."""
    checks = [_check(check, form, called=_NOTHING) for check in reader.tables("check")]
    checks += [_check(check, form, called=called) for check, called in included.checks]
    refuse_doubles((f"{check.code} {check.block} {check.name}".strip() for check in checks), "check")
    of_form = [one for check in checks if not check.block for one in check.expression.references]
    facts = _more_facts(form, of_form)
    blocks = tuple(
        replace(
            block,
            columns=(
                *block.columns,
                *_more_columns(
                    block,
                    [
                        one
                        for check in checks
                        if check.block == block.id
                        for one in check.expression.references
                    ],
                ),
            ),
        )
        for block in form.blocks
    )
    return replace(form, checks=tuple(checks), facts=(*form.facts, *facts), blocks=blocks)


def _more_facts(form: Form, references: Iterable[Reference]) -> list[FactSpec]:
    """The figures of other periods that checks of the form ask for and it does not have."""
    own = _of_the_period(form)
    known = {cell.name for cell in form.cells} | {fact.name for fact in form.facts}
    wanted = {f"{one.name}.{one.use}": one for one in references if one.use in OF_PERIODS}
    return [
        FactSpec(name, replace(own[one.name], basis=Basis(one.use)))
        for name, one in wanted.items()
        if name not in known
    ]


def _more_columns(block: BlockSpec, references: Iterable[Reference]) -> list[ColumnSpec]:
    """The figures of other periods that checks over rows ask for, as columns that only checks read."""
    known = {column.id: column.figure for column in block.columns}
    wanted = {f"{one.name}_{one.use}": one for one in references if one.use in OF_PERIODS}
    return [
        ColumnSpec(name, "", figure=replace(figure, basis=Basis(one.use)))
        for name, one in wanted.items()
        if name not in known and (figure := known[one.name])
    ]


def _of_the_period(form: Form) -> dict[str, FigureSpec]:
    """The form's figures that can be asked for another period: those of its own."""
    named = [(cell.name, cell.figure) for cell in form.cells]
    named += [(fact.name, fact.figure) for fact in form.facts if not fact.span and not fact.form]
    return {name: figure for name, figure in named if figure.basis is Basis.PERIOD}


def _check(reader: TableReader, form: Form, *, called: Mapping[str, str]) -> Check:
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
        missing=reader.member(Missing, "missing", Missing.ANY),
        called=called,
        name=reader.text("name") if reader.has("name") else "",
        says=reader.table("says").words() if reader.has("says") else None,
        remedy=reader.table("remedy").words() if reader.has("remedy") else None,
    )


class _Known:
    """The names a check may use where it runs."""

    def __init__(self, form: Form, kind: ScopeKind, block: str, reader: TableReader) -> None:
        self._reader = reader
        self._columns = {f"{spec.id}.{column.id}" for spec in form.blocks for column in spec.columns}
        self._figures = {cell.name for cell in form.cells} | {fact.name for fact in form.facts}
        self._values = self._figures | DATES
        self._of_periods = set(_of_the_period(form))
        self._repeatable: set[str] = set()
        if kind is ScopeKind.ROW:
            ids = {spec.id: spec for spec in form.blocks}
            if block not in ids:
                raise reader.refusal("data-value-unknown", "scope", value=block)
            columns = ids[block].columns
            self._repeatable = {column.id for column in columns}
            self._values = self._repeatable | DATES
            self._of_periods = {
                column.id for column in columns if column.figure and column.figure.basis is Basis.PERIOD
            }
        elif kind is ScopeKind.CELLS:
            self._columns = {ROWS}
            self._values = set(CELL_NAMES | DATES)
            self._of_periods = set()

    def require(self, reference: Reference) -> None:
        """Refuse a name that means nothing here."""
        if reference.use in OVER_COLUMNS or reference.use == "each":
            known = self._columns
        elif reference.use in OF_PERIODS:
            known = self._of_periods
        else:
            known = {"repeated": self._repeatable, "of_form": self._figures}.get(reference.use, self._values)
        if reference.name not in known:
            raise self._reader.refusal("expression-name-unknown", "expression", value=reference.name)
