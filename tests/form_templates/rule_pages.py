"""The page of all rule sets for a reader: every number with its source, what is missing and what is to be checked."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from crm.domain.wording import Language
from crm.filings.rehearsal.ruleset import SourceKind, Subject
from crm.services.rule_sets import read_facts, read_rule_book
from crm.services.spoken import Spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from fractions import Fraction

    from crm.domain.quantity import Unit
    from crm.filings.rehearsal.facts import FactSpec
    from crm.filings.rehearsal.ruleset import Criterion, Line, RuleSet
    from crm.services.library import Library

_SUBJECTS = {Subject.INCUBATOR: "孵化器", Subject.TENANT: "企业", Subject.SIZE: "企业规模"}
_KINDS = {
    SourceKind.AUTHORITY: "主管部门原文",
    SourceKind.REPUBLICATION: "转载件",
    SourceKind.CODE: "公开源码",
    SourceKind.MEMORY: "凭记忆",
    SourceKind.OWN: "本单位录入",
}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the rules speak of, and the words of units."""

    facts: Mapping[str, FactSpec]
    spoken: Spoken

    def unit(self, unit: Unit) -> str:
        """A unit in Chinese; what rules count in pieces are the points of a score."""
        return "分" if unit.code == "piece" else self.spoken.unit(unit)


def page_of_rules(library: Library) -> str:
    """The page, in Chinese, as those who file read it."""
    return "\n".join(_lines(library)) + "\n"


def _lines(library: Library) -> Iterator[str]:
    yield "# 规则集"
    yield ""
    yield "`crm rehearse` 使用的规则集（`resources/rulesets`）。由 `python3 tasks.py templates` 生成，请勿手改。"
    yield ""
    yield "数字未见原文的写“缺数”，缺数的条件不作判断；标“待核实”的请先核对。"
    yield ""
    yield "在数据目录的 `resources/rulesets` 下放同名文件，只写要改的条件，例如 `[criteria.area]` 下的 `limit`，"
    yield "即可修改数字。来源保留，改过的数字显示为待核实，直到写明 `verified = true`；"
    yield "`edited_by`、`edited_on` 可记下何人何时修改。"
    known = _Known(read_facts(library), Spoken(library, Language.ZH))
    for rule_set in read_rule_book(library).rule_sets:
        yield ""
        yield from _rule_set(rule_set, known)


def _rule_set(rule_set: RuleSet, known: _Known) -> Iterator[str]:
    yield f"## {rule_set.name.zh}（{rule_set.edition}）"
    yield ""
    until = "" if rule_set.until is None else str(rule_set.until)
    dates = "" if rule_set.dates_verified else "（日期待核实）"
    source = rule_set.source
    yield f"- 代码：`{rule_set.code}`；对象：{_SUBJECTS[rule_set.subject]}"
    yield f"- 文号：{rule_set.document.zh}"
    yield f"- 施行：{rule_set.since} 至 {until or '现在'}{dates}"
    yield f"- 来源：<{source.address}>（{_KINDS[source.kind]}，{rule_set.checked_on} 核对）"
    if rule_set.needs_update:
        yield "- **需要更新**"
    if rule_set.note is not None:
        yield f"- 说明：{rule_set.note.zh}"
    yield ""
    yield from _sizes(rule_set, known) if rule_set.industries else _criteria(rule_set, known)


def _criteria(rule_set: RuleSet, known: _Known) -> Iterator[str]:
    yield "| 条件 | 要求 | 核实情况 | 备注 |"
    yield "| --- | --- | --- | --- |"
    for one in rule_set.criteria:
        for line in one.lines:
            checked = "已核实" if line.verified else "待核实"
            case = _case(one, line, known)
            name = f"{one.name.zh}（{case}）" if case else one.name.zh
            yield f"| {name} | {_limit(one, line, known)} | {checked} | {'；'.join(_notes(one, rule_set))} |"


def _notes(one: Criterion, rule_set: RuleSet) -> Iterator[str]:
    alike = [other for other in rule_set.criteria if one.group and other.group == one.group]
    if len(alike) > 1:
        yield f"“{alike[0].name.zh}”等 {len(alike)} 项满足其一即可"
    if not one.is_kept:
        yield "本程序不保存，不作判断"
    if one.note is not None:
        yield one.note.zh
    if one.source.address != rule_set.source.address:
        yield f"<{one.source.address}>"


def _case(one: Criterion, line: Line, known: _Known) -> str:
    if len(one.lines) == 1:
        return ""
    fact = known.facts[one.case]
    if line.codes:
        return f"{fact.name.zh}：{'、'.join(line.codes)}"
    if line.upto is not None and fact.unit is not None:
        return f"{fact.name.zh} ≤ {_number(line.upto)}{known.unit(fact.unit)}"
    return "其余"


def _limit(one: Criterion, line: Line, known: _Known) -> str:
    if line.limit is None:
        return "缺数"
    if one.unit is None:
        return "是"
    return f"{one.operator.value} {_number(line.limit)}{known.unit(one.unit)}"


def _sizes(rule_set: RuleSet, known: _Known) -> Iterator[str]:
    yield "| 行业 | 代码开头 | 指标 | 大型 | 中型 | 小型 | 核实情况 |"
    yield "| --- | --- | --- | --- | --- | --- | --- |"
    for industry in rule_set.industries:
        for measure in industry.measures:
            lines = (measure.large, measure.medium, measure.small)
            numbers = " | ".join(
                "缺数"
                if line.limit is None
                else f"≥ {_number(line.limit)}" + ("" if line.verified else "（待核实）")
                for line in lines
            )
            name = f"{known.facts[measure.fact].name.zh}（{known.unit(measure.unit)}）"
            checked = "已核实" if industry.verified else "行业代码待核实"
            yield f"| {industry.name.zh} | {'、'.join(industry.prefixes)} | {name} | {numbers} | {checked} |"


def _number(value: Fraction) -> str:
    return format((Decimal(value.numerator) / Decimal(value.denominator)).normalize(), "f")
