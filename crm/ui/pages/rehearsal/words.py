"""A rehearsal in words: values, lines, verdicts, why nothing can be said, and what figures and facts are called."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.errors import RuleError
from crm.domain.quantity import Dimension, round_half_up
from crm.domain.wording import counted, with_unit
from crm.services.judgements import Judged, Operator, Size, SourceKind, Verdict, Why
from crm.ui.labels import NOTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from crm.domain.quantity import Unit
    from crm.domain.wording import Words
    from crm.services.judgements import Criterion, FigureSpec, Line, Requirement, SizeIndustry
    from crm.services.rehearsal import Rehearsal
    from crm.ui.context import Context

TONES = {
    Verdict.HOLDS: ("ok", "ok_soft"),
    Verdict.FAILS: ("danger", "danger_soft"),
    Verdict.UNKNOWN: ("text2", "mute_soft"),
}
SIGNS = {Operator.AT_LEAST: "≥", Operator.ABOVE: ">", Operator.AT_MOST: "≤", Operator.BELOW: "<"}


def shown_number(value: Fraction) -> str:
    """*value* to two decimals at most, with separators."""
    rounded = round_half_up(Decimal(value.numerator) / Decimal(value.denominator), 2)
    whole = f"{rounded:,f}"
    return whole.rstrip("0").rstrip(".") if "." in whole else whole


def read_number(text: str) -> Fraction | None:
    """The number that *text* says; None where it says nothing. RuleError ``ruleset-number-wrong`` where it is none."""
    clean = text.replace(",", "").replace("，", "").strip()
    if not clean:
        return None
    try:
        return Fraction(clean)
    except (ValueError, ZeroDivisionError):
        raise RuleError("ruleset-number-wrong", value=text) from None


class RehearsalWords:
    """The words of one rehearsal, in the language of the window."""

    def __init__(self, context: Context, rehearsal: Rehearsal) -> None:
        self._context = context
        self._rehearsal = rehearsal
        translate = QCoreApplication.translate
        self.verdicts = {
            Verdict.HOLDS: translate("Rehearsal", "Met"),
            Verdict.FAILS: translate("Rehearsal", "Not met"),
            Verdict.UNKNOWN: translate("Rehearsal", "Not assessed"),
        }
        self.to_check = translate("Rehearsal", "To be checked")
        self._whys = {
            Why.NUMBER_MISSING: translate("Rehearsal", "The value has not been verified against its source."),
            Why.NOT_KEPT: translate("Rehearsal", "This program does not record this."),
            Why.NOT_REPORTED: translate("Rehearsal", "Facts are missing: {what}"),
            Why.NO_BASE: translate("Rehearsal", "There is no denominator."),
        }
        self._sizes = size_words()

    def of(self, words: Words) -> str:
        """*words* in the language of the window."""
        return words.in_language(self._context.language)

    def join(self, parts: Iterable[str]) -> str:
        """Several things in a row."""
        return QCoreApplication.translate("Rehearsal", "; ").join(parts)

    def size(self, size: Size | None) -> str:
        """A size class."""
        return self.verdicts[Verdict.UNKNOWN] if size is None else self._sizes[size]

    def unit(self, unit: Unit) -> str:
        """What a unit is called."""
        return self._context.labels.unit(unit)

    def amount(self, value: Fraction | None, unit: Unit | None) -> str:
        """A value with its unit; a yes or no where it has none."""
        if value is None:
            return NOTHING
        if unit is None:
            yes = QCoreApplication.translate("Rehearsal", "yes")
            return yes if value else QCoreApplication.translate("Rehearsal", "no")
        return with_unit(shown_number(value), self._context.labels.unit(unit))

    def difference(self, value: Fraction, unit: Unit | None) -> str:
        """How far a value lies from its line: of percentages, in percentage points."""
        if unit is None or unit.dimension is not Dimension.PERCENT:
            return self.amount(value, unit).replace("-", "−")
        text = QCoreApplication.translate("Rehearsal", "{points} {points|point|points}")
        return counted(text, points=shown_number(value).replace("-", "−"))

    def line(self, judged: Judged) -> str:
        """What is asked."""
        if judged.limit is None:
            return QCoreApplication.translate("Rehearsal", "to be checked")
        if judged.criterion.unit is None:
            return QCoreApplication.translate("Rehearsal", "yes")
        return f"{SIGNS[judged.criterion.operator]} {self.amount(judged.limit, judged.criterion.unit)}"

    def lines(self, criterion: Criterion) -> str:
        """The numbers of a criterion, of several cases all of them."""
        judged = (Judged(criterion, None, one, Verdict.UNKNOWN) for one in criterion.lines)
        return self.join(dict.fromkeys(map(self.line, judged)))

    def edit(self, rule: Criterion | SizeIndustry) -> str:
        """What was changed here, by whom and when; empty where nothing was."""
        edit = rule.edit
        if edit is None:
            return ""
        unit = getattr(rule, "unit", None)
        shipped = ""
        if edit.shipped is not None or len(getattr(rule, "lines", ())) == 1:
            text = QCoreApplication.translate("Rehearsal", "originally {shipped}")
            shipped = text.format(shipped=self.amount(edit.shipped, unit))
        day = "" if edit.on is None else edit.on.isoformat()
        told = "  ".join(part for part in (shipped, edit.by, day) if part)
        return told or QCoreApplication.translate("Rehearsal", "changed")

    def case(self, criterion: Criterion, line: Line) -> str:
        """For which tenants one of several numbers holds, with its sign and unit."""
        translate = QCoreApplication.translate
        unit = "" if criterion.unit is None else self._context.labels.unit(criterion.unit)
        asked = f"{SIGNS[criterion.operator]} ({unit})"
        if line.upto is not None:
            upto = self.amount(line.upto, self._rehearsal.facts[criterion.case].unit)
            text = translate("Rehearsal", "{fact} up to {upto}: {asked}")
            return text.format(fact=self.fact(criterion.case), upto=upto, asked=asked)
        if line.codes:
            return translate("Rehearsal", "{codes}: {asked}").format(codes=self.join(line.codes), asked=asked)
        return translate("Rehearsal", "All others: {asked}").format(asked=asked)

    @property
    def sizes_bounded(self) -> tuple[str, str, str]:
        """The sizes that have a lower limit, the largest first."""
        return self._sizes[Size.LARGE], self._sizes[Size.MEDIUM], self._sizes[Size.SMALL]

    def bounds(self, industry: SizeIndustry) -> str:
        """The lower limits of an industry: of each measure those of the large, medium and small size."""
        text = QCoreApplication.translate("Rehearsal", "{fact} ≥ {numbers}")
        said = []
        for one in industry.measures:
            unit = self._rehearsal.facts[one.fact].unit
            *others, last = (line.limit for line in (one.large, one.medium, one.small))
            numbers = [NOTHING if limit is None else shown_number(limit) for limit in others]
            shown = " / ".join((*numbers, self.amount(last, unit)))
            said.append(text.format(fact=self.fact(one.fact), numbers=shown))
        return self.join(said)

    def is_verified(self, judged: Judged) -> bool:
        """Whether the number used was read in its source."""
        return judged.criterion.verified if judged.line is None else judged.line.verified

    def line_checked(self, judged: Judged) -> str:
        """What is asked, and that it is to be checked where nobody has."""
        line = self.line(judged)
        if self.is_verified(judged) or judged.limit is None:
            return line
        return QCoreApplication.translate("Rehearsal", "{line} ({checked})").format(
            line=line, checked=QCoreApplication.translate("Rehearsal", "to be checked")
        )

    def named(self, criterion: Criterion) -> str:
        """A criterion's name, and first that it is one of several of which one is enough."""
        name = self.of(criterion.name)
        group = criterion.group
        alike = [one for one in self._rehearsal.rule_set.criteria if group and one.group == group]
        if len(alike) < 2:
            return name
        return QCoreApplication.translate("Rehearsal", "Either: {name}").format(name=name)

    def said(self, judged: Judged) -> str:
        """A criterion with its value and line, such as: stay 50.1 months (at most 48 months)."""
        name, unit = self.of(judged.criterion.name), judged.criterion.unit
        if unit is None or (judged.value is None and judged.limit is None):
            return name
        text = QCoreApplication.translate("Rehearsal", "{name} {value} ({line} required)")
        return text.format(name=name, value=self.amount(judged.value, unit), line=self.line(judged))

    def requirements(self, found: Sequence[Requirement]) -> str:
        """What is lacking."""
        return self.join(self.said(one.nearest) for one in found)

    def not_reported(self, found: Sequence[Requirement]) -> str:
        """The facts that are missing; what this program never keeps is not among them."""
        judged = (one for requirement in found for one in requirement.judged)
        return self.join(dict.fromkeys(self.fact(fact) for one in judged for fact in one.lacking))

    def why(self, judged: Judged) -> str:
        """Why nothing can be said; empty where something can."""
        if judged.why is None:
            return ""
        return self._whys[judged.why].format(what=self.join(map(self.fact, judged.lacking)))

    def fact(self, code: str) -> str:
        """What a fact or a figure of the rule set is called."""
        spec = self._rehearsal.facts.get(code)
        if spec is not None:
            return self.of(spec.name)
        figure = self._rehearsal.rule_set.figures.get(code)
        return code if figure is None else self.figure(figure)

    def figure(self, spec: FigureSpec) -> str:
        """What a figure counts: its indicator, or the facts of its conditions."""
        if spec.indicator:
            return self.of(self._context.library.indicators[spec.indicator].name)
        codes = [*(one.fact for one in spec.where), spec.largest] if not spec.months_open else []
        named = self.join(map(self.fact, filter(None, codes)))
        return named or QCoreApplication.translate("Rehearsal", "Opening of the site")

    def source(self, criterion: Criterion) -> str:
        """Where a number was read, and in what kind of text."""
        kind = source_words()[criterion.source.kind]
        return f"{kind} {criterion.source.address}".strip()


def size_words() -> dict[Size, str]:
    """The size classes."""
    translate = QCoreApplication.translate
    return {
        Size.LARGE: translate("Rehearsal", "large"),
        Size.MEDIUM: translate("Rehearsal", "medium"),
        Size.SMALL: translate("Rehearsal", "small"),
        Size.MICRO: translate("Rehearsal", "micro"),
    }


def source_words() -> dict[SourceKind, str]:
    """The kinds of texts that numbers are read in."""
    translate = QCoreApplication.translate
    return {
        SourceKind.AUTHORITY: translate("Rehearsal", "The authority's text"),
        SourceKind.REPUBLICATION: translate("Rehearsal", "Republished copy"),
        SourceKind.CODE: translate("Rehearsal", "Published source code"),
        SourceKind.MEMORY: translate("Rehearsal", "From memory"),
        SourceKind.OWN: translate("Rehearsal", "Entered here"),
    }
