"""What stands behind a line of a rehearsal: facts, the records counted and their sum, who could be counted as well."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from crm.domain.wording import counted
from crm.services.judgements import Criterion, Departure, Outcome, SizeIndustry, TenantVerdict, Verdict
from crm.ui.labels import NOTHING
from crm.ui.models.records import Cell, Head
from crm.ui.pages.rehearsal.lines import to_next
from crm.ui.pages.rehearsal.words import TONES, shown_number
from crm.ui.widgets.named_rows import NamedRow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.services.judgements import Candidate, Judged, Lift, RuleFigure, Sized
    from crm.services.rehearsal import Rehearsal
    from crm.ui.pages.rehearsal.lines import Judgement
    from crm.ui.pages.rehearsal.words import RehearsalWords

_NAMED = 20
"""How many of those missing are named."""


@dataclass(frozen=True, slots=True)
class BehindPart:
    """A list behind a line: a line and a tenant (or None) each; ``sum`` of its numbers, and who is ``missing``."""

    name: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    tenants: tuple[int | None, ...]
    sum: str = ""
    missing: str = ""
    hint: str = ""
    names_above: bool = False
    """Whether the first column has no room beside the others: its names stand over them."""


@dataclass(frozen=True, slots=True)
class Behind:
    """All that is told of a line: its value in large type, facts, and the lists."""

    title: str
    value: str
    verdict: Verdict | None
    verdict_text: str
    facts: tuple[tuple[str, str], ...]
    parts: tuple[BehindPart, ...]
    tenant: int | None = None
    to_check: bool = False
    rule: Criterion | SizeIndustry | None = None
    """What of the rule set has numbers that can be changed."""
    is_rule: bool = False
    """Whether the line is one of the rule set, not of what came of it."""


def behind_of(words: RehearsalWords, rehearsal: Rehearsal, record: Judgement) -> Behind:
    """What stands behind *record*."""
    if isinstance(record, Outcome):
        return _behind_criterion(words, record)
    if isinstance(record, Departure):
        return _behind_departure(words, record)
    if isinstance(record, TenantVerdict):
        return _behind_tenant(words, record)
    if isinstance(record, Criterion):
        return _behind_rule(words, record)
    if isinstance(record, SizeIndustry):
        return _behind_industry(words, record)
    return _behind_size(words, record, rehearsal)


# ------------------------------------------------------------------------------------------------- a criterion


def _behind_criterion(words: RehearsalWords, outcome: Outcome) -> Behind:
    judged = outcome.judged
    figures = [_figure(words, figure) for figure in outcome.figures]
    lift = [] if outcome.lift is None or not outcome.lift.candidates else [_lift(words, outcome.lift)]
    return Behind(
        words.of(judged.criterion.name),
        words.amount(judged.value, judged.criterion.unit),
        judged.verdict,
        words.verdicts[judged.verdict],
        tuple(fact for fact in _facts(words, outcome) if fact[1]),
        (*lift, *figures) if judged.verdict is Verdict.FAILS else (*figures, *lift),
        to_check=not words.is_verified(judged),
        rule=judged.criterion,
    )


def _behind_rule(words: RehearsalWords, criterion: Criterion) -> Behind:
    translate = QCoreApplication.translate
    facts = (
        (translate("Rehearsal", "Changed here"), words.edit(criterion)),
        (translate("Rehearsal", "Note"), "" if criterion.note is None else words.of(criterion.note)),
        (translate("Rehearsal", "Source"), words.source(criterion)),
    )
    return Behind(
        words.of(criterion.name),
        words.lines(criterion),
        None,
        "",
        tuple(fact for fact in facts if fact[1]),
        (),
        to_check=not criterion.verified,
        rule=criterion,
        is_rule=True,
    )


def _behind_industry(words: RehearsalWords, industry: SizeIndustry) -> Behind:
    translate = QCoreApplication.translate
    facts = (
        (translate("Rehearsal", "From"), words.bounds(industry)),
        (translate("Rehearsal", "Codes begin with"), words.join(industry.prefixes)),
        (translate("Rehearsal", "Changed here"), words.edit(industry)),
        (translate("Rehearsal", "Source"), industry.source),
    )
    return Behind(
        words.of(industry.name),
        "",
        None,
        "",
        tuple(fact for fact in facts if fact[1]),
        (),
        to_check=not industry.verified,
        rule=industry,
        is_rule=True,
    )


def _facts(words: RehearsalWords, outcome: Outcome) -> list[tuple[str, str]]:
    translate = QCoreApplication.translate
    judged = outcome.judged
    criterion, unit = judged.criterion, judged.criterion.unit
    lacking = ""
    if outcome.lift is not None and outcome.figures:
        lacking = words.amount(outcome.lift.amount, outcome.figures[0].spec.unit)
        if criterion.of:
            lacking = translate("Rehearsal", "{amount}, with an unchanged denominator").format(amount=lacking)
    after = "" if outcome.after.value == judged.value else words.amount(outcome.after.value, unit)
    return [
        (translate("Rehearsal", "Required"), words.line_checked(judged)),
        (translate("Rehearsal", "Calculation"), _formula(words, outcome)),
        (translate("Rehearsal", "Still needed"), lacking),
        (translate("Rehearsal", "Why not assessed"), words.why(judged)),
        (translate("Rehearsal", "Once they have left"), after),
        (translate("Rehearsal", "Note"), "" if criterion.note is None else words.of(criterion.note)),
        (translate("Rehearsal", "Source"), words.source(criterion)),
        (translate("Rehearsal", "Changed here"), words.edit(criterion)),
    ]


def _formula(words: RehearsalWords, outcome: Outcome) -> str:
    """How a share comes about: its parts with their sums."""
    criterion = outcome.judged.criterion
    if not criterion.of:
        return ""
    sums = {
        figure.spec.name: f"{words.figure(figure.spec)} {shown_number(figure.between.low)}"
        for figure in outcome.figures
    }
    above, below = (_sum([sums[name] for name in names]) for names in (criterion.value, criterion.of))
    text = QCoreApplication.translate("Rehearsal", "{above} ÷ {below}")
    return text.format(above=above, below=below)


def _sum(parts: Sequence[str]) -> str:
    """Parts of a sum, in brackets where there are several."""
    whole = " + ".join(parts)
    return f"({whole})" if len(parts) > 1 else whole


def _figure(words: RehearsalWords, figure: RuleFigure) -> BehindPart:
    translate = QCoreApplication.translate
    unit = figure.spec.unit
    heads = (
        Head(translate("Rehearsal", "Record"), key="record"),
        Head(translate("Rehearsal", "Amount"), is_number=True, key="amount"),
    )
    total = sum((share.amount for share in figure.shares), Fraction(0))
    rows = tuple(
        (Cell(share.label, "accent" if share.tenant_id is not None else ""), Cell(shown_number(share.amount)))
        for share in figure.shares
    )
    return BehindPart(
        words.figure(figure.spec),
        heads,
        rows,
        tuple(share.tenant_id for share in figure.shares),
        words.amount(total, unit) if figure.shares or not figure.absent else NOTHING,
        _missing([one.label for one in figure.absent]),
    )


def _missing(labels: Sequence[str]) -> str:
    names = list(dict.fromkeys(label for label in labels if label))
    if not labels:
        return ""
    text = QCoreApplication.translate("Rehearsal", "Not reported ({count}): {names}")
    more = " …" if len(names) > _NAMED else ""
    comma = QCoreApplication.translate("Rehearsal", ", ")
    return text.format(count=len(labels), names=comma.join(names[:_NAMED]) + more)


def _lift(words: RehearsalWords, lift: Lift) -> BehindPart:
    translate = QCoreApplication.translate
    needed = shown_number(lift.amount)
    if lift.smallest:
        hint = translate("Rehearsal", "{count} more {count|is|are} needed; those marked ★ are closest.")
    else:
        hint = translate("Rehearsal", "{count} more {count|is|are} needed; all of these would not be enough.")
    heads: tuple[Head, ...] = (
        Head(translate("Rehearsal", "Tenant"), key="tenant"),
        Head(translate("Rehearsal", "Missing conditions"), key="what_is_lacking"),
    )
    rows = tuple(_candidate(words, one, lift) for one in lift.candidates)
    hint = counted(hint, count=needed)
    lacking = {row[1].text for row in rows}
    if len(rows) > 1 and len(lacking) == 1:  # said once, not in every line
        heads, rows = heads[:1], tuple(row[:1] for row in rows)
        hint += "\n" + translate("Rehearsal", "Each of them lacks: {what}").format(what=lacking.pop())
    return BehindPart(
        translate("Rehearsal", "Candidates"),
        heads,
        rows,
        tuple(one.tenant_id for one in lift.candidates),
        hint=hint,
    )


def _candidate(words: RehearsalWords, one: Candidate, lift: Lift) -> tuple[Cell, ...]:
    translate = QCoreApplication.translate
    lacks, unknown = words.requirements(one.lacks), words.not_reported(one.unknown)
    if unknown:
        missing = translate("Rehearsal", "not known: {what}").format(what=unknown)
        lacks = words.join(part for part in (lacks, missing) if part)
    if not lacks:
        lacks = translate("Rehearsal", "Ready") if not one.unknown else translate("Rehearsal", "To be proved")
    mark = "★ " if one.tenant_id in lift.smallest else ""
    return Cell(mark + one.name, "accent"), Cell(lacks)


# --------------------------------------------------------------------------------------------------- a tenant


def _behind_departure(words: RehearsalWords, one: Departure) -> Behind:
    translate = QCoreApplication.translate
    graduates, leaves = translate("Rehearsal", "Graduates"), translate("Rehearsal", "Overstayed")
    return Behind(
        one.name,
        "",
        Verdict.HOLDS if one.graduates else Verdict.FAILS,
        graduates if one.graduates else leaves,
        (),
        (_judged_part(words, translate("Rehearsal", "Why it must leave"), (*one.overstays, *one.grounds)),),
        tenant=one.tenant_id,
    )


def _behind_tenant(words: RehearsalWords, one: TenantVerdict) -> Behind:
    translate = QCoreApplication.translate
    facts = (
        (translate("Rehearsal", "Missing conditions"), words.requirements(one.of(Verdict.FAILS))),
        (translate("Rehearsal", "Facts missing"), words.not_reported(one.of(Verdict.UNKNOWN))),
    )
    return Behind(
        one.name,
        "",
        one.verdict,
        words.verdicts[one.verdict],
        tuple(fact for fact in facts if fact[1]),
        (_judged_part(words, translate("Rehearsal", "Criteria"), one.judged),),
        tenant=one.tenant_id,
    )


def _judged_part(words: RehearsalWords, name: str, judged: Sequence[Judged]) -> BehindPart:
    translate = QCoreApplication.translate
    heads = (
        Head(translate("Rehearsal", "Criterion"), key="criterion"),
        Head(translate("Rehearsal", "Value"), is_number=True, key="value", adds_up=False),
        Head(translate("Rehearsal", "Required"), is_number=True, key="asked", adds_up=False),
    )
    rows = tuple(
        (
            Cell(
                words.named(one.criterion),
                extra=NamedRow(note=words.verdicts[one.verdict], tone=TONES[one.verdict][0]),
            ),
            Cell(words.amount(one.value, one.criterion.unit)),
            Cell(words.line_checked(one), "" if words.is_verified(one) else "warn"),
        )
        for one in judged
    )
    return BehindPart(name, heads, rows, (None,) * len(rows), names_above=True)


def _behind_size(words: RehearsalWords, one: Sized, rehearsal: Rehearsal) -> Behind:
    translate = QCoreApplication.translate
    industry = NOTHING if one.industry is None else words.of(one.industry.name)
    facts = (
        (translate("Rehearsal", "Industry class"), industry),
        (translate("Rehearsal", "To next class, or missing facts"), to_next(words, one, rehearsal)),
    )
    return Behind(
        one.name,
        words.size(one.size),
        Verdict.UNKNOWN if one.size is None else None,
        "" if one.size is not None else words.size(None),
        tuple(fact for fact in facts if fact[1]),
        (),
        tenant=one.tenant_id,
        to_check=not one.verified,
    )
