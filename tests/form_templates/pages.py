"""The page of a form for a reader: what each cell and column shows, over whom, and what is checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm.domain.quantity import Dimension
from crm.filings.form import Basis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from crm.filings.form import BlockSpec, ColumnSpec, FigureSpec, Form
    from crm.services.library import Library

_KINDS = {"month": "月", "quarter": "季", "half": "半年", "year": "年"}
_POPULATIONS = {
    "anybody": "全部",
    "introduced": "累计引入企业",
    "resident": "期末在园企业",
    "incubating": "期末在孵企业",
    "graduated": "累计毕业企业",
    "incubating_or_graduated": "期末在孵及本期毕业企业",
    "entered": "本期新增企业",
    "left": "本期毕业与退出企业",
}
_SEVERITIES = {"error": "错误", "warning": "警告"}
_COUNTED = {
    "in_period": "本期内发生",
    "up_to": "截至期末累计",
    "valid_at": "期末有效",
    "during": "本期内任何一天有效",
}


def page_of(form: Form, library: Library) -> str:
    """The page of *form*, in Chinese, as those who file read it."""
    return "\n".join(_Page(form, library).lines()) + "\n"


class _Page:
    def __init__(self, form: Form, library: Library) -> None:
        self._form = form
        self._library = library

    def lines(self) -> Iterator[str]:
        form = self._form
        yield f"# {form.name.zh}"
        yield ""
        yield f"{form.name.en}. `{form.code}`, {form.year}. 由 `python3 tasks.py templates` 生成，请勿手改。"
        yield ""
        yield f"- 报送对象：{form.authority.zh}"
        rhythms = "、".join(_KINDS[kind.value] for kind in (form.period_kind, *form.other_kinds))
        yield f"- 报告期：{rhythms}" + ("" if form.due else "（按需填报）")
        yield f"- 金额单位：{form.words.unit}"
        yield f"- 版式：{'通用版式（自行设计）' if form.own_layout else '主管部门表样'}"
        yield f"- 来源：{form.origin.zh}（{self._checked(verified=form.verified)}）"
        if form.cells:
            yield from self._cells()
        for block in form.blocks:
            yield from self._block(block)
        yield from self._checks()

    def _checked(self, *, verified: bool) -> str:
        return self._form.words.verified if verified else self._form.words.unverified

    def _cells(self) -> Iterator[str]:
        yield from ("", "## 单元格", "")
        yield from _head("位置", "指标", "期间", "单位", "范围", "核实情况")
        for cell in self._form.cells:
            figure = cell.figure
            name = cell.label.zh if cell.label else self._name(figure)
            yield _row(
                f"{cell.sheet}!{cell.address}",
                name,
                self._basis(figure),
                self._unit(figure),
                self._whom(figure),
                self._verified(figure),
            )

    def _block(self, block: BlockSpec) -> Iterator[str]:
        yield from ("", f"## {block.sheet}（第 {block.row} 行起）", "")
        if block.records is None:
            yield f"每行一家企业：{_POPULATIONS[block.population.value]}。"
        else:
            counted = _COUNTED[block.records.counted.value]
            chosen = "；".join(f"{name} = {'、'.join(codes)}" for name, codes in block.records.filters)
            whose = (
                "" if block.population.value == "anybody" else f"，{_POPULATIONS[block.population.value]}的"
            )
            yield (
                f"每行一条记录：`{block.records.kind}`，{counted}{whose}"
                + (f"（{chosen}）" if chosen else "")
                + "。"
            )
        yield ""
        yield from _head("列", "栏目", "内容", "单位", "合计", "核实情况")
        for column in block.columns:
            yield _row(column.letter or "（不显示）", *self._column(column, block))

    def _column(self, column: ColumnSpec, block: BlockSpec) -> tuple[str, ...]:
        figure = column.figure
        if figure is None:
            shown = "序号" if column.ordinal else "、".join(f"`{name}`" for name in column.fields)
            unit = self._form.words.units.get(column.unit.code, column.unit.code) if column.unit else ""
            return (column.label.zh if column.label else "", shown, unit, "", "")
        name = column.label.zh if column.label else self._name(figure)
        total = "是" if column.total and block.total_row else ""
        told = f"`{figure.indicator}`，{self._basis(figure)}"
        return (name, told, self._unit(figure), total, self._verified(figure))

    def _checks(self) -> Iterator[str]:
        if not self._form.checks:
            return
        yield from ("", "## 审核关系", "")
        yield from _head("代码", "关系", "级别", "来源", "核实情况")
        for check in self._form.checks:
            limits = "，".join(f"{name} = {value}" for name, value in check.limits.items())
            relation = f"`{check.expression.text}`"
            yield _row(
                check.code,
                relation + (f"（{limits}）" if limits else ""),
                _SEVERITIES[check.severity.code],
                check.source,
                self._checked(verified=check.verified),
            )

    def _name(self, figure: FigureSpec) -> str:
        return self._library.indicators[figure.indicator].name.zh

    def _verified(self, figure: FigureSpec) -> str:
        return self._checked(verified=self._library.indicators[figure.indicator].verified)

    def _basis(self, figure: FigureSpec) -> str:
        basis = self._form.basis_labels[figure.basis].zh
        return f"{figure.month} 月" if figure.month and figure.basis is Basis.PERIOD else basis

    def _unit(self, figure: FigureSpec) -> str:
        own = self._library.indicators[figure.indicator].unit
        unit = figure.unit or (self._form.money_unit if own.dimension is Dimension.MONEY else own)
        return "%" if figure.basis.compared else self._form.words.units.get(unit.code, unit.code)

    def _whom(self, figure: FigureSpec) -> str:
        return _POPULATIONS[figure.population.value]


def _head(*titles: str) -> tuple[str, str]:
    return _row(*titles), "|" + " --- |" * len(titles)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def index_of(pages: Mapping[str, str]) -> str:
    """The list of all pages: file name → title."""
    lines = [f"- [{title}]({name})" for name, title in pages.items()]
    return (
        "\n".join(
            ["# 报表", "", "随程序提供的报表，逐格说明。由 `python3 tasks.py templates` 生成。", "", *lines]
        )
        + "\n"
    )
