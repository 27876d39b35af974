"""What ``crm rehearse`` says to a reader: readiness, every criterion, what is lacking and by whom, who must leave."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from crm.cli.amounts import fraction_text
from crm.cli.table import table_lines
from crm.filings.rehearsal.judge import Verdict, Why

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from fractions import Fraction

    from crm.cli.desk import Desk
    from crm.cli.rehearsal_document import RuleSetEntry
    from crm.domain.quantity import Unit
    from crm.filings.rehearsal.evaluate import IncubatorOutcome, Outcome
    from crm.filings.rehearsal.judge import Judged, Requirement
    from crm.filings.rehearsal.ruleset import FigureSpec
    from crm.services.rehearsal import Rehearsal

_SIZES = ("large", "medium", "small", "micro")
_SHOWN = 10
"""How many tenants a list names; --json has all."""


def list_lines(desk: Desk, entries: Sequence[RuleSetEntry]) -> list[str]:
    """The rule sets in force."""
    texts = desk.texts
    rows = [
        (
            entry.ruleset,
            entry.edition,
            entry.name,
            entry.document,
            texts.word("rehearsal.needs_update") if entry.needs_update else "",
        )
        for entry in entries
    ]
    names = ("ruleset", "edition", "name", "document", "state")
    return table_lines(rows, headings=[texts.word(f"rehearsal.{name}") for name in names])


def rehearsal_lines(desk: Desk, rehearsal: Rehearsal) -> list[str]:
    """A rehearsal in words."""
    return list(_Lines(desk, rehearsal).all())


class _Lines:
    def __init__(self, desk: Desk, rehearsal: Rehearsal) -> None:
        self._desk = desk
        self._texts = desk.texts
        self._rehearsal = rehearsal

    def all(self) -> Iterator[str]:
        rehearsal, word = self._rehearsal, self._texts.word
        rule_set = rehearsal.rule_set
        name = self._texts.of(rule_set.name)
        document = self._texts.of(rule_set.document)
        yield word("rehearsal.title", name=name, document=document, edition=rule_set.edition)
        yield word("rehearsal.day", period=rehearsal.period.code, day=str(rehearsal.day), year=rehearsal.year)
        yield word("rehearsal.no_score")
        kind = word(f"rehearsal.{rule_set.source.kind.value}")
        yield word(
            "rehearsal.source", address=rule_set.source.address, kind=kind, day=str(rule_set.checked_on)
        )
        if rule_set.needs_update:
            yield word("rehearsal.update")
        if rule_set.note is not None:
            yield word("rehearsal.note", note=self._texts.of(rule_set.note))
        yield ""
        if rehearsal.incubator is not None:
            yield from self._incubator(rehearsal.incubator)
        elif rule_set.industries:
            yield from self._sizes()
        else:
            yield from self._tenants()

    # ------------------------------------------------------------------------------------------ of the incubator

    def _incubator(self, found: IncubatorOutcome) -> Iterator[str]:
        word, now, after = self._texts.word, found.readiness, found.readiness_after
        yield word("rehearsal.readiness", holds=now.holds, known=now.known, unknown=now.unknown)
        if found.departures:
            count = len(found.departures)
            yield word("rehearsal.after", count=count, holds=after.holds, known=after.known)
        yield ""
        names = ("criterion", "value", "line", "verdict", "margin", "when_left", "checked")
        headings = [word(f"rehearsal.{name}") for name in names]
        yield from table_lines([self._row(one) for one in found.outcomes], headings=headings, right=(1, 4, 5))
        for one in found.outcomes:
            yield from self._lift(one)
        yield from self._departures(found)
        yield from self._unknown(one.judged for one in found.outcomes)

    def _row(self, outcome: Outcome) -> tuple[str, ...]:
        judged = outcome.judged
        unit = judged.criterion.unit
        margin = self._amount(judged.margin, unit) if judged.margin is not None else ""
        return (
            self._named(judged),
            self._amount(judged.value, unit),
            self._line(judged),
            self._texts.word(f"rehearsal.{judged.verdict.value}"),
            margin,
            self._amount(outcome.after.value, unit),
            self._checked(judged),
        )

    def _lift(self, outcome: Outcome) -> Iterator[str]:
        lift, word = outcome.lift, self._texts.word
        if lift is None:
            return
        name = self._texts.of(outcome.judged.criterion.name)
        unit = outcome.figures[0].spec.unit
        yield ""
        said = "rehearsal.lacking_of_base" if outcome.judged.criterion.of else "rehearsal.lacking"
        yield word(said, criterion=name, amount=self._amount(lift.amount, unit))
        if not lift.candidates:
            return
        known = len(lift.candidates)
        yield "  " + word("rehearsal.enough" if lift.smallest else "rehearsal.not_enough", count=known)
        rows = [
            (
                "*" if one.tenant_id in lift.smallest else "",
                one.name,
                self._requirements(one.lacks) or ("" if one.unknown else word("rehearsal.ready")),
                self._not_reported(one.unknown),
            )
            for one in lift.candidates[:_SHOWN]
        ]
        yield from self._table(rows, ("", "tenant", "lacks", "not_known"))

    def _departures(self, found: IncubatorOutcome) -> Iterator[str]:
        if not found.departures:
            return
        word = self._texts.word
        yield ""
        yield word("rehearsal.departures", count=len(found.departures))
        rows = [
            (
                one.name,
                word("rehearsal.graduates" if one.graduates else "rehearsal.overstays"),
                self._list(self._said(judged) for judged in (*one.overstays, *one.grounds)),
            )
            for one in found.departures
        ]
        yield from self._table(rows, ("tenant", "leaves_as", "reason"))

    def _unknown(self, judged: Iterable[Judged]) -> Iterator[str]:
        rows = [
            (self._texts.of(one.criterion.name), self._why(one))
            for one in judged
            if one.verdict is Verdict.UNKNOWN
        ]
        if rows:
            yield ""
            yield self._texts.word("rehearsal.unknown_ones", count=len(rows))
            yield from self._table(rows, ("criterion", "reason"))

    # ----------------------------------------------------------------------------------------------- of tenants

    def _tenants(self) -> Iterator[str]:
        word, tenants = self._texts.word, self._rehearsal.tenants
        verdicts = [one.verdict for one in tenants]
        short = [one for one in tenants if one.is_one_short]
        yield word(
            "rehearsal.tenants",
            count=len(tenants),
            holds=verdicts.count(Verdict.HOLDS),
            fails=verdicts.count(Verdict.FAILS),
            unknown=verdicts.count(Verdict.UNKNOWN),
        )
        met = [one for one in tenants if one.verdict is Verdict.HOLDS]
        if met:
            yield ""
            yield word("rehearsal.met", count=len(met), names=self._list(one.name for one in met[:_SHOWN]))
        if short:
            yield ""
            yield word("rehearsal.one_short", count=len(short))
            rows = [
                (
                    one.name,
                    self._requirements(one.of(Verdict.FAILS)),
                    self._not_reported(one.of(Verdict.UNKNOWN)),
                )
                for one in short[:_SHOWN]
            ]
            yield from self._table(rows, ("tenant", "lacks", "not_known"))
        yield from self._unknown(self._never_known())

    def _never_known(self) -> Iterator[Judged]:
        """The criteria of which nothing can be said of any tenant, each once."""
        for judged in zip(*(one.judged for one in self._rehearsal.tenants), strict=True):
            if all(one.verdict is Verdict.UNKNOWN for one in judged):
                yield judged[0]

    def _sizes(self) -> Iterator[str]:
        word, sizes = self._texts.word, self._rehearsal.sizes
        rows = [
            (
                one.name,
                "" if one.industry is None else self._texts.of(one.industry.name),
                word("rehearsal.unknown") if one.size is None else word(f"rehearsal.{one.size.value}"),
                self._list(
                    word(
                        "rehearsal.step",
                        fact=self._fact(step.fact),
                        amount=self._amount(step.lacking, self._rehearsal.facts[step.fact].unit),
                    )
                    for step in one.steps
                    if step.lacking is not None
                )
                or self._list(map(self._fact, one.lacking)),
                "" if one.verified else word("rehearsal.unverified"),
            )
            for one in sizes
        ]
        known = Counter(one.size.value if one.size else "unknown" for one in sizes)
        yield self._list(f"{word(f'rehearsal.{name}')} {known[name]}" for name in (*_SIZES, "unknown"))
        yield ""
        names = ("tenant", "industry", "size", "to_the_next", "checked")
        yield from table_lines(rows, headings=[word(f"rehearsal.{name}") for name in names])

    # ------------------------------------------------------------------------------------------------- in words

    def _table(self, rows: Sequence[Sequence[str]], names: Sequence[str]) -> list[str]:
        headings = [self._texts.word(f"rehearsal.{name}") if name else "" for name in names]
        return table_lines(rows, headings=headings, indent="  ")

    def _list(self, parts: Iterable[str]) -> str:
        return self._texts.word("rehearsal.list_comma").join(parts)

    def _requirements(self, found: Sequence[Requirement]) -> str:
        return self._list(self._said(one.nearest) for one in found)

    def _not_reported(self, found: Sequence[Requirement]) -> str:
        """What of a tenant was not reported; what this program never keeps is told once, below."""
        unknown = (one for requirement in found for one in requirement.judged if one.lacking)
        return self._list(dict.fromkeys(self._fact(fact) for one in unknown for fact in one.lacking))

    def _named(self, judged: Judged) -> str:
        """A criterion's name, and that it is one of several of which one is enough."""
        name, group = self._texts.of(judged.criterion.name), judged.criterion.group
        alike = [one for one in self._rehearsal.rule_set.criteria if group and one.group == group]
        return self._texts.word("rehearsal.one_of", name=name) if len(alike) > 1 else name

    def _said(self, judged: Judged) -> str:
        """A criterion with its value and line, such as: stay 50.1 months (at most 48 months)."""
        name, unit = self._texts.of(judged.criterion.name), judged.criterion.unit
        if unit is None or (judged.value is None and judged.limit is None):
            return name
        return self._texts.word(
            "rehearsal.said", name=name, value=self._amount(judged.value, unit), line=self._line(judged)
        )

    def _why(self, judged: Judged) -> str:
        reason = self._texts.word(f"rehearsal.{(judged.why or Why.NOT_REPORTED).value}")
        if judged.why is not Why.NOT_REPORTED:
            return reason
        return self._texts.word(
            "words.with_value", message=reason, value=self._list(map(self._fact, judged.lacking))
        )

    def _fact(self, code: str) -> str:
        """What a fact or a figure of the rule set is called."""
        spec = self._rehearsal.facts.get(code)
        if spec is not None:
            return self._texts.of(spec.name)
        figure = self._rehearsal.rule_set.figures.get(code)
        incubator = self._rehearsal.incubator
        if figure is None or incubator is None:
            return code
        absent = next(one for out in incubator.outcomes for one in out.figures if one.spec is figure).absent
        named = self._list(dict.fromkeys(one.label for one in absent[:_SHOWN]))
        named_figure = self._figure(figure)
        return self._texts.word("rehearsal.absent", figure=named_figure, count=len(absent), names=named)

    def _figure(self, spec: FigureSpec) -> str:
        """What a figure counts: its indicator, or the facts of its conditions."""
        if spec.indicator:
            return self._texts.of(self._desk.library.indicators[spec.indicator].name)
        codes = [*(one.fact for one in spec.where), spec.largest] if not spec.months_open else []
        return self._list(map(self._fact, filter(None, codes))) or self._texts.word("rehearsal.opening")

    def _line(self, judged: Judged) -> str:
        if judged.limit is None:
            return self._texts.word("rehearsal.no_number")
        if judged.criterion.unit is None:
            return self._texts.word("words.yes")
        return f"{judged.criterion.operator.value} {self._amount(judged.limit, judged.criterion.unit)}"

    def _checked(self, judged: Judged) -> str:
        edit = judged.criterion.edit
        checked = judged.line.verified if judged.line else judged.criterion.verified
        said = self._texts.word("rehearsal.verified" if checked else "rehearsal.unverified")
        if edit is None:
            return said
        return self._texts.word(
            "rehearsal.edited", said=said, shipped=self._amount(edit.shipped, judged.criterion.unit)
        )

    def _amount(self, value: Fraction | None, unit: Unit | None) -> str:
        if value is None:
            return self._texts.word("rehearsal.no_value")
        if unit is None:
            return self._texts.word("words.yes" if value else "words.no")
        number, named = fraction_text(value), self._texts.word(f"units.{unit.code}")
        return f"{number}{named}" if unit.code == "percent" else f"{number} {named}"
