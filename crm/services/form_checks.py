"""The checks that a blank itself asks for: totals, parts, its own formulas, compulsory cells, relations that are known.

Each has a key of names, not of places, so that next year's form finds it again wherever its cells have moved.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from crm.domain.indicators import Nature
from crm.domain.measures import SIZE
from crm.domain.quantity import Dimension
from crm.domain.text import name_key
from crm.domain.wording import Words
from crm.filings.check_words import relation_in_words
from crm.filings.expression import parse_expression
from crm.filings.form import Basis, figure_name
from crm.intake.form_decisions import CHECK, is_check
from crm.intake.form_groupings import MONTH, PERIODS, QUARTER
from crm.intake.form_slot import is_compulsory
from crm.intake.grid import column_letters, column_number
from crm.services.form_formulas import Comparison, FormulaReader, Terms

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from crm.domain.measures import Within
    from crm.filings.form import CellSpec, FigureSpec, Form
    from crm.intake.form_outline import FormOutline
    from crm.intake.form_proposals import Trade
    from crm.intake.form_slot import Slot

ON, OFF = "on", "off"
_LONGEST = 560
_MOST_PARTS = 28
_MOST_MARKS = 12
_TO_DATE = {Basis.PERIOD: Basis.YEAR_TO_DATE, Basis.LAST_YEAR: Basis.LAST_YEAR_TO_DATE}
_NOW = frozenset({Basis.PERIOD, Basis.YEAR_TO_DATE})
"""What a filing says of its own time: what it repeats of last year has been checked then."""
_ALL_PARTS = {QUARTER: 4, MONTH: 12}


_NO_FACTS: Mapping[str, Any] = MappingProxyType({})


class CheckKind(Enum):
    """Where a check comes from."""

    TOTAL = "total"
    PART = "part"
    FORMULA = "formula"
    COMPULSORY = "compulsory"
    RELATION = "relation"
    CARRIED = "carried"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class FormCheck:
    """A check that a form may have: where it points, what it says, whether the form has it.

    ``check``, ``facts`` and ``include`` are what it is in ``form.toml``.
    """

    key: str
    kind: CheckKind
    place: str
    says: Words
    is_on: bool = True
    check: Mapping[str, Any] = field(default_factory=dict)
    facts: tuple[Mapping[str, Any], ...] = ()
    include: tuple[str, str] = ("", "")
    """The set of shared relations, and the code of the check in it."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What forms share: sets of relations as they were read, and what the forms are called."""

    relations: Mapping[str, object]
    forms: Mapping[str, Words]


def propose_checks(form: Form, outline: FormOutline, trade: Trade, shared: Shared) -> tuple[FormCheck, ...]:
    """Every check that the words and formulas of a blank ask for, over the *form* that it has become; each key once."""
    proposer = _Proposer(form, outline, trade, shared)
    found = [*proposer.totals(), *proposer.formulas(), *proposer.parts(), *proposer.compulsory()]
    found += proposer.known_relations()
    once: dict[str, FormCheck] = {}
    said: set[object] = set()
    for one in found:
        if _meaning(one) not in said:
            said.add(_meaning(one))
            own = _numbered(one, once)
            once[own.key] = own
    return tuple(once.values())


def _numbered(one: FormCheck, others: Collection[str]) -> FormCheck:
    """*one* under a key of its own: a figure may be computed in two places of a form."""
    key, number = one.key, 2
    while key in others:
        key, number = f"{one.key}#{number}", number + 1
    return one if key == one.key else replace(one, key=key, check={**one.check, "name": key})


def _meaning(one: FormCheck) -> object:
    """What tells a check from others that say the same: an equation by what it is about, whatever side that is on."""
    expression = str(one.check.get("expression", ""))
    if expression.startswith("adds_up(") or " == " in expression:
        return frozenset(parse_expression(expression, where=one.key).references)
    return one.says.zh


def decided(checks: Iterable[FormCheck], told: Mapping[str, str]) -> tuple[FormCheck, ...]:
    """*checks* switched on or off as *told*."""
    said = {place.removeprefix(CHECK): text for place, text in told.items() if is_check(place)}
    return tuple(replace(one, is_on=said.get(one.key, ON if one.is_on else OFF) == ON) for one in checks)


def add_checks(table: dict[str, Any], checks: Iterable[FormCheck]) -> None:
    """Write those of *checks* that are on into the tables of a form."""
    included: dict[str, list[str]] = defaultdict(list)
    known = {fact["name"] for fact in table.get("fact", ())}
    for one in checks:
        if not one.is_on or one.kind is CheckKind.CARRIED:
            continue
        for fact in one.facts:
            if fact["name"] not in known:
                known.add(str(fact["name"]))
                table.setdefault("fact", []).append(dict(fact))
        if one.check:
            table.setdefault("check", []).append(dict(one.check))
        if one.include[0]:
            included[one.include[0]].append(one.include[1])
    for name, codes in included.items():
        table.setdefault("include", []).append({"set": name, "checks": codes})


class _Proposer:
    def __init__(self, form: Form, outline: FormOutline, trade: Trade, shared: Shared) -> None:
        self._form = form
        self._outline = outline
        self._trade = trade
        self._shared = shared
        self._cells: dict[str, CellSpec] = {}
        for cell in form.cells:
            if not cell.figure.basis.compared:
                self._cells.setdefault(cell.name, cell)
        self._bound = {
            f"{cell.sheet}!{cell.address}": cell.name for cell in form.cells if cell.name in self._cells
        }
        self._by_figure = {_bare(cell.figure): name for name, cell in reversed(self._cells.items())}
        self._facts: dict[str, FigureSpec] = {}
        self._slots = {f"{slot.sheet}!{slot.address}": slot for slot in outline.cells}

    # ------------------------------------------------------------------------------------------- words

    def _place(self, name: str) -> str:
        cell = self._cells[name]
        return f"{cell.sheet}!{cell.address}"

    def _label(self, name: str) -> Words:
        cell = self._cells.get(name)
        if cell is not None:
            return cell.label or self._trade.indicators[cell.figure.indicator].name
        fact = next((one for one in self._form.facts if one.name == name), None)
        code = name.partition(".")[0] if fact is None else fact.figure.indicator
        known = self._trade.indicators.get(code)
        return Words(name, name) if known is None else known.name

    def _short(self, name: str) -> Words:
        """What a part of a matrix is called beside its total: its group alone."""
        slot = self._slots.get(self._place(name))
        label = self._label(name)
        if slot is None or not slot.among:
            return label
        return Words(slot.among, label.en.rpartition(" · ")[2] or label.en)

    def _shown(self, figure: FigureSpec) -> str | None:
        """The name of the cell that shows a figure, in whatever unit; None where none does."""
        return self._by_figure.get(_bare(figure))

    def _free_name(self, figure: FigureSpec) -> str:
        """What a figure that no cell shows is called: by itself, and over whom where that is another's name."""
        name = figure_name(figure)
        if name in self._cells or self._facts.setdefault(name, _bare(figure)) != _bare(figure):
            name = figure_name(figure, called=f"{figure.indicator}_{figure.population.value}")
            self._facts[name] = _bare(figure)
        return name

    def _unit(self, figure: FigureSpec) -> str:
        own = self._trade.indicators[figure.indicator].unit
        usual = self._form.money_unit if own.dimension is Dimension.MONEY else own
        return (figure.unit or usual).code

    def _is_one_unit(self, names: Sequence[str]) -> bool:
        return len({self._unit(self._cells[name].figure) for name in names}) == 1

    # ------------------------------------------------------------------------------------------ totals

    def totals(self) -> Iterator[FormCheck]:
        """A total for each grouping by which a figure is parted that the form shows as a whole as well."""
        yield from self._totals_of_groups()
        yield from self._totals_of_rows()

    def _totals_of_groups(self) -> Iterator[FormCheck]:
        parted: dict[tuple[FigureSpec, str], list[str]] = defaultdict(list)
        for name, cell in self._cells.items():
            for grouping, _ in _groups(cell.figure):
                parted[_without(cell.figure, grouping), grouping].append(name)
        for (figure, grouping), parts in parted.items():
            whole = self._shown(figure)
            if whole is not None and len(parts) > 1 and self._is_one_unit([whole, *parts]):
                says = self._sum_words(whole, parts)
                key = f"total:{whole}@{grouping}"
                is_complete = self._is_complete(grouping, parts)
                if is_complete or self._is_within(figure, grouping):
                    yield from self._sum_check(key, whole, parts, says=says, is_complete=is_complete)

    def _is_complete(self, grouping: str, parts: Sequence[str]) -> bool:
        """Whether *parts* are all groups there are."""
        figures = [self._cells[name].figure for name in parts]
        if grouping in PERIODS:
            return len(parts) == _ALL_PARTS[grouping] and self._is_flow(figures[0])
        found = {code for one in figures for name, codes in one.within if name == grouping for code in codes}
        if grouping == SIZE and "" not in found:
            return False  # of some nobody can say the size
        listed = self._trade.grouping(figures[0].indicator, grouping)
        terms = set(self._trade.words.groupings.terms(listed, self._trade.lexicon.vocabularies))
        return bool(terms) and terms <= found

    def _is_within(self, figure: FigureSpec, grouping: str) -> bool:
        """Whether groups of a figure come to no more than all of it: not where one may be below zero, or a stock."""
        if self._trade.indicators[figure.indicator].is_signed:
            return False
        return grouping not in PERIODS or self._is_flow(figure)

    def _is_flow(self, figure: FigureSpec) -> bool:
        return self._trade.indicators[figure.indicator].nature is Nature.FLOW

    def _totals_of_rows(self) -> Iterator[FormCheck]:
        """The bound rows called 合计 or 小计 in a table: the sum of the rows over them, up to the last such."""
        columns: dict[tuple[str, str], list[Slot]] = defaultdict(list)
        for place, slot in self._slots.items():
            if place in self._bound and not slot.among:
                columns[slot.sheet, slot.letters].append(slot)
        for slots in columns.values():
            parts: list[str] = []
            for slot in sorted(slots, key=lambda one: one.row):
                name = self._bound[f"{slot.sheet}!{slot.address}"]
                if not self._trade.words.groupings.is_whole(slot.label):
                    parts += [] if slot.above else [name]
                    continue
                if len(parts) > 1 and self._is_one_unit([name, *parts]):
                    says = self._sum_words(name, parts)
                    yield from self._sum_check(f"total:{name}", name, parts, says=says, is_complete=True)
                parts = []

    def _sum_words(self, whole: str, parts: Sequence[str]) -> Words:
        total, shares = self._label(whole), [self._short(name) for name in parts]
        return Words(
            f"{total.zh} = {' + '.join(one.zh for one in shares)}",
            f"{total.en} = {' + '.join(one.en for one in shares)}",
        )

    def _sum_check(
        self, key: str, whole: str, parts: Sequence[str], *, says: Words, is_complete: bool
    ) -> Iterator[FormCheck]:
        if is_complete:
            expression = f"adds_up({whole}, {', '.join(parts)})"
        else:
            expression = f"{' + '.join(parts)} <= {whole}"
            says = Words(says.zh.replace(" = ", " ≥ ", 1), says.en.replace(" = ", " ≥ ", 1))
        if len(parts) > _MOST_PARTS or len(expression) > _LONGEST:
            return
        severity = "error" if is_complete else "warning"
        yield self._check(CheckKind.TOTAL, key, expression, [whole, *parts], says=says, severity=severity)

    def _check(
        self,
        kind: CheckKind,
        key: str,
        expression: str,
        mark: Sequence[str],
        *,
        says: Words,
        severity: str = "error",
        missing: str = "all",
        place: str = "",
    ) -> FormCheck:
        shown = [name for name in dict.fromkeys(mark) if name in self._cells]
        table = {
            "code": f"check-own-{kind.value}",
            "name": key,
            "scope": "form",
            "expression": expression,
            "mark": shown[:_MOST_MARKS],
            "missing": missing,
            "severity": severity,
            "source": "the blank's own words and formulas",
            "verified": True,
            "says": {"zh": says.zh, "en": says.en},
        }
        return FormCheck(key, kind, place or self._place(shown[0]), says, check=table)

    # ---------------------------------------------------------------------------------------- formulas

    def formulas(self) -> Iterator[FormCheck]:
        """What the blank computes itself: a comparison as it stands, a sum against the indicator's own figure."""
        computed = {
            f"{sheet.name}!{column_letters(column)}{row}": text
            for sheet in self._outline.sheets
            for (row, column), text in sheet.computed.items()
        }
        reader = FormulaReader(self._bound, computed, self._is_words)
        for place in computed:
            found = reader.read(place)
            if isinstance(found, Comparison):
                yield from self._comparison(found, place)
            elif found is not None:
                yield from self._computed_sum(found, place)

    def _is_words(self, place: str) -> bool:
        name, _, address = place.rpartition("!")
        letters = address.rstrip("0123456789")
        row, column = int(address[len(letters) :]) - 1, column_number(letters) - 1
        sheet = next(one for one in self._outline.sheets if one.name == name)
        in_sheet = row < len(sheet.grid.rows) and column < sheet.grid.width
        return in_sheet and isinstance(sheet.grid.cell(row, column), str)

    def _comparison(self, found: Comparison, place: str) -> Iterator[FormCheck]:
        if len(found.names) > 1 and self._is_one_unit(found.names):
            says = self._in_words(found.text)
            key = f"formula:{'+'.join(found.names)}"
            yield self._check(CheckKind.FORMULA, key, found.text, found.names, says=says, place=place)

    def _computed_sum(self, found: Terms, place: str) -> Iterator[FormCheck]:
        """The sum that a cell computes is the figure that its words name."""
        figure = self._figure_at(found, place)
        if figure is None or not self._is_one_unit(found.names):
            return
        own = self._shown(figure)
        if own is not None and self._unit(self._cells[own].figure) != self._unit(figure):
            return
        name = own or self._free_name(figure)
        whole, parts = self._label_of(figure), [self._short(each) for each in found.names]
        signs = [("" if not at and sign > 0 else " + " if sign > 0 else " - ") for at, (sign, _) in
                 enumerate(found.signed)]  # fmt: skip
        says = Words(
            f"{whole.zh} = {''.join(sign + one.zh for sign, one in zip(signs, parts, strict=True))}",
            f"{whole.en} = {''.join(sign + one.en for sign, one in zip(signs, parts, strict=True))}",
        )
        expression = (
            f"adds_up({name}, {', '.join(found.names)})" if found.is_sum else f"{name} == {found.text}"
        )
        if len(found.names) > _MOST_PARTS or len(expression) > _LONGEST:
            return
        check = self._check(
            CheckKind.FORMULA, f"formula:{name}", expression, (name, *found.names), says=says, place=place
        )
        yield check if own else replace(check, facts=(_fact(name, figure),))

    def _label_of(self, figure: FigureSpec) -> Words:
        name = self._trade.indicators[figure.indicator].name
        label = None if figure.basis is Basis.PERIOD else self._form.basis_labels[figure.basis]
        return name if label is None else Words(f"{name.zh} · {label.zh}", f"{name.en} · {label.en}")

    def _figure_at(self, found: Terms, place: str) -> FigureSpec | None:
        """The figure that stands where the blank computes: the parts' own as a whole, or what its row is called."""
        figures = [self._cells[name].figure for name in found.names]
        alike = {replace(one, within=(), quarter=0, month=0) for one in figures}
        if len(alike) == 1 and found.is_sum:
            return self._whole_of(figures, found.names)
        label = self._row_label(place)
        code = self._trade.lexicon.figures.get(self._trade.lexicon.read_header(label).key) if label else None
        shared = {(one.basis, one.population, one.within, one.quarter, one.month) for one in figures}
        if code is None or len(shared) != 1 or code in {one.indicator for one in figures}:
            return None
        return replace(figures[0], indicator=code)

    def _whole_of(self, figures: Sequence[FigureSpec], names: Sequence[str]) -> FigureSpec | None:
        """The figure of which *figures* are all groups of one grouping."""
        differing = {
            grouping
            for grouping, _ in _groups(figures[0])
            if len({dict(_groups(one)).get(grouping) for one in figures}) == len(figures)
        }
        wholes = {_without(one, grouping) for one in figures for grouping in differing}
        if len(differing) != 1 or len(wholes) != 1:
            return None
        return wholes.pop() if self._is_complete(differing.pop(), names) else None

    def _row_label(self, place: str) -> str:
        """What the row of a cell is called."""
        name, _, address = place.rpartition("!")
        row = int(address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")) - 1
        sheet = next(one for one in self._outline.sheets if one.name == name)
        texts = (
            (value for value in sheet.grid.rows[row] if isinstance(value, str))
            if row < len(sheet.grid.rows)
            else ()
        )
        known = self._trade.lexicon.figures
        return next((text for text in texts if self._trade.lexicon.read_header(text).key in known), "")

    def _in_words(self, expression: str, facts: Mapping[str, Any] = _NO_FACTS) -> Words:
        def label(name: str) -> Words:
            return (
                self._fact_label(facts[name])
                if name in facts and name not in self._cells
                else self._label(name)
            )

        return Words(
            relation_in_words(expression, lambda name: label(name).zh),
            relation_in_words(expression, lambda name: label(name).en),
        )

    def _fact_label(self, fact: Mapping[str, Any]) -> Words:
        """What a figure that no cell shows is called: its indicator, the basis, and the form it was filed in."""
        name = self._trade.indicators[str(fact["indicator"])].name
        basis = Basis(fact.get("basis", Basis.PERIOD.value))
        label = Words("", "") if basis is Basis.PERIOD else self._form.basis_labels[basis]
        zh, en = (" · ".join(filter(None, both)) for both in ((name.zh, label.zh), (name.en, label.en)))
        if "form" not in fact:
            return Words(zh, en)
        form = self._shared.forms.get(fact["form"], Words(fact["form"], fact["form"]))
        return Words(f"{zh}（{form.zh}）", f"{en} ({form.en})")

    # ------------------------------------------------------------------------------------------- parts

    def parts(self) -> Iterator[FormCheck]:
        """What stands under 其中, or is a part by its definition, does not exceed its whole."""
        for name, cell in self._cells.items():
            for whole in self._wholes(name, cell) if cell.figure.basis in _NOW else ():
                signed = self._trade.indicators[cell.figure.indicator].is_signed
                if whole != name and self._is_one_unit([name, whole]) and not signed:
                    zh = f"{self._label(name).zh} ≤ {self._label(whole).zh}"
                    says = Words(zh, f"{self._label(name).en} ≤ {self._label(whole).en}")
                    key = f"part:{name}<{whole}"
                    yield self._check(
                        CheckKind.PART, key, f"{name} <= {whole}", (name, whole), says=says, missing="any"
                    )

    def _wholes(self, name: str, cell: CellSpec) -> Iterator[str]:
        for code in self._trade.indicators[cell.figure.indicator].part_of:
            whole = self._shown(replace(cell.figure, indicator=code))
            if whole is not None:
                yield whole
        slot = self._slots.get(self._place(name))
        if slot is None or not slot.above:
            return
        over = [
            other
            for place, other in self._slots.items()
            if place in self._bound
            and (other.sheet, other.letters) == (slot.sheet, slot.letters)
            and other.row < slot.row
            and name_key(other.label) == name_key(slot.above)
        ]
        if over:
            nearest = max(over, key=lambda one: one.row)
            yield self._bound[f"{nearest.sheet}!{nearest.address}"]

    # -------------------------------------------------------------------------------------- compulsory

    def compulsory(self) -> Iterator[FormCheck]:
        """What the blank marks as compulsory must have a value."""
        for place, name in self._bound.items():
            slot = self._slots.get(place)
            if slot is not None and any(map(is_compulsory, (slot.label, slot.group, *slot.heads))):
                label = self._label(name)
                yield self._check(
                    CheckKind.COMPULSORY,
                    f"compulsory:{name}",
                    f"present({name})",
                    (name,),
                    says=Words(f"{label.zh} 必填", f"{label.en} must be filled in"),
                    missing="never",
                    place=place,
                )

    # --------------------------------------------------------------------------------------- relations

    def known_relations(self) -> Iterator[FormCheck]:
        """The shared relations all of whose names this form shows, or that bring what it does not; those are off."""
        for name, content in self._shared.relations.items():
            if not isinstance(content, dict):
                continue
            facts = {str(fact["name"]): fact for fact in content.get("fact", ())}
            for check in content.get("check", ()):
                yield from self._relation(name, check, facts)

    def _relation(self, name: str, check: Mapping[str, Any], facts: Mapping[str, Any]) -> Iterator[FormCheck]:
        code, text = str(check["code"]), str(check["expression"])
        limits = set(check.get("limits", {}))
        uses = [one for one in parse_expression(text, where=code).references if one.name not in limits]
        if check["scope"] != "form" or any(one.use not in {"value", "filed"} for one in uses):
            return
        names = {one.name for one in uses} | set(check.get("mark", ()))
        shown = [one for one in names if one in self._cells]
        money = [one for one in shown if self._trade.indicators[self._cells[one].figure.indicator].unit.dimension
                 is Dimension.MONEY]  # fmt: skip
        if not names <= {*self._cells, *facts} or not shown or (money and not self._is_one_unit(money)):
            return
        first = next((one for one in check.get("mark", ()) if one in self._cells), shown[0])
        yield FormCheck(
            f"relation:{name}:{code}",
            CheckKind.RELATION,
            self._place(first),
            self._in_words(text, facts),
            is_on=names <= self._cells.keys(),
            include=(name, code),
        )


def _groups(figure: FigureSpec) -> Within:
    """The groupings of a figure, the parts of the year among them."""
    parts = ((QUARTER, figure.quarter), (MONTH, figure.month))
    return (*((name, (str(number),)) for name, number in parts if number), *figure.within)


def _bare(figure: FigureSpec) -> FigureSpec:
    """A figure in whatever unit it is shown."""
    return replace(figure, unit=None, places=None)


def _without(figure: FigureSpec, grouping: str) -> FigureSpec:
    """The figure of which *figure* is one group: without it, or the year to date of all its parts."""
    if grouping not in PERIODS:
        rest = tuple((name, codes) for name, codes in figure.within if name != grouping)
        return replace(figure, within=rest)
    return replace(figure, quarter=0, month=0, basis=_TO_DATE.get(figure.basis, figure.basis))


def _fact(name: str, figure: FigureSpec) -> dict[str, Any]:
    """A figure that no cell shows, as form.toml has it."""
    table: dict[str, Any] = {"name": name, "indicator": figure.indicator}
    table |= {"basis": figure.basis.value, "population": figure.population.value}
    table |= {key: number for key, number in (("month", figure.month), ("quarter", figure.quarter)) if number}
    if figure.unit is not None:
        table["unit"] = figure.unit.code
    if figure.within:
        table["within"] = {grouping: list(codes) for grouping, codes in figure.within}
    return table
